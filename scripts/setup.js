const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** The clone. */
const root = path.resolve(__dirname, '..');

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
 * Brings a fresh clone to where everything runs: installs what package-lock.json names, unless that
 * has been done, and builds the package. Needs nothing but Node and npm.
 */
function setup() {
	const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).digest('hex');
	const stamp = path.join(root, 'node_modules', '.installed');
	const installed = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
	if (installed !== wanted) {
		console.log('Installing what the clone needs (a few minutes) …');
		run('npm', ['ci', '--loglevel=error']);
		fs.writeFileSync(stamp, wanted);
	}
	run('npm', ['run', '--silent', 'build']);
}

module.exports = { root, run, setup };
