const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { chromium, selectors } = require('playwright-core');
const sharp = require('sharp');

const { chromium: findChromium } = require('../../scripts/chromium.js');
const { OWNER } = require('../../scripts/n8n-client.js');

/** @import { Browser, Locator, Page } from 'playwright-core' */

/** Where pictures go that nobody has asked for. */
const KEPT = path.join(os.tmpdir(), 'n8n-nodes-losant-ui');

/** Where `npm run screenshots` wants the documents' pictures. */
const { PICTURES } = process.env;

/** How wide a picture in the documents is at most: twice the dots that a page of GitHub has for it. */
const PICTURE_WIDTH = 1640;

/** Movement costs time, and a picture must not catch it half way. */
const STILL = `document.addEventListener('DOMContentLoaded', () => {
	const style = document.createElement('style');
	style.textContent = '*, *::before, *::after { transition: none !important; animation: none !important; }';
	document.head.append(style);
});`;

/** n8n's editor in a real browser, used as a person does. */
class Editor {
	/**
	 * @param {Browser} browser
	 * @param {Page} page
	 * @param {string} url of n8n
	 */
	constructor(browser, page, url) {
		this.browser = browser;
		this.page = page;
		this.url = url;
	}

	/**
	 * Opens the editor, signed in.
	 *
	 * @param {string} url of n8n
	 */
	static async open(url) {
		selectors.setTestIdAttribute('data-test-id');
		const browser = await chromium.launch({
			executablePath: findChromium(console.log),
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-background-networking',
				'--disable-sync',
				// n8n's own pages ask hosts that a test must not depend on
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
			],
		});
		const page = await browser.newPage({
			viewport: { width: 1280, height: 800 },
			deviceScaleFactor: PICTURES ? 2 : 1,
		});
		page.setDefaultTimeout(60_000);
		await page.addInitScript({ content: STILL });
		const editor = new Editor(browser, page, url);
		await page.goto(`${url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
		await page.locator('input[name="password"]').fill(OWNER.password);
		await editor.id('form-submit-button').click();
		await page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'));
		return editor;
	}

	/**
	 * @param {string} testId
	 * @returns {Locator}
	 */
	id(testId) {
		return this.page.getByTestId(testId);
	}

	/** @param {string} path of a parameter, such as `options.sortField` */
	field(path) {
		return this.page.locator(`[data-parameter-path="parameters.${path}"]`);
	}

	/** @param {RegExp | string} text of an entry that a drop-down shows */
	option(text) {
		return this.page.getByRole('option').filter({ visible: true, hasText: text }).first();
	}

	/** Opens a workflow without nodes. */
	async emptyWorkflow() {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.id('canvas-wrapper').first().waitFor();
	}

	/**
	 * Imports a workflow into the empty one, by its menu.
	 *
	 * @param {string} file
	 */
	async importWorkflow(file) {
		await this.id('workflow-menu').first().click();
		// n8n 2.x has it in a menu of its own
		const fromFile = this.id('workflow-menu-item-import-from-file');
		const submenu = this.id('workflow-menu-item-import');
		await fromFile.or(submenu).first().waitFor();
		if (!(await fromFile.isVisible())) await submenu.hover();
		const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), fromFile.click()]);
		await chooser.setFiles(file);
		await this.id('canvas-node').first().waitFor();
		// nothing is selected
		await this.page.locator('.vue-flow__pane').click({ position: { x: 20, y: 120 } });
	}

	/**
	 * Adds a note to the open workflow, and saves it.
	 *
	 * @param {import('../../scripts/n8n-client.js').N8nClient} client
	 * @param {string} id of the workflow
	 * @returns {Promise<import('../../scripts/n8n-client.js').SavedWorkflow>} as n8n has it then
	 */
	async savedWithNote(client, id) {
		await this.page.locator('.vue-flow__pane').click({ position: { x: 20, y: 120 } });
		await this.page.keyboard.press('Shift+S');
		await this.id('sticky').first().waitFor();
		await this.page.keyboard.press('Escape');
		await this.page.keyboard.press('ControlOrMeta+s');
		for (;;) {
			const workflow = await client.get(`/rest/workflows/${id}`);
			const isSaved = workflow.nodes.some(
				(/** @type {import('n8n-workflow').INode} */ { type }) =>
					type === 'n8n-nodes-base.stickyNote',
			);
			if (isSaved) return workflow;
			await this.page.waitForTimeout(100);
		}
	}

	/** Starts a workflow with a manual trigger. */
	async newWorkflow() {
		await this.emptyWorkflow();
		await this.searchNodes('manual');
		await this.item(/^\s*(trigger manually|manual trigger)/i).click();
		await this.node(/^When clicking/).waitFor();
	}

	/**
	 * @param {RegExp} name
	 * @returns {Locator} a node on the canvas
	 */
	node(name) {
		return this.id('canvas-node').filter({ hasText: name }).first();
	}

	/** @returns {Promise<Array<{ name: string, hasIssue: boolean }>>} what is on the canvas, and whether n8n asks for something */
	async nodesOnCanvas() {
		const nodes = await this.id('canvas-node').all();
		return await Promise.all(
			nodes.map(async (node) => ({
				name: (await node.getAttribute('data-node-name')) ?? '',
				hasIssue: (await node.getByTestId('node-issues').count()) > 0,
			})),
		);
	}

	/** @param {RegExp | string} text of an entry in the nodes panel */
	item(text) {
		return this.id('node-creator-item-name').filter({ hasText: text }).first();
	}

	/**
	 * Searches the nodes panel.
	 *
	 * @param {string} words
	 */
	async searchNodes(words) {
		const search = this.id('node-creator-search-bar');
		if (!(await search.isVisible())) await this.id('node-creator-plus-button').click();
		await search.fill(words);
	}

	/** @returns {Promise<string[]>} the entries that the nodes panel shows */
	async items() {
		return (await this.id('node-creator-item-name').allInnerTexts()).map((text) => text.trim());
	}

	/**
	 * Adds a Losant node after the last one, and opens it.
	 *
	 * @param {string} action its line in the nodes panel
	 */
	async addLosant(action) {
		await this.searchNodes('losant');
		await this.item(/^\s*Losant\s*$/).click();
		await this.item(new RegExp(`^\\s*${action}\\s*$`)).click();
		await this.id('ndv').waitFor();
	}

	/** Closes the open node. An open list or tip in it takes the key first, so it is repeated. */
	async closeNode() {
		for (let tries = 1; await this.id('ndv').isVisible(); tries++) {
			await this.page.keyboard.press('Escape');
			await this.id('ndv')
				.waitFor({ state: 'hidden', timeout: 2_000 })
				.catch((error) => {
					if (tries === 10) throw error;
				});
		}
	}

	/** Closes the open node, and takes it away from the workflow. */
	async removeNode() {
		await this.closeNode();
		await this.page.keyboard.press('Delete');
		await this.id('canvas-node').nth(1).waitFor({ state: 'hidden' });
	}

	/** Takes all nodes away from the workflow. */
	async removeAllNodes() {
		await this.page.keyboard.press('ControlOrMeta+a');
		await this.page.keyboard.press('Delete');
		await this.id('canvas-node').first().waitFor({ state: 'hidden' });
	}

	/**
	 * Types into a field.
	 *
	 * @param {string} path of the parameter
	 * @param {string} text
	 */
	async fill(path, text) {
		const input = this.field(path).locator('input, textarea, [contenteditable=true]').first();
		await input.fill(text);
		// a tip about expressions would cover the field below
		await input.blur();
	}

	/**
	 * Chooses an entry of a drop-down. A click while the entries load is lost, so it is repeated.
	 *
	 * @param {string} path of the parameter
	 * @param {string} text of the entry
	 */
	async choose(path, text) {
		const input = this.field(path).locator('input').first();
		const wanted = this.#exactOption(text);
		for (let tries = 1; (await input.inputValue()) !== text; tries++) {
			await input.click();
			await wanted.click({ timeout: 2_000 }).catch((error) => {
				if (tries === 5) throw error;
			});
		}
	}

	/**
	 * Picks an entry of a field that has a list.
	 *
	 * @param {string} path of the parameter
	 * @param {string} text of the entry
	 * @param {string} [search] what is typed into the search first
	 */
	async pick(path, text, search) {
		const items = await this.openList(path);
		if (search !== undefined) {
			// n8n 1.x doesn't search while the list loads
			await items.first().waitFor();
			await this.page
				.locator('[data-test-id="rlc-search"] input, input[data-test-id="rlc-search"]')
				.filter({ visible: true })
				.fill(search);
		}
		await items.filter({ hasText: text }).first().click();
	}

	/**
	 * @param {string} path of a parameter that has a list
	 * @returns {Promise<Locator>} the entries, as they come
	 */
	async openList(path) {
		await this.field(path).getByTestId('rlc-input').first().click();
		return this.id('rlc-item').filter({ visible: true });
	}

	/** Closes an open list without picking from it. */
	async closeList() {
		await this.id('tab-params').click();
	}

	/**
	 * Names something by what is typed, instead of picking it.
	 *
	 * @param {string} path of the parameter
	 * @param {string} mode such as "By ID"
	 * @param {string} text
	 */
	async enter(path, mode, text) {
		await this.chooseMode(path, mode);
		await this.#locatorInput(path).fill(text);
		// where an expression was typed, n8n has put another field in its place
		await this.id('tab-params').click();
	}

	/**
	 * @param {string} path of a parameter that can be named in several ways
	 * @param {string} mode such as "By ID"
	 */
	async chooseMode(path, mode) {
		await this.field(path).getByTestId('rlc-mode-selector').locator('input').first().click();
		await this.option(mode).click();
	}

	/**
	 * @param {string} path of a parameter that is picked from a list
	 * @returns {Promise<string>} what is picked
	 */
	async picked(path) {
		return await this.#locatorInput(path).inputValue();
	}

	/** @param {string} path */
	#locatorInput(path) {
		return this.field(path)
			.locator('input[data-test-id="rlc-input"], [data-test-id="rlc-input"] input')
			.first();
	}

	/** @param {string} text */
	#exactOption(text) {
		return this.page
			.getByRole('option')
			.filter({ visible: true, has: this.page.getByText(text, { exact: true }) })
			.first();
	}

	/**
	 * Adds a field to a collection, such as Options.
	 *
	 * @param {string} placeholder what the collection says: "Add option"
	 * @param {string} text of the field
	 */
	async add(placeholder, text) {
		await this.page
			.getByPlaceholder(placeholder)
			.or(this.page.getByText(placeholder))
			.first()
			.click();
		await this.#exactOption(text).click();
	}

	async execute() {
		await this.id('node-execute-button').click();
	}

	get output() {
		return this.id('output-panel');
	}

	/**
	 * Shows the output in another way.
	 *
	 * @param {'schema' | 'table' | 'json'} way
	 */
	async showOutputAs(way) {
		await this.output.getByTestId(`radio-button-${way}`).click();
	}

	/** Opens the dialog for a new credential from the node. */
	async openNewCredential() {
		const connect = this.page.getByText('Connect to Losant');
		const select = this.id('node-credentials-select');
		await connect.or(select).first().click();
		const makeNew = this.id('node-credentials-select-item-new');
		const dialog = this.id('editCredential-modal');
		await makeNew.or(dialog).first().waitFor();
		if (await makeNew.isVisible()) await makeNew.click();
	}

	/**
	 * Fills the dialog of a credential in, and saves, on which n8n tests it.
	 *
	 * @param {Record<string, string>} data
	 */
	async saveCredential(data) {
		for (const [name, text] of Object.entries(data)) {
			await this.id(`parameter-input-${name}`).locator('input').first().fill(text);
		}
		await this.id('credential-save-button').click();
	}

	/** Waits for a good test; n8n 2.x closes the dialog itself. */
	async closeCredential() {
		const dialog = this.id('editCredential-modal');
		const isGood = this.page.getByText('Connection tested successfully');
		await isGood.or(this.page.getByText('Credential saved')).first().waitFor();
		if (await dialog.isVisible()) await dialog.locator('.el-dialog__close').first().click();
		await dialog.waitFor({ state: 'hidden' });
	}

	/**
	 * Takes a picture of the open node, or of the workflow where none is open, in light and in dark.
	 *
	 * @param {string} name
	 */
	async picture(name) {
		const folder = PICTURES ?? KEPT;
		fs.mkdirSync(folder, { recursive: true });
		// what n8n reports at the moment, and what it shows under the mouse
		await this.page
			.locator('.el-notification')
			.evaluateAll((toasts) => toasts.forEach((toast) => toast.remove()));
		await this.page.mouse.move(0, 0);
		await this.id('canvas-edge-toolbar').first().waitFor({ state: 'hidden' });
		const clip = (await this.id('ndv').isVisible())
			? await this.id('ndv').boundingBox()
			: await this.#workflowBox();
		for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
			await this.page.emulateMedia({ colorScheme });
			await sharp(await this.page.screenshot({ ...(clip && { clip }) }))
				.resize({ width: PICTURE_WIDTH, withoutEnlargement: true })
				.png({ palette: true })
				.toFile(path.join(folder, `${name}-${colorScheme}.png`));
		}
		await this.page.emulateMedia({ colorScheme: 'light' });
	}

	/** The nodes, with their names below them, and the notes; not n8n's buttons beside them. */
	async #workflowBox() {
		const shown = await this.id('canvas-node').or(this.id('sticky')).all();
		const boxes = (await Promise.all(shown.map((one) => one.boundingBox()))).filter(
			(box) => box !== null,
		);
		const x = Math.min(...boxes.map((box) => box.x)) - 70;
		const y = Math.min(...boxes.map((box) => box.y)) - 30;
		const buttons = await this.id('node-creator-plus-button').boundingBox();
		const right = Math.min(
			Math.max(...boxes.map((box) => box.x + box.width)) + 110,
			buttons ? buttons.x - 8 : Infinity,
		);
		const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + 80;
		return { x, y, width: right - x, height: bottom - y };
	}

	/** @param {string} name of the picture of how a test has ended */
	async keep(name) {
		await this.page.screenshot({ path: path.join(KEPT, `${name.replace(/\W+/g, '-')}.png`) });
	}

	async close() {
		await this.browser.close();
	}
}

module.exports = { Editor };
