const fs = require('node:fs');
const path = require('node:path');

const { root, run, setup } = require('./setup.js');

/** Takes the pictures of the documents anew, with the tests of the editor that show what they show. */
async function main() {
	await setup();
	const { installHost } = require('./hosts.js');
	await installHost('n8n-2.41.1', console.log);
	const pictures = path.join(root, 'docs', 'pictures');
	fs.rmSync(pictures, { recursive: true, force: true });
	const config = ['--config', 'test/ui/jest.config.js', '--selectProjects', 'n8n 2.41.1'];
	run(
		'npx',
		['--no', '--', 'jest', ...config, '--testNamePattern', 'newcomer|trigger|plan|examples'],
		{
			PICTURES: pictures,
		},
	);
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
