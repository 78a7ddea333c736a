import type { INodeParameters } from 'n8n-workflow';

import type { FaultKind } from '../losant/types';
import type { OperationName } from '../losant/parameters';
import { run } from './engine';
import { NO_ORGANIZATION, ORGANIZATION, useLosant } from './losant';

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
const invite = async (options: INodeParameters = {}) =>
	await doIt('invite', { email: ANN, role: 'view', options });
const skip = { ifAlreadyInvited: 'skip' };
const mails = async () => await losant.server.mails(ORGANIZATION);
const emails = (people: Array<{ email: string }>) => people.map(({ email }) => email);
const calls = async (method: string) =>
	(await losant.methods()).filter((one) => one === method).length;

type Answer = Extract<FaultKind, { kind: 'json' | 'html' | 'empty' | 'text' | 'error' }>;

const json = (status: number, body: unknown): [string, Answer] => [
	`${status} ${JSON.stringify(body)}`,
	{ kind: 'json', status, body },
];
const page = (status: number): [string, Answer] => [
	`a page with ${status}`,
	{ kind: 'html', status },
];
const text = (status: number, body: string): [string, Answer] => [
	`${status} ${body}`,
	{ kind: 'text', status, body, contentType: 'text/plain; charset=utf-8' },
];
const nothing = (status: number): [string, Answer] => [
	`${status} with nothing`,
	{ kind: 'empty', status },
];

/** Answers that are none of Losant's, whatever was asked. */
const FOREIGN = [
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

describe('a new invite', () => {
	beforeEach(async () => {
		await losant.server.configure({ duplicates: 'second' });
	});

	test.each([...FOREIGN, json(200, []), json(200, { items: [] }), json(201, {}), nothing(201)])(
		'that was not made before %s is sent again, and is there',
		async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'POST' });
			const { success } = await invite(skip);
			expect(success.map(({ json }) => json)).toEqual([
				expect.objectContaining({ email: ANN, outcome: 'invited', id: expect.any(String) }),
			]);
			expect(await mails()).toEqual([ANN]);
			expect(await calls('POST')).toBe(2);
		},
	);

	test.each([...FOREIGN, json(200, []), json(201, {})])(
		'that was made before %s is found, and not sent again',
		async (_, answer) => {
			await losant.server.fail({ ...answer, when: 'after', method: 'POST', times: Infinity });
			const { success } = await invite();
			expect(success.map(({ json }) => json.email)).toEqual([ANN]);
			expect(await mails()).toEqual([ANN]);
			expect(await calls('POST')).toBe(1);
		},
	);
});

describe('an invite that is sent again, and a member who is added', () => {
	test.each([json(200, {}), json(200, { status: 'ok' }), nothing(204), page(404)])(
		'%s says nothing of either',
		async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'POST' });
			const resent = await doIt('resend', {
				inviteId: byId(OLIVIA.id),
				updateFields: { role: 'view' },
			});
			expect(resent.success.map(({ json }) => json.role)).toEqual(['view']);
			expect(await mails()).toEqual([OLIVIA.email]);

			await losant.server.fail({ ...answer, method: 'POST' });
			const user = { __rl: true, mode: 'email', value: ANN };
			const added = await doIt('instanceOrgMember.add', { user, role: 'view' });
			expect(added.success.map(({ json }) => json.email)).toEqual([ANN]);
			expect(emails(await losant.server.members(ORGANIZATION))).toContain(ANN);
		},
	);
});

/** A list of a part of the people, or of something else. */
const NO_LIST = [
	...FOREIGN,
	json(200, { items: {} }),
	json(200, { items: ['ok'] }),
	json(200, { items: [], totalCount: 6 }),
	json(200, { items: [{ id: OLIVIA.id, email: OLIVIA.email }], totalCount: 6 }),
];

describe('a list', () => {
	test.each(NO_LIST)('%s is not taken for one: Losant is asked again', async (_, answer) => {
		await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'view' }]);
		await losant.server.configure({ duplicates: 'second' });
		await losant.server.fail({ ...answer, path: '/invites' }, { ...answer, path: '/members' });
		const { success } = await invite(skip);
		expect(success.map(({ json }) => [json.email, json.outcome])).toEqual([
			[ANN, 'alreadyInvited'],
		]);
		expect(await mails()).toEqual([]);
	});

	test.each([json(200, {}), json(200, { items: [], totalCount: 6 }), json(200, null), page(404)])(
		'%s for ever is an error: nobody is taken for absent',
		async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'GET', times: Infinity });
			const [listed, invited] = await Promise.all([doIt('list'), invite(skip)]);
			expect([listed, invited].map(({ success }) => success)).toEqual([[], []]);
			expect([listed, invited].map(({ failed }) => failed.length)).toEqual([1, 1]);
			expect(await mails()).toEqual([]);
		},
	);

	test.each([json(200, {}), json(200, { message: 'Service is in maintenance' }), page(403)])(
		'%s in the place of a look finds nothing out: an invite that was made is found all the same',
		async (_, answer) => {
			await losant.server.configure({ duplicates: 'second' });
			await losant.server.fail(
				{ kind: 'cut', when: 'after', method: 'POST' },
				{ ...answer, method: 'GET' },
			);
			expect((await invite()).success).toHaveLength(1);
			expect(await mails()).toEqual([ANN]);
		},
	);

	test('without anybody is one, as an array too', async () => {
		await losant.server.fail(
			{ kind: 'json', status: 200, body: [], path: '/members' },
			{ kind: 'json', status: 200, body: { items: [] }, path: '/invites' },
		);
		expect((await invite(skip)).success.map(({ json }) => json.outcome)).toEqual(['invited']);
		expect(await calls('GET')).toBe(2);
	});

	test('with what Losant may add, and a count that it leaves open, is one', async () => {
		await losant.server.configure({ totalCount: 'null' });
		const { success } = await doIt('list', { options: { includeLinks: true } });
		expect(success).toHaveLength(5);
		expect(await calls('GET')).toBe(1);
	});

	test.each([page(403), page(404), text(404, 'default backend - 404'), json(200, {})])(
		'the first shared one: %s in its place fails none of a hundred',
		async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'GET' });
			const input = Array.from({ length: 100 }, (__, i) => ({ email: `person${i}@example.com` }));
			const { success } = await run({
				...(await losant.options('invite', {
					email: '={{ $json.email }}',
					role: 'view',
					options: skip,
				})),
				input,
				onError: 'continueErrorOutput',
			});
			expect(emails(success.map(({ json }) => ({ email: String(json.email) })))).toEqual(
				emails(input),
			);
			expect((await mails()).sort()).toEqual(emails(input).sort());
		},
	);

	test('a redirect in its place is no refusal of Losant’s: those that come later aren’t refused', async () => {
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
});

describe('one thing', () => {
	const ONE: Array<[OperationName, INodeParameters, object]> = [
		['get', { inviteId: byId(OLIVIA.id) }, OLIVIA],
		['instanceOrgMember.get', { userId: byId(MATEO.id) }, { userId: MATEO.id }],
		[
			'instanceOrgMember.update',
			{ userId: byId(MATEO.id), updateFields: { role: 'view' } },
			{ userId: MATEO.id, role: 'view' },
		],
		['instanceOrg.get', {}, { id: ORGANIZATION }],
	];

	describe.each(ONE)('%s', (operation, parameters, data) => {
		test.each([
			json(200, {}),
			json(200, null),
			json(200, { message: 'Service is in maintenance' }),
			json(200, [{ id: OLIVIA.id, userId: MATEO.id }]),
			json(200, { id: null, userId: null }),
			nothing(204),
			page(404),
			text(404, 'default backend - 404'),
		])('%s is not taken for it', async (_, answer) => {
			await losant.server.fail(answer);
			const { success } = await doIt(operation, parameters);
			expect(success.map(({ json }) => json)).toEqual([expect.objectContaining(data)]);
		});

		test('an answer that never is one fails the item', async () => {
			await losant.server.fail({ kind: 'json', status: 200, body: {}, times: Infinity });
			const { success, failed } = await doIt(operation, parameters);
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json.error)).toEqual([
				expect.stringContaining("The answer (200) can't be read"),
			]);
		});
	});
});

describe.each([
	['revoke', { inviteId: byId(OLIVIA.id) }, OLIVIA, 'the invite'],
	['instanceOrgMember.remove', { userId: byId(MATEO.id) }, MATEO, 'the member'],
] as Array<[OperationName, INodeParameters, typeof OLIVIA, string]>)(
	'%s',
	(operation, parameters, { email }, what) => {
		const isThere = async () => {
			const { server } = losant;
			const [invites, members] = await Promise.all([
				server.invites(ORGANIZATION),
				server.members(ORGANIZATION),
			]);
			return emails([...invites, ...members]).includes(email);
		};
		const elsewhere = { ...parameters, orgId: byId(NO_ORGANIZATION) };

		test.each([
			...FOREIGN,
			json(200, { success: 'true' }),
			json(200, { success: 1 }),
			json(200, [{ success: true }]),
		])('%s is no success: it is asked for again, and gone', async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'DELETE' });
			const { success } = await doIt(operation, parameters);
			expect(success.map(({ json }) => json.deleted)).toEqual([true]);
			expect(await isThere()).toBe(false);
		});

		test.each([json(200, { success: false }), nothing(204), page(200), page(404)])(
			'where it was gone before %s, it is done',
			async (_, answer) => {
				await losant.server.fail({ ...answer, when: 'after', method: 'DELETE' });
				const { success } = await doIt(operation, parameters);
				expect(success.map(({ json }) => json.deleted)).toEqual([true]);
			},
		);

		test.each([
			json(200, { success: false }),
			json(200, { message: 'Service is in maintenance' }),
			nothing(204),
		])('%s for ever fails the item, which says that it is there', async (_, answer) => {
			await losant.server.fail({ ...answer, method: 'DELETE', times: Infinity });
			const { success, failed } = await doIt(operation, parameters);
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json.message)).toEqual([
				expect.stringContaining(`Losant gave no clear answer, and ${what} is still there`),
			]);
		});

		test.each([page(404), text(404, 'default backend - 404'), json(404, { message: 'no Route' })])(
			'a 502, then %s: it is still there, and that is said',
			async (_, answer) => {
				await losant.server.fail(
					{ kind: 'error', status: 502, when: 'before', html: true, method: 'DELETE' },
					{ ...answer, method: 'DELETE', times: Infinity },
				);
				const { success, failed } = await doIt(operation, parameters);
				expect(success).toEqual([]);
				expect(failed.map(({ json }) => json.message)).toEqual([
					expect.stringContaining(`${what} is still there`),
				]);
				expect(await isThere()).toBe(true);
			},
		);

		test('Losant’s own 404 after a lost answer is confirmed by a look', async () => {
			await losant.server.fail({ kind: 'cut', when: 'after', method: 'DELETE' });
			const { success } = await doIt(operation, parameters);
			expect(success.map(({ json }) => json.deleted)).toEqual([true]);
			expect(await calls('GET')).toBeGreaterThan(0);
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
			expect(failed.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/was not found$/),
			]);
		});

		test.each([404, 403] as const)(
			'an organization that isn’t there (%p) is nothing that was deleted, though the first answer was lost',
			async (hidden) => {
				await losant.server.configure({ hidden });
				await losant.server.fail({ kind: 'cut', when: 'before', method: 'DELETE' });
				const { success, failed } = await doIt(operation, elsewhere);
				expect(success).toEqual([]);
				expect(failed.map(({ json }) => json.error)).toEqual([
					hidden === 404 ? 'Organization was not found' : 'Access is forbidden',
				]);
			},
		);

		test('where the look is refused, the item says what is known', async () => {
			await losant.server.fail(
				{ kind: 'cut', when: 'after', method: 'DELETE' },
				{
					kind: 'json',
					status: 403,
					body: { type: 'Forbidden', message: 'Access is forbidden' },
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
	},
);
