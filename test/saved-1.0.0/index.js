const fs = require('node:fs');
const path = require('node:path');

/**
 * @typedef {import('../../scripts/n8n-client.js').NewWorkflow} NewWorkflow
 * @typedef {import('n8n-workflow').IDataObject} IDataObject
 *
 * @typedef {object} Saved
 * @property {NewWorkflow} workflow
 * @property {'invited' | 'member'} [ann] what she is in Losant before it runs; nothing unless given
 *
 * @typedef {object} Recorded what 1.0.0 made of it
 * @property {{ status: string, success: IDataObject[], failed: IDataObject[] }} gave how its run ended, and with which items
 * @property {import('n8n-workflow').INodeParameters} [kept] the parameters that n8n kept of it, with those that have their defaults
 */

/** The folder of the built 1.0.0 while its outputs are recorded. */
const { SAVED_BY } = process.env;

/** @type {Saved[]} */
const saved = JSON.parse(read('workflows.json'));

/** What 1.0.0 gave, by the workflow's name. @type {Record<string, Recorded>} */
const recorded = SAVED_BY ? {} : JSON.parse(read('outputs.json'));

/** Writes down what was recorded. */
function writeRecorded() {
	fs.writeFileSync(
		path.join(__dirname, 'outputs.json'),
		`${JSON.stringify(recorded, null, '\t')}\n`,
	);
}

/** @param {string} file */
function read(file) {
	return fs.readFileSync(path.join(__dirname, file), 'utf8');
}

/**
 * @param {string} name
 * @returns {string} the file of an example of 1.0.0
 */
function savedExampleFile(name) {
	return path.join(__dirname, 'examples', `${name}.json`);
}

const savedExampleNames = fs
	.readdirSync(path.join(__dirname, 'examples'))
	.map((file) => path.basename(file, '.json'));

/** @param {NewWorkflow} workflow */
function losantOf({ nodes }) {
	return nodes.find(({ type }) => type === 'n8n-nodes-losant.losant');
}

/**
 * @param {NewWorkflow} workflow
 * @returns {IDataObject[]} the fields of the items that its Code node gives to Losant; one empty item where it has none
 */
function itemsOf({ nodes }) {
	const code = nodes.find(({ name }) => name === 'Items')?.parameters.jsCode;
	if (typeof code !== 'string') return [{}];
	return JSON.parse(code.slice('return '.length)).map(
		(/** @type {{ json: IDataObject }} */ { json }) => json,
	);
}

/** What is another each time. */
const DATE = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ID = /\b[0-9a-f]{24}\b/g;
const sameEachTime = (/** @type {string} */ text) =>
	text.replace(DATE, 'a date').replace(ID, 'an id');

/** Words for people, which get better. */
const WORDS = ['error', 'message'];

/**
 * @param {unknown} before a value that 1.0.0 gave
 * @param {unknown} now in the same place
 * @param {string} [at] the place
 * @returns {string[]} the places where something is gone, or is another thing than it was; times, new ids and messages may differ
 */
function lost(before, now, at = '') {
	if (before !== null && typeof before === 'object') {
		if (now === null || typeof now !== 'object' || Array.isArray(before) !== Array.isArray(now))
			return [at];
		if (Array.isArray(before) && Array.isArray(now) && before.length !== now.length) return [at];
		return Object.entries(before).flatMap(([key, value]) =>
			lost(value, Reflect.get(now, key), `${at}/${key}`),
		);
	}
	if (typeof before === 'string' && typeof now === 'string') {
		if (WORDS.includes(at.split('/').at(-1) ?? '')) return [];
		return sameEachTime(before) === sameEachTime(now) ? [] : [at];
	}
	return before === now ? [] : [at];
}

module.exports = {
	itemsOf,
	losantOf,
	lost,
	recorded,
	saved,
	savedBy: SAVED_BY,
	savedExampleFile,
	savedExampleNames,
	writeRecorded,
};
