const { execFileSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const { findOrInstall } = require('./debian.js');
const { freePort } = require('./loopback.js');
const { startProgram } = require('./program.js');

/** Where Debian and others keep the programs of Postgres, which aren't on the PATH. */
const POSTGRES = '/usr/lib/postgresql';

/**
 * A Redis or a Postgres of one's own, to this machine only.
 *
 * @typedef {object} Store
 * @property {number} port the same after a start anew
 * @property {() => Promise<void>} start starts it, with what it held when it was killed
 * @property {() => Promise<void>} kill ends it as a power cut would
 * @property {() => Promise<void>} remove ends it, and removes what it held
 */

/**
 * Finds the programs; on Debian, where it may, installs Debian's own.
 *
 * @param {(line: string) => void} say is told what goes on
 * @returns {{ redis: string, postgres: string }} the program of Redis, and the folder of those of Postgres
 * @throws when one is missing and can't be installed
 */
function storePrograms(say) {
	const packages = ['redis-server', 'postgresql'];
	return findOrInstall(
		find,
		packages,
		`Install Redis and Postgres, which the tests of n8n's queue mode need: on Debian, apt-get install ${packages.join(' ')}`,
		say,
	);
}

function find() {
	const onPath = (process.env.PATH ?? '').split(path.delimiter);
	const versions = fs.existsSync(POSTGRES) ? fs.readdirSync(POSTGRES) : [];
	const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
	const folders = newestFirst.map((version) => path.join(POSTGRES, version, 'bin'));
	/**
	 * @param {string[]} among
	 * @param {string} program
	 */
	const folderWith = (among, program) =>
		among.find((folder) => fs.existsSync(path.join(folder, program)));
	const redis = folderWith([...onPath, '/usr/bin'], 'redis-server');
	const postgres = folderWith([...folders, ...onPath], 'initdb');
	return redis && postgres ? { redis: path.join(redis, 'redis-server'), postgres } : undefined;
}

/** @returns {Promise<Store>} a running Redis, which keeps the jobs in a file */
async function startRedis() {
	const { redis } = storePrograms(() => {});
	const folder = temporaryFolder('redis');
	const port = await freePort();
	const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
	return await started(port, folder, 'SIGKILL', {
		name: 'redis',
		file: redis,
		parameters: [...where, '--save', '', '--appendonly', 'yes'],
		folder,
		isReady: async () => (await answerTo('PING\r\n', port)).startsWith('+PONG'),
	});
}

/** @returns {Promise<Store>} a running Postgres with the database "postgres", where "n8n" needs no password */
async function startPostgres() {
	const { postgres } = storePrograms(() => {});
	const folder = temporaryFolder('postgres');
	const account = postgresAccount();
	if (account) fs.chownSync(folder, account.uid, account.gid);
	const cluster = ['-D', folder, '-U', 'n8n', '--auth=trust', '--no-sync', '-E', 'UTF8'];
	execFileSync(path.join(postgres, 'initdb'), cluster, { ...account, cwd: folder, stdio: 'pipe' });
	const port = await freePort();
	const where = ['-h', '127.0.0.1', '-p', String(port)];
	// by this signal it ends at once, with all its processes, as after a power cut
	return await started(port, folder, 'SIGQUIT', {
		name: 'postgres',
		file: path.join(postgres, 'postgres'),
		parameters: ['-D', folder, ...where, '-k', folder, '-c', 'fsync=off'],
		folder,
		account,
		isReady: async () => execFileSync(path.join(postgres, 'pg_isready'), where) !== null,
	});
}

/** Postgres refuses to run as root; Debian's package has made an account for it. */
function postgresAccount() {
	if (process.getuid?.() !== 0) return undefined;
	/** @param {string} flag */
	const id = (flag) => Number(execFileSync('id', [flag, 'postgres']));
	return { uid: id('-u'), gid: id('-g') };
}

/**
 * Made directly among the temporary files, since the account can't enter a folder of root's.
 *
 * @param {string} name
 */
function temporaryFolder(name) {
	return fs.mkdtempSync(path.join(os.tmpdir(), `n8n-nodes-losant-${name}-`));
}

/**
 * @param {number} port
 * @param {string} folder
 * @param {NodeJS.Signals} signal that kills it
 * @param {Parameters<typeof startProgram>[0]} program
 * @returns {Promise<Store>}
 */
async function started(port, folder, signal, program) {
	let running = await startProgram(program);
	return {
		port,
		start: async () => {
			running = await startProgram(program);
		},
		kill: async () => await running.end(signal),
		remove: async () => {
			await running.end(signal);
			fs.rmSync(folder, { recursive: true });
		},
	};
}

/**
 * @param {string} request
 * @param {number} port
 * @returns {Promise<string>} the first piece of the answer
 */
async function answerTo(request, port) {
	const socket = net.connect(port, '127.0.0.1');
	try {
		socket.write(request);
		const [piece] = await once(socket, 'data');
		return String(piece);
	} finally {
		socket.destroy();
	}
}

module.exports = { startPostgres, startRedis, storePrograms };
