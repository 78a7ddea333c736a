const fs = require('node:fs');
const path = require('node:path');

const { findOrInstall } = require('./debian.js');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds Chromium; on Debian, where it may, installs Debian's own.
 *
 * @param {(line: string) => void} say is told what goes on
 * @returns {string} the program
 * @throws when there is none and none can be installed
 */
function chromium(say) {
	const missing = 'Install Chromium, which the tests of the editor need';
	return findOrInstall(find, ['chromium'], missing, say);
}

function find() {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders
		.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
		.find((program) => fs.existsSync(program));
}

module.exports = { chromium };
