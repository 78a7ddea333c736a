import fc from 'fast-check';

import type { Fault } from '../losant/types';
import { run, start, type FinishedRun } from './engine';
import { ORGANIZATION, useLosant } from './losant';

/** Several executions of one n8n at the same time, for the same people. */

const losant = useLosant();
const ANN = 'ann@example.com';
const OLIVIA = { email: 'olivia.martin@example.com', id: '60106426dc03c6aad0656001' };

type Choice = 'fail' | 'skip' | 'update';

const inviting = async (people: number[], ifAlreadyInvited: Choice, role = 'view') => ({
	...(await losant.options('invite', {
		email: '={{ $json.email }}',
		role,
		options: { ifAlreadyInvited, ifAlreadyMember: 'skip', concurrentRequests: 20 },
	})),
	input: people.map((number) => ({ email: address(number) })),
	onError: 'continueRegularOutput' as const,
});
const address = (number: number) => `person${number}@example.com`;
const everybody = Array.from({ length: 30 }, (_, number) => number);
const mails = async () => await losant.server.mails(ORGANIZATION);
const outcomes = ({ success }: FinishedRun) => success.map(({ json }) => json.outcome);

beforeEach(async () => {
	await losant.server.configure({ duplicates: 'second', latency: 5 });
});

test.each([2, 3])('%p with Skip: one mail for each person', async (count) => {
	const runs = await Promise.all(
		Array.from({ length: count }, async () => await run(await inviting(everybody, 'skip'))),
	);
	expect((await mails()).sort()).toEqual(everybody.map(address).sort());
	// each says of each person what it has done
	const said = everybody.map((number) => runs.map((one) => outcomes(one)[number]).sort());
	const once = [...Array.from({ length: count - 1 }, () => 'alreadyInvited'), 'invited'];
	expect(said).toEqual(everybody.map(() => once));
});

test('one alone asks as it always did: one list of each, and one sending for each person, also where people come twice', async () => {
	const twice = [...everybody, ...everybody];
	const { success } = await run(await inviting(twice, 'skip'));
	expect(success).toHaveLength(twice.length);
	const methods = await losant.methods();
	expect(methods.filter((method) => method === 'GET')).toHaveLength(2);
	expect(methods.filter((method) => method === 'POST')).toHaveLength(everybody.length);
});

test('Update compares with what the other has made', async () => {
	const [one, other] = await Promise.all([
		run(await inviting([1], 'update', 'view')),
		run(await inviting([1], 'update', 'edit')),
	]);
	expect([...outcomes(one), ...outcomes(other)].sort()).toEqual(['invited', 'updated']);
	expect(await mails()).toHaveLength(2);
	const pending = (await losant.server.invites(ORGANIZATION)).filter(
		({ email }) => email === address(1),
	);
	expect(pending).toHaveLength(1);
});

test('without a choice each sends, since that is what was asked', async () => {
	await Promise.all([run(await inviting([1], 'fail')), run(await inviting([1], 'fail'))]);
	expect(await mails()).toEqual([address(1), address(1)]);
});

test('an expired invite is renewed once', async () => {
	await losant.server.addInvites(ORGANIZATION, [
		{ email: ANN, role: 'view', inviteDate: '2020-01-01T00:00:00.000Z' },
	]);
	const ann = async () => ({ ...(await inviting([1], 'skip')), input: [{ email: ANN }] });
	const runs = await Promise.all([run(await ann()), run(await ann()), run(await ann())]);
	expect(runs.flatMap(outcomes).sort()).toEqual(['alreadyInvited', 'alreadyInvited', 'renewed']);
	expect(await mails()).toEqual([ANN]);
});

test('what one sends again while the other’s end is unclear isn’t taken for the other’s', async () => {
	await losant.server.fail({ kind: 'cut', when: 'before', method: 'POST' });
	const resend = async (mode: 'id' | 'email') =>
		await run({
			...(await losant.options('resend', {
				inviteId: { __rl: true, mode, value: mode === 'id' ? OLIVIA.id : OLIVIA.email },
				updateFields: { role: 'view' },
			})),
			onError: 'continueErrorOutput',
		});
	const runs = await Promise.all([resend('id'), resend('email')]);
	const succeeded = runs.filter(({ success }) => success.length === 1);
	expect(await mails()).toHaveLength(succeeded.length);
});

test('a member is added once: the other hears Losant’s refusal', async () => {
	await losant.server.fail({ kind: 'cut', when: 'after', method: 'POST' });
	const add = async () =>
		await run({
			...(await losant.options('instanceOrgMember.add', {
				user: { __rl: true, mode: 'email', value: ANN },
				role: 'view',
			})),
			onError: 'continueErrorOutput',
		});
	const runs = await Promise.all([add(), add()]);
	expect(runs.map(({ success }) => success.length).sort()).toEqual([0, 1]);
	expect(runs.flatMap(({ failed }) => failed).map(({ json }) => json.error)).toEqual([
		'The user is a member of the organization already',
	]);
});

test('the one that waits goes on when the other is refused', async () => {
	const { parameters, ...more } = await inviting(everybody, 'skip');
	const reading = await losant.options('invite', {}, [
		'instanceOrgInvites.get',
		'instanceOrgMembers.get',
	]);
	const [refused, allowed] = await Promise.all([
		run({ ...more, parameters, credential: reading.credential }),
		run({ ...more, parameters }),
	]);
	expect(new Set(outcomes(allowed))).toEqual(new Set(['invited']));
	// whoever came after the other has found the invite
	for (const { json } of refused.success) {
		expect(json.outcome ?? json.error).toMatch(/^(alreadyInvited|Access is forbidden)$/);
	}
	expect(await mails()).toHaveLength(everybody.length);
});

test('the one that waits goes on when the other is cancelled, and sees what that one had sent', async () => {
	// Losant does the work at once, but its answer never comes
	await losant.server.fail({ kind: 'slow', milliseconds: 120_000, method: 'POST', times: 1 });
	const first = await start(await inviting([1], 'skip'));
	while ((await mails()).length < 1);
	const second = await start(await inviting([1, 2], 'skip'));
	// the second has invited somebody else, so it waits for the first
	while ((await mails()).length < 2);
	first.cancel();
	expect((await first.finished).status).toBe('canceled');
	expect(outcomes(await second.finished)).toEqual(['alreadyInvited', 'invited']);
	expect(await mails()).toEqual([address(1), address(2)]);
});

test('a run that is cancelled while it waits for another ends, and lets that one go on', async () => {
	await losant.server.fail({ kind: 'slow', milliseconds: 3_000, method: 'POST', times: 1 });
	const first = await start(await inviting([1], 'skip'));
	while ((await mails()).length < 1);
	const second = await start(await inviting([1, 2], 'skip'));
	while ((await mails()).length < 2);
	second.cancel();
	expect((await second.finished).status).toBe('canceled');
	expect(outcomes(await first.finished)).toEqual(['invited']);
	expect(outcomes(await run(await inviting([1, 2], 'skip')))).toEqual([
		'alreadyInvited',
		'alreadyInvited',
	]);
});

const FAULTS: Fault[] = [
	{ kind: 'tooManyRequests', retryAfter: '0' },
	{ kind: 'error', status: 502, when: 'after', html: true },
	{ kind: 'error', status: 503, when: 'before', retryAfter: '0' },
	{ kind: 'late', status: 504, milliseconds: 300 },
	{ kind: 'cut', when: 'before' },
	{ kind: 'cut', when: 'after' },
	{ kind: 'html', status: 200, when: 'after' },
	{ kind: 'slow', milliseconds: 50 },
];

interface Scenario {
	seed: number;
	runs: Array<{ choice: Choice; role: string; people: number[] }>;
	resendId: 'same' | 'new';
	postResponse: 'single' | 'collection-all' | 'empty';
	faults: Fault[];
}

const scenario = fc.record<Scenario>({
	seed: fc.nat(),
	runs: fc.array(
		fc.record({
			choice: fc.constantFrom('skip', 'skip', 'update', 'fail'),
			role: fc.constantFrom('view', 'edit'),
			// some twice in one run, too
			people: fc.array(fc.constantFrom(...everybody), { minLength: 30, maxLength: 40 }),
		}),
		{ minLength: 2, maxLength: 3 },
	),
	resendId: fc.constantFrom('same', 'new'),
	postResponse: fc.constantFrom('single', 'collection-all', 'empty'),
	faults: fc
		.subarray(FAULTS, { minLength: 2 })
		.map((kinds) => kinds.map((kind) => ({ ...kind, probability: 0.03, times: Infinity }))),
});

test('over a bad connection, in any order: whoever says that a mail was sent has sent one, and nobody else has', async () => {
	const property = fc.asyncProperty(scenario, async ({ seed, runs, faults, ...switches }) => {
		const { server } = losant;
		await server.reset(seed);
		await server.configure({ duplicates: 'second', latency: 5, ...switches });
		const options = await Promise.all(
			runs.map(async ({ people, choice, role }) => await inviting(people, choice, role)),
		);
		await server.fail(...faults);
		const finished = await Promise.all(options.map(run));

		const sent = await mails();
		const pending = (await server.invites(ORGANIZATION)).map(({ email }) => email);
		for (const number of everybody) {
			const said = finished.flatMap(({ success }, index) =>
				success.flatMap(({ json }, item) => (runs[index]?.people[item] === number ? [json] : [])),
			);
			const isUnclear = said.some(({ message }) =>
				/may or may not|may have been/.test(String(message)),
			);
			const count = said.filter(({ outcome }) =>
				['invited', 'updated', 'renewed'].includes(String(outcome)),
			).length;
			const story = { number, said };
			const mailed = sent.filter((email) => email === address(number)).length;
			if (isUnclear) expect({ ...story, mailed }).toEqual({ ...story, mailed: expect.any(Number) });
			else expect({ ...story, mailed }).toEqual({ ...story, mailed: count });
			const mayHaveTwo = runs.some(({ choice }) => choice === 'fail');
			if (!mayHaveTwo) {
				expect({
					...story,
					invited: said.filter(({ outcome }) => outcome === 'invited').length <= 1,
				}).toEqual({
					...story,
					invited: true,
				});
				expect(pending.filter((email) => email === address(number)).length).toBeLessThanOrEqual(1);
			}
		}
	});
	await fc.assert(property, { numRuns: 6, endOnFailure: true });
}, 300_000);
