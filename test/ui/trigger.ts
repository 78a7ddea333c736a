import { eventNames } from '../../nodes/Losant/trigger/events';
import { INSTANCE } from '../e2e/n8n';
import type { Session } from './session';

/** Whoever wants a workflow to start by itself. The steps build on each other. */
export function trigger(session: Session) {
	beforeAll(async () => {
		const { client, losant } = session.here;
		await losant.reset();
		await client.removeAll('/rest/credentials', 'Losant account');
		await client.putCredential('Losant', {
			apiUrl: losant.url,
			apiToken: await losant.token(),
		});
	});

	test('the nodes panel offers what starts a workflow', async () => {
		await session.editor.emptyWorkflow();
		await session.editor.searchNodes('losant');
		await session.editor.item(/^\s*Losant\s*$/).click();
		await session.editor.item('On invite accepted').waitFor();
		const offered = (await session.editor.items()).filter((name) => name.startsWith('On '));
		expect(offered.sort()).toEqual([
			'On invite accepted',
			'On invite created',
			'On invite expired',
			'On invite resent',
			'On invite revoked or declined',
			'On member added',
			'On member removed',
			'On member role changed',
		]);
		expect(offered).toHaveLength(eventNames.length);
	});

	test('one of them is chosen, and shows what it gives by Fetch Test Event', async () => {
		const { editor } = session;
		await editor.item('On invite accepted').click();
		await editor.id('ndv').waitFor();
		await editor.enter('instanceId', 'By ID', INSTANCE);
		await editor.execute();
		await editor.output.getByText('1 item').first().waitFor();
		await editor.showOutputAs('json');
		await editor.output.getByText('test/inviteAccepted/').first().waitFor();
		await editor.picture('trigger');
	});
}
