import { output } from '../../scripts/n8n-client.js';
import { INSTANCE, node } from '../e2e/n8n';
import { pass } from '../time.js';
import { publish } from './invites';
import type { Queue, Session } from './queue';

const TRIGGER = 'Losant Trigger';
const INVITED = ['ann@example.com', 'ben@example.com'] as const;

/** Publishes a workflow that a trigger starts, with an organization of its own, so that its looks can be told apart. */
async function publishTrigger(here: Queue) {
	const orgId = await here.organization('Watched');
	await here.losant.addInvites(
		orgId,
		INVITED.map((email) => ({ email })),
	);
	const workflow = await publish(here, 'watch', [
		node(TRIGGER, 'n8n-nodes-losant.losantTrigger', {
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
	]);
	/** When the organization was looked at, in milliseconds. */
	const looks = async () =>
		(await here.losant.requests())
			.filter(({ method, url }) => method === 'GET' && url.includes(`/orgs/${orgId}/invites`))
			.map(({ startedAt }) => startedAt);
	return { orgId, workflow, looks };
}

/** Publishes the trigger before the tests of `meanwhile`, since n8n looks once a minute at most. */
export function triggering(session: Session, meanwhile: () => void) {
	let watched: Awaited<ReturnType<typeof publishTrigger>>;
	beforeAll(async () => {
		watched = await publishTrigger(session.here);
	});

	meanwhile();

	test('one process looks, once a minute', async () => {
		// main looks when it is started, too, which happened meanwhile
		const earlier = (await watched.looks()).length;
		const byClock = async () => (await watched.looks()).slice(earlier);
		while ((await byClock()).length < 2) await pass(500);
		const [first = 0, second = 0] = await byClock();
		// if each of the four looked, there would be less than half a minute between two of them
		expect(second - first).toBeGreaterThan(30_000);
		session.see('Losant Trigger', 'one look a minute, by main');
	});

	test('its events are worked on by workers; main is killed, and none is lost or comes twice', async () => {
		const { here } = session;
		const { orgId, workflow } = watched;
		/** Waits for so many executions, and gives what all of them told, the first one first. */
		const told = async (count: number) => {
			const executions = await here.client.untilEnded(workflow, count);
			await Promise.all(executions.map(async ({ id }) => await here.workerOf(id)));
			return executions
				.reverse()
				.flatMap((execution) => output(execution, TRIGGER))
				.map(({ json }) => json.email);
		};
		const [ann, ben] = INVITED;
		await here.client.deactivate(workflow);
		await here.losant.accept(orgId, ann);
		await here.client.activate(workflow);
		expect(await told(1)).toEqual([ann]);

		await here.get('main').kill();
		await here.losant.accept(orgId, ben);
		await here.startMain();
		expect(await told(2)).toEqual([ann, ben]);
		session.see('Losant Trigger, main killed and started again', 'no event lost, none twice');
	});
}
