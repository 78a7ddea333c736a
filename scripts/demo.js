const path = require('node:path');

const { cache } = require('./hosts.js');
const { setup } = require('./setup.js');

const EXAMPLES = ['list-pending-invites-every-monday', 'invite-new-hires'];
const CREDENTIAL = 'Losant (demo)';

const once = process.argv.includes('--once');

/**
 * Shows the node in a real n8n, against the test Losant with its sample data: runs the examples,
 * prints what came out, and leaves n8n open. With --once it ends after that.
 */
async function main() {
	const interrupted = new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
	});
	setup();
	// these need what setup has installed
	const { startN8n } = require('./n8n.js');
	const { pack } = require('./pack.js');
	const { startLosant } = require('../test/losant/index.js');
	const { startChat } = require('./chat.js');

	const userFolder = path.join(cache, 'demo');
	const { tarball } = pack(userFolder);
	console.log('Starting the test Losant with sample data …');
	const losant = await startLosant();
	const chat = await startChat();
	console.log('Starting n8n 2.41.1 with the node …');
	const n8n = await startN8n({ version: '2.41.1', userFolder, tarball, say: console.log });
	try {
		await Promise.race([showExamples(n8n.url, losant, chat), interrupted]);
		if (!once) await interrupted;
	} finally {
		await n8n.stop();
		await losant.stop();
		await chat.stop();
	}
}

/**
 * @param {string} url of n8n
 * @param {import('../test/losant/types.js').TestLosant} losant
 * @param {{ url: string, messages: string[] }} chat
 */
async function showExamples(url, losant, chat) {
	const { N8nClient, OWNER, output } = require('./n8n-client.js');
	const { exampleWorkflow } = require('./examples.js');

	const client = new N8nClient(url);
	await client.signIn();
	const credential = await client.putCredential(CREDENTIAL, {
		apiUrl: losant.url,
		// the user's scopes let the demo pick instances from the list too
		apiToken: await losant.token({ scope: ['all.User'] }),
	});
	for (const name of EXAMPLES) {
		const example = exampleWorkflow(name, credential, chat.url);
		const workflow = await client.putWorkflow(example);
		const trigger = example.nodes.find(({ type }) => /Trigger$/.test(type));
		const losantNode = example.nodes.find(({ type }) => type === 'n8n-nodes-losant.losant');
		console.log(`\nRunning the workflow “${example.name}” …`);
		const execution = await client.run(workflow, trigger?.name ?? '');
		const [given, failed] = [0, 1].map((branch) =>
			output(execution, losantNode?.name ?? '', branch).map(({ json }) => json),
		);
		console.table(given, ['email', 'role', 'inviteDate', 'hasExpired']);
		if (failed?.length) {
			console.log('On the error output:');
			console.table(failed, ['email', 'role', 'error']);
		}
		for (const message of chat.messages.splice(0)) console.log(`Posted to chat:\n${message}`);
		if (!once) console.log(`Open it (the run is under Executions): ${url}/workflow/${workflow.id}`);
	}
	if (once) {
		console.log('\nBoth have run; n8n and the test Losant end now.');
		return;
	}
	console.log(`\nn8n is open at ${url}`);
	console.log(`Sign in as ${OWNER.email} with the password ${OWNER.password}`);
	const { ACME, NORTH_PLANT } = await import('../test/losant/sample.mjs');
	console.log(`The sample data are in the instance Acme IoT (${ACME}),`);
	console.log(`organization North Plant (${NORTH_PLANT}).`);
	console.log('Ctrl-C ends it.');
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
