import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { OperationName } from '../losant/parameters';
import { run, type RunOptions } from './engine';
import { FORBIDDEN, INSTANCE, NO_ORGANIZATION, ORGANIZATION, refused, useLosant } from './losant';

/** People who need not be there: those who leave all organizations of an instance were in a few of them. */

const losant = useLosant();
const NOBODY = 'nobody@example.com';
const NO_ONE = 'f'.repeat(24);
const EMPTY = '60106426dc03c6aad06540bc';
const updateFields = { role: 'view' };
const NOT_FOUND = refused(404, 'NotFound', 'It was not found');
const CHANGES = ['DELETE', 'PATCH', 'POST'];

type Absent = [
	operation: OperationName,
	option: 'ifNotMember' | 'ifNotInvited',
	parameter: string,
	id: string,
	list: 'members' | 'invites',
	more: IDataObject,
];
const OPERATIONS: Absent[] = [
	['instanceOrgMember.remove', 'ifNotMember', 'userId', 'userId', 'members', { deleted: false }],
	['instanceOrgMember.update', 'ifNotMember', 'userId', 'userId', 'members', {}],
	['revoke', 'ifNotInvited', 'inviteId', 'inviteId', 'invites', { deleted: false }],
	['resend', 'ifNotInvited', 'inviteId', 'id', 'invites', {}],
];
const doIt = async (
	operation: OperationName,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
	scope?: string[],
) =>
	await run({
		...(await losant.options(operation, { updateFields, ...parameters }, scope)),
		onError: 'continueErrorOutput',
		...more,
	});
const changes = async () => (await losant.methods()).filter((method) => method !== 'GET');

describe.each(OPERATIONS)('%s with %s on Skip', (operation, option, parameter, id, list, more) => {
	const outcome = option === 'ifNotMember' ? 'notMember' : 'notInvited';
	const named = (mode: 'id' | 'email', value: string, options: INodeParameters = {}) => ({
		[parameter]: { __rl: true, mode, value },
		options: { [option]: 'skip', ...options },
	});
	const absent = { outcome, role: null, orgId: ORGANIZATION, instanceId: INSTANCE, ...more };

	test.each(['email', 'id'] as const)('by %s, nobody is there: it goes on', async (mode) => {
		const { success, failed } = await doIt(
			operation,
			named(mode, mode === 'email' ? ` ${NOBODY.toUpperCase()}` : NO_ONE),
		);
		expect(failed).toEqual([]);
		expect(success.map(({ json }) => json)).toEqual([
			mode === 'email'
				? { ...absent, email: NOBODY.toUpperCase(), [id]: null }
				: { ...absent, email: null, [id]: NO_ONE },
		]);
		expect(Object.keys(success[0]?.json ?? {}).slice(0, 2)).toEqual(['email', 'outcome']);
	});

	test.each(['email', 'id'] as const)(
		'by %s, an organization that isn’t there is no organization without the person',
		async (mode) => {
			const { success, failed } = await doIt(operation, {
				...named(mode, mode === 'email' ? NOBODY : NO_ONE),
				orgId: { __rl: true, mode: 'id', value: NO_ORGANIZATION },
			});
			expect(success).toEqual([]);
			expect(failed[0]?.json.error).toBe('Organization was not found');
		},
	);

	test('by id, a token that may not list can’t tell, and the scope is named', async () => {
		const single = list === 'members' ? 'instanceOrgMember.*' : 'instanceOrgInvite.*';
		const { success, failed } = await doIt(operation, named('id', NO_ONE), {}, [single]);
		expect(success).toEqual([]);
		expect(failed[0]?.json.message).toMatch(
			list === 'members' ? /scope instanceOrgMembers\.get/ : /scope instanceOrgInvites\.get/,
		);
	});

	test('what else Losant refuses is no one’s absence', async () => {
		await losant.server.fail({ ...FORBIDDEN, times: Infinity });
		const { success, failed } = await doIt(operation, named('email', NOBODY));
		expect(success).toEqual([]);
		expect(failed[0]?.json.error).toBe('Access is forbidden');
	});

	test.each(['email', 'id'] as const)(
		'by %s, whoever is listed is there, also where Losant says that it finds nobody to change',
		async (mode) => {
			const email = 'ann@example.com';
			const add = list === 'members' ? 'addMembers' : 'addInvites';
			const [ann] = await losant.server[add](ORGANIZATION, [{ email, role: 'edit' }]);
			const annsId = ann && ('userId' in ann ? ann.userId : ann.id);
			await losant.server.fail(
				...CHANGES.map((method) => ({ ...NOT_FOUND, method, times: Infinity })),
			);
			const { success, failed } = await doIt(
				operation,
				named(mode, mode === 'email' ? email : String(annsId)),
			);
			expect(success).toEqual([]);
			expect(failed[0]?.json.error).toBe('It was not found');
		},
	);

	// an organization may well have no invites
	test.each([3, ...(list === 'members' ? [0] : [])])(
		'an empty list with the count %d, where Losant counts somebody, is none',
		async (count) => {
			const body = { items: [], count };
			await losant.server.fail({ kind: 'json', status: 200, body, times: 1 });
			const { success, failed } = await doIt(operation, named('email', NOBODY));
			expect(success).toEqual([]);
			expect(failed[0]?.json.error).toMatch(
				new RegExp(`^Losant gave no ${list}, but counts \\d\\. Nothing was changed$`),
			);
			expect(await changes()).toEqual([]);
		},
	);

	test('unless it is chosen, the item fails as before', async () => {
		for (const options of [{}, { [option]: 'fail' }]) {
			const { failed } = await doIt(operation, { ...named('email', NOBODY), options });
			expect(failed[0]?.json.error).toMatch(/^The organization has no (member|invite) for nobody@/);
		}
	});

	test('what is neither is refused before anything is sent', async () => {
		const { failed } = await doIt(operation, named('id', NO_ONE, { [option]: 'ignore' }));
		expect(failed[0]?.json.error).toMatch(/^'If Not (a Member|Invited)' can't be "ignore"$/);
		expect(await losant.methods()).toEqual([]);
	});

	test('many who aren’t there take one list, and one look where it is doubtful', async () => {
		const { success } = await doIt(
			operation,
			{
				...named('email', '={{ $json.email }}'),
				orgId: { __rl: true, mode: 'id', value: EMPTY },
			},
			{ input: Array.from({ length: 30 }, (_, i) => ({ email: `person${i}@example.com` })) },
		);
		expect(success.map(({ json }) => json.outcome)).toEqual(Array(30).fill(outcome));
		expect(await losant.methods()).toHaveLength(list === 'members' ? 2 : 1);
	});
});

describe('somebody who is taken away with Skip', () => {
	const lost = { kind: 'error', status: 504, html: true, method: 'DELETE' } as const;
	const remove = async (
		mode: 'id' | 'email',
		value: string,
		more: Partial<RunOptions> = {},
		scope?: string[],
	) =>
		await doIt(
			'instanceOrgMember.remove',
			{ userId: { __rl: true, mode, value }, options: { ifNotMember: 'skip' } },
			more,
			scope,
		);
	const addAnn = async () => {
		const email = 'ann@example.com';
		const [ann] = await losant.server.addMembers(ORGANIZATION, [{ email, role: 'edit' }]);
		return { email, userId: String(ann?.userId) };
	};

	test('twice in one run isn’t there the second time', async () => {
		const { email } = await addAnn();
		const { success } = await remove('email', email, { input: [{}, {}] });
		expect(success.map(({ json }) => json.outcome)).toEqual(['removed', 'notMember']);
	});

	test('and is still there after a lost answer and a 404 fails', async () => {
		const { email } = await addAnn();
		await losant.server.fail(
			{ ...lost, when: 'before' },
			{ ...NOT_FOUND, method: 'DELETE', times: Infinity },
		);
		const { success, failed } = await remove('email', email);
		expect(success).toEqual([]);
		expect(failed[0]?.json.message).toContain('the member is still there');
	});

	test('and can’t be looked for after a lost answer may have been taken away by it', async () => {
		const { userId } = await addAnn();
		await losant.server.fail({ ...lost, when: 'after' });
		const { success, failed } = await remove('id', userId, {}, ['instanceOrgMember.*']);
		expect(success).toEqual([]);
		expect(failed[0]?.json.message).toContain('Losant may or may not have carried out the request');
	});

	test('has an invite of another ID since the list was read: it isn’t left there without a word', async () => {
		const email = 'ann@example.com';
		await losant.server.addInvites(ORGANIZATION, [{ email, role: 'view' }]);
		const body = { items: [{ id: NO_ONE, email, role: 'view' }], count: 1 };
		await losant.server.fail({ kind: 'json', status: 200, body, method: 'GET', path: '/invites' });
		const { success, failed } = await doIt('revoke', {
			inviteId: { __rl: true, mode: 'email', value: email },
			options: { ifNotInvited: 'skip' },
		});
		expect(success).toEqual([]);
		expect(failed[0]?.json.error).toBe('Organization Invite was not found');
	});
});

test('an invite that may have been sent again is told, though Losant no longer finds it', async () => {
	const [olivia] = await losant.server.invites(ORGANIZATION);
	await losant.server.fail(
		{ kind: 'error', status: 504, when: 'after', html: true, method: 'POST' },
		{ ...NOT_FOUND, method: 'POST', times: Infinity },
		{
			kind: 'json',
			status: 200,
			body: { items: [], count: 0 },
			path: String.raw`/invites(\?|$)`,
			times: Infinity,
		},
	);
	const { success, failed } = await doIt('resend', {
		inviteId: { __rl: true, mode: 'id', value: String(olivia?.id) },
		options: { ifNotInvited: 'skip' },
	});
	expect(success).toEqual([]);
	expect(failed[0]?.json.message).toContain('may have been carried out');
});

test('an update whose first try is lost doesn’t fail for somebody who isn’t there', async () => {
	await losant.server.fail({
		kind: 'error',
		status: 504,
		when: 'before',
		html: true,
		method: 'PATCH',
	});
	const { success } = await doIt('instanceOrgMember.update', {
		userId: { __rl: true, mode: 'id', value: NO_ONE },
		options: { ifNotMember: 'skip' },
	});
	expect(success.map(({ json }) => json.outcome)).toEqual(['notMember']);
});

describe('one person out of all organizations', () => {
	const ORGANIZATIONS = [
		ORGANIZATION,
		EMPTY,
		'60106426dc03c6aad0655003',
		'60106426dc03c6aad0655004',
	];
	const input = ORGANIZATIONS.map((orgId) => ({ orgId }));
	const everywhere = {
		userId: { __rl: true, mode: 'email', value: 'ann@example.com' },
		orgId: { __rl: true, mode: 'id', value: '={{ $json.orgId }}' },
	};

	beforeEach(async () => {
		await losant.server.addMembers(EMPTY, [
			{ email: 'ann@example.com', role: 'admin' },
			{ email: 'ben@example.com', role: 'admin' },
		]);
		await losant.server.addMembers('60106426dc03c6aad0655003', [
			{ email: 'ann@example.com', role: 'admin' },
		]);
	});

	test('who was where is told, and what is left to do comes first in the hint', async () => {
		const { success, failed, hints } = await doIt(
			'instanceOrgMember.remove',
			{ ...everywhere, options: { ifNotMember: 'skip' } },
			{ input },
		);
		expect(success.map(({ json: { outcome, role, orgId } }) => [outcome, role, orgId])).toEqual([
			['notMember', null, ORGANIZATION],
			['removed', 'admin', EMPTY],
			['notMember', null, '60106426dc03c6aad0655004'],
		]);
		expect(failed).toHaveLength(1);
		expect(hints).toEqual([
			'1 of 4 items failed: An organization must have at least one administrator',
		]);
	});

	test('without Skip, the one that is another comes before the many', async () => {
		const { hints } = await doIt('instanceOrgMember.remove', everywhere, { input });
		expect(hints).toEqual([
			'3 of 4 items failed. 1 of them: An organization must have at least one administrator. 2 of them: The organization has no member for ann@example.com',
		]);
	});
});

test('a hint of many different messages names a few', async () => {
	const { hints } = await doIt(
		'instanceOrgMember.remove',
		{ userId: { __rl: true, mode: 'email', value: '={{ $json.email }}' } },
		{
			input: ['a', 'b', 'c', 'd', 'e', 'f', 'f', '<x y>'].map((name) => ({
				email: name.length === 1 ? `${name}@example.com` : name,
			})),
		},
	);
	expect(hints).toEqual([
		expect.stringMatching(
			/^8 of 8 items failed\. 1 of them: The organization has no member for a@.*for e@example\.com\. 3 of them otherwise$/,
		),
	]);
});

test('an address in angle brackets survives n8n’s reading of a hint as HTML', async () => {
	const { hints } = await doIt('instanceOrgMember.remove', {
		userId: { __rl: true, mode: 'email', value: 'a <b@c.d> & <e@f.g>' },
	});
	expect(hints[0]).toContain('&lt;b@c.d&gt; &amp; &lt;e@f.g&gt;');
});

describe('invites say where they are, though this Losant doesn’t', () => {
	test.each<[OperationName, INodeParameters]>([
		['list', {}],
		['get', { inviteId: { __rl: true, mode: 'email', value: 'liam.chen@example.com' } }],
		['resend', { inviteId: { __rl: true, mode: 'email', value: 'liam.chen@example.com' } }],
		['invite', { email: 'new@example.com', role: 'view' }],
		['invite', { email: 'new@example.com', role: 'view', options: { ifAlreadyInvited: 'skip' } }],
	])('%s %j', async (operation, parameters) => {
		await losant.server.configure({ inviteIds: 'hidden' });
		const { success } = await doIt(operation, parameters);
		expect(success.length).toBeGreaterThan(0);
		for (const { json } of success) {
			expect(json).toMatchObject({ orgId: ORGANIZATION, instanceId: INSTANCE });
		}
	});
});

test('Update Member By Email tells the address that Losant leaves out', async () => {
	const email = 'ann@example.com';
	const [ann] = await losant.server.addMembers(ORGANIZATION, [{ email, role: 'edit' }]);
	const body = { userId: ann?.userId, role: 'view' };
	await losant.server.fail({ kind: 'json', status: 200, body, method: 'PATCH' });
	const { success } = await doIt('instanceOrgMember.update', {
		userId: { __rl: true, mode: 'email', value: email },
	});
	expect(success.map(({ json }) => json)).toEqual([
		expect.objectContaining({ email, outcome: 'updated', ...body }),
	]);
});
