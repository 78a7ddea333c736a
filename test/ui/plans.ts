import type { NewMember } from '../losant/types';
import { chain, INSTANCE, items, losantNode, manual } from '../e2e/n8n';
import type { Session } from './session';

const addressOf = (name: string) => `${name}@example.com`;

/** Who is in the organization: administrators, members, and invites that are pending and expired. */
const MEMBERS: NewMember[] = [
	{ email: 'owner@example.com', role: 'admin' },
	{ email: addressOf('adam'), role: 'admin' },
	...['bella', 'carlos', 'dana', 'elif', 'farid', 'greta'].map(
		(name): NewMember => ({
			email: addressOf(name),
			role: 'edit',
		}),
	),
];
const INVITES = [
	{ email: addressOf('viktor'), role: 'edit' as const },
	{ email: addressOf('wanda'), role: 'view' as const, inviteDate: '2020-01-01T00:00:00.000Z' },
	{ email: 'contractor@partner.example', role: 'view' as const },
];

/** Who should be: one has left, one is promoted, one has less to do, and two are new. */
const LIST = [
	['adam', 'admin'],
	['bella', 'edit'],
	['dana', 'admin'],
	['elif', 'edit'],
	['farid', 'edit'],
	['greta', 'view'],
	['viktor', 'edit'],
	['wanda', 'view'],
	['xenia', 'edit'],
	['yusuf', 'view'],
].map(([name = '', role]) => ({ email: addressOf(name), role }));

/** The plan of a dry run, as a person sees it who is to approve it. */
export function plans(session: Session) {
	afterAll(async () => {
		await session.editor.page.setViewportSize({ width: 1280, height: 800 });
	});

	test.each([
		['keep', {}],
		['report', { ifNotInList: 'report' }],
		['suspend', { ifNotInList: 'suspend', maximumRemovals: '30%' }],
		['remove', { ifNotInList: 'remove', maximumRemovals: '30%' }],
	])('shows the plan with If Not in List on %s', async (choice, parameters) => {
		const { editor, here } = session;
		const { id } = await here.losant.addOrganization({ instanceId: INSTANCE, name: 'North Plant' });
		await here.losant.addMembers(id, MEMBERS);
		await here.losant.addInvites(id, INVITES);
		const credential = await here.client.createCredential('Losant', {
			apiUrl: here.losant.url,
			apiToken: await here.losant.token(),
		});
		const { id: workflowId } = await here.client.createWorkflow({
			name: `plan ${choice}`,
			nodes: [
				manual,
				items(LIST),
				losantNode('instanceOrgMember.sync', credential, {
					orgId: { __rl: true, mode: 'id', value: id },
					email: '={{ $json.email }}',
					role: '={{ $json.role }}',
					protectedPeople: 'owner@example.com',
					...parameters,
				}),
			],
			connections: chain('Manual', 'Items', 'Losant'),
		});
		// so wide that the columns fit which say what becomes of whom
		await editor.page.setViewportSize({ width: 1680, height: 1300 });
		await editor.page.goto(`${here.n8n.url}/workflow/${workflowId}`);
		await editor.node(/^Losant/).dblclick();
		await editor.execute();
		await editor.output.getByText('Nothing was changed: Dry Run is on').waitFor();
		await editor.showOutputAs('table');
		await editor.output.getByText('Invite xenia@example.com as').first().waitFor();
		await editor.picture(`sync-members-${choice}`);
	});
}
