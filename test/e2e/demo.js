const { spawn } = require('node:child_process');
const { once } = require('node:events');

const { root } = require('../../scripts/setup.js');

/**
 * Starts the demo as somebody does who goes on working in the same shell: in the background, where a shell has SIGINT ignored.
 *
 * @param {string} [parameters] of the demo
 */
function startDemo(parameters = '') {
	// a group of its own, so that it can be seen whether anybody of it is left
	const shell = spawn(
		'sh',
		['-c', `npm run --silent demo ${parameters} & echo "npm is $!"; wait $!`],
		{
			cwd: root,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const group = shell.pid ?? 0;
	const exit = once(shell, 'exit');
	let output = '';
	for (const stream of [shell.stdout, shell.stderr]) {
		stream.on('data', (chunk) => void (output += chunk));
	}
	return {
		output: () => output,
		/** @param {RegExp} words @returns {Promise<RegExpExecArray>} as soon as it has said them */
		async said(words) {
			for (;;) {
				const found = words.exec(output);
				if (found) return found;
				if (shell.exitCode !== null) throw new Error(`the demo ended:\n${output}`);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		/** Sends npm the signal of Ctrl+C. */
		interrupt() {
			process.kill(Number(/npm is (\d+)/.exec(output)?.[1]), 'SIGINT');
		},
		/** @returns {Promise<number>} the shell's exit code */
		async ended() {
			const [code] = await exit;
			return code;
		},
		/** Whether any process that it started is there. */
		isAnybodyLeft() {
			try {
				return process.kill(-group, 0);
			} catch {
				return false;
			}
		},
		/** Ends all that may be left. */
		clear() {
			if (this.isAnybodyLeft()) process.kill(-group, 'SIGKILL');
		},
	};
}

module.exports = { startDemo };
