import type { INodeParameters } from 'n8n-workflow';

import type { OperationName } from '../losant/parameters';
import type { Fault } from '../losant/types';
import { run, type RunOptions } from './engine';
import { ORGANIZATION, refused, useLosant } from './losant';

/** What was sent, or may have been, is told; and nothing is sent again where nobody can know. */

const losant = useLosant();
const ANN = 'ann@example.com';
const OLIVIA = { email: 'olivia.martin@example.com', id: '60106426dc03c6aad0656001' };
const APPLICATION = '575ec8687ae143cd83dc4a97';
const LONG_AGO = '2020-01-01T00:00:00.000Z';

const doIt = async (
	operation: OperationName,
	parameters: INodeParameters = {},
	{ scope, ...more }: Partial<RunOptions> & { scope?: string[] } = {},
) =>
	await run({
		...(await losant.options(operation, parameters, scope)),
		onError: 'continueErrorOutput',
		...more,
	});
const invite = async (options: INodeParameters = {}, more: INodeParameters = {}) =>
	await doIt('invite', { email: ANN, role: 'view', options, ...more });
const mails = async () => await losant.server.mails(ORGANIZATION);
const outcomes = ({ success }: Awaited<ReturnType<typeof run>>) =>
	success.map(({ json }) => json.outcome);

const LOST = { kind: 'error', status: 504, when: 'before', html: true, method: 'POST' } as const;

describe('a sending with an unclear end, after which another is refused', () => {
	test.each<[string, Fault]>([
		[
			'The limit of members has been reached',
			refused(400, 'Validation', 'The limit of members has been reached'),
		],
		['Invalid access token', refused(401, 'InvalidToken', 'Invalid access token')],
		['Access is forbidden', refused(403, 'Forbidden', 'Access is forbidden')],
		['Organization was not found', refused(404, 'NotFound', 'Organization was not found')],
		['The request is too large (413)', { kind: 'empty', status: 413 }],
	])('%s: both are told', async (error, fault) => {
		await losant.server.fail(LOST, { ...fault, method: 'POST', times: Infinity });
		const { failed, hints } = await invite();
		expect(failed.map(({ json }) => json)).toEqual([
			{
				error,
				message: expect.stringMatching(
					/An earlier sending for this item ended without a clear answer \(.*504.*\), and may have been carried out: look there before you send it again/,
				),
			},
		]);
		expect(hints).toEqual([expect.stringContaining('1 invite may have been sent')]);
	});

	test('so they are where the last look is refused itself', async () => {
		await losant.server.fail(
			LOST,
			{ ...refused(400, 'Validation', 'The limit of members has been reached'), method: 'POST' },
			{ kind: 'slow', milliseconds: 0, method: 'GET', times: 2 },
			{ ...refused(403, 'Forbidden', 'Access is forbidden'), method: 'GET' },
		);
		const { failed } = await invite();
		expect(failed.map(({ json }) => json)).toEqual([
			{
				error: 'The limit of members has been reached',
				message: expect.stringContaining('An earlier sending for this item'),
			},
		]);
	});

	test('409: the invite that the first has made is found', async () => {
		await losant.server.configure({ duplicates: 'refuse409' });
		await losant.server.fail(
			{ kind: 'late', status: 504, milliseconds: 3_000, method: 'POST' },
			{ kind: 'slow', milliseconds: 0, method: 'GET' },
			{ kind: 'slow', milliseconds: 2_000, method: 'GET' },
		);
		expect((await invite()).success.map(({ json }) => json.email)).toEqual([ANN]);
		expect(await mails()).toEqual([ANN]);
	});
});

describe('with Stop, the message counts what may have been sent', () => {
	const SKIP = "With 'If Already Invited' set to Skip, running again sends nobody a second one";

	test.each([
		[1, '1 invite may have been sent'],
		[2, '2 invites may have been sent'],
	])('%p lost', async (lost, words) => {
		await losant.server.fail(
			{ ...refused(400, 'Validation', 'bad'), method: 'POST' },
			{ kind: 'cut', when: 'after', method: 'POST', times: lost },
		);
		const { error } = await doIt(
			'invite',
			{ email: '={{ $json.email }}', role: 'view' },
			{
				input: ['ann', 'ben', 'cem']
					.slice(0, lost + 1)
					.map((name) => ({ email: `${name}@example.com` })),
				scope: ['instanceOrgInvites.post'],
				onError: 'stopWorkflow',
			},
		);
		expect(error?.message).toMatch(/^bad \[item \d\]\. /);
		expect(error?.message).toContain(`${words}. ${SKIP}`);
	});

	test('beside what was', async () => {
		await losant.server.fail(
			{ ...refused(400, 'Validation', 'bad'), method: 'POST' },
			{ kind: 'cut', when: 'after', method: 'POST' },
		);
		const { error } = await doIt(
			'invite',
			{ email: '={{ $json.email }}', role: 'view' },
			{
				input: ['ann', 'ben', 'cem'].map((name) => ({ email: `${name}@example.com` })),
				scope: ['instanceOrgInvites.post'],
				onError: 'stopWorkflow',
			},
		);
		expect(error?.message).toContain(`1 invite was sent, and 1 more may have been sent. ${SKIP}`);
	});
});

describe('with Stop, Resend Invite counts what may have been sent', () => {
	const resend = async (lost: number, sent: number) => {
		const ids = (await losant.server.invites(ORGANIZATION)).map(({ id }) => id);
		await losant.server.fail(
			{ ...refused(400, 'Validation', 'bad'), method: 'POST' },
			{ kind: 'cut', when: 'after', method: 'POST', times: lost },
		);
		const { error } = await doIt(
			'resend',
			{ inviteId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
			{
				input: ids.slice(0, 1 + lost + sent).map((id) => ({ id })),
				// so that neither a look nor the lists can tell what was sent
				scope: ['instanceOrgInvite.resendInvite'],
				onError: 'stopWorkflow',
			},
		);
		return error?.message;
	};

	test.each([
		[
			...[1, 0],
			'1 invite may have been sent again. Leave it out of the next run, which would send it once more',
		],
		[
			...[2, 0],
			'2 invites may have been sent again. Leave them out of the next run, which would send them once more',
		],
		[
			...[1, 2],
			'2 invites were sent again, and 1 more may have been sent again. Leave them out of the next run, which would send them once more',
		],
	] as Array<[number, number, string]>)('%p lost, %p sent', async (lost, sent, words) => {
		const message = await resend(lost, sent);
		expect(message).toMatch(/^bad \[item 1\]\. /);
		expect(message).toContain(words);
		expect(await mails()).toHaveLength(lost + sent);
	});

	test('nothing sent, nothing told', async () => {
		expect(await resend(0, 0)).toBe('bad [item 1]');
	});
});

describe('with Stop, Add Member counts whom it has added and invited, and may have', () => {
	const SKIP =
		"With 'If Already Invited' and 'If Already Member' set to Skip, running again adds and invites nobody twice";
	const add = async (names: string[], onError: RunOptions['onError'] = 'stopWorkflow') =>
		await doIt(
			'instanceOrgMember.add',
			{
				user: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
				role: 'view',
				options: { concurrentRequests: 3 },
			},
			{
				input: names.map((name) => ({ email: `${name}@example.com` })),
				// so that a look can't tell what was done
				scope: ['instanceOrgMembers.post'],
				onError,
			},
		);

	beforeEach(async () => {
		await losant.server.configure({ unknownUsers: ['cem@example.com', 'dan@example.com'] });
	});

	test('row 0 is added, row 1 unclear, row 2 invited', async () => {
		await losant.server.fail(
			{ kind: 'slow', milliseconds: 0, method: 'POST' },
			{ kind: 'cut', when: 'after', method: 'POST' },
		);
		const { error } = await add(['ann', 'ben', 'cem']);
		expect(error?.message).toMatch(/ \[item \d\]\. /);
		expect(error?.message).toContain(
			`1 person was added, 1 was invited, and 1 more may have been added or invited. ${SKIP}`,
		);
	});

	test('with Continue, a hint says so', async () => {
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
		const { hints } = await add(['cem', 'dan'], 'continueErrorOutput');
		expect(hints).toEqual([
			`1 of 2 items failed: The connection to Losant broke before the whole answer was there (ECONNRESET). 1 person was invited, and 1 more may have been added or invited. ${SKIP}`,
		]);
	});

	test.each([
		['1 person may have been added or invited', ['ann']],
		['2 people may have been added or invited', ['ann', 'cem']],
	])('%s', async (words, names) => {
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST', times: 2 });
		const { error } = await add(names);
		expect(error?.message).toContain(`${words}. ${SKIP}`);
	});

	test('nobody, nothing told', async () => {
		await losant.server.fail({ ...refused(400, 'Validation', 'bad'), method: 'POST' });
		expect((await add(['ann'])).error?.message).toBe('bad [item 1]');
	});
});

describe.each([
	{ inviteDates: 'hidden' },
	{ resendDate: 'kept' },
	{ resendDate: 'new', resendId: 'new' },
	{},
] as const)(
	'an invite that is sent again to a Losant with %j, whose answers are all lost',
	(switches) => {
		beforeEach(async () => {
			await losant.server.configure({ duplicates: 'second', ...switches });
			await losant.server.fail({
				kind: 'error',
				status: 502,
				when: 'after',
				html: true,
				method: 'POST',
				times: Infinity,
			});
		});

		test.each<[string, INodeParameters]>([
			['as it is', {}],
			['with its own role', { role: 'admin' }],
			['with another role', { role: 'view' }],
			[
				'with application roles',
				{ applicationRoles: { roles: [{ resourceId: APPLICATION, role: 'view' }] } },
			],
		])('%s: one mail', async (_, updateFields) => {
			const { success, failed } = await doIt('resend', {
				inviteId: { __rl: true, mode: 'id', value: OLIVIA.id },
				updateFields,
			});
			expect(await mails()).toEqual([OLIVIA.email]);
			// who can't know says so
			for (const { json } of failed) expect(json.message).toContain('may or may not');
			expect(success.length + failed.length).toBe(1);
		});

		test.each(['skip', 'update'] as const)(
			'%s: an expired one is renewed once',
			async (ifAlreadyInvited) => {
				await losant.server.addInvites(ORGANIZATION, [
					{ email: ANN, role: 'view', inviteDate: LONG_AGO },
				]);
				expect(outcomes(await invite({ ifAlreadyInvited }))).toEqual(['renewed']);
				expect(await mails()).toEqual([ANN]);
			},
		);
	},
);

describe('where Losant leaves out what an administrator needs no role for', () => {
	const applicationRoles = { roles: [{ resourceId: APPLICATION, role: 'view' }] };
	const admin = { role: 'admin', additionalFields: { applicationRoles } };

	beforeEach(async () => {
		await losant.server.configure({ duplicates: 'second', adminRoles: 'dropped' });
	});

	test.each([{}, { ifAlreadyInvited: 'skip' }, { ifAlreadyInvited: 'update' }])(
		'an invite whose answer is lost is found (%j)',
		async (options) => {
			await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
			expect((await invite(options, admin)).success).toHaveLength(1);
			expect(await mails()).toEqual([ANN]);
		},
	);

	test('Update sends nothing at the second run', async () => {
		const runs = [await invite({ ifAlreadyInvited: 'update' }, admin)];
		runs.push(await invite({ ifAlreadyInvited: 'update' }, admin));
		expect(runs.flatMap(outcomes)).toEqual(['invited', 'alreadyInvited']);
		expect(await mails()).toEqual([ANN]);
	});
});

describe('an invite that somebody has taken back since the list was read', () => {
	const listed = async (more: object) =>
		await losant.server.fail({
			kind: 'json',
			status: 200,
			body: { items: [{ id: 'e'.repeat(24), email: ANN, role: 'admin', ...more }] },
			method: 'GET',
			path: '/invites',
		});

	test.each([
		['skip', { hasExpired: true }],
		['update', { hasExpired: true }],
		['update', { hasExpired: false }],
	] as const)('%s, %j: a new one is sent', async (ifAlreadyInvited, more) => {
		await listed(more);
		expect(outcomes(await invite({ ifAlreadyInvited }))).toEqual(['invited']);
		expect(await mails()).toEqual([ANN]);
	});

	test('or accepted: the person is a member', async () => {
		await listed({ hasExpired: true });
		await losant.server.fail({ kind: 'json', status: 200, body: [], path: '/members' });
		await losant.server.addMembers(ORGANIZATION, [{ email: ANN }]);
		const options = { ifAlreadyInvited: 'skip', ifAlreadyMember: 'skip' };
		expect(outcomes(await invite(options))).toEqual(['alreadyMember']);
		expect(await mails()).toEqual([]);
	});
});
