import type { INodeParameters } from 'n8n-workflow';

import { run, type RunOptions } from './engine';
import { INSTANCE, ORGANIZATION, refused, useLosant } from './losant';

const losant = useLosant();
const OLIVIA = 'olivia.martin@example.com';
const PRIYA = 'priya.nair@example.com';
const APPLICATION = '575ec8687ae143cd83dc4a97';

const by = (mode: 'id' | 'email', value: string) => ({ inviteId: { __rl: true, mode, value } });
const idOf = async (email: string) =>
	(await losant.server.invites(ORGANIZATION)).find((invite) => invite.email === email)?.id ?? '';
const doIt = async (
	operation: 'get' | 'resend' | 'revoke',
	parameters: INodeParameters,
	{ scope, ...more }: Partial<RunOptions> & { scope?: string[] } = {},
) =>
	await run({
		...(await losant.options(operation, parameters, scope)),
		onError: 'continueErrorOutput',
		...more,
	});
const wire = async () =>
	(await losant.server.requests()).map(({ method, url }) =>
		`${method} ${url.split('?')[0]}`.replace(/.*\/orgs\/\w+/, method),
	);

describe.each(['id', 'email'] as const)('one invite, by %s', (mode) => {
	const olivia = async () =>
		by(mode, mode === 'id' ? await idOf(OLIVIA) : ' Olivia.MARTIN@example.com ');

	test('Get Invite gives the invite', async () => {
		const { success } = await doIt('get', await olivia());
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({ email: OLIVIA, role: 'admin', id: await idOf(OLIVIA) }),
		]);
	});

	test.each(['same', 'new'] as const)(
		'Resend Invite sends it again, and gives the invite with its id (%s)',
		async (resendId) => {
			await losant.server.configure({ resendId });
			const before = await idOf(OLIVIA);
			const { success } = await doIt('resend', await olivia());
			expect(success.map(({ json }) => json)).toEqual([
				expect.objectContaining({ email: OLIVIA, role: 'admin', id: await idOf(OLIVIA) }),
			]);
			expect((await idOf(OLIVIA)) === before).toBe(resendId === 'same');
			expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
			const sent = (await losant.server.requests()).find(({ method }) => method === 'POST');
			expect(sent?.body).toEqual({});
		},
	);

	test('Resend Invite with other roles', async () => {
		const { success } = await doIt('resend', {
			...(await olivia()),
			updateFields: {
				role: 'none',
				applicationRoles: { roles: [{ resourceId: APPLICATION, role: 'view' }] },
			},
		});
		expect(success[0]?.json).toMatchObject({
			role: 'none',
			applicationRoles: [{ resourceId: APPLICATION, role: 'view' }],
		});
	});

	test.each([
		{ kind: 'error', status: 502, when: 'after' },
		{ kind: 'cut', when: 'after' },
	] as const)('Resend Invite sends one mail, though %p', async (fault) => {
		await losant.server.fail({ ...fault, method: 'POST' });
		const { success } = await doIt('resend', await olivia());
		expect(success[0]?.json).toMatchObject({ email: OLIVIA, role: 'admin' });
		expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
	});

	test('Resend Invite with other roles is sent again, where the first was not carried out', async () => {
		await losant.server.fail({ kind: 'error', status: 500, when: 'before', method: 'POST' });
		const { success } = await doIt('resend', {
			...(await olivia()),
			updateFields: { role: 'view' },
		});
		expect(success[0]?.json).toMatchObject({ email: OLIVIA, role: 'view' });
		expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
	});

	test('Resend Invite alone is not, since the invite may look the same afterwards', async () => {
		await losant.server.fail({ kind: 'error', status: 500, when: 'before', method: 'POST' });
		const { failed } = await doIt('resend', await olivia());
		expect(failed.map(({ json }) => json)).toEqual([
			{
				error: `Losant gave no clear answer, and it can't be told whether the invite for ${OLIVIA} that is there now was sent by this or before`,
				message: expect.stringContaining('Losant may or may not have carried out the request'),
			},
		]);
		expect(await losant.server.mails(ORGANIZATION)).toEqual([]);
	});

	test('Revoke Invite takes it back', async () => {
		const inviteId = await idOf(OLIVIA);
		const { success } = await doIt('revoke', await olivia());
		expect(success.map(({ json }) => json)).toEqual([
			{
				email: mode === 'email' ? OLIVIA : null,
				outcome: 'revoked',
				role: mode === 'email' ? 'admin' : null,
				inviteId,
				deleted: true,
				orgId: ORGANIZATION,
				instanceId: INSTANCE,
			},
		]);
		expect(await idOf(OLIVIA)).toBe('');
	});

	test.each([
		{ kind: 'error', status: 502, when: 'after', retryAfter: '0' },
		{ kind: 'error', status: 503, when: 'before', retryAfter: '0' },
		{ kind: 'cut', when: 'after' },
	] as const)('Revoke Invite is repeated, and succeeds though %p', async (fault) => {
		await losant.server.fail({ ...fault, method: 'DELETE' });
		const { success, failed } = await doIt('revoke', await olivia());
		expect(failed).toEqual([]);
		expect(success[0]?.json.deleted).toBe(true);
		expect(await idOf(OLIVIA)).toBe('');
	});
});

describe('an invite that isn’t there', () => {
	test.each(['get', 'resend', 'revoke'] as const)('%s by id: Losant’s words', async (operation) => {
		const { failed } = await doIt(operation, by('id', 'f'.repeat(24)));
		expect(failed.map(({ json }) => json)).toEqual([
			{
				error: 'Organization Invite was not found',
				message:
					"Status 404. Check 'Instance', 'Organization' and the invite: Losant finds no such thing, or the API token may not see it",
			},
		]);
	});

	test.each(['get', 'resend', 'revoke'] as const)('%s by email', async (operation) => {
		const { failed } = await doIt(operation, by('email', 'nobody@example.com'));
		expect(failed.map(({ json }) => json)).toEqual([
			{
				error: 'The organization has no invite for nobody@example.com',
				message: 'See List Invites and List Members, which show who is invited and who is a member',
			},
		]);
		expect(await wire()).toEqual(['GET/invites']);
	});

	test.each(['get', 'resend', 'revoke'] as const)(
		'%s by the email of two invites does nothing, and names both',
		async (operation) => {
			const [second] = await losant.server.addInvites(ORGANIZATION, [{ email: OLIVIA }]);
			const { failed } = await doIt(operation, by('email', OLIVIA));
			expect(failed.map(({ json }) => json)).toEqual([
				{
					error: `The organization has 2 invites for ${OLIVIA}`,
					message: `Choose one By ID: ${second?.id}, ${await idOf(OLIVIA)}`,
				},
			]);
			expect(await wire()).toEqual(['GET/invites']);
		},
	);

	test.each([
		['not-an-id', 'id', `'Invite' is not an ID: "not-an-id"`],
		['nobody', 'email', `'Invite' is not an address: "nobody" has no @`],
		['', 'email', "'Invite' is empty"],
	] as const)('%p by %s is refused before anything is sent', async (value, mode, error) => {
		const { failed } = await doIt('revoke', by(mode, '={{ $json.who }}'), {
			input: [{ who: value }],
		});
		expect(failed.map(({ json }) => json.error)).toEqual([error]);
		expect(await wire()).toEqual([]);
	});
});

test('many by email are looked for in one list', async () => {
	const people = Array.from({ length: 40 }, (_, i) => ({ email: `person${i}@example.com` }));
	await losant.server.addInvites(ORGANIZATION, people);
	const { success } = await doIt('revoke', by('email', '={{ $json.email }}'), { input: people });
	expect(success).toHaveLength(40);
	expect((await wire()).filter((line) => line.startsWith('GET'))).toEqual(['GET/invites']);
	expect(await losant.server.invites(ORGANIZATION)).toHaveLength(5);
});

test('the same invite twice in one input is sent again twice, one after the other', async () => {
	await losant.server.configure({ resendId: 'new' });
	const { success } = await doIt('resend', by('email', OLIVIA), { input: [{}, {}] });
	expect(success).toHaveLength(2);
	expect(success[1]?.json.id).toBe(await idOf(OLIVIA));
	expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA, OLIVIA]);
});

test('the same invite twice in one input is never revoked at the same time', async () => {
	await losant.server.fail({ kind: 'slow', milliseconds: 50, times: Infinity });
	const { success, failed } = await doIt('revoke', by('id', await idOf(OLIVIA)), {
		input: [{}, {}],
	});
	expect([success, failed].map(({ length }) => length)).toEqual([1, 1]);
	expect(await losant.server.peakConcurrency()).toBe(1);
});

test('an unclear second sending of the same invite isn’t taken for the first', async () => {
	await losant.server.fail(
		{ kind: 'slow', milliseconds: 0, method: 'POST' },
		{ kind: 'cut', when: 'before', method: 'POST' },
	);
	const { success } = await doIt('resend', by('email', OLIVIA), { input: [{}, {}] });
	expect(success).toHaveLength(2);
	expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA, OLIVIA]);
});

test('an invite that is sent again alone is sent once more after an unclear end, where this Losant was seen to move the date', async () => {
	await losant.server.fail(
		{ kind: 'slow', milliseconds: 0, method: 'POST' },
		{ kind: 'error', status: 500, when: 'before', method: 'POST' },
	);
	const { success } = await doIt(
		'resend',
		{ ...by('email', '={{ $json.email }}'), options: { concurrentRequests: 1 } },
		{ input: [{ email: 'liam.chen@example.com' }, { email: OLIVIA }] },
	);
	expect(success).toHaveLength(2);
	expect(await losant.server.mails(ORGANIZATION)).toEqual(['liam.chen@example.com', OLIVIA]);
});

describe('a second pending invite of the same address and role', () => {
	const twoInvites = async () => {
		const inviteId = await idOf(OLIVIA);
		const [second] = await losant.server.addInvites(ORGANIZATION, [
			{ email: OLIVIA, role: 'view' },
		]);
		return { inviteId, second };
	};

	test.each(['same', 'new'] as const)(
		'is not taken for the one that was to be sent again (Losant goes on under the %s id)',
		async (resendId) => {
			await losant.server.configure({ resendId });
			const { inviteId, second } = await twoInvites();
			await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
			const updateFields = { role: 'view' };
			const { success } = await doIt('resend', { ...by('id', inviteId), updateFields });
			expect(success).toHaveLength(1);
			expect(success[0]?.json.id).not.toBe(second?.id);
			expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
		},
	);

	test('is not taken for it either when that one is gone, since it was there before', async () => {
		const { inviteId, second } = await twoInvites();
		const list = { method: 'GET', path: '/invites\\?' };
		await losant.server.fail(
			{ kind: 'cut', when: 'before', method: 'POST' },
			{ kind: 'slow', milliseconds: 0, ...list },
			{ kind: 'json', status: 200, body: { items: [second] }, times: 2, ...list },
		);
		const { success } = await doIt('resend', by('id', inviteId));
		expect(success.map(({ json }) => json.id)).toEqual([inviteId]);
		expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
	});
});

describe('a token that may do just this', () => {
	test('and not read: the invite is sent again', async () => {
		const parameters = by('id', await idOf(OLIVIA));
		const scope = ['instanceOrgInvite.resendInvite'];
		const { success } = await doIt('resend', parameters, { scope });
		expect(success[0]?.json.email).toBe(OLIVIA);
	});

	test('and read this one, but not the list: the invite is sent again', async () => {
		const parameters = by('id', await idOf(OLIVIA));
		const scope = ['instanceOrgInvite.resendInvite', 'instanceOrgInvite.get'];
		const { success } = await doIt('resend', parameters, { scope });
		expect(success[0]?.json.email).toBe(OLIVIA);
		expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
	});

	test('and read this one: where the list fails otherwise, nothing is sent', async () => {
		const parameters = by('id', await idOf(OLIVIA));
		const list = { method: 'GET', path: '/invites\\?', times: Infinity };
		await losant.server.fail({ ...refused(400, 'Validation', 'No list today'), ...list });
		const { failed } = await doIt('resend', parameters);
		expect(failed[0]?.json.error).toContain('No list today');
		expect(await losant.server.mails(ORGANIZATION)).toEqual([]);
	});

	test('and not read: an unclear end is no reason to send it again', async () => {
		const parameters = by('id', await idOf(OLIVIA));
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
		const scope = ['instanceOrgInvite.resendInvite'];
		const { failed } = await doIt('resend', parameters, { scope });
		expect(failed[0]?.json.message).toContain('may or may not have carried out');
		expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA]);
	});

	test.each([
		['get', 'instanceOrgInvites.*', 'instanceOrgInvite.get'],
		['resend', 'instanceOrgInvites.*', 'instanceOrgInvite.resendInvite'],
		['revoke', 'instanceOrgInvites.*', 'instanceOrgInvite.delete'],
	] as const)(
		'%s: %s doesn’t cover it, and the item says what does',
		async (operation, has, needs) => {
			const { failed } = await doIt(operation, by('id', await idOf(OLIVIA)), { scope: [has] });
			expect(failed[0]?.json.message).toContain(`The API token needs the scope ${needs} (`);
		},
	);

	test('by email, the list’s scope is needed too', async () => {
		const { failed } = await doIt('revoke', by('email', OLIVIA), {
			scope: ['instanceOrgInvite.delete'],
		});
		expect(failed[0]?.json.message).toContain(
			'The API token needs the scope instanceOrgInvites.get (',
		);
	});
});

test('what was sent again is not to be sent once more: the message of a stopped run says so', async () => {
	const { error } = await doIt('resend', by('email', '={{ $json.email }}'), {
		input: [{ email: OLIVIA }, { email: 'nobody@example.com' }],
		onError: 'stopWorkflow',
	});
	expect(error?.message).toBe(
		'The organization has no invite for nobody@example.com [item 2]. 1 invite was sent again. Leave it out of the next run, which would send it once more',
	);
});

test('an invite that Losant shows without its address is sent again by ID', async () => {
	const id = await idOf(OLIVIA);
	const body = { id, role: 'admin' };
	await losant.server.fail({ kind: 'json', status: 200, body, method: 'GET' });
	const { failed, success } = await doIt('resend', by('id', id));
	expect(failed).toEqual([]);
	expect(success[0]?.json.email).toBe(OLIVIA);
	expect(await wire()).toEqual([`GET/invites/${id}`, `POST/invites/${id}`]);
});

test('an invite that nobody else has sent meanwhile is read once', async () => {
	const id = await idOf(OLIVIA);
	await doIt('resend', by('id', id));
	expect(await wire()).toEqual([`GET/invites/${id}`, 'GET/invites', `POST/invites/${id}`]);
});

test('where an invite that is sent again keeps its date, what was sent before it doesn’t make it sent twice', async () => {
	await losant.server.configure({ resendDate: 'kept' });
	await losant.server.fail(
		{ kind: 'slow', milliseconds: 0, method: 'POST' },
		{ kind: 'cut', when: 'after', method: 'POST' },
	);
	const { success, failed } = await run({
		...(await losant.options('resend', {
			...by('email', '={{ $json.email }}'),
			options: { concurrentRequests: 1 },
		})),
		input: [{ email: OLIVIA }, { email: PRIYA }],
		onError: 'continueErrorOutput',
	});
	expect(success.map(({ json }) => json.email)).toEqual([OLIVIA]);
	expect(failed[0]?.json.error).toContain(`it can't be told whether the invite for ${PRIYA}`);
	expect(await losant.server.mails(ORGANIZATION)).toEqual([OLIVIA, PRIYA]);
});
