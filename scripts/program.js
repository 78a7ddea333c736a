const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

/**
 * A program that runs beside this process, and ends with it at the latest.
 *
 * @typedef {object} Running
 * @property {number} pid
 * @property {() => string} log what it has written since it was started
 * @property {(signal: NodeJS.Signals) => Promise<void>} end sends it the signal, and waits for its end
 */

/**
 * Starts a program, which writes into `<its name>.log`.
 *
 * @param {object} options
 * @param {string} options.name for the log, and for the error
 * @param {string} options.file the program's path
 * @param {string[]} options.parameters
 * @param {string} options.folder where it runs, and where its log goes
 * @param {NodeJS.ProcessEnv} [options.environment] this process's own unless told
 * @param {{ uid: number, gid: number }} [options.account] this process's own unless told
 * @param {() => Promise<boolean>} options.isReady may be rejected as long as nothing answers
 * @returns {Promise<Running>} when it is ready
 * @throws when it ends before that, with the end of its log
 */
async function startProgram({ name, file, parameters, folder, environment, account, isReady }) {
	const logFile = path.join(folder, `${name}.log`);
	const log = fs.openSync(logFile, 'w');
	const program = spawn(file, parameters, {
		cwd: folder,
		stdio: ['ignore', log, log],
		env: environment,
		...account,
	});
	fs.closeSync(log);
	const written = () => fs.readFileSync(logFile, 'utf8');

	const endWithThis = () => program.kill('SIGKILL');
	process.once('exit', endWithThis);
	const ended = once(program, 'exit');
	ended.then(
		() => process.off('exit', endWithThis),
		() => {},
	);

	const failed = ended.then(() => {
		throw new Error(`${name} ended:\n${written().slice(-4000)}`);
	});
	await Promise.race([failed, untilReady(isReady)]);
	failed.catch(() => {});
	return {
		pid: program.pid ?? 0,
		log: written,
		end: async (signal) => {
			program.kill(signal);
			await ended;
		},
	};
}

/** @param {() => Promise<boolean>} isReady */
async function untilReady(isReady) {
	while (!(await isReady().catch(() => false))) {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

module.exports = { startProgram };
