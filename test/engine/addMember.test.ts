import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const ZOE = 'zoe@example.com';
const NOBODY = 'nobody@example.com';
const APPLICATION = '575ec8687ae143cd83dc4a97';

const add = async (emails: string[], parameters: INodeParameters = {}) =>
	await run({
		...(await losant.options('instanceOrgMember.add', {
			user: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
			role: 'view',
			...parameters,
		})),
		input: emails.map((email) => ({ email })),
		onError: 'continueErrorOutput',
	});
const json = ({ success }: Awaited<ReturnType<typeof run>>) => success.map((item) => item.json);
const mails = async () => await losant.server.mails(ORGANIZATION);
const posts = async () => (await losant.methods()).filter((method) => method === 'POST');

beforeEach(async () => {
	await losant.server.configure({ unknownUsers: [NOBODY] });
});

test.each([200, 201] as const)(
	'a user of Losant is added (%p), an address that no user has is invited; both outputs have the same fields',
	async (addedStatus) => {
		await losant.server.configure({ addedStatus });
		const output = json(await add([ZOE, NOBODY]));
		expect(output).toEqual([
			expect.objectContaining({
				outcome: 'added',
				email: ZOE,
				role: 'view',
				userId: expect.any(String),
			}),
			expect.objectContaining({ outcome: 'invited', email: NOBODY, role: 'view', userId: null }),
		]);
		expect(await mails()).toEqual([NOBODY]);
	},
);

test.each([
	{ kind: 'cut', when: 'after' },
	{ kind: 'error', status: 502, when: 'after', html: true },
	{ kind: 'json', status: 200, body: {}, when: 'after' },
	{ kind: 'empty', status: 204, when: 'after' },
] as const)('is done once, though %j', async (fault) => {
	for (const [email, outcome] of [
		[ZOE, 'added'],
		[NOBODY, 'invited'],
	] as const) {
		await losant.server.fail({ ...fault, method: 'POST' });
		expect(json(await add([email]))).toEqual([expect.objectContaining({ email, outcome })]);
	}
	expect(await posts()).toHaveLength(2);
	expect(await mails()).toEqual([NOBODY]);
});

test.each(['before', 'after'] as const)(
	'by ID, an answer that is lost %s the work: the user is added once',
	async (when) => {
		const userId = '575ef90f7ae143cd83dc4aff';
		await losant.server.fail({ kind: 'cut', when, method: 'POST' });
		const output = json(await add([''], { user: { __rl: true, mode: 'id', value: userId } }));
		expect(output).toEqual([expect.objectContaining({ outcome: 'added', userId, role: 'view' })]);
		expect(await posts()).toHaveLength(when === 'before' ? 2 : 1);
		expect(await mails()).toEqual([]);
	},
);

describe('who is there already', () => {
	const skip = { options: { ifAlreadyInvited: 'skip', ifAlreadyMember: 'skip' } };

	test('Skip gives back a member, and a pending invite, and sends nothing', async () => {
		await losant.server.addInvites(ORGANIZATION, [{ email: NOBODY, role: 'edit' }]);
		const output = json(await add(['GRACE.hill@example.com', NOBODY], skip));
		expect(output).toEqual([
			expect.objectContaining({ outcome: 'alreadyMember', email: 'grace.hill@example.com' }),
			expect.objectContaining({ outcome: 'alreadyInvited', email: NOBODY, role: 'edit' }),
		]);
		expect(await posts()).toEqual([]);
	});

	test('a second run with Skip sends nothing more', async () => {
		expect(json(await add([ZOE, NOBODY], skip)).map(({ outcome }) => outcome)).toEqual([
			'added',
			'invited',
		]);
		expect(json(await add([ZOE, NOBODY], skip)).map(({ outcome }) => outcome)).toEqual([
			'alreadyMember',
			'alreadyInvited',
		]);
		expect(await mails()).toEqual([NOBODY]);
	});

	test.each(['update', 'Update'])(
		'%s, which this operation doesn’t offer, is refused by name, and nobody gets a mail',
		async (ifAlreadyInvited) => {
			await losant.server.addInvites(ORGANIZATION, [{ email: NOBODY, role: 'edit' }]);
			const { failed } = await add([NOBODY], {
				options: { ifAlreadyInvited: `={{ "${ifAlreadyInvited}" }}` },
			});
			expect(failed.map((item) => item.json)).toEqual([
				expect.objectContaining({
					error: `'If Already Invited' can't be "${ifAlreadyInvited}"`,
					message: 'It has to be one of: fail, skip',
				}),
			]);
			expect(await losant.methods()).toEqual([]);
			expect(await mails()).toEqual([]);
		},
	);

	test('without Skip Losant decides', async () => {
		const { failed } = await add(['grace.hill@example.com']);
		expect(failed.map((item) => item.json.error)).toEqual([
			'The user is a member of the organization already',
		]);
	});
});

describe('Update Member', () => {
	const update = async (input: IDataObject[], updateFields: INodeParameters) =>
		await run({
			...(await losant.options('instanceOrgMember.update', {
				userId: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
				updateFields,
			})),
			input,
			onError: 'continueErrorOutput',
		});
	const role = { resourceId: APPLICATION, role: 'view' } as const;
	const patches = async () =>
		(await losant.methods()).filter((method) => method === 'PATCH').length;

	test('sends nothing where Losant shows that the roles are so already', async () => {
		const member = { email: ZOE, role: 'none' as const, applicationRoles: [role] };
		await losant.server.addMembers(ORGANIZATION, [member]);
		const same = await update([{ email: ZOE }], {
			role: 'none',
			applicationRoles: { roles: [role] },
		});
		expect(json(same)).toEqual([expect.objectContaining(member)]);
		expect(await patches()).toBe(0);
		await update([{ email: ZOE }], { role: 'view' });
		expect(await patches()).toBe(1);
	});

	test('nor where they only stand in another order', async () => {
		const other = { resourceId: 'b'.repeat(24), role: 'none' } as const;
		const applicationRoles = [other, role];
		await losant.server.addMembers(ORGANIZATION, [{ email: ZOE, role: 'edit', applicationRoles }]);
		const shouted = { ...other, resourceId: other.resourceId.toUpperCase() };
		await update([{ email: ZOE }], { applicationRoles: { roles: [role, shouted] } });
		expect(await patches()).toBe(0);
	});

	const applicationRoles = { roles: [role] };
	test.each([
		['view', [role], { removeAllApplicationRoles: true }, []],
		['admin', [{ ...role, role: 'none' }], { removeAllApplicationRoles: true }, []],
		['admin', [], { applicationRoles }, [role]],
		['view', [], { applicationRoles }, [role]],
		['edit', [{ ...role, role: 'collaborate' }], { role: 'edit', applicationRoles }, [role]],
		['view', [role], { role: 'none' }, [role]],
	] as const)(
		'of a member with the role %s and %j, %j sets what is stored, though it gives no other right today',
		async (memberRole, stored, updateFields, expected) => {
			await losant.server.addMembers(ORGANIZATION, [
				{ email: ZOE, role: memberRole, applicationRoles: [...stored] },
			]);
			const output = json(await update([{ email: ZOE }], updateFields as INodeParameters));
			expect(output).toEqual([expect.objectContaining({ applicationRoles: expected })]);
			const members = await losant.server.members(ORGANIZATION);
			expect(members.find(({ email }) => email === ZOE)).toMatchObject({
				applicationRoles: expected,
			});
			expect(await patches()).toBe(1);
		},
	);

	test('sends them where Losant doesn’t show them: absent is not none', async () => {
		await losant.server.configure({ memberRoles: 'hidden' });
		await losant.server.addMembers(ORGANIZATION, [{ email: ZOE, role: 'none' }]);
		await update([{ email: ZOE }], { removeAllApplicationRoles: true });
		expect(await patches()).toBe(1);
	});

	test('of the same member twice: the last one’s roles hold', async () => {
		await losant.server.addMembers(ORGANIZATION, [{ email: ZOE, role: 'view' }]);
		const { success } = await update(
			[
				{ email: ZOE, role: 'edit' },
				{ email: ZOE, role: 'view' },
			],
			{ role: '={{ $json.role }}' },
		);
		expect(success.map((item) => item.json.role)).toEqual(['edit', 'view']);
		const members = await losant.server.members(ORGANIZATION);
		expect(members.find(({ email }) => email === ZOE)?.role).toBe('view');
	});
});
