const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

/** @typedef {(line: string) => void} Say */

/** How much of npm's output an error has, in characters. */
const SHOWN = 4000;

/** How often is told how far an installation is, in milliseconds. */
const PERIOD = 10_000;

/** What npm's codes mean to a person. @type {Array<[RegExp, (folder: string) => string]>} */
const REASONS = [
	[
		/code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR)/,
		() =>
			'npm can’t reach its registry. Check the network, and the proxy if there is one (npm config get registry, npm config get proxy), and start again',
	],
	[
		/ENOSPC/,
		(folder) =>
			`There is no space left on the disk of ${folder}. Free some, and start again; XDG_CACHE_HOME=<folder> puts the downloads elsewhere`,
	],
];

/**
 * Runs npm.
 *
 * @param {string} folder where
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment] added to this process's own
 * @throws when npm fails, with the reason, or with the end of its output
 */
async function npm(folder, parameters, environment = {}) {
	const child = spawn('npm', [...parameters, '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...environment },
	});
	let output = '';
	const keep = (/** @type {Buffer} */ chunk) => void (output = (output + chunk).slice(-SHOWN));
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const endWithThis = () => child.kill();
	process.once('exit', endWithThis);
	const [status] = await once(child, 'close');
	process.off('exit', endWithThis);
	if (status !== 0) throw new Error(reasonFor(folder, parameters, output));
}

/**
 * @param {string} folder
 * @param {string[]} parameters
 * @param {string} output of npm
 */
function reasonFor(folder, parameters, output) {
	const [, reason] = REASONS.find(([code]) => code.test(output)) ?? [];
	return reason?.(folder) ?? `npm ${parameters.join(' ')} failed in ${folder}:\n${output}`;
}

/**
 * Installs what a package-lock.json names, and says how far it is.
 *
 * @param {string} folder that has it
 * @param {string} name for people
 * @param {string[]} parameters of npm
 * @param {Say} say is told what goes on
 */
async function install(folder, name, parameters, say) {
	const began = Date.now();
	const places = packagesIn(folder);
	const tell = () => {
		const there = places.filter((place) => fs.existsSync(path.join(folder, place, 'package.json')));
		const seconds = Math.round((Date.now() - began) / 1000);
		say(`  … ${name}: ${there.length} of ${places.length} packages, ${seconds} s`);
	};
	const progress = setInterval(tell, PERIOD);
	try {
		await npm(folder, [...parameters, '--no-audit', '--no-fund']);
	} finally {
		clearInterval(progress);
	}
}

/**
 * @param {string} folder
 * @returns {string[]} where its package-lock.json has packages put on this machine
 */
function packagesIn(folder) {
	const lock = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
	// a package names one, several, or those that it isn't for
	const isMeant = (
		/** @type {string | string[] | undefined} */ named,
		/** @type {string} */ here,
	) => {
		const list = [named ?? []].flat();
		return list.includes(here) || list.every((one) => one.startsWith('!') && one !== `!${here}`);
	};
	return Object.entries(lock.packages)
		.filter(
			([place, { os, cpu }]) =>
				place !== '' && isMeant(os, process.platform) && isMeant(cpu, process.arch),
		)
		.map(([place]) => place);
}

module.exports = { install, npm, packagesIn };
