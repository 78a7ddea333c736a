const fs = require('node:fs');
const path = require('node:path');

const { setup } = require('./setup.js');

const CREDENTIAL = 'Losant (demo)';
const MAIL_SERVER = 'SMTP (demo)';
const VERSION = '2.41.1';

/** Where the parts of the demo are each time, where nobody else is. */
const PORTS = { n8n: 5690, 'the test Losant': 4100 };

/** What needs something that the demo doesn't have: a chat model. */
const LEFT_OUT = ['ai-agent'];

/** @param {import('n8n-workflow').INode} node whether it waits for somebody */
const needsPerson = ({ type, parameters }) =>
	type === 'n8n-nodes-base.formTrigger' || parameters.operation === 'sendAndWait';

const isOnce = process.argv.includes('--once');

/** Ends what has been started, the last first. @type {Array<() => Promise<void> | void>} */
const ends = [];

/**
 * Shows the node in a real n8n, with a test Losant full of people and the workflows of `examples/`, and leaves it open. With
 * --once it runs each workflow that starts without a person, and ends.
 */
async function main() {
	const interrupted = new Promise((resolve) => {
		let isFirst = true;
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
			process.on(signal, () => {
				// who asks twice doesn't want to wait
				if (!isFirst) process.exit(1);
				isFirst = false;
				resolve('interrupted');
			});
		}
	});
	try {
		const how = await Promise.race([open(), interrupted]);
		if (how === 'interrupted') process.exitCode = 130;
		else if (!isOnce) await interrupted;
		console.log('\nEnding n8n and the test Losant …');
	} finally {
		for (const end of ends.reverse()) await end();
	}
	// what an interrupted step has left open, such as a download
	process.exit();
}

async function open() {
	await setup();
	// these need what setup has installed
	const { cache, installHost, isRunning, nodeForN8n } = require('./hosts.js');
	const { startN8n } = require('./n8n.js');
	const { pack } = require('./pack.js');
	const { startChat } = require('./chat.js');
	const { startMail } = require('./mail.js');
	const { addPeople, SHEET } = require('./demoWorld.js');
	const { startLosant } = require('../test/losant/index.js');

	await installHost(`n8n-${VERSION}`, console.log);
	await nodeForN8n(console.log);
	const userFolder = path.join(cache, 'demo');
	fs.mkdirSync(userFolder, { recursive: true });
	onlyOne(path.join(userFolder, 'running'), isRunning);
	const { tarball } = pack(userFolder);
	const losant = await startLosant({ port: await port('the test Losant') });
	ends.push(() => losant.stop());
	await addPeople(losant);
	const chat = await startChat(SHEET, (message) => console.log(`\nPosted to chat:\n${message}`));
	ends.push(() => chat.stop());
	const mail = await startMail(({ to, subject, text }) =>
		console.log(`\nMailed to ${to}: ${subject}\n${text}`),
	);
	ends.push(() => mail.stop());
	console.log(`Starting n8n ${VERSION} with the node …`);
	const starting = startN8n({
		version: VERSION,
		userFolder,
		port: await port('n8n'),
		tarball,
		say: console.log,
	});
	// while it starts too: killed, it would leave its task runner behind
	ends.push(async () => await (await starting.catch(() => undefined))?.stop());
	const n8n = await starting;
	const { client, workflows } = await putExamples(n8n.url, losant, chat.url, mail.account);
	if (isOnce) await runAll(client, workflows);
	else await introduce(n8n.url, losant);
}

/**
 * @param {string} file that says which process is the demo
 * @param {(pid: number) => boolean} isRunning
 * @throws when it is another one, which has n8n's data open
 */
function onlyOne(file, isRunning) {
	const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
	if (pid && isRunning(pid)) {
		throw new Error(
			`The demo runs already, as process ${pid}. Use that one, or end it first: kill -INT ${pid}`,
		);
	}
	fs.writeFileSync(file, String(process.pid));
	ends.push(() => fs.rmSync(file, { force: true }));
}

/**
 * @param {keyof typeof PORTS} who
 * @returns {Promise<number>} the usual port, or a free one where it is taken
 */
async function port(who) {
	const http = require('node:http');
	const { listen } = require('./loopback.js');
	for (const wanted of [PORTS[who], 0]) {
		const server = http.createServer();
		const free = await listen(server, wanted).catch((error) => {
			if (error.code !== 'EADDRINUSE') throw error;
			console.log(
				`Port ${wanted} is taken by another program, so ${who} gets another one this time`,
			);
		});
		await new Promise((resolve) => server.close(resolve));
		if (free) return free;
	}
	throw new Error(`there is no free port for ${who}`);
}

/**
 * Puts the examples into n8n as they were, whatever somebody has made of them the last time.
 *
 * @param {string} url of n8n
 * @param {import('../test/losant/types.js').TestLosant} losant
 * @param {string} chatUrl
 * @param {object} mailAccount
 */
async function putExamples(url, losant, chatUrl, mailAccount) {
	const { N8nClient } = require('./n8n-client.js');
	const { exampleNames, exampleWorkflow } = require('./examples.js');

	const client = new N8nClient(url);
	await client.signIn();
	const credential = await client.putCredential(CREDENTIAL, {
		apiUrl: losant.url,
		apiToken: await token(losant),
	});
	const smtp = await client.putCredential(MAIL_SERVER, mailAccount, 'smtp');
	const workflows = [];
	for (const name of exampleNames) {
		if (LEFT_OUT.includes(name)) continue;
		const example = exampleWorkflow(name, credential, chatUrl, smtp);
		workflows.push(await client.putWorkflow(example));
	}
	return { client, workflows };
}

/**
 * The user's scopes let people pick instances from the list too.
 *
 * @param {import('../test/losant/types.js').TestLosant} losant
 */
async function token(losant) {
	return await losant.token({ scope: ['all.User'] });
}

/**
 * Runs each workflow that starts without a person, and says what came of it.
 *
 * @param {import('./n8n-client.js').N8nClient} client
 * @param {import('./n8n-client.js').SavedWorkflow[]} workflows
 * @throws when one doesn't succeed
 */
async function runAll(client, workflows) {
	for (const workflow of workflows) {
		const trigger = workflow.nodes.find(({ type }) => /Trigger$/.test(type));
		if (!trigger || workflow.nodes.some(needsPerson)) continue;
		const { status } = await client.run(workflow, trigger.name);
		console.log(`${workflow.name}: ${status}`);
		if (status !== 'success') throw new Error(`${workflow.name} didn’t succeed`);
	}
}

/**
 * @param {string} url of n8n
 * @param {import('../test/losant/types.js').TestLosant} losant
 */
async function introduce(url, losant) {
	const { OWNER } = require('./n8n-client.js');
	const { ACME, NORTH_PLANT } = await import('../test/losant/sample.mjs');
	console.log(`
────────────────────────────────────────────────────────────
Open       ${url}/home/workflows
User       ${OWNER.email}
Password   ${OWNER.password}

Open any of the workflows and press “Execute workflow”. What they post
to chat or mail appears here.

To make a credential of your own (type Losant API):
API URL    ${losant.url}
API Token  ${await token(losant)}
Instance   ${ACME} (Acme IoT)
Organization ${NORTH_PLANT} (North Plant)

Ctrl+C ends it. The next start puts the examples and Losant's people
back as they were.
────────────────────────────────────────────────────────────`);
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
