const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { setup } = require('../../scripts/setup.js');

/** How often each is measured. */
const ROUNDS = 21;

/** A package with a node that does nothing, beside which ours is measured. */
const EMPTY = {
	'package.json': JSON.stringify({
		name: 'n8n-nodes-empty',
		version: '1.0.0',
		n8n: { n8nNodesApiVersion: 1, nodes: ['dist/nodes/Empty.node.js'], credentials: [] },
	}),
	'dist/nodes/Empty.node.js': `exports.Empty = class {
		description = { displayName: 'Empty', name: 'empty', group: ['transform'], version: 1, description: '', defaults: { name: 'Empty' }, inputs: ['main'], outputs: ['main'], properties: [] };
		async execute() { return [this.getInputData()]; }
	};`,
};

/** Loads a package as n8n 2.41.1 does when it starts, in a process of its own, and gives the milliseconds. */
const LOAD = `
	const { createRequire } = require('node:module');
	const fromHost = createRequire(process.argv[1] + '/node_modules/n8n/package.json');
	const { LazyPackageDirectoryLoader } = fromHost('n8n-core');
	fromHost('n8n-workflow');
	const began = performance.now();
	new LazyPackageDirectoryLoader(process.argv[2]).loadAll().then(() => {
		process.stdout.write(String(performance.now() - began));
		process.exit();
	});`;

/** Measures what the package adds to the start of n8n: `node test/bench/start.js`. */
async function main() {
	await setup();
	const { installHost, nodeForN8n } = require('../../scripts/hosts.js');
	const { pack } = require('../../scripts/pack.js');
	const { median } = require('./measure.js');

	const host = await installHost('n8n-2.41.1', console.log);
	const node = await nodeForN8n(console.log);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-losant-start-'));
	const losant = path.join(folder, 'losant');
	const empty = path.join(folder, 'empty');
	const { tarball } = pack(losant);
	execFileSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: losant });
	for (const [file, text] of Object.entries(EMPTY)) {
		fs.mkdirSync(path.dirname(path.join(empty, file)), { recursive: true });
		fs.writeFileSync(path.join(empty, file), text);
	}
	const env = {
		...process.env,
		// where n8n-core writes its settings, and where n8n has its nodes find n8n-workflow
		N8N_USER_FOLDER: folder,
		NODE_PATH: path.join(host, 'node_modules'),
		N8N_LOG_LEVEL: 'silent',
	};
	/** @param {string} loaded */
	const load = (loaded) =>
		Number(execFileSync(node, ['-e', LOAD, host, loaded], { encoding: 'utf8', env }));
	/** @type {{ losant: number[], empty: number[] }} */
	const times = { losant: [], empty: [] };
	for (let round = 0; round < ROUNDS; round++) {
		times.losant.push(load(losant));
		times.empty.push(load(empty));
	}
	fs.rmSync(folder, { recursive: true });
	for (const [name, all] of Object.entries(times)) {
		const [least, middle, most] = [Math.min(...all), median(all), Math.max(...all)];
		console.log(
			`n8n 2.41.1 loads ${name} in ${middle.toFixed(1)} ms (${least.toFixed(1)} to ${most.toFixed(1)})`,
		);
	}
}

main().catch((error) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exit(1);
});
