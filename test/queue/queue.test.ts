import { output } from '../../scripts/n8n-client.js';
import { pass } from '../time.js';
import { chain, INSTANCE, losantNode, node } from '../e2e/n8n';
import {
	ended,
	expectOneMailEach,
	inviteWorkflow,
	outcomes,
	PATH,
	people,
	untilSent,
} from './invites';
import { useQueue, type Worker } from './queue';

/** n8n in queue mode, and what is left of the node's promises when one of its parts dies. */

const PEOPLE = people(300);
const HALF = PEOPLE.length / 2;

/** Longer than any part needs to notice, and shorter than n8n gives up by itself. */
const AWAY = 5_000;

// n8n takes its time to notice that a worker has died
jest.setTimeout(600_000);

const session = useQueue();

/** Has a worker invite everybody to an organization of its own, and gives both when half are invited. */
async function halfWay(name: string) {
	const { here } = session;
	const orgId = await here.organization(name);
	const id = await here.fire(PATH, { orgId, people: PEOPLE });
	const worker = await here.workerOf(id);
	await untilSent(here, orgId, HALF);
	return { orgId, id, worker };
}

async function invitedAll(orgId: string, id: string) {
	expect(await outcomes(session.here, id)).toEqual(PEOPLE.map((email) => [email, 'invited']));
	await expectOneMailEach(session.here, orgId, PEOPLE);
	await expectNothingLeft(orgId);
}

/** Run once more, the workflow sends nothing. */
async function expectNothingLeft(orgId: string) {
	const again = await session.here.fire(PATH, { orgId, people: PEOPLE });
	expect(await outcomes(session.here, again)).toEqual(
		PEOPLE.map((email) => [email, 'alreadyInvited']),
	);
	await expectOneMailEach(session.here, orgId, PEOPLE);
}

beforeAll(async () => {
	await session.here.losant.configure({ latency: 100, duplicates: 'second' });
	await inviteWorkflow(session.here);
});

test('a webhook has a worker invite 300 people: each once, and main shows the outputs', async () => {
	const { here } = session;
	const orgId = await here.organization('Webhook');
	const id = await here.fire(PATH, { orgId, people: PEOPLE });
	await here.workerOf(id);
	await invitedAll(orgId, id);
});

test('the worker is killed half way: nobody is invited twice, n8n tells, and run again with Skip everybody is invited once', async () => {
	const { here } = session;
	const { orgId, id, worker } = await halfWay('Killed');
	await here.get(worker).kill();
	const { status, data } = await ended(here, id);
	const mails = await here.losant.mails(orgId);
	expect(new Set(mails).size).toBe(mails.length);
	if (N8N_VERSION === '2.41.1') {
		expect(status).toBe('error');
		expect(JSON.stringify(data)).toContain('failed to be processed too many times');
		expect(mails.length).toBeLessThan(PEOPLE.length);
	} else {
		// this one has the other worker run all of it again
		expect(status).toBe('success');
		await expectOneMailEach(here, orgId, PEOPLE);
	}
	await here.start(worker);
	const again = await here.fire(PATH, { orgId, people: PEOPLE });
	const before = new Set(mails);
	expect(await outcomes(here, again)).toEqual(
		PEOPLE.map((email) => [email, before.has(email) ? 'alreadyInvited' : 'invited']),
	);
	await expectOneMailEach(here, orgId, PEOPLE);
});

test('the worker is asked to end half way: it finishes first', async () => {
	const { here } = session;
	const { orgId, id, worker } = await halfWay('Asked to end');
	await here.get(worker).stop();
	await invitedAll(orgId, id);
	await here.start(worker);
});

test('Redis is away for a while: each person is invited once', async () => {
	const { here } = session;
	const { orgId, id } = await halfWay('Without Redis');
	await here.redis.kill();
	await pass(AWAY);
	await here.redis.start();
	await invitedAll(orgId, id);
});

test('Postgres is away for a while: each person is invited once', async () => {
	const { here } = session;
	// back before the run ends, whose result n8n would lose
	await here.losant.configure({ latency: 300 });
	const { orgId, id } = await halfWay('Without Postgres');
	await here.postgres.kill();
	await pass(AWAY);
	await here.postgres.start();
	await here.untilReady();
	await here.losant.configure({ latency: 100 });
	await invitedAll(orgId, id);
});

test('main is killed and started again: the worker goes on', async () => {
	const { here } = session;
	const { orgId, id } = await halfWay('Without main');
	await here.get('main').kill();
	await here.startMain();
	await invitedAll(orgId, id);
});

test('ten executions share two workers and a limit of 50 requests a second: everybody is invited once', async () => {
	const { here } = session;
	await here.losant.configure({ latency: 20, requestsPerSecond: 50 });
	const orgId = await here.organization('Ten at once');
	const all = people(1_000);
	const parts = Array.from({ length: 10 }, (_, part) => all.slice(100 * part, 100 * (part + 1)));
	const ids = await Promise.all(
		parts.map(async (part) => await here.fire(PATH, { orgId, people: part })),
	);
	const workers = new Set<Worker>();
	for (const [part, id] of ids.entries()) {
		workers.add(await here.workerOf(id));
		expect(await outcomes(here, id)).toEqual(
			(parts[part] ?? []).map((email) => [email, 'invited']),
		);
	}
	expect([...workers].sort()).toEqual(['one', 'other']);
	await expectOneMailEach(here, orgId, all);
	await here.losant.configure({ latency: 100, requestsPerSecond: Infinity });
});

test('the trigger: one process looks, workers do the rest, and main killed and started again loses and doubles nothing', async () => {
	const { here } = session;
	await here.losant.configure({ latency: 0 });
	const orgId = await here.organization('Watched');
	const invited = ['ann@example.com', 'bob@example.com'];
	await here.losant.addInvites(
		orgId,
		invited.map((email) => ({ email, role: 'view' as const })),
	);
	const workflow = await here.client.createWorkflow({
		name: 'watch',
		nodes: [
			node('Trigger', 'n8n-nodes-losant.losantTrigger', {
				parameters: {
					events: ['inviteAccepted'],
					instanceId: { __rl: true, mode: 'id', value: INSTANCE },
					watch: 'one',
					orgId: { __rl: true, mode: 'id', value: orgId },
					options: {},
				},
				credentials: { losantApi: here.credential },
			}),
			node('End', 'n8n-nodes-base.noOp'),
		],
		connections: chain('Trigger', 'End'),
	});
	const looks = async () =>
		(await here.losant.requests()).filter(({ url, status }) => url.includes(orgId) && status)
			.length;
	await here.client.activate(workflow);
	while ((await looks()) < 2) await pass(100);
	await here.losant.accept(orgId, 'ann@example.com');
	const [first] = await here.client.untilEnded(workflow, 1);
	// two requests for the first look, and two for each later one: nobody else looks
	expect(await looks()).toBe(4);
	expect(await here.workerOf(first?.id ?? '')).toMatch(/^one|other$/);

	await here.get('main').kill();
	await here.losant.accept(orgId, 'bob@example.com');
	const client = await here.startMain();
	const executions = await client.untilEnded(workflow, 2);
	const told = executions.flatMap((one) => output(one, 'Trigger')).map(({ json }) => json.email);
	expect(told.sort()).toEqual(invited);
	await client.deactivate(workflow);
});

test('a schedule has a worker list the invites', async () => {
	const { here } = session;
	const workflow = await here.client.createWorkflow({
		name: 'every second',
		nodes: [
			node('Schedule', 'n8n-nodes-base.scheduleTrigger', {
				typeVersion: 1.2,
				parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
			}),
			losantNode('list', here.credential),
		],
		connections: chain('Schedule', 'Losant'),
	});
	const [execution] = await here.client.untilFired(workflow, 1);
	if (!execution) throw new Error('nothing was fired');
	expect(output(execution, 'Losant').length).toBeGreaterThan(0);
	expect(await here.workerOf(execution.id)).toMatch(/^one|other$/);
});

test('Sync Members is killed half way, and run again: as listed, one mail each, and nobody is gone who should stay', async () => {
	const { here } = session;
	await here.losant.configure({ latency: 100 });
	const orgId = await here.organization('Synced');
	const admin = { email: 'admin@example.com', role: 'admin' as const };
	const stay = people(50);
	const leave = Array.from({ length: 40 }, (_, number) => `leaver${number}@example.com`);
	await here.losant.addMembers(orgId, [
		admin,
		...[...stay, ...leave].map((email) => ({ email, role: 'view' as const })),
	]);
	const list = people(200);
	const workflow = await here.client.createWorkflow({
		name: 'sync',
		nodes: [
			node('Webhook', 'n8n-nodes-base.webhook', {
				typeVersion: 2,
				webhookId: 'sync',
				parameters: { path: 'sync', httpMethod: 'POST', responseMode: 'responseNode', options: {} },
			}),
			node('Respond', 'n8n-nodes-base.respondToWebhook', {
				typeVersion: 1.1,
				parameters: { respondWith: 'text', responseBody: '={{ $execution.id }}', options: {} },
			}),
			node('Split Out', 'n8n-nodes-base.splitOut', {
				parameters: { fieldToSplitOut: 'body.people', options: {} },
			}),
			losantNode('instanceOrgMember.sync', here.credential, {
				orgId: { __rl: true, mode: 'id', value: orgId },
				email: "={{ $json['body.people'].email }}",
				role: "={{ $json['body.people'].role }}",
				dryRun: false,
				ifNotInList: 'remove',
				maximumRemovals: '50%',
			}),
		],
		connections: chain('Webhook', 'Respond', 'Split Out', 'Losant'),
	});
	await here.client.activate(workflow);
	const desired = [admin, ...list.map((email) => ({ email, role: 'view' }))];
	const id = await here.fire('sync', { people: desired });
	const worker = await here.workerOf(id);
	await untilSent(here, orgId, 75);
	await here.get(worker).kill();
	await ended(here, id);
	await here.start(worker);
	const again = await here.fire('sync', { people: desired });
	expect((await here.client.finished(again)).status).toBe('success');

	await expectOneMailEach(here, orgId, list.slice(50));
	const members = (await here.losant.members(orgId)).map(({ email }) => email);
	expect(members.sort()).toEqual([admin.email, ...stay].sort());
});

test('pick lists and the credential’s test, which run in main', async () => {
	const { here } = session;
	const { results } = await here.client.searchList(
		'searchOrganizations',
		'orgId',
		here.credential,
		{
			parameters: { instanceId: { __rl: true, mode: 'id', value: INSTANCE } },
			filter: 'Synced',
		},
	);
	expect(results).toEqual([expect.objectContaining({ name: 'Synced' })]);
	const { status } = await here.client.testCredential(here.credential, {
		apiUrl: here.losant.url,
		apiToken: await here.losant.token(),
	});
	expect(status).toBe('OK');
});

describe('two executions invite the same people at the same time', () => {
	test('on one worker: one mail each', async () => {
		const { here } = session;
		await here.get('other').stop();
		const orgId = await here.organization('Twice on one');
		const ids = await Promise.all(
			[1, 2].map(async () => await here.fire(PATH, { orgId, people: PEOPLE })),
		);
		for (const id of ids) expect((await here.client.finished(id)).status).toBe('success');
		await expectOneMailEach(here, orgId, PEOPLE);
	});

	test('on two workers: one mail each where Losant refuses a second invite', async () => {
		const { here } = session;
		await here.start('other');
		await here.losant.configure({ duplicates: 'refuse409' });
		const orgId = await here.organization('Twice on two');
		const ids = await Promise.all(
			[1, 2].map(async () => await here.fire(PATH, { orgId, people: PEOPLE })),
		);
		expect(new Set(await Promise.all(ids.map(here.workerOf))).size).toBe(2);
		for (const id of ids) {
			const execution = await here.client.finished(id);
			const reached = output(execution, 'Losant').map(({ json }) => json.outcome);
			expect(reached.every((one) => one === 'invited' || one === 'alreadyInvited')).toBe(true);
		}
		await expectOneMailEach(here, orgId, PEOPLE);
	});
});

test('a worker without the package fails what it is given, and n8n names the node', async () => {
	const { here } = session;
	await here.get('one').stop();
	await here.get('other').stop();
	await here.start('bare');
	const orgId = await here.organization('Bare');
	const id = await here.fire(PATH, { orgId, people: PEOPLE });
	const { status, data } = await ended(here, id);
	expect(status).toBe('error');
	expect(JSON.stringify(data)).toContain('Unrecognized node type: n8n-nodes-losant.losant');
	expect(await here.losant.mails(orgId)).toEqual([]);
});
