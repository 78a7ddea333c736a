const os = require('node:os');
const path = require('node:path');

const { chromium, selectors } = require('playwright-core');

const { chromium: findChromium } = require('../../scripts/chromium.js');
const { OWNER } = require('../../scripts/n8n-client.js');

/** @import { Browser, Locator, Page } from 'playwright-core' */

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
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
		const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
		page.setDefaultTimeout(10_000);
		// n8n's own pages ask hosts that a test must not depend on
		await page.route('**/*', async (route) => {
			const { hostname, protocol } = new URL(route.request().url());
			const isHere = hostname === '127.0.0.1' || !protocol.startsWith('http');
			await (isHere ? route.continue() : route.abort());
		});
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

	/** @param {string} name of a parameter */
	field(name) {
		return this.id(`parameter-input-${name}`);
	}

	/** Starts a workflow with a manual trigger. */
	async newWorkflow() {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.id('canvas-wrapper').first().waitFor();
		await this.id('canvas-add-button').or(this.id('node-creator-plus-button')).first().click();
		await this.id('node-creator-search-bar').fill('manual');
		await this.item(/^\s*(trigger manually|manual trigger)/i).click();
		await this.page.locator('[data-test-id="canvas-node"][data-node-name]').first().waitFor();
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
		await this.id('node-creator-plus-button').click();
		await this.id('node-creator-search-bar').fill(words);
	}

	/** @returns {Promise<string[]>} the entries that the nodes panel shows */
	async items() {
		return (await this.id('node-creator-item-name').allInnerTexts()).map((text) => text.trim());
	}

	/**
	 * @param {string} name of a parameter
	 * @param {string} text
	 */
	async fill(name, text) {
		await this.field(name).locator('input, textarea, [contenteditable=true]').first().fill(text);
	}

	/**
	 * Chooses an entry of a drop-down. A click while the entries load is lost, so it is repeated.
	 *
	 * @param {string} name of the parameter
	 * @param {string} text of the entry
	 */
	async choose(name, text) {
		const input = this.field(name).locator('input').first();
		const option = this.page.getByRole('option').filter({ visible: true });
		const wanted = option.filter({ has: this.page.getByText(text, { exact: true }) }).first();
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
	 * @param {string} name of the parameter
	 * @param {string} text of the entry
	 * @param {string} [search] what is typed into the search first
	 */
	async pick(name, text, search) {
		await this.field(name).getByTestId('rlc-input').first().click();
		const items = this.id('rlc-item').filter({ visible: true });
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
	 * @param {string} name of a parameter that is picked from a list
	 * @returns {Promise<string>} what is picked
	 */
	async picked(name) {
		return await this.field(name)
			.locator('input[data-test-id="rlc-input"], [data-test-id="rlc-input"] input')
			.first()
			.inputValue();
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
		await this.page.getByRole('option', { name: text }).filter({ visible: true }).first().click();
	}

	async execute() {
		await this.id('node-execute-button').click();
	}

	get output() {
		return this.id('output-panel');
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
		for (const [name, text] of Object.entries(data)) await this.fill(name, text);
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

	/** @param {string} name of the picture, below the system's temporary folder */
	async picture(name) {
		const file = `${name.replace(/\W+/g, '-')}.png`;
		await this.page.screenshot({ path: path.join(os.tmpdir(), 'n8n-nodes-losant-ui', file) });
	}

	async close() {
		await this.browser.close();
	}
}

module.exports = { Editor };
