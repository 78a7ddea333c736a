import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { run, type RunOptions } from './engine';
import { ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const ANN = 'ann@example.com';
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const APPLICATION = '575ec8687ae143cd83dc4a97';

/** Invites these people, by the fields `email`, `role` and whatever the parameters read. */
async function invite(
	input: IDataObject[],
	options: INodeParameters,
	more: Partial<RunOptions> & { scope?: string[] } = {},
) {
	const { scope, parameters, ...settings } = more;
	const fields = { email: '={{ $json.email }}', role: '={{ $json.role ?? "view" }}' };
	return await run({
		...(await losant.options('invite', { ...fields, options, ...parameters }, scope)),
		input,
		onError: 'continueErrorOutput',
		...settings,
	});
}
const invitesOf = async (email: string) =>
	(await losant.server.invites(ORGANIZATION)).filter((one) => one.email === email);
const mails = async () => await losant.server.mails(ORGANIZATION);
const outcomes = ({ success }: Awaited<ReturnType<typeof run>>) =>
	success.map(({ json }) => json.outcome);

describe.each(['skip', 'update'] as const)('If Already Invited: %s', (ifAlreadyInvited) => {
	test('a person who isn’t there is invited', async () => {
		const { success } = await invite([{ email: ANN }], { ifAlreadyInvited });
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({ email: ANN, role: 'view', outcome: 'invited' }),
		]);
		expect(await mails()).toEqual([ANN]);
	});

	test('a pending invite with the same roles is given back, and nothing is sent', async () => {
		const [invited] = await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'view' }]);
		const { success } = await invite([{ email: ' ANN@Example.com' }], { ifAlreadyInvited });
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({ ...invited, outcome: 'alreadyInvited' }),
		]);
		expect(await mails()).toEqual([]);
	});

	test.each(['same', 'new'] as const)(
		'an expired invite is renewed with exactly the roles asked for (Losant goes on under the %s id)',
		async (resendId) => {
			await losant.server.configure({ resendId });
			await losant.server.addInvites(ORGANIZATION, [
				{
					email: ANN,
					role: 'admin',
					applicationRoles: [{ resourceId: APPLICATION, role: 'collaborate' }],
					inviteDate: LONG_AGO,
				},
			]);
			const { success } = await invite([{ email: ANN }], { ifAlreadyInvited });
			expect(success.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					email: ANN,
					role: 'view',
					applicationRoles: [],
					hasExpired: false,
					outcome: 'renewed',
				}),
			]);
			const stored = await invitesOf(ANN);
			expect(stored).toEqual([
				expect.objectContaining({ id: success[0]?.json.id, role: 'view', applicationRoles: [] }),
			]);
			expect(await mails()).toEqual([ANN]);
		},
	);

	test('an expired invite with another rule for transfers, which can’t be changed, is replaced by a new one', async () => {
		await losant.server.addInvites(ORGANIZATION, [{ email: ANN, inviteDate: LONG_AGO }]);
		const result = await invite(
			[{ email: ANN }],
			{ ifAlreadyInvited },
			{ parameters: { additionalFields: { disallowTransfer: true } } },
		);
		expect(outcomes(result)).toEqual(['invited']);
		expect(result.success[0]?.json.disallowTransfer).toBe(true);
	});

	test('a member fails the item before anything is sent', async () => {
		const { failed } = await invite([{ email: 'Grace.Hill@example.com' }], { ifAlreadyInvited });
		expect(failed.map(({ json }) => [json.error, json.message])).toEqual([
			[
				'Grace.Hill@example.com is a member of the organization already',
				"Set 'If Already Member' to Skip to go on without an error",
			],
		]);
		expect(await losant.methods()).toEqual(['GET']);
	});

	test('running again sends nothing, and gives the same people back', async () => {
		const people = Array.from({ length: 30 }, (_, i) => ({ email: `person${i}@example.com` }));
		const first = await invite(people, { ifAlreadyInvited });
		const second = await invite(people, { ifAlreadyInvited });
		expect(outcomes(first)).toEqual(people.map(() => 'invited'));
		expect(outcomes(second)).toEqual(people.map(() => 'alreadyInvited'));
		expect(second.success.map(({ json }) => json.id)).toEqual(
			first.success.map(({ json }) => json.id),
		);
		expect(await mails()).toHaveLength(people.length);
	});

	test('what Losant refuses for another reason is told in its words', async () => {
		await losant.server.configure({ memberLimit: 0 });
		const { failed } = await invite([{ email: ANN }], { ifAlreadyInvited });
		expect(failed.map(({ json }) => json.error)).toEqual([
			'The limit of 0 members has been reached',
		]);
	});

	test('the people are listed once, however many items there are', async () => {
		const people = Array.from({ length: 60 }, (_, i) => ({ email: `person${i}@example.com` }));
		await invite(people, { ifAlreadyInvited, concurrentRequests: 20 });
		const requests = await losant.server.requests();
		expect(requests.filter(({ method }) => method === 'GET').map(({ url }) => url)).toEqual([
			expect.stringContaining('/members?'),
			expect.stringContaining('/invites?'),
		]);
		expect(requests).toHaveLength(62);
	});

	test.each([
		['instanceOrgMembers.get', ['instanceOrgInvites.*']],
		['instanceOrgInvites.get', ['instanceOrgInvites.post', 'instanceOrgMembers.get']],
	])('a token without %s sends nothing, and is asked once', async (missing, scope) => {
		const { failed } = await invite(
			[{ email: ANN }, { email: 'ben@example.com' }],
			{ ifAlreadyInvited, concurrentRequests: 1 },
			{ scope },
		);
		expect(failed.map(({ json }) => json.message)).toEqual([
			expect.stringContaining(`The API token needs the scope ${missing} `),
			expect.stringContaining(`The API token needs the scope ${missing} `),
		]);
		expect(new Set(await losant.methods())).toEqual(new Set(['GET']));
		expect(await losant.methods()).toHaveLength(scope.length);
	});

	test('a token that may not renew sends nothing for an expired invite', async () => {
		await losant.server.addInvites(ORGANIZATION, [{ email: ANN, inviteDate: LONG_AGO }]);
		const { failed } = await invite(
			[{ email: ANN }],
			{ ifAlreadyInvited },
			{ scope: ['instanceOrgInvites.*', 'instanceOrgMembers.get'] },
		);
		expect(failed[0]?.json.message).toContain(
			'The API token needs the scope instanceOrgInvite.resendInvite (',
		);
		expect(await mails()).toEqual([]);
	});

	test.each([
		{ kind: 'error', status: 502, when: 'after' },
		{ kind: 'error', status: 500, when: 'before' },
	] as const)('an expired invite is renewed once, though %p', async (fault) => {
		await losant.server.addInvites(ORGANIZATION, [
			{ email: ANN, role: 'view', inviteDate: LONG_AGO },
		]);
		await losant.server.fail({ ...fault, method: 'POST' });
		const result = await invite([{ email: ANN }], { ifAlreadyInvited });
		expect(outcomes(result)).toEqual(['renewed']);
		expect(result.success[0]?.json.hasExpired).toBe(false);
		expect(await mails()).toEqual([ANN]);
	});
});

test.each([
	{ kind: 'html', status: 501 },
	{ kind: 'cut', when: 'before' },
] as const)(
	'a list that fails for a while (%p) fails the items that need it then, not the later ones',
	async (fault) => {
		// as often as it is asked for by one item, while Losant answers others
		await losant.server.fail({ ...fault, path: `${ORGANIZATION}/invites`, times: 6 });
		const { success, failed } = await invite([{ email: ANN }, { email: 'ben@example.com' }], {
			ifAlreadyInvited: 'skip',
			concurrentRequests: 1,
		});
		expect(failed.map(({ json }) => json.email)).toEqual([ANN]);
		expect(success.map(({ json }) => json.email)).toEqual(['ben@example.com']);
		expect(await mails()).toEqual(['ben@example.com']);
	},
);

describe('items that are to be listed in different ways', () => {
	const SOUTH_PLANT = '60106426dc03c6aad06540bc';
	const mixed = async (parameters: INodeParameters, input: IDataObject[]) =>
		await invite(input, {}, { parameters });

	test('of two organizations, each person is looked for in the right one', async () => {
		await losant.server.addInvites(SOUTH_PLANT, [{ email: ANN, role: 'view' }]);
		await losant.server.addMembers(SOUTH_PLANT, [{ email: 'ben@example.com' }]);
		const rows = ['ann', 'ben'].flatMap((name) =>
			[ORGANIZATION, SOUTH_PLANT].map((orgId) => ({ email: `${name}@example.com`, orgId })),
		);
		const result = await mixed(
			{
				orgId: { __rl: true, mode: 'id', value: '={{ $json.orgId }}' },
				options: { ifAlreadyInvited: 'skip', ifAlreadyMember: 'skip' },
			},
			rows,
		);
		expect(outcomes(result)).toEqual(['invited', 'alreadyInvited', 'invited', 'alreadyMember']);
		expect((await mails()).sort()).toEqual([ANN, 'ben@example.com']);
		expect(await losant.server.mails(SOUTH_PLANT)).toEqual([]);
	});

	test.each([
		['losantdomain', 'one.example', 'two.example'],
		['includeLinks', true, false],
		['includeActions', true, false],
		['includeEmbedded', true, false],
	])('with another %s, each is listed by its own', async (option, one, two) => {
		await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'view' }]);
		const { success } = await mixed(
			{ options: { ifAlreadyInvited: 'skip', [option]: '={{ $json.option }}' } },
			[
				{ email: ANN, option: one },
				{ email: ANN, option: two },
			],
		);
		expect(success.map(({ json }) => json.outcome)).toEqual(['alreadyInvited', 'alreadyInvited']);
		expect(success.map(({ json }) => '_links' in json)).toEqual([option === 'includeLinks', false]);
		const lists = (await losant.server.requests()).filter(({ url }) => url.includes('/invites?'));
		expect(new Set(lists.map(({ url, headers }) => `${url} ${headers.losantdomain}`)).size).toBe(2);
	});
});

describe('a pending invite with other roles', () => {
	beforeEach(async () => {
		await losant.server.addInvites(ORGANIZATION, [
			{
				email: ANN,
				role: 'admin',
				applicationRoles: [{ resourceId: APPLICATION, role: 'collaborate' }],
			},
		]);
	});

	test('fail: Losant decides, and its words are the error', async () => {
		const { failed } = await invite([{ email: ANN }], {});
		expect(failed.map(({ json }) => json.error)).toEqual([`Email address "${ANN}" already exists`]);
	});

	test('skip: it is given back as it is', async () => {
		const result = await invite([{ email: ANN }], { ifAlreadyInvited: 'skip' });
		expect(outcomes(result)).toEqual(['alreadyInvited']);
		expect(result.success[0]?.json.role).toBe('admin');
		expect(await mails()).toEqual([]);
	});

	test('update: it is sent again with exactly the roles asked for', async () => {
		const result = await invite([{ email: ANN }], { ifAlreadyInvited: 'update' });
		expect(outcomes(result)).toEqual(['updated']);
		expect(await invitesOf(ANN)).toEqual([
			expect.objectContaining({ role: 'view', applicationRoles: [] }),
		]);
		expect(await mails()).toEqual([ANN]);
	});

	test('update: it is sent again once, though the answer is cut off', async () => {
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
		const result = await invite([{ email: ANN }], { ifAlreadyInvited: 'update' });
		expect(outcomes(result)).toEqual(['updated']);
		expect(result.success[0]?.json.role).toBe('view');
		expect(await mails()).toEqual([ANN]);
	});
});

describe('two pending invites of one address', () => {
	const twoInvites = async (more: IDataObject = {}) =>
		await losant.server.addInvites(ORGANIZATION, [
			{ email: ANN, role: 'admin', ...more },
			{ email: ANN.toUpperCase(), role: 'view' },
		]);

	test('update: the item says which to revoke, since the other could still be accepted', async () => {
		const [older, newer] = await twoInvites();
		const { failed } = await invite([{ email: ANN }], { ifAlreadyInvited: 'update' });
		expect(failed.map(({ json }) => [json.error, json.message])).toEqual([
			[
				`The organization has 2 pending invites for ${ANN}`,
				`Each of them can be accepted, with its own roles. Revoke all but one By ID: ${newer?.id}, ${older?.id}`,
			],
		]);
		expect(await mails()).toEqual([]);
	});

	test('update: an expired one doesn’t count', async () => {
		await twoInvites({ inviteDate: LONG_AGO });
		expect(outcomes(await invite([{ email: ANN }], { ifAlreadyInvited: 'update' }))).toEqual([
			'alreadyInvited',
		]);
	});

	test('skip: the newest is given back', async () => {
		const [, newer] = await twoInvites();
		const { success } = await invite([{ email: ANN }], { ifAlreadyInvited: 'skip' });
		expect(success.map(({ json }) => [json.outcome, json.id])).toEqual([
			['alreadyInvited', newer?.id],
		]);
	});
});

describe.each(['refuse400', 'refuse409'] as const)(
	'someone whom somebody else has invited since the list was read (%s)',
	(duplicates) => {
		beforeEach(async () => {
			await losant.server.configure({ duplicates });
		});
		const invitedMeanwhile = async (ifAlreadyInvited: string) => {
			await losant.server.fail({
				kind: 'json',
				status: 200,
				body: { items: [], count: 0 },
				method: 'GET',
				path: '/invites',
			});
			await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'admin' }]);
			return await invite([{ email: ANN }], { ifAlreadyInvited });
		};

		test('skip: is given back as it is', async () => {
			expect(outcomes(await invitedMeanwhile('skip'))).toEqual(['alreadyInvited']);
			expect(await mails()).toEqual([]);
		});

		test('update: gets the roles asked for', async () => {
			expect(outcomes(await invitedMeanwhile('update'))).toEqual(['updated']);
			expect(await mails()).toEqual([ANN]);
		});
	},
);

describe('If Already Member: skip', () => {
	const options = { ifAlreadyMember: 'skip' };

	test('a member is given back as it is, and nothing is sent', async () => {
		const { success } = await invite([{ email: ' GRACE.hill@example.com' }], options);
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				userId: expect.any(String),
				email: 'grace.hill@example.com',
				role: 'admin',
				outcome: 'alreadyMember',
			}),
		]);
		expect(await losant.methods()).toEqual(['GET']);
	});

	test('others are invited; Losant decides about those invited already', async () => {
		const { success, failed } = await invite(
			[{ email: ANN }, { email: 'olivia.martin@example.com' }],
			options,
		);
		expect(success.map(({ json }) => [json.email, json.outcome])).toEqual([[ANN, 'invited']]);
		expect(failed.map(({ json }) => json.error)).toEqual([
			'Email address "olivia.martin@example.com" already exists',
		]);
	});
});

test('without these options the output is Losant’s invite alone, and nobody is listed', async () => {
	const { success } = await invite([{ email: ANN }], {
		ifAlreadyInvited: 'fail',
		ifAlreadyMember: 'fail',
	});
	expect(success[0]?.json).not.toHaveProperty('outcome');
	expect(await losant.methods()).toEqual(['POST']);
});

describe('the same person twice in one input', () => {
	const twice = [
		{ email: ANN, role: 'view' },
		{ email: ' ANN@example.com ', role: 'edit' },
	];

	test('skip: the second item gets the first one’s invite', async () => {
		const { success } = await invite(twice, { ifAlreadyInvited: 'skip' });
		expect(success.map(({ json }) => [json.outcome, json.role, json.id])).toEqual([
			['invited', 'view', success[0]?.json.id],
			['alreadyInvited', 'view', success[0]?.json.id],
		]);
		expect(await mails()).toEqual([ANN]);
	});

	test('update: the second item’s roles hold in the end', async () => {
		const result = await invite(twice, { ifAlreadyInvited: 'update' });
		expect(outcomes(result)).toEqual(['invited', 'updated']);
		expect(await invitesOf(ANN)).toEqual([expect.objectContaining({ role: 'edit' })]);
	});

	test('fail: the second goes to Losant after the first, and is refused', async () => {
		const { success, failed } = await invite(twice, {});
		expect(success).toHaveLength(1);
		expect(failed.map(({ json }) => json.error)).toEqual([`Email address "${ANN}" already exists`]);
		expect(await losant.server.peakConcurrency()).toBe(1);
	});

	test.each(['empty', 'other'] as const)(
		'skip: holds where the answer to the first doesn’t show the invite (%s)',
		async (postResponse) => {
			await losant.server.configure({ postResponse, duplicates: 'second' });
			const result = await invite(twice, { ifAlreadyInvited: 'skip' });
			expect(outcomes(result)).toEqual(['invited', 'alreadyInvited']);
			expect(await mails()).toEqual([ANN]);
		},
	);
});

test.each([
	[{ ifAlreadyInvited: 'replace' }, `'If Already Invited' can't be "replace"`],
	[{ ifAlreadyMember: 'update' }, `'If Already Member' can't be "update"`],
])('%p is refused before anything is sent', async (options, error) => {
	const { failed } = await invite([{ email: ANN }], options);
	expect(failed.map(({ json }) => json.error)).toEqual([error]);
	expect(await losant.methods()).toEqual([]);
});

test.each([{}, { id: '../members' }])(
	'an invite with %j for an id can’t be renewed, and the item says so',
	async (id) => {
		await losant.server.fail({
			kind: 'json',
			status: 200,
			body: { items: [{ email: ANN, hasExpired: true, ...id }] },
			method: 'GET',
			path: '/invites',
		});
		const { failed } = await invite([{ email: ANN }], { ifAlreadyInvited: 'skip' });
		expect(failed.map(({ json }) => json)).toEqual([
			{
				email: ANN,
				error: `Losant gave no ID for the invite ${ANN}`,
				message: 'Without it nothing can be done with the invite here: look for it in Losant',
			},
		]);
		expect(await mails()).toEqual([]);
	},
);
