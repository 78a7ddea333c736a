import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/Losant/operations';
import { eventNames } from '../../nodes/Losant/trigger/events';
import { chain, INSTANCE, losantNode, manual, ORGANIZATION } from '../e2e/n8n';
import type { OperationName } from '../losant/parameters';
import type { Session } from './session';

const APPLICATION = '575ec8687ae143cd83dc4a97';
const OTHER_APPLICATION = '575ec8687ae143cd83dc4a99';
const DASHBOARD = '575ece2b7ae143cd83dc4a9b';
const ROLES = 'additionalFields.applicationRoles.roles';

/** Whoever knows names, and no ids. */
export function picking(session: Session) {
	let credential: { id: string; name: string };

	beforeAll(async () => {
		const { client, losant } = session.here;
		await losant.reset();
		await client.removeAll('/rest/credentials', 'Losant account');
		credential = await client.putCredential('Losant', {
			apiUrl: losant.url,
			apiToken: await losant.token({ scope: ['all.User'] }),
		});
	});

	/** Opens the Losant node of a workflow as n8n holds it. */
	const openSaved = async (operation: OperationName, parameters: INodeParameters) => {
		const { editor, here } = session;
		const { id } = await here.client.createWorkflow({
			name: `saved ${operation}`,
			nodes: [manual, losantNode(operation, credential, parameters)],
			connections: chain('Manual', 'Losant'),
		});
		await editor.page.goto(`${here.n8n.url}/workflow/${id}`);
		await editor.node(/^Losant/).waitFor();
		expect((await editor.nodesOnCanvas()).map(({ hasIssue }) => hasIssue)).toEqual([false, false]);
		await editor.node(/^Losant/).dblclick();
		await editor.id('ndv').waitFor();
	};

	test('the nodes panel has one entry for the node and its trigger, with what starts a workflow and what is done', async () => {
		const { editor } = session;
		await editor.newWorkflow();
		await editor.searchNodes('losant');
		await editor.item(/^\s*Losant\s*$/).waitFor();
		expect((await editor.items()).filter((name) => name.startsWith('Losant'))).toEqual(['Losant']);
		await editor.item(/^\s*Losant\s*$/).click();
		// beside a trigger, n8n shows the actions first
		await editor.page.getByText(/^\s*Triggers \(\d+\)/).click();
		await editor.item('On invite accepted').waitFor();
		const offered = await editor.items();
		expect(offered.filter((name) => name.startsWith('On '))).toHaveLength(eventNames.length);
		expect(offered).toEqual(expect.arrayContaining(operations.map(({ action }) => action)));
	});

	test('from a new workflow to the first invited member with roles on two applications, without typing an ID', async () => {
		const { editor, here } = session;
		await editor.newWorkflow();
		await editor.addLosant(
			operations.find(({ name }) => name === 'Invite Member')?.action ?? 'Invite',
		);
		await editor.pick('instanceId', 'Acme IoT');
		await editor.pick('orgId', 'North Plant', 'north');
		await editor.fill('email', 'ann@example.com');
		await editor.choose('role', 'None');
		await editor.add('Add field', 'Application Roles');
		for (const [row, name, search, role] of [
			[0, 'Assembly Line', undefined, 'Viewer'],
			[1, 'Energy Meters', 'meter', 'Collaborator'],
		] as const) {
			await editor
				.id('fixed-collection-applicationRoles')
				.getByText(/^Add application role/)
				.click();
			await editor.pick(`${ROLES}[${row}].resourceId`, name, search);
			expect(await editor.picked(`${ROLES}[${row}].resourceId`)).toBe(name);
			await editor.choose(`${ROLES}[${row}].role`, role);
		}
		await editor.execute();
		await editor.output.getByText('ann@example.com').first().waitFor();
		expect(await here.losant.invites(ORGANIZATION)).toContainEqual(
			expect.objectContaining({
				email: 'ann@example.com',
				role: 'none',
				applicationRoles: [
					{ resourceId: APPLICATION, role: 'view' },
					{ resourceId: OTHER_APPLICATION, role: 'collaborate' },
				],
			}),
		);
	});

	test('what 1.0.0 saved is shown, runs and stays as it is', async () => {
		const { editor, here } = session;
		await here.losant.reset();
		const parameters = {
			email: 'ben@example.com',
			role: 'view',
			additionalFields: {
				applicationRoles: {
					roles: [
						{ resourceId: APPLICATION, role: 'view' },
						{ resourceId: `={{ "${OTHER_APPLICATION}" }}`, role: 'none' },
					],
				},
				dashboardRoles: { roles: [{ resourceId: DASHBOARD, role: 'view' }] },
			},
		};
		await openSaved('invite', parameters);
		expect(await editor.picked(`${ROLES}[0].resourceId`)).toBe(APPLICATION);
		await editor
			.field(`${ROLES}[1].resourceId`)
			.getByText(OTHER_APPLICATION, { exact: false })
			.first()
			.waitFor();
		expect(await editor.id('parameter-issues').count()).toBe(0);
		await editor.execute();
		await editor.output.getByText('ben@example.com').first().waitFor();
		expect(await here.losant.invites(ORGANIZATION)).toContainEqual(
			expect.objectContaining({
				email: 'ben@example.com',
				applicationRoles: [
					{ resourceId: APPLICATION, role: 'view' },
					{ resourceId: OTHER_APPLICATION, role: 'none' },
				],
				dashboardRoles: [{ resourceId: DASHBOARD, role: 'view' }],
			}),
		);
		const { workflowData } = await here.client.lastExecution();
		expect(workflowData.nodes.at(-1)?.parameters).toMatchObject(parameters);
	});

	test('and where it is changed, a list and a pasted address are there for it', async () => {
		const { editor, here } = session;
		await here.losant.reset();
		const dashboard = 'additionalFields.dashboardRoles.roles[0].resourceId';
		await editor.chooseMode(`${ROLES}[0].resourceId`, 'From List');
		await editor.pick(`${ROLES}[0].resourceId`, 'Cold Storage');
		await editor.enter(
			dashboard,
			'By ID',
			`https://app.losant.com/dashboards/${DASHBOARD}?theme=dark`,
		);
		expect(await editor.id('parameter-issues').count()).toBe(0);
		await editor.execute();
		const invited = async () =>
			(await here.losant.invites(ORGANIZATION)).find(({ email }) => email === 'ben@example.com');
		// what the run before has given is still shown
		while (!(await invited()));
		expect(await invited()).toMatchObject({
			applicationRoles: [
				{ resourceId: '575ec8687ae143cd83dc4a98', role: 'view' },
				{ resourceId: OTHER_APPLICATION, role: 'none' },
			],
			dashboardRoles: [{ resourceId: DASHBOARD, role: 'view' }],
		});
	});

	test('a name in place of an ID is marked while it is typed, and an expression is not', async () => {
		const { editor } = session;
		const issues = editor.field('orgId').getByTestId('parameter-issues');
		await editor.enter('orgId', 'By ID', 'North Plant');
		await issues.waitFor();
		await issues.hover();
		await editor.page.getByText('Not an ID. Choose From List').first().waitFor();
		await editor.enter('orgId', 'By ID', `https://app.losant.com/organizations/${ORGANIZATION}`);
		await issues.waitFor({ state: 'hidden' });
		await editor.enter('instanceId', 'By ID', `={{ "${INSTANCE}" }}`);
		await editor.field('instanceId').getByText(INSTANCE).first().waitFor();
		expect(await editor.id('parameter-issues').count()).toBe(0);
	});

	test('a list of people is filtered by a role from a drop-down, and by what 1.0.0 saved', async () => {
		const { editor, here } = session;
		await here.losant.reset();
		await openSaved('list', { filters: { filterField: 'role', filter: 'edit' } });
		expect(await editor.id('parameter-issues').count()).toBe(0);
		await editor.execute();
		await editor.output.getByText('liam.chen@example.com').first().waitFor();
		await editor.choose('filters.filter', 'Administrator');
		await editor.execute();
		await editor.output.getByText('olivia.martin@example.com').first().waitFor();
		await editor.choose('filters.filterField', 'Email');
		await editor.fill('filters.filter', 'priya*');
		await editor.execute();
		await editor.output.getByText('priya.nair@example.com').first().waitFor();
	});

	test('so it is by a pattern', async () => {
		const { editor } = session;
		await openSaved('list', { filters: { filterField: 'role', filter: '*o*' } });
		expect(await editor.id('parameter-issues').count()).toBe(0);
		await editor.execute();
		await editor.output.getByText('2 items').first().waitFor();
		await editor.output.getByText('priya.nair@example.com').first().waitFor();
	});
}
