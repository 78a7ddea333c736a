import { startChat } from '../../scripts/chat.js';
import { fromFile } from '../../scripts/examples.js';
import { output } from '../../scripts/n8n-client.js';
import { losantOf, lost, recorded, saved, savedExampleFile } from '../saved-1.0.0/index.js';
import { agent, connectModel } from './model.js';
import { chain, ORGANIZATION, startBoth, submitForm } from './n8n';

/** Whoever has workflows of 1.0.0 upgrades, and they run as they did. */

const ANN = { email: 'ann@example.com', role: 'view' as const };
let here: Awaited<ReturnType<typeof startBoth>>;
let chat: Awaited<ReturnType<typeof startChat>>;
let credential: { id: string; name: string };

beforeAll(async () => {
	here = await startBoth('saved');
	credential = await here.client.createCredential('Losant', {
		apiUrl: here.losant.url,
		apiToken: await here.losant.token(),
	});
});
beforeEach(async () => {
	await here.losant.reset();
	chat = await startChat();
});
afterEach(async () => {
	await chat.stop();
});
afterAll(async () => {
	await here?.n8n.stop();
	await here?.losant.stop();
});

test.each(
	saved.filter(({ workflow }) => losantOf(workflow)).map((one) => [one.workflow.name, one]),
)('%s: runs unchanged, and gives what it gave', async (name, { workflow, ann }) => {
	if (ann === 'invited') await here.losant.addInvites(ORGANIZATION, [ANN]);
	if (ann === 'member') await here.losant.addMembers(ORGANIZATION, [ANN]);
	const nodes = workflow.nodes.map((node) =>
		node.credentials ? { ...node, credentials: { losantApi: credential } } : node,
	);
	const trigger = nodes.find(({ type }) => /Trigger$/.test(type))?.name ?? '';
	const losant = losantOf(workflow)?.name ?? '';
	// the editor's tests ran some nodes alone, by Execute Step
	const isAlone = !JSON.stringify(workflow.connections).includes(`"${losant}"`);
	const connections = isAlone ? chain(trigger, losant) : workflow.connections;
	const execution = await here.client.run(
		await here.client.createWorkflow({ ...workflow, nodes, connections }),
		trigger,
	);
	const [success, failed] = [0, 1].map((branch) =>
		output(execution, losant, branch).map(({ json }) => json),
	);
	const { status } = execution;
	expect(lost({ ...recorded[name]?.gave, failed: [] }, { status, success, failed: [] })).toEqual(
		[],
	);
	// n8n adds the item's own fields to a failed one
	expect(failed?.map(Object.keys)).toEqual(
		recorded[name]?.gave.failed.map((one) => expect.arrayContaining(Object.keys(one))),
	);
});

describe('the example of 1.0.0', () => {
	const invited = async () =>
		(await here.losant.invites(ORGANIZATION)).map(({ email, role }) => `${email} ${role}`);
	const imported = async (name: string) =>
		await here.client.createWorkflow(fromFile(savedExampleFile(name), credential, chat.url));
	const runExample = async (name: string, trigger: string) => {
		const execution = await here.client.run(await imported(name), trigger);
		expect(execution.status).toBe('success');
		return execution;
	};
	const submit = async (name: string, fields: Array<string | File>) =>
		await submitForm(here.client, await imported(name), fields);

	test('list-pending-invites-every-monday posts who is invited, and who no longer', async () => {
		await runExample('list-pending-invites-every-monday', 'Every Monday at 8');
		expect(chat.messages).toEqual([
			expect.stringMatching(
				/^Open invites in Losant:\nformer\.intern@example\.com \(view\), invited [\d-]+, expired\n(.+\n){3}olivia\.martin@example\.com \(admin\), invited [\d-]+$/,
			),
		]);
	});

	test('invite-from-a-form invites, or tells HR', async () => {
		await submit('invite-from-a-form', ['ann@example.com', 'Collaborator']);
		expect(await invited()).toContain('ann@example.com collaborate');
		await submit('invite-from-a-form', ['olivia.martin@example.com', 'Viewer']);
		expect(chat.messages).toEqual([
			expect.stringMatching(
				/^Inviting olivia\.martin@example\.com to Losant did not succeed: .*already exists.*'If Already Invited'/s,
			),
		]);
	});

	test('invite-from-a-spreadsheet invites each row once, and reports each', async () => {
		const rows = 'email,role\nann@example.com,edit\nolivia.martin@example.com,admin\nnobody,view\n';
		const file = new File([rows], 'people.csv', { type: 'text/csv' });
		await submit('invite-from-a-spreadsheet', [file]);
		await submit('invite-from-a-spreadsheet', [file]);
		expect(chat.messages.map((message) => message.split('\n'))).toEqual(
			['invited', 'alreadyInvited'].map((outcome) => [
				`ann@example.com: ${outcome}`,
				'olivia.martin@example.com: alreadyInvited',
				expect.stringMatching(/^nobody: failed, /),
			]),
		);
		expect(await here.losant.mails(ORGANIZATION)).toEqual(['ann@example.com']);
	});

	test('revoke-expired-invites takes those back, and no others', async () => {
		const before = await invited();
		await runExample('revoke-expired-invites', 'Every Monday at 8');
		expect(await invited()).toEqual(
			before.filter((one) => one !== 'former.intern@example.com view'),
		);
	});

	test('invite-new-hires invites those it can', async () => {
		const execution = await runExample('invite-new-hires', 'Start by hand');
		expect(output(execution, 'Invited')).toHaveLength(2);
		expect(output(execution, 'Not invited')).toHaveLength(1);
	});

	test('ai-agent gives a model the two tools', async () => {
		const { nodes, connections, ...example } = fromFile(
			savedExampleFile('ai-agent'),
			credential,
			chat.url,
		);
		const path = `saved-agent-${N8N_VERSION}`;
		const { Chat, ...wired } = connections;
		expect(Chat?.main?.[0]?.[0]?.node).toBe('AI Agent');
		const workflow = await here.client.createWorkflow({
			...example,
			// in the agent's place, the route by which a model from outside sees the same tools
			nodes: [
				agent('AI Agent', path),
				...nodes.filter(({ type }) => type === 'n8n-nodes-losant.losantTool'),
			],
			connections: wired,
		});
		await here.client.activate(workflow);
		const { call, close } = await connectModel(here.n8n.url, path);
		expect(await call('List_invites_in_Losant')).toContain('olivia.martin@example.com');
		expect(
			await call('Invite_member_in_Losant', { Email: 'eve@example.com', Role: 'viewer' }),
		).toContain('invited');
		await close();
		await here.client.deactivate(workflow);
	});
});
