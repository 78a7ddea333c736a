const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { nodeForN8n } = require('../../scripts/hosts.js');

/**
 * @param {string} name
 * @returns {string} an empty folder for one run
 */
function emptyFolder(name) {
	const folder = path.join(os.tmpdir(), 'n8n-nodes-losant-e2e', name);
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	return folder;
}

/** @returns {string} the package, packed before all tests */
function packed() {
	const { PACKED } = process.env;
	if (!PACKED) throw new Error('test/packed.js has not run');
	return PACKED;
}

/**
 * Searches all files below a folder, as bytes.
 *
 * @param {string} folder
 * @param {string} text
 * @returns {string[]} the files that hold it
 */
function filesWith(folder, text) {
	return fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
		.filter((file) => fs.readFileSync(file).includes(text));
}

/**
 * Asks n8n's database, by a Node that has SQLite in it.
 *
 * @param {string} folder of n8n
 * @param {string} sql
 * @returns {Promise<Record<string, unknown>[]>} the rows
 */
async function rowsIn(folder, sql) {
	const file = path.join(folder, '.n8n', 'database.sqlite');
	const script = `
		const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync(process.argv[1], { readOnly: true });
		console.log(JSON.stringify(database.prepare(process.argv[2]).all()));`;
	const node = await nodeForN8n(() => {});
	return JSON.parse(execFileSync(node, ['-e', script, file, sql], { encoding: 'utf8' }));
}

/**
 * @param {string} name of a file in sheets/, all of which LibreOffice has written
 * @returns {File}
 */
function sheetFile(name) {
	return new File([fs.readFileSync(path.join(__dirname, 'sheets', name))], name);
}

module.exports = { emptyFolder, filesWith, packed, rowsIn, sheetFile };
