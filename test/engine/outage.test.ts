import { pass } from '../time.js';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startLosant } from '../losant/index.js';
import { ORGANIZATION, sampleParameters, type OperationName } from '../losant/parameters';
import type { Absence, FaultKind, RecordedRequest, TestLosant } from '../losant/types';
import { run, searchList, start, type FinishedRun, type RunOptions } from './engine';

jest.setTimeout(180_000);

/** The runs of one test go on at the same time, each with a Losant of its own, since most of their time is waiting. */
const started: TestLosant[] = [];

async function aLosant(): Promise<TestLosant> {
	const losant = await startLosant();
	started.push(losant);
	await losant.configure({ duplicates: 'second', latency: 10 });
	return losant;
}

afterEach(async () => {
	await Promise.all(started.splice(0).map(async (losant) => await losant.stop()));
});

const addresses = (count: number) =>
	Array.from({ length: count }, (_, i) => `person${i}@example.com`);
const people = (count: number) => addresses(count).map((email) => ({ email }));

async function options(
	losant: TestLosant,
	operation: OperationName,
	parameters: INodeParameters,
): Promise<Pick<RunOptions, 'credential' | 'parameters' | 'onError'>> {
	return {
		credential: { apiUrl: losant.url, apiToken: await losant.token() },
		parameters: sampleParameters(operation, parameters),
		onError: 'continueErrorOutput',
	};
}

const inviting = async (losant: TestLosant, concurrentRequests: number, more = {}) =>
	await options(losant, 'invite', {
		email: '={{ $json.email }}',
		role: 'view',
		options: { concurrentRequests, ...more },
	});

/** Ends when half of the people have a mail. */
async function half(losant: TestLosant, count: number): Promise<void> {
	while ((await losant.mails(ORGANIZATION)).length < count / 2);
}

const emailOf = ({ json }: INodeExecutionData) => json.email;
const errorOf = ({ json }: INodeExecutionData) => String(json.error);
const messageOf = ({ json }: INodeExecutionData) => String(json.message);

/** What became of the requests that came while Losant was away. */
const inVain = (requests: RecordedRequest[]) =>
	requests.filter(({ status }) => status === 'cut' || Number(status) >= 500);

async function everybodyOnce(losant: TestLosant, count: number, { success, failed }: FinishedRun) {
	expect(failed.map(({ json }) => json)).toEqual([]);
	expect(success.map(emailOf)).toEqual(addresses(count));
	expect((await losant.mails(ORGANIZATION)).sort()).toEqual(addresses(count).sort());
}

describe('Losant is never there', () => {
	/** Losant is tried with a request for what isn't there: any answer shows that it is back */
	const NOWHERE = '0'.repeat(24);
	const NOT_SENT = /\. Nothing was sent for this item$/;

	const RUNS = [
		{ count: 1, concurrentRequests: 5 },
		{ count: 200, concurrentRequests: 5 },
		{ count: 200, concurrentRequests: 50 },
	];

	test('not to be connected with: every item fails with one message, and nothing was sent', async () => {
		const losant = await aLosant();
		await losant.away('refused');
		const ways = [
			[losant.url, 'the connection was refused (ECONNREFUSED)'],
			// a name that never leads anywhere (RFC 6761, section 6.4)
			['https://losant.invalid', 'its address was not found (E'],
		] as const;
		await Promise.all(
			ways.flatMap(([apiUrl, words]) =>
				RUNS.map(async ({ count, concurrentRequests }) => {
					const { credential, ...more } = await inviting(losant, concurrentRequests);
					const { success, failed } = await run({
						...more,
						credential: { ...credential, apiUrl },
						input: people(count),
					});
					expect(success).toEqual([]);
					expect(failed).toHaveLength(count);
					for (const { json } of failed) {
						expect(json.error).toContain(`Losant could not be reached: ${words}`);
						expect(json.message).toMatch(NOT_SENT);
					}
				}),
			),
		);
	});

	test('in its place the connection breaks, or a proxy answers: every item fails after a handful of requests, and says whether something was sent', async () => {
		const runs = (['reset', 503] as const).flatMap((how) => RUNS.map((one) => ({ how, ...one })));
		await Promise.all(
			runs.map(async ({ how, count, concurrentRequests }) => {
				const losant = await aLosant();
				await losant.away(how);
				const { success, failed } = await run({
					...(await inviting(losant, concurrentRequests)),
					input: people(count),
				});
				expect(success).toEqual([]);
				expect(failed).toHaveLength(count);
				const requests = await losant.requests();
				expect(requests.length).toBeLessThanOrEqual(11);
				const sent = requests.filter(({ method }) => method === 'POST').length;
				expect(requests.map(({ url }) => url)).toContain(
					`/instances/${NOWHERE}/orgs/${NOWHERE}/invites`,
				);
				const notSent = failed.filter((item) => NOT_SENT.test(messageOf(item)));
				expect(notSent).toHaveLength(count - sent);
				const unclear = failed.filter((item) => /may or may not/.test(messageOf(item)));
				expect(unclear).toHaveLength(sent);
			}),
		);
	});

	test('a pick list says so soon', async () => {
		await Promise.all(
			(['refused', 503] as const).map(async (how) => {
				const losant = await aLosant();
				await losant.away(how);
				await expect(
					searchList('searchMembers', await options(losant, 'list', {})),
				).rejects.toThrow(/could not be reached|failed to answer/);
				expect((await losant.requests()).length).toBeLessThanOrEqual(6);
			}),
		);
	});

	test('a pick list doesn’t wait for a limit that lasts', async () => {
		const losant = await aLosant();
		await losant.fail({ kind: 'tooManyRequests', retryAfter: '60', times: Infinity });
		await expect(searchList('searchInstances', await options(losant, 'list', {}))).rejects.toThrow(
			'Over rate limit',
		);
		expect(await losant.requests()).toHaveLength(1);
	});
});

describe('Losant is away in the middle', () => {
	/** Ends when several requests have met the outage. */
	async function felt(losant: TestLosant, how: Absence): Promise<void> {
		// whom nothing listens to, nobody can count
		if (how === 'refused') return await pass(4_000);
		const before = inVain(await losant.requests()).length;
		const open = async () =>
			(await losant.requests()).filter(({ status }) => status === undefined).length;
		if (how === 'hang') while ((await open()) < 5);
		else while (inVain(await losant.requests()).length < before + 3);
	}

	test('then back: everybody is invited once, and few requests went out meanwhile', async () => {
		const runs: Array<[Absence, number]> = [
			['reset', 1],
			['refused', 5],
			['reset', 5],
			[502, 5],
			[504, 5],
			['hang', 50],
			['refused', 50],
			[503, 50],
		];
		await Promise.all(
			runs.map(async ([how, concurrentRequests]) => {
				const losant = await aLosant();
				const count = concurrentRequests === 1 ? 60 : 200;
				const { finished } = await start({
					...(await inviting(losant, concurrentRequests)),
					input: people(count),
				});
				await half(losant, count);
				await losant.away(how);
				await felt(losant, how);
				await losant.back();
				await everybodyOnce(losant, count, await finished);
				// those that were under way, those that followed before their end was known, and the tries
				const meanwhile = inVain(await losant.requests()).length;
				expect(meanwhile).toBeLessThanOrEqual(2 * concurrentRequests + 8);
			}),
		);
	});

	test('three restarts: everybody is invited once', async () => {
		const losant = await aLosant();
		const count = 300;
		const { finished } = await start({ ...(await inviting(losant, 10)), input: people(count) });
		for (const [restart, how] of (['refused', 'reset', 503] as const).entries()) {
			while ((await losant.mails(ORGANIZATION)).length < (restart + 1) * 70);
			await losant.away(how);
			await felt(losant, how);
			await losant.back();
		}
		await everybodyOnce(losant, count, await finished);
	});

	test('nobody asks sooner than Losant, or a proxy in its place, says', async () => {
		const faults: FaultKind[] = [
			{ kind: 'error', status: 503, when: 'before', html: true, retryAfter: '3' },
			{ kind: 'error', status: 503, when: 'before', retryAfter: '3' },
			{ kind: 'tooManyRequests', retryAfter: '3' },
		];
		await Promise.all(
			faults.map(async (fault) => {
				const losant = await aLosant();
				const count = 100;
				const { finished } = await start({
					...(await inviting(losant, 5)),
					input: people(count),
				});
				await half(losant, count);
				await losant.fail({ ...fault, times: 10 });
				await everybodyOnce(losant, count, await finished);
				const requests = await losant.requests();
				const refused = requests.filter(({ status }) => status === 503 || status === 429);
				for (const { endedAt = NaN } of refused) {
					const tooSoon = requests.filter(
						// what was sent before the answer had arrived doesn't count
						({ startedAt }) => startedAt > endedAt + 1_000 && startedAt < endedAt + 3_000,
					);
					expect(tooSoon).toEqual([]);
				}
			}),
		);
	});

	test('gone for good, with no time to wait: the rest fails, and each item says whether something was sent for it', async () => {
		const losant = await aLosant();
		const count = 200;
		const { finished } = await start({
			...(await inviting(losant, 10, { waitForLosant: 0 })),
			input: people(count),
		});
		await half(losant, count);
		await losant.away('refused');
		const { success, failed } = await finished;
		expect([...success, ...failed]).toHaveLength(count);
		const sent = failed.filter((item) => !/Nothing was sent for this item/.test(messageOf(item)));
		expect(sent.length).toBeLessThanOrEqual(10);
		const STOPPED =
			/Losant stopped answering at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\. Losant could not/;
		for (const item of sent) expect(messageOf(item)).toMatch(/may or may not/);
		for (const item of sent) expect(messageOf(item)).toMatch(STOPPED);
		for (const item of failed.filter((one) => !sent.includes(one))) {
			expect(errorOf(item)).toMatch(STOPPED);
		}
		await losant.back();
		const mails = await losant.mails(ORGANIZATION);
		expect(mails).toEqual(expect.arrayContaining(success.map(emailOf)));
		expect(mails.length).toBeLessThanOrEqual(success.length + sent.length);
	});

	test('a run that is cancelled while it waits ends, and sends nothing more', async () => {
		await Promise.all(
			([503, 'refused'] as const).map(async (how) => {
				const losant = await aLosant();
				const count = 100;
				const { finished, cancel } = await start({
					...(await inviting(losant, 5)),
					input: people(count),
				});
				await half(losant, count);
				await losant.away(how);
				await felt(losant, how);
				cancel();
				expect((await finished).status).toBe('canceled');
				await losant.back();
				const before = (await losant.requests()).length;
				expect((await losant.mails(ORGANIZATION)).length).toBeLessThan(count);
				expect(await losant.requests()).toHaveLength(before);
			}),
		);
	});
});

describe('a poisoned row among 200', () => {
	const COUNT = 200;
	const POISONED = 17;
	const rows = Array.from({ length: COUNT }, (_, i) => ({
		email: `person${i}@example.com`,
		id: `60106426dc03c6aad065${1_000 + i}`,
		isPoisoned: i === POISONED,
	}));
	const poisons: FaultKind[] = [
		{ kind: 'cut', when: 'before' },
		{ kind: 'error', status: 500, when: 'before' },
	];
	const operations: Array<[OperationName, string]> = [
		['invite', 'POST'],
		['get', 'GET'],
		['revoke', 'DELETE'],
	];

	test('only that one fails, and the others don’t wait for it', async () => {
		const runs = operations.flatMap(([operation, method]) =>
			poisons.flatMap((poison) =>
				(poison.kind === 'cut' ? [1, 5, 50] : [5]).map((atATime) => ({
					operation,
					method,
					poison,
					atATime,
				})),
			),
		);
		await Promise.all(
			runs.map(async ({ operation, method, poison, atATime }) => {
				const losant = await aLosant();
				if (operation !== 'invite') {
					const invites = rows.map(({ email, id }) => ({ email, id }));
					await losant.addInvites(ORGANIZATION, invites);
				}
				// the one row that asks for links
				await losant.fail({ ...poison, method, path: '_links=true', times: Infinity });
				const { success, failed } = await run({
					...(await options(losant, operation, {
						...(operation === 'invite'
							? { email: '={{ $json.email }}', role: 'view' }
							: { inviteId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }),
						options: { concurrentRequests: atATime, includeLinks: '={{ $json.isPoisoned }}' },
					})),
					input: rows,
				});
				expect(success).toHaveLength(COUNT - 1);
				expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: POISONED }]);

				const requests = (await losant.requests()).filter((one) => one.method === method);
				const isPoisoned = ({ url }: RecordedRequest) => url.includes('_links=true');
				const ofIt = requests.filter(isPoisoned).map(({ startedAt }) => startedAt);
				expect(ofIt).toHaveLength(operation === 'invite' ? 5 : 4);
				const others = requests.filter((one) => !isPoisoned(one));
				expect(inVain(others)).toEqual([]);
				if (operation !== 'invite') return;
				const lastOther = Math.max(...others.map(({ startedAt }) => startedAt));
				expect(lastOther).toBeLessThan(Math.max(...ofIt));
			}),
		);
	});
});

describe('a token that is no good', () => {
	test('revoked in the middle: the rest fails without further requests', async () => {
		const losant = await aLosant();
		const count = 200;
		const { finished } = await start({ ...(await inviting(losant, 10)), input: people(count) });
		await half(losant, count);
		await losant.fail({
			kind: 'json',
			status: 401,
			body: { type: 'Unauthorized', message: 'Invalid access token' },
			times: Infinity,
		});
		const { success, failed } = await finished;
		expect([...success, ...failed]).toHaveLength(count);
		const refused = (await losant.requests()).filter(({ status }) => status === 401);
		expect(refused.length).toBeLessThanOrEqual(10);
		expect(new Set(failed.map(errorOf))).toEqual(new Set(['Invalid access token']));
		for (const item of failed) expect(messageOf(item)).toContain("Check 'API Token'");
		const notSent = failed.filter((item) => /Nothing was sent for this item/.test(messageOf(item)));
		expect(notSent).toHaveLength(failed.length - refused.length);
	});

	test('for one organization (403): only its rows fail', async () => {
		const losant = await aLosant();
		const { id } = await losant.addOrganization({
			name: 'Secret Plant',
			instanceId: '5ff89ff825013dc6c2856188',
		});
		await losant.fail({
			kind: 'json',
			status: 403,
			path: id,
			body: { type: 'Forbidden', message: 'Access is forbidden' },
			times: Infinity,
		});
		const input = people(40).map((person, i) => ({
			...person,
			orgId: i % 4 === 0 ? id : ORGANIZATION,
		}));
		const { parameters, ...more } = await inviting(losant, 5);
		const { success, failed } = await run({
			...more,
			parameters: { ...parameters, orgId: { __rl: true, mode: 'id', value: '={{ $json.orgId }}' } },
			input,
		});
		expect(success).toHaveLength(30);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(
			input.flatMap(({ orgId }, item) => (orgId === id ? [{ item }] : [])),
		);
	});
});
