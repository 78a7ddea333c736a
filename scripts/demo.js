const path = require('node:path');

const { cache } = require('./hosts.js');
const { setup } = require('./setup.js');

const EXAMPLES = ['list-pending-invites-every-monday', 'invite-new-hires'];
const CREDENTIAL = 'Losant (demo)';

/**
 * Shows the node in a real n8n, against the test Losant with its sample data: runs the examples,
 * prints what came out, and leaves n8n open. With --once it ends after that.
 */
async function main() {
	setup();
	// these need what setup has installed
	const { N8nClient, OWNER, output } = require('./n8n-client.js');
	const { exampleWorkflow } = require('./examples.js');
	const { pack, startN8n } = require('./n8n.js');
	const { startLosant } = require('../test/losant/index.js');

	const userFolder = path.join(cache, 'demo');
	const tarball = await pack(userFolder);
	console.log('Starting the test Losant with sample data …');
	const losant = await startLosant();
	console.log('Starting n8n 2.41.1 with the node …');
	const n8n = await startN8n({ version: '2.41.1', userFolder, tarball, say: console.log });
	const end = async () => {
		await n8n.stop();
		await losant.stop();
	};
	const interrupted = new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
	});

	const client = new N8nClient(n8n.url);
	await client.signIn();
	const credential = await client.putCredential(CREDENTIAL, {
		apiUrl: losant.url,
		// the user's scopes let the demo pick instances from the list too
		apiToken: await losant.token({ scope: ['all.User'] }),
	});
	for (const name of EXAMPLES) {
		const example = exampleWorkflow(name, credential);
		const workflow = await client.putWorkflow(example);
		const trigger = example.nodes.find(({ type }) => /Trigger$/.test(type));
		const losantNode = example.nodes.find(({ type }) => type === 'n8n-nodes-losant.losant');
		console.log(`\nRunning the workflow “${example.name}” …`);
		const execution = await client.run(workflow, trigger?.name ?? '');
		const given = [0, 1].map((branch) => output(execution, losantNode?.name ?? '', branch));
		console.table(
			given[0]?.map(({ json }) => columns(json, ['email', 'role', 'inviteDate', 'hasExpired'])),
		);
		if (given[1]?.length) {
			console.log('On the error output:');
			console.table(given[1].map(({ json }) => columns(json, ['email', 'role', 'error'])));
		}
		console.log(`Open it: ${n8n.url}/workflow/${workflow.id}`);
	}

	if (!process.argv.includes('--once')) {
		console.log(`\nn8n is open at ${n8n.url}`);
		console.log(`Sign in as ${OWNER.email} with the password ${OWNER.password}`);
		console.log('Ctrl-C ends it.');
		await interrupted;
	}
	await end();
}

/**
 * @param {import('n8n-workflow').IDataObject} json
 * @param {string[]} names
 */
function columns(json, names) {
	return Object.fromEntries(names.map((name) => [name, json[name]]));
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
