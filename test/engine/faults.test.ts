import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Fault, NewInvite, Switches } from '../losant/types';
import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

/**
 * Thousands of people over a bad connection, to a Losant whose open questions are answered one way or
 * another. `SEED=1 npm test` plays other runs; fast-check prints the seed of a run that failed.
 */

const losant = useLosant();

const RUNS = 15;
const LONG_AGO = '2020-01-01T00:00:00.000Z';

interface Scenario {
	seed: number;
	switches: Partial<Switches>;
	faults: Fault[];
	/** Who is there before the run */
	there: Array<{ number: number; role: NewInvite['role']; is: 'pending' | 'expired' | 'member' }>;
	/** Each person by number; some come twice, in other spellings too */
	items: Array<{ number: number; role: NewInvite['role']; spelling: number }>;
	ifAlreadyInvited: 'fail' | 'skip' | 'update';
	ifAlreadyMember: 'fail' | 'skip';
	concurrentRequests: number;
}

const FAULTS: Fault[] = [
	{ kind: 'tooManyRequests', retryAfter: '0' },
	{ kind: 'error', status: 500, when: 'before' },
	{ kind: 'error', status: 502, when: 'after', html: true },
	{ kind: 'error', status: 503, when: 'before', retryAfter: '0' },
	{ kind: 'late', status: 504, milliseconds: 300 },
	{ kind: 'cut', when: 'before' },
	{ kind: 'cut', when: 'after' },
	{ kind: 'cut', when: 'halfway' },
	{ kind: 'html', status: 200 },
	{ kind: 'empty', status: 502 },
	{ kind: 'slow', milliseconds: 50 },
];

const role = fc.constantFrom('admin', 'edit', 'collaborate', 'view', 'none');
const person = fc.record({ number: fc.nat(250), role, spelling: fc.nat(2) });
const byNumber = { selector: ({ number }: { number: number }) => number, size: 'max' } as const;
const surroundings = {
	seed: fc.nat(),
	switches: fc.record({
		postResponse: fc.constantFrom(
			'collection-one',
			'collection-all',
			'single',
			'array',
			'empty',
			'other',
		),
		duplicates: fc.constantFrom('refuse400', 'refuse409', 'second', 'replace'),
		keepCase: fc.boolean(),
		filterCase: fc.constantFrom('ignored', 'minded'),
		emptyRoles: fc.constantFrom('list', 'omit'),
		resendId: fc.constantFrom('same', 'new'),
	}),
	faults: fc
		.subarray(FAULTS, { minLength: 3 })
		.chain((kinds) =>
			fc.tuple(
				...kinds.map((kind) =>
					fc
						.double({ min: 0, max: 0.04, noNaN: true })
						.map((probability): Fault => ({ ...kind, probability, times: Infinity })),
				),
			),
		),
	concurrentRequests: fc.constantFrom(5, 20, 50),
};

test('over a bad connection: with Skip and Update each person has one invite with the roles asked for, and the output says what happened', async () => {
	const scenario = fc.record<Scenario>({
		...surroundings,
		there: fc.uniqueArray(
			fc.record({
				number: fc.nat(250),
				role,
				is: fc.constantFrom('pending', 'expired', 'member'),
			}),
			{ ...byNumber, minLength: 20, maxLength: 60 },
		),
		items: fc.array(person, { minLength: 200, maxLength: 260, size: 'max' }),
		ifAlreadyInvited: fc.constantFrom('skip', 'update'),
		ifAlreadyMember: fc.constantFrom('fail', 'skip'),
	});
	await check(scenario);
}, 900_000);

test('over a bad connection: where Losant decides, each person is invited once', async () => {
	const scenario = fc.record<Scenario>({
		...surroundings,
		there: fc.constant([]),
		items: fc.uniqueArray(person, { ...byNumber, minLength: 120, maxLength: 200 }),
		ifAlreadyInvited: fc.constant('fail'),
		ifAlreadyMember: fc.constantFrom('fail', 'skip'),
	});
	await check(scenario);
}, 900_000);

async function check(scenarios: fc.Arbitrary<Scenario>) {
	const total = { items: 0, failed: 0 };
	const property = fc.asyncProperty(scenarios, async (scenario) => {
		const { output, left } = await play(scenario);
		for (const number of new Set(scenario.items.map((item) => item.number))) {
			const items = scenario.items.flatMap((item, index) =>
				item.number === number ? [{ ...item, json: output[index] ?? {} }] : [],
			);
			const story = tell(scenario, number, items);
			total.items += items.length;
			total.failed += story.failed;
			const said = items.map(({ json: { error, outcome, role } }) =>
				error === undefined ? [outcome, role] : 'failed',
			);
			const { mails, pending } = left(number);
			expect({ number, items, said, mails, pending }).toEqual({ number, items, ...story.expected });
		}
	});
	await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
	// those that fail say so and have lost nothing, but they must not be the rule
	expect(total.failed / total.items).toBeLessThan(0.05);
}

/** Runs a scenario: each item's output, and a way to see what Losant has of each person after it. */
async function play({ seed, switches, faults, there, items, ...options }: Scenario) {
	const { server } = losant;
	await server.reset(seed);
	await server.configure(switches);
	for (const { number, role, is } of there) {
		const who = { email: address(number), role };
		if (is === 'member') await server.addMembers(ORGANIZATION, [who]);
		else {
			const inviteDate = is === 'expired' ? LONG_AGO : new Date().toISOString();
			await server.addInvites(ORGANIZATION, [{ ...who, inviteDate }]);
		}
	}
	const settings = await losant.options('invite', {
		email: '={{ $json.email }}',
		role: '={{ $json.role }}',
		options,
	});
	await server.fail(...faults);
	const { status, success, stored } = await run({
		...settings,
		input: items.map(({ number, role, spelling }) => ({ email: spell(number, spelling), role })),
		// one branch for all, which shows the order too
		onError: 'continueRegularOutput',
	});
	expect(status).toBe('success');
	expect(success.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(stored).not.toContain(settings.credential.apiToken);

	const invites = await server.invites(ORGANIZATION);
	const mails = await server.mails(ORGANIZATION);
	return {
		output: success.map(({ json }) => json),
		left: (number: number) => ({
			mails: mails.filter((email) => isAddress(email, number)).length,
			pending: invites.flatMap((invite) =>
				isAddress(invite.email, number) && !invite.hasExpired ? [invite.role] : [],
			),
		}),
	};
}

/**
 * What has to have become of one person, given which of the items failed: these have sent nothing,
 * unless they say that it isn't clear.
 */
function tell(
	{ there, ifAlreadyInvited, ifAlreadyMember, switches: { postResponse } }: Scenario,
	number: number,
	items: Array<{ role: NewInvite['role']; json: IDataObject }>,
) {
	const before = there.find((one) => one.number === number);
	let pending = before?.is === 'pending' ? [before.role] : [];
	let isExpired = before?.is === 'expired';
	let mails = 0;
	let failed = 0;
	let isUnclear = false;
	const said = items.map(({ role, json }) => {
		if (before?.is === 'member') {
			return ifAlreadyMember === 'fail' ? 'failed' : told(json, 'alreadyMember', before.role);
		}
		if (json.error !== undefined) {
			failed++;
			isUnclear ||= String(json.message).includes('may or may not');
			return 'failed';
		}
		const [current] = pending;
		if (current && (ifAlreadyInvited === 'skip' || current === role)) {
			return told(json, 'alreadyInvited', current);
		}
		const outcome = current ? 'updated' : isExpired ? 'renewed' : 'invited';
		mails++;
		pending = [role];
		isExpired = false;
		return told(json, outcome, role);
	});
	return {
		failed,
		expected: {
			said: isUnclear ? expect.any(Array) : said,
			mails: isUnclear ? expect.any(Number) : mails,
			pending: isUnclear ? expect.any(Array) : pending,
		},
	};

	/** The role is not known where neither Losant's answer nor a look for the invite showed it. */
	function told(json: IDataObject, outcome: string, role: NewInvite['role']) {
		const isShown = json.email !== undefined || !['empty', 'other'].includes(postResponse ?? '');
		const hasOutcome = ifAlreadyInvited !== 'fail' || ifAlreadyMember !== 'fail';
		return [hasOutcome ? outcome : undefined, isShown ? role : undefined];
	}
}

const address = (number: number) => `person${number}@example.com`;
const spell = (number: number, spelling: number) =>
	[address(number), ` ${address(number).toUpperCase()}`, `${address(number)} `][spelling];
const isAddress = (email: string, number: number) => email.trim().toLowerCase() === address(number);
