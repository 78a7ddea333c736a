const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { install, npm } = require('./npm.js');

/**
 * Pinned programs that the tests and the demo run beside the clone. Each is a folder of `hosts/`
 * with the package.json and package-lock.json that it is installed from.
 *
 * @typedef {'n8n-2.41.1' | 'n8n-1.123.81' | 'n8n-core-1.84.0' | 'n8n-core-1.99.0' | 'n8n-core-1.122.48' | 'node-24.21.0'} Host
 * @typedef {import('./npm.js').Say} Say
 */

const NODE = 'node-24.21.0';

/**
 * What a host takes on the disk, in GB, with what npm keeps of it. Measured; those that aren't named take little.
 *
 * @type {Partial<Record<Host, number>>}
 */
const SIZES = { 'n8n-2.41.1': 3.5, 'n8n-1.123.81': 2.5 };

/** Where downloads are kept, outside the clone. */
const cache = path.join(
	process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
	'n8n-nodes-losant',
);

/**
 * Installs a host into the cache folder, unless this very version is there.
 *
 * @param {Host} name
 * @param {Say} say is told what goes on
 * @returns {Promise<string>} its folder
 */
async function installHost(name, say) {
	const source = path.join(__dirname, 'hosts', name);
	const files = ['package.json', 'package-lock.json'];
	const hash = createHash('sha256');
	for (const file of files) hash.update(fs.readFileSync(path.join(source, file)));
	const folder = path.join(cache, `${name}-${hash.digest('hex').slice(0, 12)}`);
	if (fs.existsSync(folder)) return folder;

	fs.mkdirSync(cache, { recursive: true });
	const size = SIZES[name] ?? 0.5;
	requireSpace(cache, size, name);
	const began = Date.now();
	say(`Downloading ${name} into ${cache} (up to ${size} GB; this once, for some minutes) …`);
	// made beside its place and moved there whole, so that an interrupted installation is never taken for one
	removeAbandoned(folder);
	const unfinished = `${folder}.${process.pid}`;
	try {
		fs.mkdirSync(unfinished, { recursive: true });
		for (const file of files) fs.copyFileSync(path.join(source, file), path.join(unfinished, file));
		await install(unfinished, name, ['install', '--ignore-scripts'], say);
		// the one native part that n8n can't do without
		if (name.startsWith('n8n-') && !name.startsWith('n8n-core')) {
			say('  … building sqlite3');
			await npm(unfinished, ['rebuild', 'sqlite3', '--ignore-scripts=false'], await headers(say));
		}
		// another process may have been faster
		if (!fs.existsSync(folder)) fs.renameSync(unfinished, folder);
	} finally {
		fs.rmSync(unfinished, { recursive: true, force: true });
	}
	say(`Installed ${name} in ${Math.round((Date.now() - began) / 1000)} s`);
	return folder;
}

/**
 * @param {string} folder
 * @param {number} size in GB
 * @param {string} name of what is to be put there
 * @throws where there isn't so much space
 */
function requireSpace(folder, size, name) {
	const { bavail, bsize } = fs.statfsSync(folder);
	const free = (bavail * bsize) / 1e9;
	if (free >= size) return;
	throw new Error(
		`${name} needs up to ${size} GB in ${folder}, and the disk has ${free.toFixed(1)} GB left. Free some, or put the downloads elsewhere with XDG_CACHE_HOME=<folder>`,
	);
}

/**
 * Removes what interrupted installations have left, which is gigabytes.
 *
 * @param {string} folder that they were to become
 */
function removeAbandoned(folder) {
	for (const name of fs.readdirSync(cache)) {
		const pid = name.startsWith(`${path.basename(folder)}.`) && Number(name.split('.').pop());
		if (pid && !isRunning(pid)) fs.rmSync(path.join(cache, name), { recursive: true });
	}
}

/** @param {number} pid */
function isRunning(pid) {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/**
 * Finds a Node that n8n 2.x runs on: the one that runs this script, or one from npm.
 *
 * @param {Say} say is told what goes on
 * @returns {Promise<string>} the program's path
 * @throws where npm has none for this machine
 */
async function nodeForN8n(say) {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const { folder, program } = await ownNode(say);
	if (fs.existsSync(program)) return program;
	throw new Error(
		`n8n needs Node 24 or newer, this is ${process.version}, and npm has none for ${process.platform}-${process.arch} (looked in ${folder}). Install Node 24`,
	);
}

/** @param {Say} say */
async function ownNode(say) {
	const folder = path.join(
		await installHost(NODE, say),
		'node_modules',
		`node-${process.platform}-${process.arch}`,
	);
	return { folder, program: path.join(folder, 'bin', 'node') };
}

/**
 * Lets node-gyp find Node's headers without a download, where the Node from npm brings them.
 *
 * @param {Say} say
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function headers(say) {
	const { folder } = await ownNode(say);
	return fs.existsSync(path.join(folder, 'include', 'node')) ? { npm_config_nodedir: folder } : {};
}

module.exports = { cache, installHost, isRunning, nodeForN8n, requireSpace };
