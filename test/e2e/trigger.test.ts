import axios from 'axios';

import { N8nClient, output } from '../../scripts/n8n-client.js';
import { startN8n } from '../../scripts/n8n.js';
import { pass } from '../time.js';
import { eventNames } from '../../nodes/Losant/trigger/events';
import { filesWith, rowsIn } from './files.js';
import { chain, INSTANCE, node, ORGANIZATION, startBoth } from './n8n';

type Here = Awaited<ReturnType<typeof startBoth>>;
type Workflow = Awaited<ReturnType<N8nClient['createWorkflow']>>;
type Execution = Awaited<ReturnType<N8nClient['finished']>>;

jest.setTimeout(900_000);

const TRIGGER = 'Losant Trigger';
const STARTING = 'Losant could not be looked at while n8n was starting';

/** n8n's durable scheduler, for polls too, with their state in a table of its own. */
const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

async function aWorkflow(
	{ client, losant }: Here,
	name: string,
	events: readonly string[] = eventNames,
): Promise<{ workflow: Workflow; onError: Workflow }> {
	const credential = await client.createCredential(name, {
		apiUrl: losant.url,
		apiToken: await losant.token(),
	});
	const onError = await client.createWorkflow({
		name: `${name}: when it fails`,
		nodes: [node('Error Trigger', 'n8n-nodes-base.errorTrigger')],
		connections: {},
	});
	// n8n 2.x starts only what is published
	await client.activate(onError).catch(() => {});
	const workflow = await client.createWorkflow({
		name,
		nodes: [
			node(TRIGGER, 'n8n-nodes-losant.losantTrigger', {
				parameters: {
					events: [...events],
					instanceId: { __rl: true, mode: 'id', value: INSTANCE },
					watch: 'one',
					orgId: { __rl: true, mode: 'id', value: ORGANIZATION },
					options: {},
				},
				credentials: { losantApi: credential },
			}),
			node('End', 'n8n-nodes-base.noOp'),
		],
		connections: chain(TRIGGER, 'End'),
		settings: { executionOrder: 'v1', errorWorkflow: onError.id },
	});
	return { workflow, onError };
}

const told = (executions: Execution[]) =>
	executions
		.flatMap((execution) => output(execution, TRIGGER))
		.map(({ json }) => [json.event, json.email]);

const idsIn = (executions: Execution[]) =>
	executions.flatMap((execution) => output(execution, TRIGGER)).map(({ json }) => json.eventId);

const isAccepted = (eventId: unknown) => String(eventId).startsWith('inviteAccepted/');

/** Waits until something is so, which n8n and this machine get time for. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await isSo())) await pass(500);
}

async function again(userFolder: string, environment = {}) {
	const n8n = await startN8n({ version: N8N_VERSION, userFolder, environment, say: () => {} });
	const client = new N8nClient(n8n.url);
	await client.signIn();
	return { n8n, client };
}

/** Invites somebody, as another administrator would. */
async function invite({ losant }: Here, email: string): Promise<void> {
	await axios.post(
		`${losant.url}/instances/${INSTANCE}/orgs/${ORGANIZATION}/invites`,
		{ email, role: 'view' },
		{ headers: { Authorization: `Bearer ${await losant.token()}` } },
	);
}

// n8n polls once a minute at most: the two wait beside each other
test.concurrent(
	'a workflow is published, n8n restarted, killed, and started without a Losant: each event comes, and each trouble is told',
	async () => {
		const here = await startBoth('trigger');
		const { losant, userFolder } = here;
		const { workflow, onError } = await aWorkflow(here, 'watch');
		let { n8n, client } = here;

		// somebody looks what it gives
		const test = await client.run(workflow, TRIGGER);
		expect(output(test, TRIGGER).map(({ json }) => json.event)).toEqual(eventNames);

		const asked = (await losant.requests()).length;
		await client.activate(workflow);
		// n8n 2.x publishes a moment after it has answered
		await until(
			async () => (await losant.requests()).filter(({ status }) => status).length >= asked + 2,
		);
		await client.deactivate(workflow);
		await invite(here, 'ann@example.com');
		await losant.accept(ORGANIZATION, 'liam.chen@example.com');
		await client.activate(workflow);
		// the test is an execution too
		const executions = await client.untilEnded(workflow, 2);
		expect(told(executions.filter(({ mode }) => mode === 'trigger'))).toEqual([
			['inviteCreated', 'ann@example.com'],
			['inviteAccepted', 'liam.chen@example.com'],
			['memberAdded', 'liam.chen@example.com'],
		]);

		// killed right after what it told; what happened meanwhile comes at the start
		await n8n.kill();
		await losant.accept(ORGANIZATION, 'ann@example.com');
		({ n8n, client } = await again(userFolder));
		const afterKill = await client.untilEnded(workflow, 3);
		const ids = idsIn(afterKill.filter(({ mode }) => mode === 'trigger'));
		expect(new Set(ids).size).toBe(5);
		expect(ids.filter(isAccepted).length).toBeGreaterThanOrEqual(2);

		// started without a Losant
		await n8n.stop();
		await losant.away('refused');
		({ n8n, client } = await again(userFolder));
		await until(() => filesWith(userFolder, STARTING).length > 0);
		const [failed] = await client.untilEnded(workflow, afterKill.length + 1);
		expect(failed?.status).toBe('error');
		const { error } = failed?.data.resultData ?? {};
		expect(error).toMatchObject({
			message: expect.stringContaining('Losant could not be reached'),
			description: expect.stringContaining("Check 'API URL' in the Losant API credential"),
		});
		const [reported] = await client.untilEnded(onError, 1);
		expect(JSON.stringify(reported?.data)).toContain('Losant could not be reached');

		await losant.back();
		const accepted = async (email: string) => {
			await losant.accept(ORGANIZATION, email);
			await until(async () =>
				told(await client.untilEnded(workflow, 1)).some(
					([event, who]) => event === 'inviteAccepted' && who === email,
				),
			);
		};
		await accepted('priya.nair@example.com');
		// the token is no good for a while: each poll that fails is told, and none is the last
		const before = (await client.untilEnded(onError, 1)).length;
		const body = { type: 'Unauthorized', message: 'Invalid access token' };
		await losant.fail({ kind: 'json', status: 401, body, times: Infinity });
		const [refused] = await client.untilEnded(onError, before + 1);
		const words = JSON.stringify(refused?.data);
		expect(words).toContain('Invalid access token');
		expect(words).toContain("Check 'API Token' in the Losant API credential");
		await losant.forgetFaults();
		await accepted('olivia.martin@example.com');
		await client.deactivate(workflow);
		await n8n.stop();
		await losant.stop();
	},
);

const inDurable = N8N_VERSION === '2.41.1' ? test.concurrent : test.concurrent.skip;

inDurable(
	'with n8n’s durable scheduler the state is saved by each poll, and goes on after a restart',
	async () => {
		const here = await startBoth('trigger-durable', DURABLE);
		const { losant, userFolder } = here;
		let { n8n, client } = here;
		const { workflow } = await aWorkflow(here, 'watch', ['inviteAccepted']);
		const cursor = async () =>
			JSON.stringify(await rowsIn(userFolder, 'SELECT * FROM poller_state'));
		await client.activate(workflow);
		await until(async () => (await cursor()).includes('olivia.martin@example.com'));

		// nothing that starts the workflow, but something to remember
		await invite(here, 'ann@example.com');
		await until(async () => (await cursor()).includes('ann@example.com'));
		expect(await client.untilEnded(workflow, 0)).toEqual([]);

		await n8n.kill();
		await losant.accept(ORGANIZATION, 'ann@example.com');
		({ n8n, client } = await again(userFolder, DURABLE));
		const executions = await client.untilEnded(workflow, 1);
		expect(told(executions)).toEqual([['inviteAccepted', 'ann@example.com']]);
		expect(await cursor()).not.toContain('ann@example.com');
		await client.deactivate(workflow);
		await n8n.stop();
		await losant.stop();
	},
);
