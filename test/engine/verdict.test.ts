import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { OperationName } from '../losant/parameters';
import type { Fault, FaultKind } from '../losant/types';
import { run } from './engine';
import { FORBIDDEN, NO_ORGANIZATION, ORGANIZATION, useLosant } from './losant';

/** What counts as Losant's verdict: a proxy, an ingress or a server that starts may answer in its place. */

const losant = useLosant();
const ANN = 'ann@example.com';
const OLIVIA = { email: 'olivia.martin@example.com', id: '60106426dc03c6aad0656001' };
const MATEO = { email: 'mateo.silva@example.com', id: '575ef90f7ae143cd83dc4aa2' };

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const doIt = async (operation: OperationName, parameters: INodeParameters = {}) =>
	await run({
		...(await losant.options(operation, parameters)),
		onError: 'continueErrorOutput',
	});
const skip = { ifAlreadyInvited: 'skip', ifAlreadyMember: 'skip' };
const emails = (people: Array<{ email: string }>) => people.map(({ email }) => email);

type Answer = Extract<FaultKind, { kind: 'json' | 'html' | 'empty' | 'text' | 'redirect' }>;
type Variants = Array<[name: string, answer: Answer]>;

const json = (status: number, body: unknown): Variants[number] => [
	`${status} ${JSON.stringify(body)}`,
	{ kind: 'json', status, body },
];
const page = (status: number): Variants[number] => [
	`a page with ${status}`,
	{ kind: 'html', status },
];
const text = (status: number, body: string): Variants[number] => [
	`${status} ${body}`,
	{ kind: 'text', status, body, contentType: 'text/plain; charset=utf-8' },
];
const nothing = (status: number): Variants[number] => [
	`${status} with nothing`,
	{ kind: 'empty', status },
];

/** Answers that are none of Losant's, whatever was asked. */
const FOREIGN: Variants = [
	json(200, { message: 'Service is in maintenance' }),
	json(200, { status: 'ok' }),
	json(200, ['ok']),
	json(200, {}),
	json(200, null),
	json(200, 'ok'),
	json(200, { items: null }),
	json(200, { success: false }),
	json(202, { message: 'Accepted' }),
	nothing(200),
	nothing(204),
	text(200, 'OK'),
	page(200),
	page(400),
	page(401),
	page(403),
	page(404),
	page(405),
	page(501),
	nothing(408),
	text(404, 'default backend - 404'),
	json(404, { error: 'no Route matched with those values' }),
	json(404, { message: 'no Route matched with those values' }),
];
const NO_INVITE = [
	...FOREIGN,
	json(200, []),
	json(200, { items: [] }),
	json(200, { message: 'Down for maintenance', email: 'support@proxy.example' }),
];
/** Losant's own status for what it has made, which need not show it */
const MADE_NOTHING_SHOWN = [json(201, {}), nothing(201)];
const NO_LIST = [
	...FOREIGN,
	json(200, { items: {} }),
	json(200, { items: ['ok'] }),
	json(200, { items: [], totalCount: 6 }),
	json(200, { items: [], totalCount: '6' }),
	json(200, { items: [OLIVIA], totalCount: 6 }),
	json(200, { items: [OLIVIA], totalCount: '6' }),
	json(200, [{ message: 'Service is in maintenance' }]),
	json(200, { items: [{}] }),
	json(200, { items: [], type: 'Error', message: 'Service is in maintenance' }),
];
const NO_OBJECT = [...FOREIGN, json(200, [{ ...OLIVIA, userId: MATEO.id }]), json(200, { id: 7 })];
const NO_SUCCESS = [
	...FOREIGN,
	json(200, { success: 'true' }),
	json(200, { success: 1 }),
	json(200, [{ success: true }]),
];

/** One organization for each variant. Olivia is invited to each, and Mateo is a member. */
const organizations = Array.from(
	{ length: 40 },
	(_, i) => `60106426dc03c6aad065${(0x5001 + i).toString(16)}`,
);

/**
 * Does the same in one organization for each variant, where it is met.
 *
 * @param first an organization before, which isn't there: Losant says so, and so has answered; none where it is not to answer at all
 * @returns by variant, the fields of the output item, and the mails that were sent
 */
async function meet(
	variants: Variants,
	operation: OperationName,
	parameters: INodeParameters,
	fault: Pick<Fault, 'method' | 'path' | 'times'> & { when?: 'after' },
	first = [NO_ORGANIZATION],
): Promise<Array<[name: string, json: IDataObject, mails: string[]]>> {
	const { server } = losant;
	await server.configure({ duplicates: 'second' });
	const used = organizations.slice(0, variants.length);
	await Promise.all(
		used.flatMap((orgId) => [
			server.addInvites(orgId, [{ ...OLIVIA, role: 'admin' }]),
			server.addMembers(orgId, [{ email: MATEO.email, userId: MATEO.id, role: 'edit' }]),
		]),
	);
	await server.fail(
		...variants.map(([, answer], index) => ({
			...answer,
			...fault,
			path: `${used[index]}.*${fault.path ?? ''}`,
		})),
	);
	const { success } = await run({
		...(await losant.options(operation, {
			orgId: byId('={{ $json.orgId }}'),
			...parameters,
			options: { concurrentRequests: 30, ...Object(parameters.options) },
		})),
		input: [...first, ...used].map((orgId) => ({ orgId })),
		onError: 'continueRegularOutput',
	});
	const output = success.slice(first.length).map(({ json }) => json);
	expect(output).toHaveLength(used.length);
	const mails = await Promise.all(used.map(async (orgId) => await server.mails(orgId)));
	return variants.map(([name], index) => [name, output[index] ?? {}, mails[index] ?? []]);
}

/** The call, what of it is not Losant's, and what has to come of it all the same. */
type Row = [
	operation: OperationName,
	parameters: INodeParameters,
	fault: Pick<Fault, 'method' | 'path'>,
	variants: Variants,
	output: object,
	mails: string[],
];
const user = { __rl: true, mode: 'email', value: ANN };
const olivia = { inviteId: byId(OLIVIA.id) };
const mateo = { userId: byId(MATEO.id) };
const CHANGING: Row[] = [
	[
		'invite',
		{ email: ANN, role: 'view', options: skip },
		{ method: 'POST' },
		[...NO_INVITE, ...MADE_NOTHING_SHOWN],
		{ email: ANN, outcome: 'invited', id: expect.any(String) },
		[ANN],
	],
	[
		'resend',
		{ ...olivia, updateFields: { role: 'view' } },
		{ method: 'POST' },
		[...NO_INVITE, ...MADE_NOTHING_SHOWN],
		{ email: OLIVIA.email, role: 'view' },
		[OLIVIA.email],
	],
	[
		'instanceOrgMember.add',
		{ user, role: 'view' },
		{ method: 'POST' },
		[...NO_OBJECT, ...MADE_NOTHING_SHOWN],
		{ email: ANN, role: 'view' },
		[],
	],
	[
		'instanceOrgMember.update',
		{ ...mateo, updateFields: { role: 'view' } },
		{ method: 'PATCH' },
		NO_OBJECT,
		{ userId: MATEO.id, role: 'view' },
		[],
	],
	['revoke', olivia, { method: 'DELETE' }, NO_SUCCESS, { deleted: true }, []],
	['instanceOrgMember.remove', mateo, { method: 'DELETE' }, NO_SUCCESS, { deleted: true }, []],
];
const READING: Row[] = [
	['list', {}, {}, NO_LIST, { email: OLIVIA.email }, []],
	['instanceOrgMember.list', {}, {}, NO_LIST, { email: MATEO.email }, []],
	['get', olivia, {}, NO_OBJECT, OLIVIA, []],
	['instanceOrgMember.get', mateo, {}, NO_OBJECT, { email: MATEO.email }, []],
	['instanceOrg.get', {}, {}, NO_OBJECT, { name: expect.stringContaining('Customer') }, []],
	[
		'invite',
		{ email: OLIVIA.email, role: 'view', options: skip },
		{ path: '/invites' },
		NO_LIST,
		{ email: OLIVIA.email, outcome: 'alreadyInvited' },
		[],
	],
	[
		'invite',
		{ email: MATEO.email, role: 'view', options: skip },
		{ path: '/members' },
		NO_LIST,
		{ email: MATEO.email, outcome: 'alreadyMember' },
		[],
	],
];

test.each([...CHANGING, ...READING])(
	'%s, %j %j: what answers once in Losant’s place changes nothing of what comes out',
	async (operation, parameters, fault, variants, output, mails) => {
		expect(await meet(variants, operation, parameters, fault)).toEqual(
			variants.map(([name]) => [name, expect.objectContaining(output), mails]),
		);
	},
);

test.each(CHANGING)(
	'%s, %j %j: what was done before that is found, and not done again',
	async (operation, parameters, fault, variants, output, mails) => {
		const met = await meet(variants, operation, parameters, { ...fault, when: 'after' });
		expect(met).toEqual(variants.map(([name]) => [name, expect.objectContaining(output), mails]));
	},
);

test.each(READING)(
	'%s, %j %j: what always answers in Losant’s place fails the item, and nothing is decided from it',
	async (operation, parameters, fault, variants) => {
		const some = variants.filter((_, index) => [3, 16, 25].includes(index));
		const met = await meet(some, operation, parameters, { ...fault, times: Infinity }, []);
		const failure = { error: expect.any(String), message: expect.any(String) };
		expect(met).toEqual(some.map(([name]) => [name, failure, []]));
		// nobody needs to look for what reading has changed
		expect(JSON.stringify(met)).not.toContain('may or may not');
	},
	60_000,
);

describe('a list', () => {
	const invite = async () => await doIt('invite', { email: ANN, role: 'view', options: skip });
	const gets = async () => (await losant.methods()).filter((method) => method === 'GET').length;

	test.each([[], { items: [] }, { items: [], totalCount: null }, { items: [], count: 0, new: 1 }])(
		'without anybody is one: %j',
		async (body) => {
			await losant.server.fail({ kind: 'json', status: 200, body, method: 'GET', times: 2 });
			expect((await invite()).success.map(({ json }) => json.outcome)).toEqual(['invited']);
			expect(await gets()).toBe(2);
		},
	);

	test('of which Losant doesn’t say how many there are is one', async () => {
		await losant.server.configure({ totalCount: 'null' });
		expect((await doIt('list')).success).toHaveLength(5);
		expect(await gets()).toBe(1);
	});

	test.each([page(403), page(404), text(404, 'default backend - 404'), json(200, {})])(
		'that all items share: %s in its place fails none of a hundred',
		async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'GET' });
			const people = Array.from({ length: 100 }, (__, i) => ({ email: `person${i}@example.com` }));
			const { success } = await run({
				...(await losant.options('invite', {
					email: '={{ $json.email }}',
					role: 'view',
					options: skip,
				})),
				input: people,
				onError: 'continueErrorOutput',
			});
			expect(success.map(({ json }) => json.email)).toEqual(emails(people));
			expect((await losant.server.mails(ORGANIZATION)).sort()).toEqual(emails(people).sort());
		},
	);

	test('that all items share: a redirect in its place isn’t Losant’s refusal, so later items ask again', async () => {
		await losant.server.fail({ kind: 'redirect', location: 'http://127.0.0.1:9/', method: 'GET' });
		const { success, failed } = await run({
			...(await losant.options('invite', {
				email: '={{ $json.email }}',
				role: 'view',
				options: { ...skip, concurrentRequests: 1 },
			})),
			input: [{ email: ANN }, { email: 'ben@example.com' }],
			onError: 'continueErrorOutput',
		});
		expect([failed, success].map(([one]) => one?.json.email)).toEqual([ANN, 'ben@example.com']);
	});

	test.each([json(200, {}), json(200, { message: 'Service is in maintenance' }), page(403)])(
		'%s in the place of a look finds nothing out: what was made is found all the same',
		async (_, answer) => {
			await losant.server.configure({ duplicates: 'second' });
			await losant.server.fail(
				{ kind: 'cut', when: 'after', method: 'POST' },
				{ ...answer, method: 'GET' },
			);
			expect((await doIt('invite', { email: ANN, role: 'view' })).success).toHaveLength(1);
			expect(await losant.server.mails(ORGANIZATION)).toEqual([ANN]);
		},
	);
});

describe.each<[OperationName, INodeParameters, string]>([
	['revoke', olivia, 'the invite'],
	['instanceOrgMember.remove', mateo, 'the member'],
])('%s', (operation, parameters, what) => {
	const lost = { kind: 'cut', when: 'before', method: 'DELETE' } as const;

	test.each([json(200, { success: false }), nothing(204)])(
		'%s for ever fails the item, which says that it is still there',
		async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'DELETE', times: Infinity });
			const { success, failed } = await doIt(operation, parameters);
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json.message)).toEqual([
				expect.stringContaining(`Losant gave no clear answer, and ${what} is still there`),
			]);
		},
	);

	test('a 502, then a 404 that isn’t Losant’s: it is still there, and that is said', async () => {
		await losant.server.fail(
			{ kind: 'error', status: 502, when: 'before', html: true, method: 'DELETE' },
			{ kind: 'html', status: 404, method: 'DELETE', times: Infinity },
		);
		const { success, failed } = await doIt(operation, parameters);
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.message)).toEqual([
			expect.stringContaining(`Losant gave no clear answer, and ${what} is still there`),
		]);
	});

	test('Losant’s own 404 after a lost answer is confirmed by a look', async () => {
		await losant.server.fail({ kind: 'cut', when: 'after', method: 'DELETE' });
		const { success } = await doIt(operation, parameters);
		expect(success.map(({ json }) => json.deleted)).toEqual([true]);
		expect((await losant.methods()).slice(-2)).toEqual(['DELETE', 'GET']);
	});

	test('Losant’s 404 after a mere 429 is its verdict: nothing was deleted here', async () => {
		await losant.server.fail({ kind: 'tooManyRequests', retryAfter: '0', method: 'DELETE' });
		const nobody = byId('f'.repeat(24));
		const { success, failed } = await doIt(operation, {
			...parameters,
			inviteId: nobody,
			userId: nobody,
		});
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual([expect.stringMatching(/was not found$/)]);
	});

	test.each([404, 403] as const)(
		'an organization that isn’t there (%p) is nothing that was deleted, though the first answer was lost',
		async (hidden) => {
			await losant.server.configure({ hidden });
			await losant.server.fail(lost);
			const { success, failed } = await doIt(operation, {
				...parameters,
				orgId: byId(NO_ORGANIZATION),
			});
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json.error)).toEqual([
				hidden === 404 ? 'Organization was not found' : 'Access is forbidden',
			]);
		},
	);

	test('a lost answer, then a refusal: what is gone was deleted, and what is there may be', async () => {
		const forbidden = { ...FORBIDDEN, method: 'DELETE' };
		await losant.server.fail(
			{ kind: 'error', status: 502, when: 'after', method: 'DELETE' },
			forbidden,
		);
		const { success } = await doIt(operation, parameters);
		expect(success.map(({ json }) => json.deleted)).toEqual([true]);

		await losant.server.reset();
		await losant.server.fail(
			{ kind: 'error', status: 502, when: 'before', method: 'DELETE' },
			forbidden,
		);
		const { failed } = await doIt(operation, parameters);
		expect(failed.map(({ json }) => [json.error, json.message])).toEqual([
			['Access is forbidden', expect.stringContaining('may or may not have carried out')],
		]);
	});

	test('where the look is refused, the item says what is known', async () => {
		await losant.server.fail(
			{ kind: 'cut', when: 'after', method: 'DELETE' },
			{
				...FORBIDDEN,
				method: 'GET',
				path: ORGANIZATION,
				times: Infinity,
			},
		);
		const { success, failed } = await doIt(operation, parameters);
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.message)).toEqual([
			expect.stringMatching(
				/Losant may or may not have carried out the request.*could not be looked for: Access is forbidden/,
			),
		]);
	});
});
