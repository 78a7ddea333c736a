import { run, start, type RunOptions } from './engine';
import { ORGANIZATION, refused, useLosant } from './losant';

const losant = useLosant();
const ANN = 'ann@example.com';

const inviteAnn = async (
	more: NonNullable<RunOptions['parameters']> = {},
	scope?: string[],
): Promise<RunOptions> => ({
	...(await losant.options('invite', { email: ANN, role: 'view', ...more }, scope)),
	onError: 'continueErrorOutput',
});
const invitesOfAnn = async () =>
	(await losant.server.invites(ORGANIZATION)).filter(({ email }) => email === ANN);
const mailsToAnn = async () =>
	(await losant.server.mails(ORGANIZATION)).filter((email) => email === ANN);
/** Every invite is refused from now on, as it is when Losant has a bad day. */
const noInvites = async (message: string) =>
	await losant.server.fail({
		...refused(400, 'Validation', message),
		method: 'POST',
		times: Infinity,
	});

describe.each(['refuse400', 'second'] as const)(
	'where Losant’s rule for a second invite is %s',
	(duplicates) => {
		beforeEach(async () => {
			await losant.server.configure({ duplicates });
		});

		test.each([
			{ kind: 'error', status: 500, when: 'after' },
			{ kind: 'error', status: 502, when: 'after', html: true },
			{ kind: 'cut', when: 'after' },
			{ kind: 'cut', when: 'halfway' },
		] as const)('an invite that was made before %p is found, not sent again', async (fault) => {
			await losant.server.fail({ ...fault, method: 'POST', times: Infinity });
			const { success } = await run(await inviteAnn());
			expect(success.map(({ json }) => json)).toEqual([
				expect.objectContaining({ email: ANN, role: 'view', id: expect.any(String) }),
			]);
			expect(await losant.methods()).toEqual(['POST', 'GET']);
			expect(await mailsToAnn()).toHaveLength(1);
		});

		test.each([
			{ kind: 'error', status: 503, when: 'before' },
			{ kind: 'cut', when: 'before' },
			{ kind: 'html', status: 200 },
		] as const)(
			'an invite that was not made before %p is looked for twice, then sent again',
			async (fault) => {
				await losant.server.fail({ ...fault, method: 'POST' });
				const { success } = await run(await inviteAnn());
				expect(success).toHaveLength(1);
				expect(await losant.methods()).toEqual(['POST', 'GET', 'GET', 'POST']);
				expect(await mailsToAnn()).toHaveLength(1);
			},
		);

		test('an invite that is made while the node waits is found at the second look', async () => {
			await losant.server.fail({ kind: 'late', status: 504, milliseconds: 500, method: 'POST' });
			const { success } = await run(await inviteAnn());
			expect(success[0]?.json.email).toBe(ANN);
			expect(await losant.methods()).toEqual(['POST', 'GET', 'GET']);
			expect(await mailsToAnn()).toHaveLength(1);
		});
	},
);

test('an invite that Losant makes after the last look is the reason for the refusal of the second, and found', async () => {
	await losant.server.fail(
		{ kind: 'late', status: 504, milliseconds: 3_000, method: 'POST' },
		{ kind: 'slow', milliseconds: 0, method: 'GET' },
		// the second look sees nothing, but its answer takes so long that the invite is made before the second sending
		{ kind: 'slow', milliseconds: 2_000, method: 'GET' },
	);
	const { success, failed } = await run(await inviteAnn());
	expect(failed).toEqual([]);
	expect(success[0]?.json.email).toBe(ANN);
	expect(await losant.methods()).toEqual(['POST', 'GET', 'GET', 'POST', 'GET']);
	expect(await mailsToAnn()).toHaveLength(1);
});

test('without a clear answer to five sendings, the item says what is known and what isn’t', async () => {
	await losant.server.fail({
		kind: 'error',
		status: 502,
		when: 'before',
		method: 'POST',
		times: Infinity,
	});
	const { success, failed } = await run(await inviteAnn());
	expect(success).toEqual([]);
	expect(failed.map(({ json }) => json)).toEqual([
		{
			error: 'Bad Gateway',
			message: `Status 502. Losant gave no clear answer 5 times, and a pending invite for ${ANN} with these roles was not there 16 seconds after the last. Losant may still make it: look there before you send it again.`,
		},
	]);
	expect(await losant.methods()).toEqual(
		Array.from({ length: 5 }, () => ['POST', 'GET', 'GET']).flat(),
	);
}, 90_000);

test('a token that may not list: the invite is not sent again, and the item says why', async () => {
	await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
	const { failed } = await run(await inviteAnn({}, ['instanceOrgInvites.post']));
	expect(failed.map(({ json }) => json.message)).toEqual([
		expect.stringMatching(
			/Losant may or may not have carried out the request\. It was not sent again, because .*ann@example\.com.* could not be looked for: Access is forbidden\. The API token needs the scope instanceOrgInvites\.get/,
		),
	]);
	expect(await losant.methods()).toEqual(['POST', 'GET']);
	expect(await invitesOfAnn()).toHaveLength(1);
});

test('a pending invite with other roles may be the one that was sent, as Losant stores it: that is told, and nothing sent again', async () => {
	await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'admin' }]);
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	const { failed } = await run(await inviteAnn());
	expect(failed.map(({ json }) => json)).toEqual([
		{
			error: `Losant gave no clear answer, and it can't be told whether the invite for ${ANN} that is there now was sent by this or before`,
			message: expect.stringContaining('Look at the date and the roles of the invite'),
		},
	]);
	expect(await losant.methods()).toEqual(['POST', 'GET']);
});

test('a pending invite with another rule for transfers may be it too', async () => {
	await losant.server.addInvites(ORGANIZATION, [
		{ email: ANN, role: 'view', disallowTransfer: true },
	]);
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	const { failed } = await run(await inviteAnn());
	expect(failed.map(({ json }) => json.error)).toEqual([
		expect.stringContaining("it can't be told whether the invite"),
	]);
	expect(await losant.methods()).toEqual(['POST', 'GET']);
});

test('an expired invite is not taken for the one that was sent', async () => {
	await losant.server.addInvites(ORGANIZATION, [
		{ email: ANN, role: 'view', inviteDate: '2020-01-01T00:00:00.000Z' },
	]);
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	const { success } = await run(await inviteAnn());
	expect(success[0]?.json.hasExpired).toBe(false);
	expect(await mailsToAnn()).toHaveLength(1);
});

test.each(['ignored', 'minded'] as const)(
	'an address in another spelling is found, though the case is %s by Losant’s filter',
	async (filterCase) => {
		await losant.server.configure({ filterCase, duplicates: 'second' });
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
		const { success } = await run(await inviteAnn({ email: 'Ann@EXAMPLE.com' }));
		expect(success[0]?.json.email).toBe(ANN);
		expect(await mailsToAnn()).toHaveLength(1);
	},
);

test('characters of an address that mean something in Losant’s filter find nobody else', async () => {
	const email = 'a*n@example.com';
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'view' }]);
	const { success } = await run({ ...(await inviteAnn({ email })) });
	expect(success[0]?.json.email).toBe(email);
});

test('Losant’s refusal after an unclear sending is shown', async () => {
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	await noInvites('The limit of members has been reached');
	const { failed } = await run(await inviteAnn());
	expect(failed.map(({ json }) => json.error)).toEqual(['The limit of members has been reached']);
});

test('the application roles of the invite count too, in any order', async () => {
	const [one, two] = ['575ec8687ae143cd83dc4a97', '575ed78e7ae143cd83dc4aab'];
	const applicationRoles = {
		roles: [
			{ resourceId: one, role: 'view' },
			{ resourceId: two, role: 'none' },
		],
	};
	await losant.server.configure({ duplicates: 'second' });
	await losant.server.addInvites(ORGANIZATION, [
		{ email: ANN, role: 'view' },
		{
			email: ANN,
			role: 'view',
			applicationRoles: [
				{ resourceId: two.toUpperCase(), role: 'none' },
				{ resourceId: one, role: 'view' },
			],
		},
	]);
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	const { success } = await run(await inviteAnn({ additionalFields: { applicationRoles } }));
	expect(success[0]?.json.applicationRoles).toHaveLength(2);
	expect(await mailsToAnn()).toEqual([]);
});

test('an answer without lists of roles is understood all the same', async () => {
	const invited = { email: ANN, role: 'view', applicationRoles: null, dashboardRoles: 'none' };
	await losant.server.fail(
		{ kind: 'cut', when: 'after', method: 'POST' },
		{ kind: 'json', status: 200, body: { items: [invited] }, method: 'GET' },
	);
	const { success } = await run(await inviteAnn());
	expect(success.map(({ json }) => json)).toEqual([expect.objectContaining(invited)]);
	expect(await mailsToAnn()).toHaveLength(1);
});

test('a run that is cancelled while the node waits ends, and sends nothing more', async () => {
	await losant.server.fail({ kind: 'error', status: 502, when: 'before', method: 'POST' });
	const { finished, cancel } = await start(await inviteAnn());
	while ((await losant.methods()).length < 2);
	cancel();
	expect((await finished).status).toBe('canceled');
	expect(await losant.methods()).toEqual(['POST', 'GET']);
});

test.each([
	['403', refused(403, 'Forbidden', 'No')],
	['400', refused(400, 'Validation', 'No')],
	['401', refused(401, 'Unauthorized', 'No')],
	['407', { kind: 'html', status: 407 }],
] as const)(
	'a change whose answer was lost, and that is refused then (%s), may have been carried out',
	async (_, refusal) => {
		await losant.server.fail(
			{ kind: 'error', status: 504, when: 'after', method: 'PATCH' },
			{ ...refusal, method: 'PATCH', times: Infinity },
		);
		const { failed } = await run({
			...(await losant.options('instanceOrgMember.update', {
				userId: { __rl: true, mode: 'id', value: '575ef90f7ae143cd83dc4aa2' },
				updateFields: { role: 'admin' },
				options: { waitForLosant: 0 },
			})),
			onError: 'continueErrorOutput',
		});
		const words = failed.map(({ json }) => String(json.message));
		expect(words).toEqual([expect.stringContaining('may or may not have carried out the request')]);
		expect(words.join()).not.toMatch(/Nothing was sent|\.\./);
	},
);

test('where the look meets a proxy that asks for a login, nobody is told that nothing was sent', async () => {
	await losant.server.fail(
		{ kind: 'error', status: 504, when: 'after', method: 'POST' },
		{ kind: 'html', status: 407, method: 'GET', times: Infinity },
	);
	const { failed } = await run(await inviteAnn());
	const words = failed.map(({ json }) => String(json.message));
	expect(words).toEqual([expect.stringContaining('may or may not have carried out the request')]);
	expect(words.join()).not.toContain('Nothing was sent');
	expect(await mailsToAnn()).toHaveLength(1);
});

test('an invite that was there long before is not taken for the one whose answer was lost', async () => {
	const { server } = losant;
	await server.configure({ duplicates: 'second' });
	const old = {
		email: ANN,
		role: 'view',
		inviteDate: '2026-01-01T00:00:00.000Z',
		ttl: 1e12,
	} as const;
	await server.addInvites(ORGANIZATION, [old]);
	await server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	const { success } = await run(await inviteAnn());
	expect(success.map(({ json }) => json.inviteDate)).not.toEqual([old.inviteDate]);
	expect(await mailsToAnn()).toHaveLength(1);
});

test('what a proxy answers for a while in the midst of a run fails no item', async () => {
	const people = Array.from({ length: 20 }, (_, i) => ({ email: `person${i}@example.com` }));
	await losant.server.fail({
		kind: 'redirect',
		location: 'http://127.0.0.1:9/status',
		method: 'POST',
		times: 8,
	});
	const { success, failed } = await run({
		...(await inviteAnn({ email: '={{ $json.email }}', options: { ifAlreadyInvited: 'skip' } })),
		input: people,
	});
	expect(failed).toEqual([]);
	expect(success.map(({ json }) => json.email)).toEqual(people.map(({ email }) => email));
});

test('looks into one organization never ask for its list twice at the same time', async () => {
	const people = Array.from({ length: 40 }, (_, i) => ({ email: `person${i}@example.com` }));
	await losant.server.fail(
		{ kind: 'cut', when: 'after', method: 'POST', times: Infinity, probability: 0.5 },
		{ kind: 'slow', milliseconds: 100, method: 'GET', times: Infinity },
	);
	const { failed } = await run({
		...(await inviteAnn({
			email: '={{ $json.email }}',
			options: { concurrentRequests: 20, ifAlreadyInvited: 'skip' },
		})),
		input: people,
	});
	expect(failed).toEqual([]);
	const lists = (await losant.server.requests()).filter(
		({ method, url }) => method === 'GET' && url.includes('/invites'),
	);
	expect(lists.length).toBeGreaterThan(1);
	lists.slice(1).forEach(({ startedAt }, index) => {
		expect(startedAt).toBeGreaterThanOrEqual(lists[index]?.endedAt ?? Infinity);
	});
});
