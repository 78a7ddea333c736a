const fs = require('node:fs');
const path = require('node:path');

const { installHost, nodeForN8n } = require('./hosts.js');
const { freePort } = require('./loopback.js');
const { npm } = require('./npm.js');
const { startProgram } = require('./program.js');

/**
 * A running n8n.
 *
 * @typedef {object} N8n
 * @property {string} url
 * @property {number} pid of its process
 * @property {() => string} log what it has written since it was started
 * @property {() => Promise<void>} stop ends it as a user would
 * @property {() => Promise<void>} kill ends it as a power cut would
 */

/** What tells that a process of n8n is ready, by the command that started it: a path, and a piece of its answer. */
const READY = {
	// n8n answers with 200 before it is ready, so its settings have to be there too
	start: { path: '/rest/settings', piece: 'showSetupOnFirstLoad' },
	worker: { path: '/healthz/readiness', piece: '"ok"' },
	webhook: { path: '/healthz/readiness', piece: '"ok"' },
};

/**
 * Installs the package and starts n8n, which calls nobody outside this machine.
 *
 * @param {object} options
 * @param {'2.41.1' | '1.123.81'} options.version
 * @param {keyof typeof READY} [options.command] of n8n; a worker and a webhook process need a main
 * @param {string} options.userFolder where this n8n keeps everything; made when missing
 * @param {number} [options.port] a free one unless told
 * @param {string} [options.tarball] of the package; without it, what was installed before stays
 * @param {Record<string, string>} [options.environment] n8n's own settings beyond ours
 * @param {(line: string) => void} options.say is told what goes on
 * @returns {Promise<N8n>} when the editor can be opened, or the process takes work
 * @throws when n8n ends before that
 */
async function startN8n({
	version,
	command = 'start',
	userFolder,
	port: wanted,
	tarball,
	environment,
	say,
}) {
	const host = await installHost(`n8n-${version}`, say);
	const node = await nodeForN8n(say);
	fs.mkdirSync(userFolder, { recursive: true });
	if (tarball) await installPackage(userFolder, tarball);

	const port = wanted ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const n8n = await startProgram({
		name: 'n8n',
		file: node,
		parameters: [path.join(host, 'node_modules', 'n8n', 'bin', 'n8n'), command],
		folder: userFolder,
		environment: {
			PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
			HOME: process.env.HOME,
			...settings(version, userFolder, port, await freePort()),
			...environment,
		},
		isReady: async () => {
			const { path, piece } = READY[command];
			const answer = await fetch(url + path);
			return (await answer.text()).includes(piece);
		},
	});
	return {
		url,
		pid: n8n.pid,
		log: n8n.log,
		stop: async () => await n8n.end('SIGTERM'),
		kill: async () => await n8n.end('SIGKILL'),
	};
}

/**
 * @param {string} version
 * @param {string} userFolder
 * @param {number} port
 * @param {number} brokerPort n8n 2.x always starts a broker for its task runners
 */
function settings(version, userFolder, port, brokerPort) {
	const url = `http://127.0.0.1:${port}`;
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'only for tests and the demo',
		DB_TYPE: 'sqlite',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		// of a worker, which has no other
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: `${url}/`,
		// the address is plain http, to this machine only
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_LOG_LEVEL: 'debug',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		GENERIC_TIMEZONE: 'UTC',
		TZ: 'UTC',
		// everything that would call out
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_AI_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		...(version.startsWith('2.') && { N8N_DISABLED_MODULES: 'mcp-registry' }),
	};
}

/**
 * Installs as n8n's own installer does, without the registry.
 *
 * @param {string} userFolder
 * @param {string} tarball
 */
async function installPackage(userFolder, tarball) {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	fs.rmSync(nodes, { recursive: true, force: true });
	fs.mkdirSync(nodes, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	fs.writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(manifest));
	// without --legacy-peer-deps npm would ask the registry for n8n-workflow, which n8n itself provides
	const flags = ['--offline', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts', '--no-audit'];
	await npm(nodes, ['install', tarball, ...flags]);
}

module.exports = { startN8n };
