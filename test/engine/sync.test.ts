import { NO_ORGANIZATION } from './losant';
import { told, useSync } from './syncing';

/** What Sync Members does for each person, on n8n's engine and the test Losant. */

const losant = useSync();
const { organization, sync, writes, mails, members, pending } = losant;
const ADMIN = { email: 'admin@example.com', role: 'admin' } as const;
const ANN = 'ann@example.com';
const BOB = 'bob@example.com';
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const APPLICATION = '575ec8687ae143cd83dc4a97';
const viewOf = (resourceId: string) => [{ resourceId, role: 'view' as const }];
const fromData = '={{ $json.applications }}';
const managed = { additionalFields: { applicationRolesFromData: fromData } };
const anyRemovals = { maximumRemovals: '100%' };
const remove = { ifNotInList: 'remove', ...anyRemovals };

test('1, 2. a dry run is the default and changes nothing; applied, who is missing is invited once', async () => {
	await organization([ADMIN, BOB]);
	const list = [{ ...ADMIN }, BOB, ANN];
	const dry = await sync(list, { dryRun: undefined });
	expect(dry.success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'bob@example.com none unchanged',
		'ann@example.com invite planned',
	]);
	expect(dry.hints).toEqual(['1 to invite, 2 unchanged. Nothing was changed: Dry Run is on']);
	expect(await writes()).toEqual([]);
	expect(dry.success[2]?.json).toEqual({
		email: ANN,
		action: 'invite',
		outcome: 'planned',
		reason: 'In the list, and not there yet',
		before: { status: 'none' },
		after: { status: 'pending', role: 'view' },
		summary: 'Invite ann@example.com as view',
		orgId: expect.any(String),
		instanceId: expect.any(String),
		planId: expect.stringMatching(/^[\da-f]{16}$/),
	});

	const applied = await sync(list);
	expect(applied.success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'bob@example.com none unchanged',
		'ann@example.com invite done',
	]);
	expect(applied.success[2]?.json.planId).toBe(dry.success[2]?.json.planId);
	expect(applied.hints).toEqual(['1 invited, 2 unchanged']);
	expect(await mails()).toEqual([ANN]);
	await sync(list);
	expect(await mails()).toEqual([ANN]);
	expect(await writes()).toHaveLength(1);
});

test('3. a pending invite with the same roles, in other case and order, is left', async () => {
	const [one, other] = ['a'.repeat(24), 'b'.repeat(24)];
	await organization(
		[ADMIN],
		[{ email: ANN, role: 'none', applicationRoles: [...viewOf(one), ...viewOf(other)] }],
	);
	const applications = `${other.toUpperCase()}:view, ${one}:view`;
	const { success } = await sync(
		[{ email: ' ANN@Example.com', role: 'none', applications }],
		managed,
	);
	expect(success.map(({ json }) => json.outcome)).toEqual(['unchanged']);
	expect(await writes()).toEqual([]);
});

test.each(['same', 'new'] as const)(
	'4. a pending invite with another role is sent again, once (Losant goes on under the %s id)',
	async (resendId) => {
		await organization([ADMIN], [{ email: ANN, role: 'view' }]);
		await losant.server.configure({ resendId });
		const list = [{ email: ANN, role: 'edit' }];
		const { success } = await sync(list);
		expect(success.map(told)).toEqual(['ann@example.com updateInvite done']);
		expect(success[0]?.json).toMatchObject({
			before: { status: 'pending', role: 'view' },
			after: { status: 'pending', role: 'edit' },
			summary: 'Change the invite of ann@example.com from view to edit',
		});
		expect((await sync(list)).success.map(told)).toEqual(['ann@example.com none unchanged']);
		expect(await mails()).toEqual([ANN]);
		expect(await pending()).toEqual(['ann@example.com edit']);
	},
);

test('5. of two expired invites the newest is renewed; with Leave none is', async () => {
	await organization(
		[ADMIN],
		[
			{ email: ANN, role: 'edit', inviteDate: '2020-02-01T00:00:00.000Z' },
			{ email: ANN, role: 'view', inviteDate: LONG_AGO },
		],
	);
	const left = await sync([ANN], { options: { ifInviteHasExpired: 'leave' } });
	expect(left.success[0]?.json).toMatchObject({
		action: 'none',
		outcome: 'unchanged',
		reason: 'The invite has expired',
	});
	expect(await mails()).toEqual([]);
	const { success } = await sync([{ email: ANN, role: 'edit' }]);
	expect(success[0]?.json).toMatchObject({
		action: 'renewInvite',
		outcome: 'done',
		before: { status: 'expired', role: 'edit' },
		after: { status: 'pending', role: 'edit' },
	});
	expect(await mails()).toEqual([ANN]);
	expect(await pending()).toEqual(['ann@example.com edit']);
});

test('5b. an expired invite with another rule for transfers gets a new one beside it', async () => {
	await organization([ADMIN], [{ email: ANN, disallowTransfer: true, inviteDate: LONG_AGO }]);
	await sync([ANN], { additionalFields: { disallowTransfer: false } });
	const invites = await losant.server.invites((await sync([ANN])).success[0]?.json.orgId as string);
	expect(invites.map((one) => [one.hasExpired, one.disallowTransfer])).toEqual([
		[true, true],
		[false, false],
	]);
	expect(await mails()).toEqual([ANN]);
});

test('6. who never accepts gets one mail for each expiry', async () => {
	await organization([ADMIN]);
	const days: number[] = [];
	for (let day = 0; day < 30; day++) {
		// a run later each day, as n8n's schedule is never the first to be served
		await losant.server.configure({ daysAhead: day * 1.001 });
		const before = (await mails()).length;
		await sync([ANN]);
		if ((await mails()).length > before) days.push(day);
	}
	expect(days).toEqual([0, 7, 14, 21, 28]);
});

test('7. who has accepted between two runs is left alone', async () => {
	const orgId = await organization([ADMIN]);
	await sync([{ email: ANN, role: 'edit' }]);
	await losant.server.accept(orgId, ANN);
	const { success } = await sync([{ email: ANN, role: 'edit' }]);
	expect(success.map(told)).toEqual(['ann@example.com none unchanged']);
	expect(await mails()).toEqual([ANN]);
});

test('8. who accepts between the two lists is a member, and the stale invite is gone', async () => {
	const orgId = await organization([ADMIN], [{ email: ANN, role: 'view' }]);
	const [invite] = await losant.server.invites(orgId);
	await losant.server.accept(orgId, ANN);
	await losant.server.fail({
		kind: 'json',
		status: 200,
		body: { items: [invite], count: 1 },
		path: '/invites\\?',
		method: 'GET',
	});
	const { success, failed } = await sync([ANN]);
	expect(failed).toEqual([]);
	expect(success.map(told)).toEqual(['ann@example.com revokeInvite done']);
	expect(await mails()).toEqual([]);
	expect(await members()).toEqual(['admin@example.com admin', 'ann@example.com view']);
});

test('9. the role of a member is changed, up and down; down counts as a loss', async () => {
	await organization([ADMIN, { email: ANN, role: 'view' }, { email: BOB, role: 'edit' }]);
	const list = [
		{ email: ANN, role: 'edit' },
		{ email: BOB, role: 'view' },
	];
	const refused = await sync(list, { maximumRemovals: '0' });
	expect(refused.failed.map(({ json }) => json.error)).toEqual(
		Array(2).fill(expect.stringMatching(/^1 of 3 people .* allows 0\. Nothing was changed$/)),
	);
	expect(await writes()).toEqual([]);
	const { success } = await sync(list);
	expect(success.map(({ json }) => json.summary)).toEqual([
		'Change ann@example.com from view to edit',
		'Change bob@example.com from edit to view',
	]);
	expect(await members()).toEqual([
		'admin@example.com admin',
		'ann@example.com edit',
		'bob@example.com view',
	]);
	expect(await mails()).toEqual([]);
});

test('10. a member who is invited as administrator too keeps the role of the list', async () => {
	await organization([ADMIN, { email: ANN, role: 'view' }], [{ email: ANN, role: 'admin' }]);
	const { success } = await sync([{ email: ANN, role: 'edit' }]);
	expect(success[0]?.json).toMatchObject({
		action: 'changeRole',
		outcome: 'done',
		revokedInvites: [expect.any(String)],
	});
	expect(await pending()).toEqual([]);
	expect(await members()).toEqual(['admin@example.com admin', 'ann@example.com edit']);
});

test('11. of three pending invites the right one is kept', async () => {
	await organization(
		[ADMIN],
		[
			{ email: ANN, role: 'view' },
			{ email: ANN, role: 'edit', inviteDate: '2026-01-01T00:00:00.000Z', ttl: 1e13 },
			{ email: ANN, role: 'admin' },
		],
	);
	const { success } = await sync([{ email: ANN, role: 'edit' }]);
	expect(success.map(told)).toEqual(['ann@example.com revokeInvite done']);
	expect(success[0]?.json.revokedInvites).toHaveLength(2);
	expect(await pending()).toEqual(['ann@example.com edit']);
	expect(await mails()).toEqual([]);
});

test('12. a pending invite of somebody who isn’t in the list is revoked, and counts', async () => {
	await organization([ADMIN], [ANN, BOB]);
	const refused = await sync([{ ...ADMIN }], { ...remove, maximumRemovals: '1' });
	expect(refused.failed[0]?.json.error).toMatch(
		/^2 of 3 people .* allows 1\. Nothing was changed$/,
	);
	const { success } = await sync([{ ...ADMIN }], remove);
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'ann@example.com revokeInvite done',
		'bob@example.com revokeInvite done',
	]);
	expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, [], []]);
	expect(await pending()).toEqual([]);
});

test('13. the invite of a member who isn’t in the list goes before the member does', async () => {
	const orgId = await organization([ADMIN, ANN], [{ email: ANN, role: 'admin' }]);
	const [invite] = await losant.server.invites(orgId);
	const userId = await losant.memberId(ANN);
	await sync([{ ...ADMIN }], remove);
	expect(await writes()).toEqual([`DELETE ${invite?.id}`, `DELETE ${userId}`]);
	expect(await members()).toEqual(['admin@example.com admin']);
	expect(await pending()).toEqual([]);
});

test('14. with Keep, who isn’t in the list is left out; with Report, there is an item', async () => {
	await organization([ADMIN, BOB], [ANN]);
	const keep = await sync([{ ...ADMIN }]);
	expect(keep.success.map(told)).toEqual(['admin@example.com none unchanged']);
	const report = await sync([{ ...ADMIN }], { ifNotInList: 'report' });
	expect(report.success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'ann@example.com none kept',
		'bob@example.com none kept',
	]);
	expect(await writes()).toEqual([]);
});

test('15. suspended, a member has no rights, and comes back without a mail', async () => {
	const orgId = await organization([
		ADMIN,
		{ email: ANN, role: 'edit', applicationRoles: viewOf(APPLICATION) },
	]);
	const suspend = { ...anyRemovals, ifNotInList: 'suspend' };
	const first = await sync([{ ...ADMIN }], suspend);
	expect(first.success[1]?.json).toMatchObject({
		action: 'suspendMember',
		outcome: 'done',
		summary: 'Suspend ann@example.com (edit)',
		after: { status: 'member', role: 'none', applicationRoles: [], dashboardRoles: [] },
	});
	expect((await losant.server.members(orgId))[1]).toMatchObject({
		role: 'none',
		applicationRoles: [],
	});
	const count = (await writes()).length;
	const again = await sync([{ ...ADMIN }], suspend);
	expect(again.success.map(told)[1]).toBe('ann@example.com none kept');
	expect(await writes()).toHaveLength(count);
	await sync([{ ...ADMIN }, { email: ANN, role: 'edit' }], suspend);
	expect(await members()).toEqual(['admin@example.com admin', 'ann@example.com edit']);
	expect(await mails()).toEqual([]);
});

test('28. an address that is listed twice is one person, unless the roles differ', async () => {
	await organization([ADMIN]);
	const { success, failed } = await sync([
		ANN,
		'ANN@example.com',
		' ann@example.com ',
		{ email: BOB, role: 'view' },
		{ email: 'Bob@example.com', role: 'edit' },
		'cy@example.com',
	]);
	expect(success.map(({ json }) => [json.action, json.outcome, json.reason])).toEqual([
		['invite', 'done', 'In the list, and not there yet'],
		['none', 'unchanged', 'Listed twice'],
		['none', 'unchanged', 'Listed twice'],
		['invite', 'done', 'In the list, and not there yet'],
	]);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(2).fill('bob@example.com is in the list twice with different roles (items 4, 5)'),
	);
	expect((await mails()).sort()).toEqual([ANN, 'cy@example.com']);
	// a dry run shows it
	const dry = await sync([BOB, { email: BOB, role: 'edit' }], { dryRun: true });
	expect(dry.success.map(({ json }) => json.outcome)).toEqual(['refused', 'refused']);
});

test('29. ann+x@ and ann@ are two people', async () => {
	await organization([ADMIN]);
	await sync([ANN, 'ann+x@example.com']);
	expect(await pending()).toEqual(['ann+x@example.com view', 'ann@example.com view']);
});

test('37. roles on applications that aren’t added stay; added and empty, they are taken away', async () => {
	const orgId = await organization(
		[ADMIN, { email: ANN, role: 'view', applicationRoles: viewOf(APPLICATION) }],
		[{ email: BOB, role: 'view', applicationRoles: viewOf(APPLICATION) }],
	);
	const list = [
		{ email: ANN, role: 'collaborate' },
		{ email: BOB, role: 'collaborate' },
	];
	await sync(list);
	const bodies = (await losant.server.requests()).flatMap(({ method, body }) =>
		method === 'GET' ? [] : [body],
	);
	expect(bodies).toEqual([{ role: 'collaborate' }, { role: 'collaborate' }]);
	await sync(
		list.map((item) => ({ ...item, applications: '[]' })),
		managed,
	);
	const [, ann] = await losant.server.members(orgId);
	const [bob] = await losant.server.invites(orgId);
	expect([ann?.applicationRoles, bob?.applicationRoles]).toEqual([[], []]);
});

test('38. roles of members are compared where Losant shows them, and set where it doesn’t', async () => {
	await organization([
		ADMIN,
		{ email: ANN, role: 'none', applicationRoles: viewOf(APPLICATION) },
		{ email: BOB, role: 'none' },
	]);
	const list = [ANN, BOB].map((email) => ({
		email,
		role: 'none',
		applications: `${APPLICATION}:view`,
	}));
	const shown = await sync(list, managed);
	expect(shown.success.map(told)).toEqual([
		'ann@example.com none unchanged',
		'bob@example.com changeRole done',
	]);
	const [planId] = shown.success.map(({ json }) => json.planId);
	expect((await sync(list, managed)).success.map(told)).toEqual([
		'ann@example.com none unchanged',
		'bob@example.com none unchanged',
	]);
	await losant.server.configure({ memberRoles: 'hidden' });
	const before = (await writes()).length;
	const hidden = await sync(list, managed);
	expect(hidden.success.map(told)).toEqual([
		'ann@example.com setRoles done',
		'bob@example.com setRoles done',
	]);
	expect(hidden.success[0]?.json).toMatchObject({ unverified: ['applicationRoles'] });
	expect(hidden.success[0]?.json.planId).not.toBe(planId);
	expect(await writes()).toHaveLength(before + 2);
	expect(hidden.hints).toEqual(['Nothing to change']);
});

test('40. an organization in upper and lower case is one', async () => {
	const orgId = await organization([ADMIN]);
	const { success } = await sync([
		{ email: ANN, orgId },
		{ email: BOB, orgId: orgId.toUpperCase() },
		{ email: 'ANN@example.com', orgId: orgId.toUpperCase() },
	]);
	expect(success.map(({ json }) => json.outcome)).toEqual(['done', 'done', 'unchanged']);
	const gets = (await losant.server.requests()).filter(({ method }) => method === 'GET');
	expect(gets).toHaveLength(2);
});

test('42. a token that may only read can plan', async () => {
	await organization([ADMIN, BOB]);
	const { success, failed } = await sync(
		[{ ...ADMIN }, ANN],
		{ ...remove, dryRun: true },
		{ scope: ['all.Instance.read'] },
	);
	expect(failed).toEqual([]);
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'ann@example.com invite planned',
		'bob@example.com removeMember planned',
	]);
});

test('43. 10,000 people who are as they should be take two requests', async () => {
	const people = Array.from({ length: 10_000 }, (_, index) => `person${index}@example.com`);
	await organization([ADMIN, ...people]);
	const { success } = await sync([{ ...ADMIN }, ...people], remove);
	expect(success).toHaveLength(10_001);
	expect(success.every(({ json }) => json.outcome === 'unchanged')).toBe(true);
	expect(await losant.server.requests()).toHaveLength(2);
}, 120_000);

test('45. a member whose address Losant doesn’t give is never touched', async () => {
	await organization([ADMIN, ANN]);
	await losant.server.configure({ withoutAddress: [ANN] });
	const { success } = await sync([{ ...ADMIN }], remove);
	expect(success[1]?.json).toMatchObject({
		email: null,
		action: 'none',
		outcome: 'kept',
		reason: expect.stringMatching(/^Losant gives no address/),
	});
	expect(await writes()).toEqual([]);
});

test('an organization that isn’t there fails its own items', async () => {
	await organization([ADMIN]);
	const { success, failed } = await sync([{ email: ANN, orgId: NO_ORGANIZATION }, BOB]);
	expect(failed.map(({ json }) => [json.email, json.error])).toEqual([
		[ANN, 'Organization was not found'],
	]);
	expect(success.map(told)).toEqual(['bob@example.com invite done']);
});
