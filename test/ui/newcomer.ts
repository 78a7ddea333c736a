import { ORGANIZATION } from '../e2e/n8n';
import type { Session } from './session';

/** The first hour of a newcomer. The steps build on each other. */
export function newcomer(session: Session) {
	test('the nodes panel finds Losant by "invite" and "losant"', async () => {
		await session.editor.newWorkflow();
		for (const words of ['invite', 'losant']) {
			await session.editor.searchNodes(words);
			await session.editor.item(/^\s*Losant\s*$/).waitFor();
		}
	});

	test('shows all operations, by resource', async () => {
		await session.editor.item(/^\s*Losant\s*$/).click();
		await session.editor.item('Update member').waitFor();
		// n8n 2.x shows the node's name above them
		expect((await session.editor.items()).filter((name) => name !== 'Losant')).toEqual([
			'Get invite',
			'Invite member',
			'List invites',
			'Resend invite',
			'Revoke invite',
			'Add member',
			'Get member',
			'List members',
			'Remove member',
			'Sync members',
			'Update member',
			'Get organization',
			'List organizations',
		]);
		await session.editor.item('Invite member').click();
		await session.editor.id('ndv').waitFor();
	});

	test('a credential with a wrong token is refused, and with the right one saved', async () => {
		await session.editor.openNewCredential();
		await session.editor.saveCredential({ apiToken: 'wrong', apiUrl: session.here.losant.url });
		await session.editor.page.getByText('Couldn’t connect with these settings').waitFor();
		await session.editor.saveCredential({
			apiToken: await session.here.losant.token({ scope: ['all.User'] }),
		});
		await session.editor.closeCredential();
	});

	test('a list that can’t be loaded yet says why', async () => {
		await session.editor.openList('orgId');
		await session.editor.page.getByText("'Instance' is empty").waitFor();
		await session.editor.closeList();
	});

	test('instance and organization are picked from lists, by scrolling through them and by searching', async () => {
		await session.editor.pick('instanceId', 'Acme IoT');
		const organizations = await session.editor.openList('orgId');
		const last = organizations.filter({ hasText: 'South Plant' });
		// a hundred at a time, of 252
		while (!(await last.isVisible())) await organizations.last().scrollIntoViewIfNeeded();
		await last.click();
		expect(await session.editor.picked('orgId')).toBe('South Plant');
		await session.editor.pick('orgId', 'North Plant', 'north');
		expect(await session.editor.picked('orgId')).toBe('North Plant');
	});

	test('a person is invited', async () => {
		await session.editor.fill('email', 'ann@example.com');
		await session.editor.choose('role', 'Editor');
		await session.editor.execute();
		await session.editor.output.getByText('ann@example.com').first().waitFor();
		expect(await session.here.losant.invites(ORGANIZATION)).toContainEqual(
			expect.objectContaining({ email: 'ann@example.com', role: 'edit' }),
		);
	});

	test('the invite is read as a table and as JSON', async () => {
		await session.editor.showOutputAs('json');
		await session.editor.output.getByText('"ann@example.com"').waitFor();
		await session.editor.showOutputAs('table');
		await session.editor.output.getByRole('columnheader', { name: 'email' }).waitFor();
		await session.editor.output.getByRole('cell', { name: 'ann@example.com' }).waitFor();
	});

	test('an error is shown in Losant’s words, with the way out', async () => {
		await session.editor.execute();
		await session.editor.output
			.getByText('Email address "ann@example.com" already exists')
			.first()
			.waitFor();
		await session.editor.output.getByText("'If Already Invited'").first().waitFor();
		await session.editor.page.getByText(/Problem in node/).waitFor();
		await session.editor.picture('already-invited');
	});

	test('with If Already Invited on Skip it is none, and who is new is invited', async () => {
		await session.editor.add('Add option', 'If Already Invited');
		await session.editor.choose('options.ifAlreadyInvited', 'Skip');
		await session.editor.execute();
		await session.editor.output.getByText('alreadyInvited').first().waitFor();
		await session.editor.showOutputAs('schema');
		await session.editor.fill('email', 'ben.ito@example.com');
		await session.editor.execute();
		await session.editor.output.getByText('ben.ito@example.com').first().waitFor();
		await session.editor.output.getByText(/^invited$/).waitFor();
		await session.editor.picture('invite-member');
	});

	test('what was picked stays when the operation changes, and the list of invites has a person', async () => {
		await session.editor.choose('operation', 'Get Invite');
		expect(await session.editor.picked('orgId')).toBe('North Plant');
		await session.editor.pick('inviteId', 'former.intern@example.com (view, expired)', 'expired');
		await session.editor.execute();
		await session.editor.output.getByText('former.intern@example.com').first().waitFor();
	});

	test('and when the resource changes; the list of members has a person', async () => {
		await session.editor.choose('resource', 'Member');
		await session.editor.choose('operation', 'Get Member');
		expect(await session.editor.picked('orgId')).toBe('North Plant');
		await session.editor.pick('userId', 'Grace Hill (grace.hill@example.com)');
		await session.editor.execute();
		await session.editor.output.getByText('grace.hill@example.com').first().waitFor();
	});
}
