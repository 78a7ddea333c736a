import { startBoth } from '../e2e/n8n';
import { Editor } from './editor.js';

/** The editor as a person uses it, in a real browser. The steps of one version build on each other. */
describe.each(['2.41.1', '1.123.81'] as const)('the editor of n8n %s', (version) => {
	let here: Awaited<ReturnType<typeof startBoth>>;
	let editor: Editor;

	beforeAll(async () => {
		here = await startBoth(version, `ui-${version}`);
		editor = await Editor.open(here.n8n.url);
	});
	afterEach(async () => {
		// what a failed step looked like
		await editor.picture(`${version} ${expect.getState().currentTestName}`);
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

	test('instance and organization are picked from lists, by searching too', async () => {
		await editor.pick('instanceId', 'Acme IoT');
		await editor.pick('orgId', 'North Plant', 'north');
		expect(await editor.picked('orgId')).toBe('North Plant');
	});

	test('a person is invited, with every field filled in', async () => {
		await editor.fill('email', 'ann@example.com');
		await editor.choose('role', 'Editor');
		await editor.execute();
		await editor.output.getByText('ann@example.com').first().waitFor();
		expect(await here.losant.invites('60106426dc03c6aad06540bb')).toContainEqual(
			expect.objectContaining({ email: 'ann@example.com', role: 'edit' }),
		);
	});

	test('an error is shown in Losant’s words, with the way out', async () => {
		await editor.execute();
		await editor.output
			.getByText('Email address "ann@example.com" already exists')
			.first()
			.waitFor();
		await editor.output.getByText("'If Already Invited'").first().waitFor();
	});

	test('with If Already Invited on Skip it is none', async () => {
		await editor.add('Add option', 'If Already Invited');
		await editor.choose('ifAlreadyInvited', 'Skip');
		await editor.execute();
		await editor.output.getByText('alreadyInvited').first().waitFor();
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
