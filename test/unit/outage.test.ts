import fc from 'fast-check';

import type { Ending } from '../../nodes/Losant/transport/ending';
import { patient } from '../../nodes/Losant/transport/losant';
import {
	LONGEST_WAIT,
	Outage,
	type Patience,
	type Sending,
	type Trouble,
} from '../../nodes/Losant/transport/outage';
import type { Outcome } from '../../nodes/Losant/transport/request';
import { Run, type GivenUp } from '../../nodes/Losant/transport/run';
import { clockOf, Simulation } from './simulation';

const SECOND = 1_000;
const LATENCY = 20;
const TIME_LIMIT = 60 * SECOND;
const TIME_LIMIT_OF_A_TRY = 10 * SECOND;
const MAX_SENDINGS = 5;

type End = { outcome: Outcome; ending: Ending };

const status = (code: number, headers = {}, body: unknown = {}): Outcome => ({
	status: code,
	headers,
	body,
});
const broken = (code: string): Outcome => ({ code, message: '', isUnsent: false });
const ANSWERED: End = { outcome: status(200), ending: 'answered' };
const UNAUTHORIZED: End = {
	outcome: status(401, {}, { type: 'Unauthorized', message: 'Invalid access token' }),
	ending: 'refused',
};
const CUT: End = { outcome: broken('ECONNRESET'), ending: 'unclear' };
const busy = (retryAfter?: string): End => ({
	outcome: status(429, { ...(retryAfter && { 'retry-after': retryAfter }) }),
	ending: 'busy',
});
const unavailable = (retryAfter?: string): End => ({
	outcome: status(503, { ...(retryAfter && { 'retry-after': retryAfter }) }, '<html>'),
	ending: 'unclear',
});

/** How Losant is away: how a request ends then, and after how long. Drained, it still answers what was under way. */
const AWAY = {
	refused: { end: { outcome: broken('ECONNREFUSED'), ending: 'unreachable' }, takes: 1 },
	reset: { end: CUT, takes: LATENCY },
	page: { end: unavailable(), takes: LATENCY },
	drained: { end: unavailable(), takes: 1 },
	hang: { end: { outcome: broken('ECONNABORTED'), ending: 'unclear' }, takes: TIME_LIMIT },
} as const satisfies Record<string, { end: End; takes: number }>;

interface Away {
	from: number;
	until: number;
	how: keyof typeof AWAY;
}

interface Plan {
	count: number;
	atATime: number;
	away?: Away[];
	/** The items whose own request is cut each time */
	poisoned?: number[];
	/** How many times longer than the fastest the slowest answer takes, besides */
	spread?: number;
	/** What Losant answers, where it is there */
	answer?: (now: number) => End;
	patience?: Patience;
}

/** Plays a run of items that each send one request that must not be carried out twice, as `sendOnce` does. */
async function play({
	count,
	atATime,
	away = [],
	poisoned = [],
	spread = 0,
	answer = () => ANSWERED,
	patience = patient(3),
}: Plan) {
	const simulation = new Simulation();
	const run = new Run(clockOf(simulation), patience);
	const requests: Array<{ at: number; isTry: boolean; end: End; endedAt: number }> = [];
	const mails = new Map<number, number>();
	const troubles: Array<{ at: number; trouble: Trouble }> = [];
	const failed: number[] = [];
	const givenUp = new Map<number, GivenUp>();
	let triesAtOnce = 0;
	let mostTriesAtOnce = 0;

	const isAway = (moment: number) =>
		away.find(({ from, until }) => from <= moment && moment < until);
	const send = async (isTry: boolean, poison: boolean, work: () => void): Promise<End> => {
		const at = simulation.now();
		if (isTry) mostTriesAtOnce = Math.max(mostTriesAtOnce, ++triesAtOnce);
		const latency = LATENCY * (1 + spread * simulation.random());
		const met = isAway(at) ?? isAway(at + latency);
		let end: End = poison ? CUT : answer(at);
		if (!met || (met.how === 'drained' && at < met.from)) {
			await simulation.wait(latency);
			if (end.ending === 'answered') work();
		} else if (met.how === 'hang') {
			end = AWAY.hang.end;
			await simulation.wait(isTry ? TIME_LIMIT_OF_A_TRY : TIME_LIMIT);
		} else {
			// what is under way when it begins is cut, and may have been carried out
			end = at < met.from ? CUT : AWAY[met.how].end;
			if (at < met.from && Math.floor(at) % 2 === 0 && !poison) work();
			await simulation.wait(AWAY[met.how].takes);
		}
		requests.push({ at, isTry, end, endedAt: simulation.now() });
		if (isTry) triesAtOnce--;
		return end;
	};

	/** Sends until there is an answer or a verdict; undefined where there is none any more */
	const ask = async (item: number, own: (isTry: boolean) => Promise<End>, isGet: boolean) => {
		for (;;) {
			const result = await run.send(async (isTry) =>
				isTry && !isGet
					? { isOwn: false, ...(await send(true, false, () => {})) }
					: { isOwn: true, ...(await own(isTry)) },
			);
			if ('givenUp' in result) {
				givenUp.set(item, result.givenUp);
				return undefined;
			}
			const { isOwn, ending } = result.end;
			if (result.trouble) troubles.push({ at: simulation.now(), trouble: result.trouble });
			if (!isOwn || ending === 'busy') continue;
			if (ending === 'answered' || ending === 'refused') return ending;
			if (ending === 'unclear' && !isGet) return ending;
			await simulation.wait(SECOND);
		}
	};
	const work = async (item: number) => {
		const isPoisoned = poisoned.includes(item);
		for (let sendings = 1; sendings <= MAX_SENDINGS; sendings++) {
			const own = async (isTry: boolean) =>
				await send(isTry, isPoisoned, () => mails.set(item, (mails.get(item) ?? 0) + 1));
			const verdict = await ask(item, own, false);
			if (verdict === 'refused') failed.push(item);
			if (verdict !== 'unclear') return;
			for (let looks = 1; looks <= 2; looks++) {
				const look = await ask(item, async (isTry) => await send(isTry, false, () => {}), true);
				if (look !== 'answered' || mails.has(item)) return;
				if (looks === 1) await simulation.wait(2 * SECOND);
			}
		}
		failed.push(item);
	};
	let next = 0;
	let endedAt: number | undefined;
	const worker = async () => {
		while (next < count) await work(next++);
	};
	void Promise.all(Array.from({ length: atATime }, worker)).then(() => {
		endedAt = simulation.now();
	});
	await simulation.run();
	return {
		/** Nothing is left to happen: then the run has ended, or is stuck */
		endedAt,
		requests,
		/** What is known at the end of each request without an answer, and when it ended */
		troubles,
		failed,
		givenUp,
		mostTriesAtOnce,
		invited: mails.size,
		doubled: [...mails.values()].filter((times) => times > 1).length,
		lastAnswerAt: Math.max(
			...requests.filter(({ end }) => end.ending === 'answered').map((one) => one.endedAt),
		),
	};
}

describe('Losant is never there', () => {
	const never = (how: Away['how']) => [{ from: 0, until: Infinity, how }];

	test.each([
		['refused', 15],
		['reset', 15],
		['page', 15],
		['hang', 60],
	] as const)(
		'%s: all items fail within %p seconds, after a handful of requests',
		async (how, seconds) => {
			for (const [count, atATime] of [
				[1, 5],
				[1_000, 1],
				[1_000, 5],
				[1_000, 50],
			] as const) {
				const { endedAt, requests, givenUp } = await play({ count, atATime, away: never(how) });
				expect(endedAt).toBeLessThanOrEqual((seconds + 2) * SECOND);
				expect(requests.length).toBeLessThanOrEqual(11);
				expect(givenUp.size).toBe(count);
				for (const one of givenUp.values()) {
					expect(one).toMatchObject({
						why: 'away',
						lastAnswer: undefined,
						outcome: AWAY[how].end.outcome,
					});
				}
			}
		},
	);

	test('a server that says when Losant will be there is waited for', async () => {
		const answer = (now: number) => (now < 100 * SECOND ? unavailable('40') : ANSWERED);
		const { invited, requests } = await play({ count: 100, atATime: 5, answer });
		expect(invited).toBe(100);
		expect(requests.filter(({ end }) => end.ending === 'unclear').length).toBeLessThanOrEqual(7);
	});

	test('but not for longer than for a Losant that has stopped answering', async () => {
		const { endedAt, givenUp } = await play({
			count: 100,
			atATime: 5,
			answer: () => unavailable('40'),
		});
		expect(givenUp.size).toBe(100);
		expect(endedAt).toBeLessThanOrEqual(185 * SECOND);
	});
});

describe('Losant is away in the middle', () => {
	test.each([
		['refused', 1],
		['refused', 10],
		['refused', 50],
		['reset', 1],
		['reset', 10],
		['page', 10],
		['page', 50],
		['hang', 1],
		['hang', 10],
		['hang', 50],
	] as const)(
		'for a minute (%s, %p at a time): nobody is lost or doubled, few requests go out meanwhile, and the time is little more than that',
		async (how, atATime) => {
			const plan = { count: 1_000, atATime };
			const without = await play(plan);
			const from = (without.endedAt ?? NaN) / 2;
			const until = from + 60 * SECOND;
			const run = await play({ ...plan, away: [{ from, until, how }] });
			expect(run).toMatchObject({ invited: 1_000, doubled: 0, failed: [] });
			expect(run.mostTriesAtOnce).toBeLessThanOrEqual(1);
			expect(run.endedAt).toBeLessThanOrEqual((without.endedAt ?? NaN) + 75 * SECOND);
			const meanwhile = run.requests.filter(({ at }) => from <= at && at < until);
			// besides those that were sent before the first end was known
			expect(meanwhile.length).toBeLessThanOrEqual(20 + (how === 'refused' ? 0 : atATime));
			// what fails in the outage doesn't count against the items; what has hung until its end fails after it
			const inIt = how === 'hang' ? [] : run.troubles;
			const ofItems = inIt.filter(({ at }) => at > from + SECOND && at < until);
			for (const { trouble } of ofItems) expect(trouble.isOutage).toBe(true);
			const resumedAt = Math.min(
				...run.requests
					.filter(({ at, end }) => at >= until && end.ending === 'answered')
					.map(({ at }) => at),
			);
			expect(resumedAt - until).toBeLessThanOrEqual(
				LONGEST_WAIT + (how === 'hang' ? TIME_LIMIT_OF_A_TRY : LATENCY),
			);
		},
	);

	test('and still answers what was under way: that lets few more through', async () => {
		const [from, until] = [SECOND, 30 * SECOND];
		const away = [{ from, until, how: 'drained' as const }];
		const run = await play({ count: 1_000, atATime: 50, away, spread: 20 });
		expect(run).toMatchObject({ invited: 1_000, doubled: 0, failed: [] });
		const meanwhile = run.requests.filter(({ at }) => from <= at && at < until);
		expect(meanwhile.length).toBeLessThanOrEqual(20);
	});

	test.each(['refused', 'reset', 'page'] as const)(
		'three times for ten seconds (%s)',
		async (how) => {
			const plan = { count: 5_000, atATime: 10 };
			const without = await play(plan);
			const away = [1, 15, 29].map((second) => ({
				from: second * SECOND,
				until: (second + 10) * SECOND,
				how,
			}));
			const run = await play({ ...plan, away });
			expect(run).toMatchObject({ invited: 5_000, doubled: 0, failed: [] });
			expect(run.endedAt).toBeLessThanOrEqual((without.endedAt ?? NaN) + 45 * SECOND);
		},
	);

	test.each([
		['refused', 3],
		['page', 3],
		['hang', 3],
		['refused', 10],
		['refused', 0],
		['page', 0],
	] as const)(
		'for good (%s): the rest fails %p minutes after the last answer',
		async (how, minutes) => {
			const { endedAt, givenUp, invited, failed, lastAnswerAt, requests } = await play({
				count: 1_000,
				atATime: 10,
				away: [{ from: SECOND, until: Infinity, how }],
				patience: patient(minutes),
			});
			expect(failed).toEqual([]);
			expect(invited).toBeGreaterThan(400);
			expect(invited + givenUp.size).toBeGreaterThanOrEqual(1_000);
			for (const one of givenUp.values()) {
				expect(one).toMatchObject({ why: 'away', lastAnswer: expect.any(Date) });
				if (minutes > 0) expect(one.outcome).toEqual(AWAY[how].end.outcome);
			}
			const waited = (endedAt ?? NaN) - lastAnswerAt;
			expect(waited).toBeGreaterThanOrEqual(minutes * 60 * SECOND);
			expect(waited).toBeLessThanOrEqual(
				minutes * 60 * SECOND + (how === 'hang' ? TIME_LIMIT_OF_A_TRY : 3 * SECOND),
			);
			expect(requests.filter(({ isTry }) => isTry).length).toBeLessThanOrEqual(5 + 12 * minutes);
		},
	);
});

describe('poisoned items', () => {
	test.each([1, 5, 50])(
		'among 200, %p at a time: only they fail, and the others are hardly slowed',
		async (atATime) => {
			const poisoned = [0, 17, 18, 199];
			const without = await play({ count: 200, atATime });
			const run = await play({ count: 200, atATime, poisoned });
			expect(run.failed.sort()).toEqual([...poisoned].sort());
			expect(run).toMatchObject({ invited: 196, doubled: 0 });
			expect(run.givenUp.size).toBe(0);
			for (const { trouble } of run.troubles) expect(trouble.isOutage).toBe(false);
			const ownTime = poisoned.length * MAX_SENDINGS * (2 * SECOND + 10 * LATENCY);
			expect(run.endedAt).toBeLessThanOrEqual((without.endedAt ?? NaN) + ownTime);
		},
	);
});

describe('a limit that lasts', () => {
	test.each([undefined, '1', '60', '150'])(
		'from the start or from the middle, is given up for all together (Retry-After %p)',
		async (retryAfter) => {
			for (const from of [0, SECOND]) {
				const { endedAt, givenUp, invited, requests } = await play({
					count: 1_000,
					atATime: 10,
					answer: (now) => (now < from ? ANSWERED : busy(retryAfter)),
				});
				expect(invited + givenUp.size).toBe(1_000);
				expect(new Set([...givenUp.values()].map(({ why }) => why))).toEqual(new Set(['busy']));
				expect(endedAt).toBeLessThanOrEqual(245 * SECOND);
				const refused = requests.filter(({ end }) => end.ending === 'busy');
				expect(refused.length).toBeLessThanOrEqual(250);
			}
		},
	);

	test.each([
		['longer than a minute', '150', 150],
		['longer than the patience: until that ends, and then it is tried once more', '3600', 180],
	])('is obeyed in the middle, also %s', async (_, retryAfter, seconds) => {
		const end = SECOND + seconds * SECOND;
		const { invited, requests } = await play({
			count: 1_000,
			atATime: 10,
			answer: (now) => (now >= SECOND && now < end ? busy(retryAfter) : ANSWERED),
		});
		expect(invited).toBe(1_000);
		const refused = requests.filter(({ end }) => end.ending === 'busy');
		expect(refused.length).toBeLessThanOrEqual(10);
	});

	test('is asked for by a proxy, while Losant answers what was sent later: obeyed no longer than one of its own', async () => {
		let sent = 0;
		const { endedAt, invited, doubled } = await play({
			count: 1_000,
			atATime: 50,
			spread: 20,
			answer: () => (++sent % 100 === 0 && sent <= 300 ? unavailable('3600') : ANSWERED),
		});
		expect([invited, doubled]).toEqual([1_000, 0]);
		expect(endedAt).toBeLessThanOrEqual(3 * 185 * SECOND);
	});

	test.each([-1, 1])(
		'is asked for by a clock %i hours ahead of n8n’s: obeyed by that clock',
		async (hours) => {
			const theirs = Date.now() + hours * 3_600_000;
			const headers = {
				date: new Date(theirs).toUTCString(),
				'retry-after': new Date(theirs + 30 * SECOND).toUTCString(),
			};
			const asked: End = { outcome: status(429, headers), ending: 'busy' };
			for (const from of [0, SECOND]) {
				const { endedAt, invited, requests } = await play({
					count: 1_000,
					atATime: 10,
					answer: (now) => (now >= from && now < from + 30 * SECOND ? asked : ANSWERED),
				});
				expect(invited).toBe(1_000);
				expect(requests.filter(({ end }) => end === asked).length).toBeLessThanOrEqual(10);
				expect(endedAt).toBeLessThanOrEqual(60 * SECOND);
			}
		},
	);

	test('asks for more than the patience from the start: nobody waits for nothing', async () => {
		const { endedAt, requests, givenUp } = await play({
			count: 1_000,
			atATime: 10,
			answer: () => busy('3600'),
		});
		expect(givenUp.size).toBe(1_000);
		expect(requests.length).toBeLessThanOrEqual(10);
		expect(endedAt).toBeLessThanOrEqual(SECOND);
	});

	test('is obeyed after an outage that took almost all patience', async () => {
		const { invited, doubled } = await play({
			count: 200,
			atATime: 5,
			away: [{ from: 500, until: 170 * SECOND, how: 'refused' }],
			answer: (now) => (now > 170 * SECOND && now < 230 * SECOND ? busy('30') : ANSWERED),
		});
		expect([invited, doubled]).toEqual([200, 0]);
	});

	test('is obeyed though the user doesn’t wait for a Losant that has stopped answering', async () => {
		const { invited } = await play({
			count: 100,
			atATime: 5,
			answer: (now) => (now > 100 && now < 20 * SECOND ? busy('10') : ANSWERED),
			patience: patient(0),
		});
		expect(invited).toBe(100);
	});
});

test('after a token was refused nothing more is sent', async () => {
	const { failed, givenUp, requests } = await play({
		count: 1_000,
		atATime: 10,
		answer: (now) => (now < SECOND ? ANSWERED : UNAUTHORIZED),
	});
	expect(requests.filter(({ end }) => end === UNAUTHORIZED)).toHaveLength(10);
	expect(failed).toHaveLength(10);
	expect(new Set([...givenUp.values()].map(({ why }) => why))).toEqual(new Set(['useless']));
});

test('whatever outages come, nobody is lost, doubled or stuck while Losant comes back in time, and nobody asks often meanwhile', async () => {
	const outage = fc.record({
		how: fc.constantFrom<Away['how'][]>('refused', 'reset', 'page', 'drained', 'hang'),
		after: fc.integer({ min: 100, max: 20 * SECOND }),
		lasts: fc.oneof(
			fc.integer({ min: 1, max: 3 * SECOND }),
			fc.integer({ min: 3 * SECOND, max: 100 * SECOND }),
		),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.array(outage, { maxLength: 4 }),
			fc.boolean(),
			fc.constantFrom(1, 5, 10, 50),
			fc.uniqueArray(fc.integer({ min: 0, max: 399 }), { maxLength: 3 }),
			async (outages, isGoneAtLast, atATime, poisoned) => {
				let now = 0;
				const away = outages.map(({ how, after, lasts }, index) => {
					const from = now + after;
					const isLast = index === outages.length - 1;
					now = from + lasts;
					return { from, until: isGoneAtLast && isLast ? Infinity : now, how };
				});
				const isGone = away.at(-1)?.until === Infinity;
				const run = await play({ count: 400, atATime, away, poisoned });

				expect(run.endedAt).toBeDefined();
				expect(run.doubled).toBe(0);
				expect(run.mostTriesAtOnce).toBeLessThanOrEqual(1);
				expect(poisoned).toEqual(expect.arrayContaining(run.failed));
				if (!isGone) {
					expect(run.givenUp.size).toBe(0);
					expect(run.failed).toHaveLength(poisoned.length);
					expect(run.invited).toBe(400 - poisoned.length);
				}
				if (run.givenUp.size > 0) {
					expect((run.endedAt ?? NaN) - run.lastAnswerAt).toBeLessThanOrEqual(
						180 * SECOND + TIME_LIMIT,
					);
				}
				for (const { from, until } of away) {
					const ends = run.requests.filter(({ at }) => from <= at && at < until);
					const known = Math.min(...ends.map(({ endedAt }) => endedAt));
					const tries = ends.filter(({ at }) => at > known && at < from + TIME_LIMIT);
					expect(tries.length).toBeLessThanOrEqual(20);
				}
			},
		),
		{ numRuns: 60 },
	);
});

describe('one event after the other', () => {
	const PATIENCE: Patience = { atFirst: 30 * SECOND, later: 60 * SECOND, busy: 40 * SECOND };
	let outage: Outage;
	beforeEach(() => {
		outage = new Outage(PATIENCE);
	});

	/** Lets a request through that has to be let through, and sends it. */
	const sent = (at: number): Sending => {
		const sending = outage.letThrough(at);
		if (!sending) throw new Error(`no request is let through at ${at}`);
		expect(outage.send(sending, at)).toBe(true);
		return sending;
	};
	const isOpen = () => outage.nextTryAt !== undefined;

	test('before the first answer five requests go, after it as many as there are', () => {
		const first = sent(1);
		for (let at = 2; at <= 5; at++) sent(at);
		expect(outage.letThrough(6)).toBeUndefined();
		outage.answered(first, 7);
		for (let at = 8; at < 50; at++) sent(at);
	});

	test('an old request that comes to nothing says nothing while a later one was answered a moment ago', () => {
		const [old, later] = [sent(1), sent(2)];
		outage.answered(later, 10);
		expect(outage.unanswered(old, 1_000)).toEqual({ isOutage: false });
		expect(isOpen()).toBe(false);
	});

	test('but says something where that answer is old, or the answered request was sent before', () => {
		const [old, later] = [sent(1), sent(2)];
		outage.answered(later, 10);
		outage.unanswered(old, 10 + 5_000);
		expect(outage.nextTryAt).toBe(10 + 5_000);

		outage = new Outage(PATIENCE);
		outage.answered(sent(1), 10);
		outage.unanswered(sent(20), 30);
		expect(outage.nextTryAt).toBe(30);
	});

	test('while it is open, what was let through before isn’t sent, and one request tries', () => {
		const [failed, waiting] = [sent(1), outage.letThrough(2)];
		outage.unanswered(failed, 3);
		expect(waiting && outage.send(waiting, 4)).toBe(false);
		expect(outage.letThrough(5)).toMatchObject({ isTry: true, isBold: false });
		expect(outage.letThrough(6)).toBeUndefined();
	});

	test('an answer to what was sent after the request that came to nothing closes it', () => {
		const [failed, later] = [sent(1), sent(2)];
		outage.unanswered(failed, 10);
		expect(isOpen()).toBe(true);
		outage.answered(later, 11);
		expect(isOpen()).toBe(false);
	});

	test('the first try may be the request in doubt: from the second on it is an outage, tried ever more seldom', () => {
		const trouble = outage.unanswered(sent(0), 0);
		const waits: number[] = [];
		for (let at = 0, round = 0; round < 5; round++) {
			outage.unanswered(sent(at), at);
			expect(trouble.isOutage).toBe(round > 0);
			waits.push((outage.nextTryAt ?? 0) - at);
			at = outage.nextTryAt ?? 0;
			expect(outage.letThrough(at - 1)).toBeUndefined();
		}
		expect(waits).toEqual([1, 2, 4, 5, 5].map((seconds) => seconds * SECOND));
	});

	test('it is given up at the end of the patience, and not a moment before', () => {
		outage.unanswered(sent(0), 0);
		outage.unanswered(sent(0), PATIENCE.atFirst - 1);
		expect([outage.givenUp, outage.nextTryAt]).toEqual([undefined, PATIENCE.atFirst]);
		outage.unanswered(sent(PATIENCE.atFirst), PATIENCE.atFirst);
		expect(outage.givenUp).toBe('away');
	});

	test('each answer to what was under way lets one bold request go, ten at most', () => {
		outage.answered(sent(0), 1);
		const underWay = Array.from({ length: 15 }, () => sent(2));
		outage.unanswered(sent(3), 4);
		const trying = sent(5);
		for (const sending of underWay) outage.answered(sending, 6);
		const bold = Array.from({ length: 20 }, () => outage.letThrough(7)).filter(
			(sending) => sending !== undefined,
		);
		expect(bold).toHaveLength(10);
		for (const sending of bold) {
			expect(sending).toMatchObject({ isBold: true, isTry: false });
			expect(outage.send(sending, 7)).toBe(true);
		}

		// and an answer to the try closes it, though a later request came to nothing
		for (const sending of bold.slice(0, 1)) outage.unanswered(sending, 8);
		outage.answered(trying, 9);
		expect(isOpen()).toBe(false);
		expect(sent(10)).toMatchObject({ isBold: false, isTry: false });
	});

	test('a limit for as long as the patience is obeyed; for longer, only where Losant has answered before', () => {
		const { busy: patience } = PATIENCE;
		expect(outage.refused(sent(0), 1, patience)).toBe(patience);
		expect(outage.givenUp).toBeUndefined();

		outage = new Outage(PATIENCE);
		outage.answered(sent(0), 1);
		expect(outage.refused(sent(1), 2, patience + 1)).toBe(patience);
		expect(outage.givenUp).toBeUndefined();

		outage = new Outage(PATIENCE);
		outage.refused(sent(0), 1, patience + 1);
		expect(outage.givenUp).toBe('busy');
	});
});
