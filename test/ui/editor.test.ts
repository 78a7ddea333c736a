import { ORGANIZATION, startBoth } from '../e2e/n8n';
import { Editor } from './editor.js';

/** The first hour of a newcomer, in a real browser. The steps build on each other. */
describe('the editor', () => {
	let here: Awaited<ReturnType<typeof startBoth>>;
	let editor: Editor;

	beforeAll(async () => {
		here = await startBoth('editor');
		editor = await Editor.open(here.n8n.url);
	});
	afterEach(async () => {
		// what a failed step looked like
		await editor.keep(`${N8N_VERSION} ${expect.getState().currentTestName}`);
	});
	afterAll(async () => {
		await editor?.close();
		await here?.n8n.stop();
		await here?.losant.stop();
	});

	test.each(['invite', 'losant'])('the nodes panel finds Losant by %p', async (words) => {
		await editor.newWorkflow();
		await editor.searchNodes(words);
		await editor.item(/^\s*Losant\s*$/).waitFor();
	});

	test('shows all operations, by resource', async () => {
		await editor.item(/^\s*Losant\s*$/).click();
		await editor.item('Update instance organization member').waitFor();
		// n8n 2.x shows the node's name above them
		expect((await editor.items()).filter((name) => name !== 'Losant')).toEqual([
			'Get instance organization',
			'List instance organizations',
			'Get instance organization invite',
			'Invite instance organization member',
			'List instance organization invites',
			'Resend instance organization invite',
			'Revoke instance organization invite',
			'Add instance organization member',
			'Get instance organization member',
			'List instance organization members',
			'Remove instance organization member',
			'Update instance organization member',
		]);
		await editor.item('Invite instance organization member').click();
		await editor.id('ndv').waitFor();
	});

	test('a credential with a wrong token is refused, and with the right one saved', async () => {
		await editor.openNewCredential();
		await editor.saveCredential({ apiToken: 'wrong', apiUrl: here.losant.url });
		await editor.page.getByText('Couldn’t connect with these settings').waitFor();
		await editor.saveCredential({ apiToken: await here.losant.token({ scope: ['all.User'] }) });
		await editor.closeCredential();
	});

	test('a list that can’t be loaded yet says why', async () => {
		await editor.openList('orgId');
		await editor.page.getByText("'Instance' is empty").waitFor();
		await editor.closeList();
	});

	test('instance and organization are picked from lists, by scrolling through them and by searching', async () => {
		await editor.pick('instanceId', 'Acme IoT');
		const organizations = await editor.openList('orgId');
		const last = organizations.filter({ hasText: 'South Plant' });
		// a hundred at a time, of 252
		while (!(await last.isVisible())) await organizations.last().scrollIntoViewIfNeeded();
		await last.click();
		expect(await editor.picked('orgId')).toBe('South Plant');
		await editor.pick('orgId', 'North Plant', 'north');
		expect(await editor.picked('orgId')).toBe('North Plant');
	});

	test('a person is invited', async () => {
		await editor.fill('email', 'ann@example.com');
		await editor.choose('role', 'Editor');
		await editor.execute();
		await editor.output.getByText('ann@example.com').first().waitFor();
		expect(await here.losant.invites(ORGANIZATION)).toContainEqual(
			expect.objectContaining({ email: 'ann@example.com', role: 'edit' }),
		);
	});

	test('the invite is read as a table and as JSON', async () => {
		await editor.showOutputAs('json');
		await editor.output.getByText('"ann@example.com"').waitFor();
		await editor.showOutputAs('table');
		await editor.output.getByRole('columnheader', { name: 'email' }).waitFor();
		await editor.output.getByRole('cell', { name: 'ann@example.com' }).waitFor();
	});

	test('an error is shown in Losant’s words, with the way out', async () => {
		await editor.execute();
		await editor.output
			.getByText('Email address "ann@example.com" already exists')
			.first()
			.waitFor();
		await editor.output.getByText("'If Already Invited'").first().waitFor();
		await editor.page.getByText(/Problem in node/).waitFor();
		await editor.picture('already-invited');
	});

	test('with If Already Invited on Skip it is none, and who is new is invited', async () => {
		await editor.add('Add option', 'If Already Invited');
		await editor.choose('options.ifAlreadyInvited', 'Skip');
		await editor.execute();
		await editor.output.getByText('alreadyInvited').first().waitFor();
		await editor.showOutputAs('schema');
		await editor.fill('email', 'ben.ito@example.com');
		await editor.execute();
		await editor.output.getByText('ben.ito@example.com').first().waitFor();
		await editor.output.getByText(/^invited$/).waitFor();
		await editor.picture('invite-member');
	});

	test('what was picked stays when the operation changes, and the list of invites has a person', async () => {
		await editor.choose('operation', 'Get Invite');
		expect(await editor.picked('orgId')).toBe('North Plant');
		await editor.pick('inviteId', 'former.intern@example.com (view, expired)', 'expired');
		await editor.execute();
		await editor.output.getByText('former.intern@example.com').first().waitFor();
	});

	test('and when the resource changes; the list of members has a person', async () => {
		await editor.choose('resource', 'Instance Organization Member');
		await editor.choose('operation', 'Get Member');
		expect(await editor.picked('orgId')).toBe('North Plant');
		await editor.pick('userId', 'Grace Hill (grace.hill@example.com)');
		await editor.execute();
		await editor.output.getByText('grace.hill@example.com').first().waitFor();
	});
});
