const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** The clone. */
const root = path.resolve(__dirname, '..');

/** The oldest Node, by its first number, that what the clone installs runs on. */
const OLDEST_NODE = 20;

/**
 * Runs a command in the clone, with its output shown.
 *
 * @param {string} command
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment] added to this process's own
 * @throws when it fails
 */
function run(command, parameters, environment = {}) {
	const { status, error } = spawnSync(command, parameters, {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...environment },
	});
	if (error) throw error;
	if (status !== 0) throw new Error(`${[command, ...parameters].join(' ')} failed`);
}

/**
 * @param {string} version of Node, such as `v18.20.0`
 * @throws where it is too old for what the clone installs
 */
function requireNode(version) {
	if (Number(/\d+/.exec(version)?.[0]) >= OLDEST_NODE) return;
	throw new Error(
		`This needs Node ${OLDEST_NODE} or newer, and ${version} is what runs it. Install a newer one, from https://nodejs.org for example`,
	);
}

/**
 * Brings a fresh clone to where everything runs: installs what package-lock.json names, unless that
 * has been done, and builds the package. Needs nothing but Node and npm.
 */
async function setup() {
	requireNode(process.version);
	// newer than the oldest Node that has to be told so
	const { install, npm } = require('./npm.js');
	const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).digest('hex');
	const stamp = path.join(root, 'node_modules', '.installed');
	const installed = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
	if (installed !== wanted) {
		console.log('Downloading what the clone needs into node_modules (1.2 GB; this once) …');
		await install(root, 'the clone', ['ci'], console.log);
		fs.writeFileSync(stamp, wanted);
	}
	console.log('Building the package …');
	await npm(root, ['run', '--silent', 'build']);
}

module.exports = { requireNode, root, run, setup };
