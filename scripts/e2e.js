const { run, setup } = require('./setup.js');

/** The folder of the tests, below test/. */
const [, , folder] = process.argv;

async function main() {
	await setup();
	const { installHost } = require('./hosts.js');
	await installHost('n8n-2.41.1', console.log);
	await installHost('n8n-1.123.81', console.log);
	// before two versions look for them at the same time
	if (folder === 'ui') require('./chromium.js').chromium(console.log);
	if (folder === 'queue') require('./stores.js').storePrograms(console.log);
	run('npx', ['--no', '--', 'jest', '--verbose', '--config', `test/${folder}/jest.config.js`]);
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
