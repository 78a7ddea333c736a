import { output } from '../../scripts/n8n-client.js';
import { chain, INSTANCE, losantNode, manual, node, ORGANIZATION } from '../e2e/n8n';
import { expectOneMailEach, invite, outcomes, PEOPLE } from './invites';
import type { Session } from './queue';

/** What works as in one process. */
export function onAWorker(session: Session) {
	test('a webhook has a worker invite 300 people: each once, and main shows the outputs', async () => {
		const { here } = session;
		const orgId = await here.organization('Webhook');
		const id = await invite(here, orgId, PEOPLE);
		await here.workerOf(id);
		expect(await outcomes(here, id)).toEqual(PEOPLE.map((email) => [email, 'invited']));
		await expectOneMailEach(here, orgId, PEOPLE);
		session.see('Webhook → Invite Member, 300 people', 'success, 300 mails');
	});

	test('a schedule of main has a worker list the invites', async () => {
		const { here } = session;
		const schedule = node('Schedule', 'n8n-nodes-base.scheduleTrigger', {
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ field: 'cronExpression', expression: '* * * * * *' }] } },
		});
		const workflow = await here.client.createWorkflow({
			name: 'on a schedule',
			nodes: [schedule, losantNode('list', here.credential)],
			connections: chain('Schedule', 'Losant'),
		});
		const [execution] = await here.client.untilFired(workflow, 2);
		expect(execution).toMatchObject({ status: 'success', mode: 'trigger' });
		await here.workerOf(execution?.id ?? '');
		expect(execution && output(execution, 'Losant')).toHaveLength(
			(await here.losant.invites(ORGANIZATION)).length,
		);
		session.see('Schedule → List Invites', 'on a worker');
	});

	test('main tests the credential and fills the pick lists', async () => {
		const { client, losant, credential } = session.here;
		const data = { apiUrl: losant.url, apiToken: await losant.token() };
		expect(await client.testCredential(credential, data)).toMatchObject({ status: 'OK' });
		const { results } = await client.searchList('searchOrganizations', 'orgId', credential, {
			parameters: { instanceId: { __rl: true, mode: 'id', value: INSTANCE } },
			filter: 'north',
		});
		expect(results).toEqual([
			expect.objectContaining({ name: 'North Plant', value: ORGANIZATION }),
		]);
		session.see('credential test, pick lists', 'in main');
	});
}

/** Takes the other workers away, so it comes last. */
export function onAWorkerWithoutThePackage(session: Session) {
	test('a worker without the package fails the execution by name, and nothing is sent', async () => {
		const { here } = session;
		await Promise.all([
			here.get('one').stop(),
			here.get('other').stop(),
			here.start('withoutPackage'),
		]);
		const workflow = await here.client.createWorkflow({
			name: 'by hand',
			nodes: [manual, losantNode('invite', here.credential, { email: 'ann@example.com' })],
			connections: chain('Manual', 'Losant'),
		});
		const execution = await here.client.run(workflow, 'Manual');
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.error?.message).toContain(
			'Unrecognized node type: n8n-nodes-losant.losant',
		);
		expect(await here.losant.mails(ORGANIZATION)).toEqual([]);
		session.see('a worker without the package', execution.data.resultData.error?.message ?? '');
	});
}
