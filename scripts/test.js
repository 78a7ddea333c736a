const { installHost } = require('./hosts.js');
const { run, setup } = require('./setup.js');

/**
 * The oldest n8n that the README names, one from the middle, and the newest 1.x; 2.x is among the clone's own packages.
 *
 * @type {Record<string, import('./hosts.js').Host>}
 */
const CORES = {
	'1.85.4': 'n8n-core-1.84.0',
	'1.100.1': 'n8n-core-1.99.0',
	'1.123.81': 'n8n-core-1.122.48',
};

async function main() {
	setup();
	run('npm', ['run', 'lint']);
	/** @type {Record<string, string>} */
	const cores = {};
	for (const [version, host] of Object.entries(CORES)) {
		cores[version] = await installHost(host, console.log);
	}
	// the tests wait for Losant more than they work; and n8n-core 1.x leaves a timer of its SSH clean-up running, which would hold Jest for a minute
	run('npx', ['--no', '--', 'jest', '--maxWorkers', '5', '--forceExit'], {
		N8N_CORES: JSON.stringify(cores),
	});
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
