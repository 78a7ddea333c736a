const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

/**
 * Runs npm.
 *
 * @param {string} folder where, and where its output goes, into npm.log
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment] added to this process's own
 * @throws when npm fails, with the end of its output
 */
async function npm(folder, parameters, environment = {}) {
	const log = path.join(folder, 'npm.log');
	const output = fs.openSync(log, 'a');
	const child = spawn('npm', [...parameters, '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', output, output],
		env: { ...process.env, ...environment },
	});
	const [status] = await once(child, 'exit');
	fs.closeSync(output);
	if (status !== 0) {
		throw new Error(
			`npm ${parameters.join(' ')} failed:\n${fs.readFileSync(log, 'utf8').slice(-4000)}`,
		);
	}
}

module.exports = { npm };
