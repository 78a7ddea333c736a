import { chain, losantNode, node } from '../e2e/n8n';
import {
	expectOneMailEach,
	invite,
	inviteWithSkip,
	losantOf,
	outcomes,
	people,
	publish,
	splitOut,
	untilSent,
	webhook,
} from './invites';
import type { Queue, Session } from './queue';

const HUNDRED = people(100);

/** Several executions at once: for different people, and for the same ones. In the end there is one worker. */
export function together(session: Session) {
	test('ten executions for 100 people each, with a Losant that allows 50 requests a second: all invited once, none fails', async () => {
		const { here } = session;
		const orgId = await here.organization('Ten');
		const groups = Array.from({ length: 10 }, (_, number) => people(100, `group${number}.person`));
		const earlier = (await here.losant.requests()).length;
		await here.losant.configure({ latency: 100, requestsPerSecond: 50 });
		const ids = await Promise.all(groups.map(async (group) => await invite(here, orgId, group)));
		const workers = await Promise.all(ids.map(async (id) => await here.workerOf(id)));
		const ended = await Promise.all(ids.map(async (id) => await outcomes(here, id)));
		await here.losant.configure({ requestsPerSecond: Infinity });

		expect(ended).toEqual(groups.map((group) => group.map((email) => [email, 'invited'])));
		await expectOneMailEach(here, orgId, groups.flat());
		const requests = (await here.losant.requests())
			.slice(earlier)
			.filter(({ url }) => url.includes(`/orgs/${orgId}/`));
		const refused = requests.filter(({ status }) => status === 429).length;
		const began = Math.min(...requests.map(({ startedAt }) => startedAt));
		const seconds = (Math.max(...requests.map(({ endedAt }) => endedAt ?? 0)) - began) / 1_000;
		// at its own pace this Losant takes as long
		const pace = (requests.length - refused) / 50;
		session.see(
			'ten executions × 100 people, 50 requests a second',
			`all invited once in ${seconds.toFixed(1)} s, ${(seconds / pace).toFixed(2)} times Losant's pace; ${refused} of ${requests.length} requests refused (${workers.filter((worker) => worker === 'one').length} executions on one worker)`,
		);
		// what each execution has to learn of the others' pace
		expect(requests.length).toBeLessThan(1.25 * groups.flat().length);
	});

	describe('for the same 100 people', () => {
		/** Sends the same twice at once, until the two are on different workers; gives the organization. */
		const twiceAtOnce = async (name: string, fire: (orgId: string) => Promise<string>) => {
			const { here } = session;
			for (;;) {
				const orgId = await here.organization(name);
				const ids = await Promise.all([fire(orgId), fire(orgId)]);
				const [one, other] = await Promise.all(ids.map(async (id) => await here.workerOf(id)));
				const executions = await Promise.all(ids.map(async (id) => await here.client.finished(id)));
				if (one !== other) return { orgId, executions };
			}
		};
		const doubled = async ({ losant }: Queue, orgId: string) =>
			(await losant.mails(orgId)).length - HUNDRED.length;

		test('on two workers at once both send, in spite of Skip: nothing of Losant’s locks', async () => {
			const { here } = session;
			const { orgId } = await twiceAtOnce('Twice', async (id) => await invite(here, id, HUNDRED));
			const twice = await doubled(here, orgId);
			expect(twice).toBeGreaterThan(0);
			session.see('the same 100 people on two workers at once', `${twice} of 100 twice`);
		});

		test('where Losant refuses a second invite, nobody gets two', async () => {
			const { here } = session;
			await here.losant.configure({ duplicates: 'refuse409' });
			const { orgId, executions } = await twiceAtOnce(
				'Refused',
				async (id) => await invite(here, id, HUNDRED),
			);
			await here.losant.configure({ duplicates: 'second' });
			expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
			await expectOneMailEach(here, orgId, HUNDRED);
			session.see('the same, where Losant refuses a second invite', 'nobody twice');
		});

		test('Remove Duplicates by the event’s key: one that is sent again, while its first execution still runs, sends nothing', async () => {
			const { here } = session;
			await publish(here, 'once for each event', [
				...webhook('events'),
				node('Remove Duplicates', 'n8n-nodes-base.removeDuplicates', {
					typeVersion: 2,
					parameters: {
						operation: 'removeItemsSeenInPreviousExecutions',
						logic: 'removeItemsWithAlreadySeenKeyValues',
						dedupeValue: '={{ $json.body.eventId }}',
						options: { scope: 'workflow' },
					},
				}),
				splitOut('people', 'email'),
				losantOf('invite', here, inviteWithSkip),
			]);
			const fire = async (orgId: string) =>
				await here.fire('events', { eventId: `hired in ${orgId}`, orgId, people: HUNDRED });
			const orgId = await here.organization('Sent again');
			const first = await fire(orgId);
			await untilSent(here, orgId, 1);
			const again = await here.client.finished(await fire(orgId));
			expect(again.status).toBe('success');
			expect(again.data.resultData.runData.Losant).toBeUndefined();
			await outcomes(here, first);
			await expectOneMailEach(here, orgId, HUNDRED);

			const atOnce = await twiceAtOnce('At once', fire);
			session.see(
				'with Remove Duplicates by the key of the event',
				`sent again: nobody twice; in the same instant: ${await doubled(here, atOnce.orgId)} of 100 twice (${atOnce.executions.map(({ status }) => status).join(' and ')})`,
			);
		});

		test('one workflow collects, and a schedule invites: one mail each', async () => {
			const { here } = session;
			const { client, credential } = here;
			const { id: project } = await client.get('/rest/projects/personal');
			const table = await client.post(`/rest/projects/${project}/data-tables`, {
				name: 'New hires',
				columns: [{ name: 'email', type: 'string' }],
			});
			const rows = (operation: string, parameters = {}) =>
				node('Data Table', 'n8n-nodes-base.dataTable', {
					parameters: {
						resource: 'row',
						operation,
						dataTableId: { __rl: true, mode: 'id', value: table.id },
						...parameters,
					},
				});
			await publish(here, 'collect', [
				...webhook('collect'),
				splitOut('people', 'email'),
				rows('insert', { columns: { mappingMode: 'autoMapInputData', value: {} }, options: {} }),
			]);
			const { executions } = await twiceAtOnce(
				'Collected',
				async (orgId) => await here.fire('collect', { orgId, people: HUNDRED }),
			);
			expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);

			const orgId = await here.organization('Scheduled');
			const everyTenSeconds = { field: 'cronExpression', expression: '*/10 * * * * *' };
			const invites = await client.createWorkflow({
				name: 'invite who was collected',
				nodes: [
					node('Schedule', 'n8n-nodes-base.scheduleTrigger', {
						typeVersion: 1.2,
						parameters: { rule: { interval: [everyTenSeconds] } },
					}),
					rows('get', { returnAll: true }),
					losantNode('invite', credential, {
						...inviteWithSkip,
						orgId: { __rl: true, mode: 'id', value: orgId },
					}),
				],
				connections: chain('Schedule', 'Data Table', 'Losant'),
			});
			const [execution] = await client.untilFired(invites, 1);
			expect(execution?.status).toBe('success');
			await expectOneMailEach(here, orgId, HUNDRED);
			session.see('with one workflow that collects and a schedule that invites', 'nobody twice');
		});

		test('with one worker, ten at once: one mail each', async () => {
			const { here } = session;
			await here.get('other').stop();
			const orgId = await here.organization('One worker');
			const ids = await Promise.all(
				Array.from({ length: 10 }, async () => await invite(here, orgId, HUNDRED)),
			);
			for (const id of ids) await outcomes(here, id);
			await expectOneMailEach(here, orgId, HUNDRED);
			session.see('with one worker, ten at once', 'nobody twice');
		});
	});
}
