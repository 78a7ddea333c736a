import { expectOneMailEach, inviteWorkflow, outcomes, PATH, people, untilSent } from './invites';
import { useQueue } from './queue';

const PEOPLE = people(300);

describe('n8n in queue mode', () => {
	const session = useQueue();

	beforeAll(async () => {
		await session.here.losant.configure({ latency: 100, duplicates: 'second' });
		await inviteWorkflow(session.here);
	});

	test('a webhook has a worker invite 300 people: each once, and main shows the outputs', async () => {
		const { here } = session;
		const orgId = await here.organization('Webhook');
		const id = await here.fire(PATH, { orgId, people: PEOPLE });
		console.log(await here.workerOf(id));
		expect(await outcomes(here, id)).toEqual(PEOPLE.map((email) => [email, 'invited']));
		await expectOneMailEach(here, orgId, PEOPLE);
	});

	test('killed', async () => {
		const { here } = session;
		const orgId = await here.organization('Killed');
		const id = await here.fire(PATH, { orgId, people: PEOPLE });
		const worker = await here.workerOf(id);
		await untilSent(here, orgId, 150);
		await here.get(worker).kill();
		const began = Date.now();
		let last = '';
		for (;;) {
			const e = await here.client.get('/rest/executions/' + id);
			if (e.status !== last)
				console.log(Date.now() - began, (last = e.status), JSON.stringify(e).slice(0, 3000));
			if (!['new', 'running'].includes(e.status)) break;
		}
		console.log((await here.losant.mails(orgId)).length);
	});
});
