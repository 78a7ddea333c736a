import type { INodeParameters } from 'n8n-workflow';

import { output } from '../../scripts/n8n-client.js';
import { startChat } from '../../scripts/chat.js';
import { startMail } from '../../scripts/mail.js';
import { exampleWorkflow } from '../../scripts/examples.js';
import { operations } from '../../nodes/Losant/operations';
import { outputSchema } from '../engine/outputSchema.js';
import { sampleParameters, type OperationName } from '../losant/parameters';
import { filesWith } from './files.js';
import { agent, connectModel } from './model.js';
import {
	chain,
	INSTANCE,
	items,
	losantNode,
	manual,
	node,
	ORGANIZATION,
	startBoth,
	submitForm,
} from './n8n';

describe('the package in n8n', () => {
	let here: Awaited<ReturnType<typeof startBoth>>;
	const tokens: string[] = [];
	let credential: { id: string; name: string };

	const token = async (...options: Parameters<typeof here.losant.token>) => {
		const made = await here.losant.token(...options);
		tokens.push(made);
		return made;
	};
	const saveCredential = async (name: string, scope: string[]) =>
		await here.client.createCredential(name, {
			apiUrl: here.losant.url,
			apiToken: await token({ scope }),
		});
	/** Runs Manual -> Items -> Losant -> Failed (on its error output) by hand. */
	const runItems = async (losant: ReturnType<typeof losantNode>, fields: object[]) => {
		const workflow = await here.client.createWorkflow({
			name: 'by hand',
			nodes: [manual, items(fields), losant],
			connections: chain('Manual', 'Items', 'Losant'),
		});
		return await here.client.run(workflow, 'Manual');
	};

	beforeAll(async () => {
		here = await startBoth('e2e');
		credential = await saveCredential('Losant', ['all.Instance']);
	});
	beforeEach(async () => {
		await here.losant.reset();
	});
	afterAll(async () => {
		await here?.n8n.stop();
		await here?.losant.stop();
	});

	test('knows the node, its variant for AI tools, and the trigger', async () => {
		const types: Array<{ name: string; outputs: unknown }> =
			await here.client.get('/types/nodes.json');
		const names = types
			.map(({ name }) => name)
			.filter((name) => name.startsWith('n8n-nodes-losant'));
		expect(names.sort()).toEqual([
			'n8n-nodes-losant.losant',
			'n8n-nodes-losant.losantTool',
			'n8n-nodes-losant.losantTrigger',
		]);
	});

	test('gives the editor the fields of each operation before it was run', async () => {
		for (const { resource, value } of operations) {
			const path = `/schemas/n8n-nodes-losant.losant/1.0.0/${resource}/${value}.json`;
			expect(await here.client.get(path)).toEqual(outputSchema(resource, value));
		}
	});

	describe('the test of the credential', () => {
		const noLosant =
			"There is no Losant at this address: check 'API URL', which has to start with https://";
		const tested = async (data: { apiToken?: string; apiUrl?: string }) =>
			await here.client.testCredential(credential, {
				apiUrl: here.losant.url,
				apiToken: await token({ scope: ['all.Instance'] }),
				...data,
			});

		test.each([
			['all.Instance'],
			['all.User'],
			['instanceOrgInvites.get'],
			['instanceOrgInvites.post'],
		])('passes with a token of the scope %s', async (scope) => {
			expect(await tested({ apiToken: await token({ scope: [scope] }) })).toMatchObject({
				status: 'OK',
			});
		});

		test('passes with spaces and slashes around the URL and the token', async () => {
			const apiToken = ` ${await token({ scope: ['all.Instance'] })} `;
			expect(await tested({ apiUrl: ` ${here.losant.url}// `, apiToken })).toMatchObject({
				status: 'OK',
			});
		});

		test('says that Losant refused a bad or an expired token', async () => {
			const refused = {
				status: 'Error',
				message: 'Losant refused the API token: it may be mistyped, expired or deleted',
			};
			expect(await tested({ apiToken: 'no.token.atall' })).toEqual(refused);
			expect(await tested({ apiToken: await token({ expiresIn: -60 }) })).toEqual(refused);
		});

		test('says that there is no Losant where something else answers', async () => {
			await here.losant.fail({ kind: 'html', status: 200, times: Infinity });
			expect(await tested({})).toEqual({
				status: 'Error',
				message: noLosant,
			});
		});

		test('says that nothing answers', async () => {
			// n8n 1.x has words for it, n8n 2.x shows the code
			expect(await tested({ apiUrl: 'http://127.0.0.1:9' })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/ECONNREFUSED|refused the connection/),
			});
			expect(await tested({ apiUrl: 'https://losant.invalid' })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN|connection cannot be established|DNS/),
			});
		});

		test.each(['http://192.0.2.1', 'ftp://127.0.0.1', 'here', ''])(
			'sends the token nowhere but to https, or to this machine: %p',
			async (apiUrl) => {
				expect(await tested({ apiUrl })).toEqual({ status: 'Error', message: noLosant });
			},
		);
	});

	describe('the pick lists', () => {
		test('show instances to a user token, and say what else to do to others', async () => {
			const user = await saveCredential('User', ['all.User']);
			const { results } = await here.client.searchList('searchInstances', 'instanceId', user);
			expect(results.map(({ name }) => name)).toEqual(['Acme IoT', 'Globex IoT']);
			await expect(
				here.client.searchList('searchInstances', 'instanceId', credential),
			).rejects.toMatchObject({
				response: { data: { message: expect.stringContaining('Use By ID') } },
			});
		});

		test('show organizations, page by page and by name', async () => {
			const parameters = { instanceId: { __rl: true, mode: 'id', value: INSTANCE } };
			const search = async (more: object) =>
				await here.client.searchList('searchOrganizations', 'orgId', credential, {
					parameters,
					...more,
				});
			const first = await search({});
			expect(first.results).toHaveLength(100);
			const second = await search({ paginationToken: first.paginationToken });
			expect(second.results[0]?.name).not.toBe(first.results[0]?.name);
			const { results } = await search({ filter: 'north' });
			expect(results).toEqual([
				expect.objectContaining({ name: 'North Plant', value: ORGANIZATION }),
			]);
		});
	});

	describe('by hand', () => {
		test('lists invites with each item’s own values', async () => {
			const losant = losantNode('list', credential, {
				returnAll: false,
				limit: 1,
				filters: { filterField: 'role', filter: '={{ $json.role }}' },
			});
			const execution = await runItems(losant, [
				{ role: 'admin' },
				{ role: 'edit' },
				{ role: 'view' },
			]);
			expect(execution.status).toBe('success');
			expect(
				output(execution, 'Losant').map(({ json, pairedItem }) => [json.role, pairedItem]),
			).toEqual([
				['admin', { item: 0 }],
				['edit', { item: 1 }],
				['view', { item: 2 }],
			]);
		});

		const people = [
			{ email: 'ann@example.com', role: 'admin', application: 'a'.repeat(24) },
			{ email: 'ben@example.com', role: 'edit', application: 'b'.repeat(24) },
			{ email: 'cem@example.com', role: 'none', application: 'c'.repeat(24) },
		];
		const perItem = {
			email: '={{ $json.email }}',
			role: '={{ $json.role }}',
			additionalFields: {
				applicationRoles: { roles: [{ resourceId: '={{ $json.application }}', role: 'view' }] },
			},
		};

		test('invites each item’s person', async () => {
			const execution = await runItems(losantNode('invite', credential, perItem), people);
			expect(execution.status).toBe('success');
			expect(output(execution, 'Losant')).toEqual(
				people.map(({ email, role, application }, item) => ({
					json: expect.objectContaining({
						email,
						role,
						applicationRoles: [{ resourceId: application, role: 'view' }],
					}),
					pairedItem: { item },
				})),
			);
			const stored = (await here.losant.invites(ORGANIZATION)).map(({ email }) => email);
			expect(stored).toEqual(expect.arrayContaining(people.map(({ email }) => email)));
		});

		const mixed = people.map((person, index) =>
			index === 1 ? { ...person, role: 'owner' } : person,
		);
		const wrongRole = `'Role' can't be "owner"`;

		test('Stop: nothing is sent, and the item is named', async () => {
			const execution = await runItems(losantNode('invite', credential, perItem), mixed);
			expect(execution.status).toBe('error');
			expect(execution.data.resultData.error).toMatchObject({
				message: `${wrongRole} [item 2]. Nothing was sent for any of the items`,
			});
			expect(await here.losant.requests()).toEqual([]);
		});

		test('Continue: the failed item stands among the others', async () => {
			const losant = losantNode('invite', credential, perItem, 'continueRegularOutput');
			const execution = await runItems(losant, mixed);
			expect(
				output(execution, 'Losant').map(({ json, pairedItem }) => [
					json.email ?? json.error,
					pairedItem,
				]),
			).toEqual([
				['ann@example.com', { item: 0 }],
				[wrongRole, { item: 1 }],
				['cem@example.com', { item: 2 }],
			]);
		});

		test('Continue (using error output): the failed item goes there with its input', async () => {
			const losant = losantNode('invite', credential, perItem, 'continueErrorOutput');
			const execution = await runItems(losant, mixed);
			expect(output(execution, 'Losant').map(({ json }) => json.email)).toEqual([
				'ann@example.com',
				'cem@example.com',
			]);
			expect(output(execution, 'Losant', 1)).toEqual([
				expect.objectContaining({
					json: expect.objectContaining({ ...mixed[1], error: wrongRole }),
					pairedItem: { item: 1 },
				}),
			]);
		});

		test('a refusal of Losant’s says what to do', async () => {
			const narrow = await saveCredential('Narrow', ['instanceOrgInvites.post']);
			const execution = await runItems(losantNode('list', narrow), [{}]);
			expect(execution.data.resultData.error).toMatchObject({
				message: 'Access is forbidden [item 1]',
				description: expect.stringContaining('needs the scope instanceOrgInvites.get'),
				httpCode: '403',
			});
		});
	});

	test('on a schedule', async () => {
		const schedule = node('Schedule', 'n8n-nodes-base.scheduleTrigger', {
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ field: 'cronExpression', expression: '* * * * * *' }] } },
		});
		const workflow = await here.client.createWorkflow({
			name: 'on a schedule',
			nodes: [schedule, losantNode('list', credential)],
			connections: chain('Schedule', 'Losant'),
		});
		const [execution] = await here.client.untilFired(workflow, 2);
		expect(execution).toMatchObject({ status: 'success', mode: 'trigger' });
		expect(execution && output(execution, 'Losant')).toHaveLength(
			(await here.losant.invites(ORGANIZATION)).length,
		);
	});

	test('as a tool of an AI agent', async () => {
		const path = `mcp-${N8N_VERSION}`;
		const fromModel = (key: string, description: string) =>
			`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, 'string') }}`;
		const tool = {
			...losantNode('invite', credential, {
				email: fromModel('Email', 'address of the person'),
				role: fromModel('Role', 'admin, edit, collaborate, view or none'),
			}),
			name: 'Invite member in Losant',
			type: 'n8n-nodes-losant.losantTool',
		};
		const workflow = await here.client.createWorkflow({
			name: path,
			nodes: [agent('MCP', path), tool],
			connections: { [tool.name]: { ai_tool: [[{ node: 'MCP', type: 'ai_tool', index: 0 }]] } },
		});
		await here.client.activate(workflow);
		const { tools, call, close } = await connectModel(here.n8n.url, path);
		expect(tools).toEqual([
			expect.objectContaining({
				description: 'Invite member in Losant',
				inputSchema: expect.objectContaining({
					properties: { Email: expect.anything(), Role: expect.anything() },
				}),
			}),
		]);
		const name = tools[0]?.name ?? '';
		const dora = { Email: 'dora@example.com' };
		expect(await call(name, { ...dora, Role: 'edit' })).toContain('dora@example.com');
		expect(await here.losant.invites(ORGANIZATION)).toContainEqual(
			expect.objectContaining({ email: 'dora@example.com', role: 'edit' }),
		);
		expect(await call(name, { ...dora, Role: 'owner' })).toContain("'Role' can't be");
		await close();
		await here.client.deactivate(workflow);
	});

	test('the credential also serves n8n’s HTTP Request node', async () => {
		const request = node('HTTP Request', 'n8n-nodes-base.httpRequest', {
			typeVersion: 4.2,
			parameters: {
				url: `${here.losant.url}/instances/${INSTANCE}/orgs/${ORGANIZATION}/invites`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'losantApi',
			},
			credentials: { losantApi: credential },
		});
		const workflow = await here.client.createWorkflow({
			name: 'HTTP Request',
			nodes: [manual, request],
			connections: chain('Manual', 'HTTP Request'),
		});
		const execution = await here.client.run(workflow, 'Manual');
		expect(output(execution, 'HTTP Request')[0]?.json).toMatchObject({ items: expect.any(Array) });
	});

	describe('the whole life of a membership', () => {
		const ANN = 'ann@example.com';
		const byEmail = (name: string) => ({ [name]: { __rl: true, mode: 'email', value: ANN } });
		/** Runs one operation by hand, and gives its first item. */
		const doIt = async (operation: OperationName, parameters: INodeParameters = {}) => {
			const losant = losantNode(operation, credential, parameters);
			return output(await runItems(losant, [{}]), 'Losant').map(({ json }) => json);
		};

		test('invited, listed, got, sent again with other roles, accepted, listed as member, changed, removed', async () => {
			await doIt('invite', { email: ANN, role: 'view' });
			const listed = await doIt('list', { filters: { filterField: 'email', filter: ANN } });
			expect(listed).toEqual([expect.objectContaining({ email: ANN, role: 'view' })]);
			expect(await doIt('get', byEmail('inviteId'))).toEqual(listed);
			const updateFields = { role: 'edit' };
			expect(await doIt('resend', { ...byEmail('inviteId'), updateFields })).toEqual([
				expect.objectContaining({ email: ANN, role: 'edit' }),
			]);
			expect(await here.losant.mails(ORGANIZATION)).toEqual([ANN, ANN]);

			await here.losant.accept(ORGANIZATION, ANN);
			const filters = { filterField: 'email', filter: ANN };
			expect(await doIt('instanceOrgMember.list', { filters })).toEqual([
				expect.objectContaining({ email: ANN, role: 'edit' }),
			]);
			await doIt('instanceOrgMember.update', {
				...byEmail('userId'),
				updateFields: { role: 'admin' },
			});
			expect(await doIt('instanceOrgMember.get', byEmail('userId'))).toEqual([
				expect.objectContaining({ email: ANN, role: 'admin' }),
			]);
			expect(await doIt('instanceOrgMember.remove', byEmail('userId'))).toEqual([
				expect.objectContaining({
					email: ANN,
					outcome: 'removed',
					role: 'admin',
					deleted: true,
					userId: expect.any(String),
				}),
			]);
			expect(await here.losant.members(ORGANIZATION)).not.toContainEqual(
				expect.objectContaining({ email: ANN }),
			);
		});

		test('invited and revoked', async () => {
			await doIt('invite', { email: ANN, role: 'view' });
			expect(await doIt('revoke', byEmail('inviteId'))).toEqual([
				expect.objectContaining({
					email: ANN,
					outcome: 'revoked',
					role: 'view',
					deleted: true,
					inviteId: expect.any(String),
				}),
			]);
			expect(await here.losant.invites(ORGANIZATION)).not.toContainEqual(
				expect.objectContaining({ email: ANN }),
			);
		});

		test('added without an invite; the organization counts its people', async () => {
			const user = { __rl: true, mode: 'email', value: ANN };
			await doIt('instanceOrgMember.add', { user, role: 'view' });
			const [organization] = await doIt('instanceOrg.get');
			expect(organization).toMatchObject({ summary: { memberCount: 4 } });
			expect(await doIt('instanceOrg.list')).toContainEqual(organization);
		});

		test('invites and members are picked from lists', async () => {
			const pick = async (method: string, field: string) =>
				await here.client.searchList(method, field, credential, {
					parameters: sampleParameters('get'),
				});
			const invites = await pick('searchInvites', 'inviteId');
			expect(invites.results.map(({ name }) => name)).toContain(
				'former.intern@example.com (view, expired)',
			);
			const members = await pick('searchMembers', 'userId');
			expect(members.results.map(({ name }) => name)).toContain(
				'Grace Hill (grace.hill@example.com)',
			);
		});
	});

	describe('the example', () => {
		let chat: Awaited<ReturnType<typeof startChat>>;
		let mail: Awaited<ReturnType<typeof startMail>>;
		beforeEach(async () => {
			chat = await startChat();
			mail = await startMail();
		});
		afterEach(async () => {
			await mail.stop();
			await chat.stop();
		});
		const invited = async () =>
			(await here.losant.invites(ORGANIZATION)).map(({ email, role }) => `${email} ${role}`);
		const imported = async (name: string) =>
			await here.client.createWorkflow(exampleWorkflow(name, credential, chat.url));
		const runExample = async (name: string, trigger: string) => {
			const execution = await here.client.run(await imported(name), trigger);
			expect(execution.status).toBe('success');
			return execution;
		};
		const submit = async (name: string, fields: string[]) =>
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
			expect(chat.messages).toEqual([]);
			await submit('invite-from-a-form', ['olivia.martin@example.com', 'Viewer']);
			// whoever sends something else than the form offers
			await submit('invite-from-a-form', ['eve@example.com', 'admin']);
			expect(chat.messages).toEqual([
				expect.stringMatching(
					/^Inviting olivia\.martin@example\.com to Losant did not succeed: .*already exists.*'If Already Invited'/s,
				),
				expect.stringMatching(
					/^Inviting eve@example\.com to Losant did not succeed: 'Role' is empty/,
				),
			]);
		});

		test('revoke-expired-invites takes those back, and no others', async () => {
			const before = await invited();
			await runExample('revoke-expired-invites', 'Every Monday at 8');
			expect(await invited()).toEqual(
				before.filter((one) => one !== 'former.intern@example.com view'),
			);
		});

		test('accepted-invites posts who has accepted', async () => {
			await runExample('accepted-invites', 'Losant Trigger');
			expect(chat.messages).toEqual([
				'grace.hill@example.com has accepted the invite to North Plant in Losant (admin)',
			]);
		});

		test('renew-expired-invites sends an expired one again', async () => {
			await runExample('renew-expired-invites', 'Losant Trigger');
			expect(await here.losant.mails(ORGANIZATION)).toEqual(['former.intern@example.com']);
		});

		test('new-administrator mails who has become one', async () => {
			const smtp = await here.client.createCredential('SMTP', mail.account, 'smtp');
			const example = exampleWorkflow('new-administrator', credential, chat.url, smtp);
			const workflow = await here.client.createWorkflow(example);
			const { status } = await here.client.run(workflow, 'Losant Trigger');
			expect(status).toBe('success');
			expect(mail.mails).toEqual([
				expect.objectContaining({
					to: 'security@example.com',
					subject: expect.stringMatching(/ is an administrator of North Plant in Losant$/),
					text: expect.stringMatching(/ was added as an administrator, seen /),
				}),
				expect.objectContaining({
					text: expect.stringMatching(/ has become an administrator \(before: .*\), seen /),
				}),
			]);
		});

		test('invite-new-hires invites those it can', async () => {
			const execution = await runExample('invite-new-hires', 'Start by hand');
			expect(output(execution, 'Invited')).toHaveLength(2);
			expect(output(execution, 'Not invited')).toHaveLength(1);
		});

		test('ai-agent gives a model the two tools', async () => {
			const example = exampleWorkflow('ai-agent', credential, chat.url);
			const path = `agent-${N8N_VERSION}`;
			const tools = example.nodes.filter(({ type }) => type === 'n8n-nodes-losant.losantTool');
			const { Chat, ...connections } = example.connections;
			expect(Chat?.main?.[0]?.[0]?.node).toBe('AI Agent');
			const workflow = await here.client.createWorkflow({
				...example,
				// in the agent's place, the route by which a model from outside sees the same tools
				nodes: [agent('AI Agent', path), ...tools],
				connections,
			});
			await here.client.activate(workflow);
			const { call, close } = await connectModel(here.n8n.url, path);
			expect(await call('List_invites_in_Losant')).toContain('olivia.martin@example.com');
			expect(
				await call('Invite_member_in_Losant', { Email: 'eve@example.com', Role: 'viewer' }),
			).toContain('invited');
			expect(await invited()).toContain('eve@example.com view');
			// a model may be talked into more than it was given
			expect(
				await call('Invite_member_in_Losant', { Email: 'mallory@example.com', Role: 'admin' }),
			).toContain("'Role' is empty");
			await close();
			await here.client.deactivate(workflow);
		});
	});

	// the last one, over all that the others have left behind
	test('the tokens stand nowhere but encrypted', async () => {
		const executions = JSON.stringify(await here.client.allExecutions());
		expect(executions).toContain('ann@example.com');
		for (const text of new Set(tokens)) {
			expect(executions).not.toContain(text);
			expect(filesWith(here.userFolder, text)).toEqual([]);
		}
	});
});
