import type { INodeParameters } from 'n8n-workflow';

import type { OperationName } from '../losant/parameters';
import { run, type RunOptions } from './engine';
import { INSTANCE, ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const GRACE = { email: 'grace.hill@example.com', id: '575ef90f7ae143cd83dc4aa1' };
const MATEO = { email: 'mateo.silva@example.com', id: '575ef90f7ae143cd83dc4aa2' };
const NEW_USER = '675ed18f7ae143cd83dc4bb7';

const by = (mode: 'id' | 'email', who: typeof GRACE) => ({
	userId: { __rl: true, mode, value: mode === 'id' ? who.id : ` ${who.email.toUpperCase()}` },
});
const user = (mode: 'id' | 'email', value: string) => ({ user: { __rl: true, mode, value } });
const doIt = async (
	operation: 'list' | 'get' | 'add' | 'update' | 'remove',
	parameters: INodeParameters = {},
	{ scope, ...more }: Partial<RunOptions> & { scope?: string[] } = {},
) => {
	const name: OperationName = `instanceOrgMember.${operation}`;
	const options = await losant.options(name, parameters, scope);
	return await run({ ...options, onError: 'continueErrorOutput', ...more });
};
const members = async () =>
	Object.fromEntries(
		(await losant.server.members(ORGANIZATION)).map(({ email, role }) => [email, role]),
	);

describe('List Members', () => {
	const emails = async (parameters: INodeParameters) =>
		(await doIt('list', parameters)).success.map(({ json }) => json.email);

	test('gives one item for each member, by email', async () => {
		expect(await emails({})).toEqual([GRACE.email, 'hana.sato@example.com', MATEO.email]);
	});

	test('sorted, filtered and limited', async () => {
		expect(await emails({ options: { sortField: 'role', sortDirection: 'desc' } })).toEqual([
			'hana.sato@example.com',
			MATEO.email,
			GRACE.email,
		]);
		expect(await emails({ filters: { filterField: 'role', filter: 'ad*' } })).toEqual([
			GRACE.email,
		]);
		expect(await emails({ returnAll: false, limit: 2 })).toHaveLength(2);
	});

	test.each(['ignored', 'minded'] as const)(
		'a pattern finds whom it means, though the case is %s by Losant’s filter',
		async (filterCase) => {
			const email = 'v@xn--mnchen-3ya.de';
			await losant.server.configure({ filterCase });
			await losant.server.addMembers(ORGANIZATION, [{ email, role: 'view' }]);
			const by = async (filterField: string, filter: string) =>
				await emails({ filters: { filterField, filter } });
			expect(await by('role', 'ADMIN*')).toEqual([GRACE.email]);
			expect(await by('role', 'View*')).toContain(email);
			expect(await by('email', '*@münchen.de')).toEqual([email]);
			expect(await by('email', '*@MÜNCHEN.de')).toEqual([email]);
		},
	);

	test.each([
		['role', '*Viewer*', `'Filter' matches no role: "*Viewer*"`],
		['email', '={{ $json.nothing }}*@', `'Filter' finds no address: `],
		['email', '[object Object]', `'Filter' finds no address: "[object Object]"`],
	])('a %s pattern that can match nothing is refused: %s', async (filterField, filter, error) => {
		const { failed } = await doIt('list', { filters: { filterField, filter } });
		expect(failed[0]?.json.error).toContain(error);
		expect(await losant.methods()).toEqual([]);
	});
});

describe.each(['id', 'email'] as const)('one member, by %s', (mode) => {
	test('Get Member gives the member', async () => {
		const { success } = await doIt('get', by(mode, MATEO));
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({ userId: MATEO.id, email: MATEO.email, role: 'edit' }),
		]);
	});

	test('Update Member changes only what was added', async () => {
		const { success } = await doIt('update', {
			...by(mode, MATEO),
			updateFields: { role: 'view', removeAllApplicationRoles: true },
		});
		expect(success[0]?.json).toMatchObject({ userId: MATEO.id, role: 'view' });
		expect(await members()).toMatchObject({ [MATEO.email]: 'view', [GRACE.email]: 'admin' });
		const sent = (await losant.server.requests()).find(({ method }) => method === 'PATCH');
		expect(sent?.body).toEqual({ role: 'view', applicationRoles: [] });
	});

	test.each([{}, { roles: [] }])(
		'Update Member asks what an Application Roles without a role means (%p)',
		async (applicationRoles) => {
			const { failed } = await doIt('update', {
				...by(mode, MATEO),
				updateFields: { role: 'view', applicationRoles },
			});
			expect(failed.map(({ json }) => json)).toEqual([
				{
					error: "'Application Roles' is empty",
					message: expect.stringContaining("'Remove All Application Roles'"),
				},
			]);
			expect(await members()).toMatchObject({ [MATEO.email]: 'edit' });
		},
	);

	test('Remove Member takes the member out', async () => {
		const { success } = await doIt('remove', by(mode, MATEO));
		expect(success.map(({ json }) => json)).toEqual([
			{
				email: mode === 'email' ? MATEO.email : null,
				outcome: 'removed',
				role: mode === 'email' ? 'edit' : null,
				userId: MATEO.id,
				deleted: true,
				orgId: ORGANIZATION,
				instanceId: INSTANCE,
			},
		]);
		expect(await members()).not.toHaveProperty([MATEO.email]);
	});

	test.each([
		{ kind: 'error', status: 502, when: 'after', retryAfter: '0' },
		{ kind: 'cut', when: 'after' },
	] as const)('Update and Remove are repeated, and succeed though %p', async (fault) => {
		await losant.server.fail({ ...fault, method: 'PATCH' }, { ...fault, method: 'DELETE' });
		const updated = await doIt('update', { ...by(mode, MATEO), updateFields: { role: 'view' } });
		expect(updated.success[0]?.json.role).toBe('view');
		const removed = await doIt('remove', by(mode, MATEO));
		expect(removed.success[0]?.json.deleted).toBe(true);
		expect(await members()).not.toHaveProperty([MATEO.email]);
	});

	test('the last administrator stays: Losant’s words', async () => {
		const removed = await doIt('remove', by(mode, GRACE));
		const updated = await doIt('update', { ...by(mode, GRACE), updateFields: { role: 'view' } });
		for (const { failed } of [removed, updated]) {
			expect(failed.map(({ json }) => json)).toEqual([
				{
					error: 'An organization must have at least one administrator',
					message: expect.stringContaining('make somebody else administrator first'),
				},
			]);
		}
		expect(await members()).toMatchObject({ [GRACE.email]: 'admin' });
	});
});

describe('a member who isn’t there', () => {
	const nobody = { email: 'nobody@example.com', id: 'f'.repeat(24) };

	test.each(['get', 'update', 'remove'] as const)('%s', async (operation) => {
		const updateFields = { role: 'view' };
		const byId = await doIt(operation, { ...by('id', nobody), updateFields });
		expect(byId.failed.map(({ json }) => json)).toEqual([
			{
				error: 'Organization Member was not found',
				message: expect.stringContaining("Check 'Instance', 'Organization' and the member"),
			},
		]);
		const byEmail = await doIt(operation, { ...by('email', nobody), updateFields });
		expect(byEmail.failed.map(({ json }) => json.error)).toEqual([
			'The organization has no member for NOBODY@EXAMPLE.COM',
		]);
	});
});

test('the same member twice in one input is never removed at the same time', async () => {
	await losant.server.fail({ kind: 'slow', milliseconds: 50, times: Infinity });
	const { success, failed } = await doIt('remove', by('id', MATEO), { input: [{}, {}] });
	expect([success, failed].map(({ length }) => length)).toEqual([1, 1]);
	expect(await losant.server.peakConcurrency()).toBe(1);
});

test.each([
	['update', { ...by('id', MATEO), updateFields: { role: 'view' } }],
	['add', { ...user('id', NEW_USER), role: 'view' }],
] as const)(
	'%s: the same person twice in one input is never sent at the same time',
	async (operation, parameters) => {
		await losant.server.fail({ kind: 'slow', milliseconds: 50, times: Infinity });
		await doIt(operation, parameters, { input: [{}, {}] });
		expect(await losant.methods()).toHaveLength(2);
		expect(await losant.server.peakConcurrency()).toBe(1);
	},
);

test('an update without anything to change is refused before anything is sent', async () => {
	const { failed } = await doIt('update', by('id', MATEO));
	expect(failed.map(({ json }) => json)).toEqual([
		{ error: 'There is nothing to change', message: "Add a field under 'Update Fields'" },
	]);
	expect(await losant.methods()).toEqual([]);
});

describe('Add Member', () => {
	test('by email, with all that can be said', async () => {
		const roles = { roles: [{ resourceId: NEW_USER, role: 'view' }] };
		const { success } = await doIt('add', {
			...user('email', ' Zoe@Example.com '),
			role: 'none',
			additionalFields: { applicationRoles: roles, dashboardRoles: roles, disallowTransfer: true },
		});
		expect(success[0]?.json).toMatchObject({ userId: expect.any(String), role: 'none' });
		const [sent] = await losant.server.requests();
		expect(sent?.body).toEqual({
			email: 'Zoe@Example.com',
			role: 'none',
			applicationRoles: roles.roles,
			dashboardRoles: roles.roles,
			disallowTransfer: true,
		});
	});

	test('by user id', async () => {
		const { success } = await doIt('add', { ...user('id', NEW_USER), role: 'edit' });
		expect(success[0]?.json).toMatchObject({ userId: NEW_USER, role: 'edit' });
		const [sent] = await losant.server.requests();
		expect(sent?.body).toEqual({ userId: NEW_USER, role: 'edit' });
	});

	test('a member already: Losant’s words', async () => {
		const { failed } = await doIt('add', { ...user('email', GRACE.email), role: 'view' });
		expect(failed[0]?.json.error).toBe('The user is a member of the organization already');
	});

	test('Disallow Transfer with a user id is refused before anything is sent', async () => {
		const { failed } = await doIt('add', {
			...user('id', NEW_USER),
			role: 'view',
			additionalFields: { disallowTransfer: true },
		});
		expect(failed[0]?.json.error).toBe(
			"'Disallow Transfer' is only for a person who is added by email",
		);
		expect(await losant.methods()).toEqual([]);
	});

	test.each([
		['email', 'zoe@example.com'],
		['id', NEW_USER],
	] as const)('by %s: added once, though the answer is lost', async (mode, value) => {
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
		const { success } = await doIt('add', { ...user(mode, value), role: 'view' });
		expect(success[0]?.json).toMatchObject({ role: 'view' });
		expect((await losant.methods()).filter((method) => method === 'POST')).toHaveLength(1);
		expect(await losant.server.members(ORGANIZATION)).toHaveLength(4);
	});

	test('an id in another spelling is found, though the answer is lost', async () => {
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
		const { success } = await doIt('add', { ...user('id', NEW_USER.toUpperCase()), role: 'view' });
		expect(success[0]?.json).toMatchObject({ role: 'view' });
		expect((await losant.methods()).filter((method) => method === 'POST')).toHaveLength(1);
	});

	test.each([
		['email', GRACE.email],
		['id', GRACE.id],
	] as const)(
		'by %s: a member with other roles who is found after an unclear end may be older, so that is no success',
		async (mode, value) => {
			await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
			const { success, failed } = await doIt('add', { ...user(mode, value), role: 'view' });
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/is there with other roles, who may have been there before$/),
			]);
			expect((await losant.methods()).filter((method) => method === 'POST')).toHaveLength(1);
			expect(await members()).toMatchObject({ [GRACE.email]: 'admin' });
		},
	);

	test('sent again where Losant had not added the member', async () => {
		await losant.server.fail({ kind: 'error', status: 503, when: 'before', method: 'POST' });
		const { success } = await doIt('add', { ...user('email', 'zoe@example.com'), role: 'view' });
		expect(success).toHaveLength(1);
		expect((await losant.methods()).filter((method) => method === 'POST')).toHaveLength(2);
		expect(await losant.server.members(ORGANIZATION)).toHaveLength(4);
	});

	describe('with roles on applications', () => {
		const withRoles = (mode: 'id' | 'email', value: string) => ({
			...user(mode, value),
			role: 'none',
			additionalFields: {
				applicationRoles: { roles: [{ resourceId: NEW_USER, role: 'view' }] },
			},
		});

		test('added once, though the answer is lost', async () => {
			await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
			const { success } = await doIt('add', withRoles('email', 'zoe@example.com'));
			expect(success[0]?.json).toMatchObject({ role: 'none' });
			expect((await losant.methods()).filter((method) => method === 'POST')).toHaveLength(1);
		});

		test.each([
			['email', 'zoe@example.com', 'zoe@example.com'],
			['id', NEW_USER, `with the user ID ${NEW_USER}`],
		] as const)(
			'by %s: an unclear end is told where they are not shown',
			async (mode, value, who) => {
				await losant.server.configure({ memberRoles: 'hidden' });
				await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
				const { failed } = await doIt('add', withRoles(mode, value));
				expect(failed.map(({ json }) => json)).toEqual([
					{
						error: `Losant gave no clear answer. A member ${who} is there with the role none, but Losant doesn't show whether with the application and dashboard roles`,
						message: 'Check it in Losant, or set the roles with Update Member',
					},
				]);
				expect((await losant.methods()).filter((method) => method === 'POST')).toHaveLength(1);
			},
		);

		test('so is a refusal whose reason may be an earlier sending', async () => {
			await losant.server.configure({ memberRoles: 'hidden' });
			await losant.server.fail(
				{ kind: 'late', status: 504, milliseconds: 3_000, method: 'POST' },
				{ kind: 'slow', milliseconds: 0, method: 'GET', times: 3 },
				// the answer to the last look takes so long that the member is there before the second sending
				{ kind: 'slow', milliseconds: 2_000, method: 'GET' },
			);
			const { failed } = await doIt('add', withRoles('email', 'zoe@example.com'));
			expect(failed[0]?.json.error).toContain('is a member of the organization already');
			expect(failed[0]?.json.message).toContain('An earlier sending for this item');
		});
	});
});

test.each([
	['list', 'instanceOrgMember.*', 'instanceOrgMembers.get'],
	['get', 'instanceOrgMembers.*', 'instanceOrgMember.get'],
	['add', 'instanceOrgMember.*', 'instanceOrgMembers.post'],
	['update', 'instanceOrgMembers.*', 'instanceOrgMember.patch'],
	['remove', 'instanceOrgMembers.*', 'instanceOrgMember.delete'],
] as const)(
	'%s: the scope %s doesn’t cover it, and the item says what does',
	async (operation, has, needs) => {
		const parameters = {
			...by('id', MATEO),
			...user('id', NEW_USER),
			role: 'view',
			updateFields: { role: 'view' },
		};
		const { failed } = await doIt(operation, parameters, { scope: [has] });
		expect(failed[0]?.json.message).toContain(`The API token needs the scope ${needs} (`);
		const { success } = await doIt(operation, parameters, { scope: [needs] });
		expect(success.length).toBeGreaterThan(0);
	},
);
