const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds Chromium; on Debian, where it may, installs Debian's own.
 *
 * @param {(line: string) => void} say is told what goes on
 * @returns {string} the program
 * @throws when there is none and none can be installed
 */
function chromium(say) {
	const found = find();
	if (found) return found;
	say('Installing Chromium …');
	spawnSync('apt-get', ['update'], { stdio: 'ignore' });
	spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
		stdio: 'ignore',
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	});
	const installed = find();
	if (!installed) throw new Error('Install Chromium, which the tests of the editor need');
	return installed;
}

function find() {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders
		.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
		.find((program) => fs.existsSync(program));
}

module.exports = { chromium };
