import { root } from '../../scripts/setup.js';
import { properties } from '../../nodes/Losant/operations';
import { FORBIDDEN, refused } from './losant';
import { told, useSync } from './syncing';

/** What Sync Members does when Losant, or the connection to it, doesn't play along. */

const losant = useSync();
const { organization, sync, writes, mails, members, pending } = losant;
const ADMIN = { email: 'admin@example.com', role: 'admin' } as const;
const ANN = 'ann@example.com';
const BOB = 'bob@example.com';
const CY = 'cy@example.com';
const remove = { ifNotInList: 'remove', maximumRemovals: '100%' };

test('30. in an organization that is full, one goes and one comes in one run', async () => {
	await organization([ADMIN, ANN]);
	await losant.server.configure({ memberLimit: 2 });
	const { success, failed } = await sync([{ ...ADMIN }, BOB], remove);
	expect(failed).toEqual([]);
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'bob@example.com invite done',
		'ann@example.com removeMember done',
	]);
	expect(await pending()).toEqual(['bob@example.com view']);
	expect(await mails()).toEqual([BOB]);
});

test('31. where nobody goes, who doesn’t fit fails with Losant’s words', async () => {
	await organization([ADMIN, { email: ANN, role: 'edit' }]);
	await losant.server.configure({ memberLimit: 2 });
	const { success, failed } = await sync([{ ...ADMIN }, ANN, BOB], remove);
	expect(failed.map(({ json }) => json.error)).toEqual(['The limit of 2 members has been reached']);
	expect(success.map(told)[1]).toBe('ann@example.com changeRole done');
});

test('32. what Losant says of one person holds up nobody else', async () => {
	await organization([ADMIN, ANN]);
	await losant.server.fail({
		...refused(400, 'Validation', 'This domain is not allowed'),
		method: 'POST',
		times: Infinity,
	});
	const { success, failed } = await sync([{ ...ADMIN }, BOB], remove);
	expect(failed.map(({ json }) => [json.email, json.error])).toEqual([
		[BOB, 'This domain is not allowed'],
	]);
	expect(success.map(told)[1]).toBe('ann@example.com removeMember done');
	expect(await members()).toEqual(['admin@example.com admin']);
});

test('32b. who is still there after a lost answer and a 404 is not done', async () => {
	await organization([ADMIN, ANN]);
	await losant.server.fail(
		{ kind: 'error', status: 504, when: 'before', html: true, method: 'DELETE' },
		{ ...refused(404, 'NotFound', 'Member was not found'), method: 'DELETE', times: Infinity },
	);
	const { success, failed, hints } = await sync([{ ...ADMIN }], remove);
	expect(success.map(told)).toEqual(['admin@example.com none unchanged']);
	// the person whom no item names counts too
	expect(hints.at(-1)).toContain('1 of 2 items failed');
	expect(failed.map(({ json }) => json.message)).toEqual([
		expect.stringContaining('the member is still there'),
	]);
	expect(await members()).toEqual(['admin@example.com admin', 'ann@example.com view']);
});

test('33. without a verdict on who comes, nobody goes', async () => {
	await organization([ADMIN, ANN, { email: CY, role: 'edit' }]);
	await losant.server.fail({ ...FORBIDDEN, method: 'POST', times: Infinity });
	const { success, failed } = await sync([{ ...ADMIN }, BOB, CY], remove);
	expect(failed.map(({ json }) => json.error)).toEqual(['Access is forbidden']);
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'cy@example.com changeRole held',
		'ann@example.com removeMember held',
	]);
	expect(success[2]?.json.reason).toBe(
		'Not done in this run, since Losant gave no clear answer for 1 other',
	);
	expect(await members()).toHaveLength(3);
});

test('35. an invite whose answer is lost is sent once', async () => {
	await organization([ADMIN]);
	await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
	const { success } = await sync([ANN]);
	expect(success.map(told)).toEqual(['ann@example.com invite done']);
	expect(success[0]?.json.after).toMatchObject({ status: 'pending', role: 'view' });
	expect(await mails()).toEqual([ANN]);
});

test('41. who joins after the plan was made isn’t touched', async () => {
	const orgId = await organization([ADMIN, ANN], [BOB]);
	// the invite is accepted when the run has read both lists, and is about to look once more
	const shown = await losant.server.members(orgId);
	await losant.server.accept(orgId, BOB);
	await losant.server.fail({
		kind: 'json',
		status: 200,
		body: { items: shown, count: shown.length },
		path: '/members\\?',
	});
	const { success } = await sync([{ ...ADMIN }], remove);
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'ann@example.com removeMember done',
	]);
	expect(await members()).toEqual(['admin@example.com admin', 'bob@example.com view']);
	// and the next run does
	await sync([{ ...ADMIN }], remove);
	expect(await members()).toEqual(['admin@example.com admin']);
});

test('41b. who has become an administrator since isn’t touched either', async () => {
	const orgId = await organization([ADMIN, { email: ANN, role: 'admin' }]);
	const shown = (await losant.server.members(orgId)).map((member) =>
		member.email === ANN ? { ...member, role: 'edit' } : member,
	);
	await losant.server.fail({
		kind: 'json',
		status: 200,
		body: { items: shown, count: shown.length },
		path: '/members\\?',
	});
	const { success } = await sync([{ ...ADMIN }], remove);
	expect(success[1]?.json).toMatchObject({
		outcome: 'held',
		reason: 'Has become an administrator since, and is left for the next run',
	});
	expect(await writes()).toEqual([]);
});

test('13b. who accepts while the invite is taken back is left for the next run', async () => {
	const orgId = await organization([ADMIN], [ANN]);
	const [invite] = await losant.server.invites(orgId);
	const shown = await losant.server.members(orgId);
	await losant.server.accept(orgId, ANN);
	const old = (items: object[], path: string) =>
		({
			kind: 'json',
			status: 200,
			body: { items, count: items.length },
			path,
			method: 'GET',
		}) as const;
	await losant.server.fail(old([{ ...invite }], '/invites\\?'), {
		...old(shown, '/members\\?'),
		times: 2,
	});
	const { success } = await sync([{ ...ADMIN }], remove);
	expect(success[1]?.json).toMatchObject({
		action: 'revokeInvite',
		outcome: 'held',
		reason: 'Has accepted the invite meanwhile, and is left for the next run',
	});
	await sync([{ ...ADMIN }], remove);
	expect(await members()).toEqual(['admin@example.com admin']);
});

describe('44. the failure of a person who isn’t in the list', () => {
	const failing = async (
		onError: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow',
	) => {
		await organization([ADMIN, ANN, BOB]);
		await losant.server.fail({ ...FORBIDDEN, method: 'DELETE', times: Infinity });
		return await sync([{ ...ADMIN, secret: 'of the administrator' }], remove, { onError });
	};

	test('has an error output item without another person’s fields', async () => {
		const { success, failed } = await failing('continueErrorOutput');
		expect(success.map(told)).toEqual(['admin@example.com none unchanged']);
		expect(failed.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
			[ANN, BOB].map((email) => [
				{
					error: `${email}: Access is forbidden`,
					message: expect.stringMatching(/^Status 403\. .*instanceOrgMember\.delete/),
				},
				[],
			]),
		);
	});

	test('keeps its fields where failed items go on with the others', async () => {
		const { success } = await failing('continueRegularOutput');
		expect(success[1]?.json).toMatchObject({
			email: ANN,
			action: 'removeMember',
			outcome: 'failed',
			summary: 'Remove ann@example.com (view)',
			error: 'ann@example.com: Access is forbidden',
		});
		expect(success[1]?.pairedItem).toEqual([]);
	});

	test('stops the run, with the address', async () => {
		const { error } = await failing('stopWorkflow');
		expect(error?.message).toBe('ann@example.com: Access is forbidden');
		expect(error?.context.itemIndex).toBeUndefined();
	});
});

test('a stopped run says what it has done, and the next one goes on', async () => {
	await organization([ADMIN, ANN]);
	await losant.server.fail({
		...refused(400, 'Validation', 'no'),
		method: 'POST',
		path: '/invites\\?',
	});
	const list = [{ ...ADMIN }, { email: ANN, role: 'edit' }, BOB];
	const stopped = await sync(list, remove, { onError: 'stopWorkflow' });
	expect(stopped.error?.message).toBe(
		'no [item 3]. 1 person was changed. Running again goes on with the others, and does nothing twice',
	);
	const { success } = await sync(list, remove);
	expect(success).toHaveLength(3);
	expect(await members()).toEqual(['admin@example.com admin', 'ann@example.com edit']);
	expect(await mails()).toEqual([BOB]);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'a fault of the node’s own is no success, with On Error on %s',
	async (onError) => {
		await organization([ADMIN]);
		const report = jest.requireActual<typeof import('../../nodes/Losant/sync/report')>(
			`${root}/dist/nodes/Losant/sync/report.js`,
		);
		const broken = jest.spyOn(report, 'summedUp').mockImplementation(() => {
			throw new Error('Something in here is broken');
		});
		const { status, success, failed } = await sync([{ ...ADMIN }, 'nobody'], {}, { onError });
		broken.mockRestore();
		expect(status).toBe('success');
		expect([...success, ...failed].map(({ json }) => json.error)).toEqual([
			'Something in here is broken',
			expect.stringContaining('"nobody" has no @'),
		]);
	},
);

test('a person whom another execution of this n8n invites meanwhile gets one mail', async () => {
	await organization([ADMIN]);
	const runs = await Promise.all([sync([ANN, BOB]), sync([ANN, BOB]), sync([BOB, ANN])]);
	for (const { failed } of runs) expect(failed).toEqual([]);
	expect((await mails()).sort()).toEqual([ANN, BOB]);
});

test('a token that may not delete fails the removals alone', async () => {
	await organization([ADMIN, ANN], [CY]);
	const { success, failed } = await sync([{ ...ADMIN }, BOB], remove, {
		scope: ['instanceOrgInvites.*', 'instanceOrgMembers.*', 'instanceOrgMember.patch'],
	});
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'bob@example.com invite done',
	]);
	expect(failed.map(({ json }) => json.error)).toEqual([
		'ann@example.com: Access is forbidden',
		'cy@example.com: Access is forbidden',
	]);
});

test('the scopes that the editor names are enough', async () => {
	const notices = properties.filter(
		({ type, displayOptions }) =>
			type === 'notice' && displayOptions?.show?.operation?.includes('sync'),
	);
	const scope = notices.flatMap(
		({ displayName }) => displayName.match(/\binstanceOrg\w+\.\w+/g) ?? [],
	);
	expect(scope).toHaveLength(7);
	await organization(
		[ADMIN, ANN, { email: CY, role: 'edit' }],
		['dee@example.com', 'eve@example.com'],
	);
	const list = [{ ...ADMIN }, BOB, CY, { email: 'dee@example.com', role: 'edit' }];
	const { success, failed } = await sync(list, remove, { scope });
	expect(failed).toEqual([]);
	expect(success.map(told).slice(1)).toEqual([
		'bob@example.com invite done',
		'cy@example.com changeRole done',
		'dee@example.com updateInvite done',
		'ann@example.com removeMember done',
		'eve@example.com revokeInvite done',
	]);
});
