import fc from 'fast-check';

import { Pace } from '../../nodes/Losant/transport/pace';
import { bucket, fixedWindow, oneByOne, play, Simulation, type Limit } from './simulation';

/** As long as the run may go without an answer before it is given up, in seconds. */
const PATIENCE = 180;

/** A pace without chance, and what one would do with it; times in milliseconds. */
function start() {
	const simulation = new Simulation();
	const pace = new Pace(simulation, () => 0);
	const send = async (end: 'answered' | 'refused' | 'broken', asked?: number) => {
		const turn = pace.turn();
		await simulation.run();
		await turn;
		pace.ended();
		if (end === 'answered') pace.answered(simulation.now());
		if (end === 'refused') pace.refused(simulation.now(), asked);
	};
	return {
		simulation,
		pace,
		/** Sends a request as soon as it may, which ends at once */
		send,
		/** Sends so many requests as soon as each may, which end at once without an answer; the times between them */
		async intervals(count: number) {
			const times: number[] = [];
			for (let i = 0; i <= count; i++) {
				void pace.turn().then(() => {
					times.push(simulation.now());
					pace.ended();
				});
			}
			await simulation.run();
			return times.slice(1).map((time, i) => time - (times[i] ?? NaN));
		},
		/** Sends a request as soon as it may, which is refused at once; how long all wait then */
		async pauseAfterRefusal(asked?: number) {
			await send('refused', asked);
			const refusedAt = simulation.now();
			await send('broken');
			return Math.round(simulation.now() - refusedAt);
		},
	};
}

/** Until another limit holds. */
const until =
	(milliseconds: number, first: Limit, then: Limit): Limit =>
	(now) =>
		(now < milliseconds ? first : then)(now);

const unlimited: Limit = () => true;

describe('before the first refusal', () => {
	test('nothing is held back, and nothing waits for the clock', async () => {
		const wait = jest.fn();
		const pace = new Pace({ now: () => 7, wait });
		await Promise.all(Array.from({ length: 50 }, async () => await pace.turn()));
		expect(wait).not.toHaveBeenCalled();
	});

	test('a run takes as long as its requests', async () => {
		const people = { people: 1_000, atOnce: 50, latency: 20, variation: 0 };
		const { seconds, requests } = await play({ limit: unlimited, ...people });
		expect([seconds.toFixed(3), requests]).toEqual(['0.400', 1_000]);
	});
});

describe('at a constant limit', () => {
	test.each`
		perSecond | retryAfter   | atOnce | people
		${1}      | ${1}         | ${5}   | ${25}
		${1}      | ${undefined} | ${50}  | ${90}
		${3}      | ${1}         | ${50}  | ${90}
		${8}      | ${undefined} | ${40}  | ${80}
		${20}     | ${1}         | ${50}  | ${300}
		${200}    | ${1}         | ${50}  | ${1_000}
		${200}    | ${undefined} | ${50}  | ${1_000}
	`(
		'$perSecond a second, $atOnce at a time, Retry-After $retryAfter: $people people in less than twice the time that it takes, with less than twice the requests',
		async ({ perSecond, ...run }) => {
			for (const latency of [0, 20, 200]) {
				const played = await play({ limit: bucket(perSecond), ...run, latency });
				expect(played.seconds).toBeLessThan((2 * run.people) / perSecond);
				expect(played.requests).toBeLessThan(2 * run.people);
			}
		},
	);

	const runs = {
		perSecond: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 200 })),
		retryAfter: fc.constantFrom(1, undefined),
		atOnce: fc.integer({ min: 1, max: 50 }),
		people: fc.integer({ min: 25, max: 300 }),
		latency: fc.nat(200),
		seed: fc.nat(),
	};

	test.each([
		['holds a second’s worth', bucket, 1],
		['counts each second', fixedWindow, 2],
	])('any, that %s', async (_, limit, secondsMore) => {
		const property = fc.asyncProperty(fc.record(runs), async ({ perSecond, ...run }) => {
			const { seconds, requests } = await play({ limit: limit(perSecond), ...run });
			const possible = Math.max(
				run.people / perSecond,
				(run.people * run.latency) / run.atOnce / 1_000,
			);
			expect(seconds).toBeLessThan(2 * possible + secondsMore);
			// those that go out before the first answer can't know of the limit
			expect(requests).toBeLessThan(1.6 * run.people + Math.min(run.atOnce, run.people));
			if (run.people >= 2 * run.atOnce) expect(requests).toBeLessThan(2 * run.people);
		});
		await fc.assert(property, { numRuns: 200, endOnFailure: true });
	});

	test('any, that lets one through at a time: the rate has to be found first', async () => {
		const property = fc.asyncProperty(fc.record(runs), async ({ perSecond, ...run }) => {
			// where the latency varies, no rate is right for it
			const limit = oneByOne(perSecond);
			const { seconds, requests } = await play({ limit, ...run, variation: 0 });
			const possible = Math.max(
				run.people / perSecond,
				(run.people * run.latency) / run.atOnce / 1_000,
			);
			expect(seconds).toBeLessThan(2 * possible + 8);
			expect(requests).toBeLessThan(1.6 * run.people + Math.min(run.atOnce, run.people));
		});
		await fc.assert(property, { numRuns: 200, endOnFailure: true });
	});
});

describe('ten runs under one limit', () => {
	test.each([1, 3, 10, 20, 50])('%p a second', async (perSecond) => {
		for (const retryAfter of [1, undefined]) {
			for (const latency of [20, 150]) {
				const run = { people: 30, atOnce: 5, latency, retryAfter };
				const { seconds, withoutProgress } = await play({
					limit: bucket(perSecond),
					runs: 10,
					...run,
				});
				expect(seconds).toBeLessThan(1.5 * (300 / perSecond));
				expect(withoutProgress).toBeLessThan(PATIENCE);
			}
		}
	});

	test('none goes without an answer for too long, whatever the limit', async () => {
		const property = fc.asyncProperty(
			fc.constantFrom(bucket, fixedWindow, oneByOne),
			fc.integer({ min: 1, max: 50 }),
			fc.constantFrom(1, undefined),
			fc.nat(200),
			fc.nat(),
			async (limit, perSecond, retryAfter, latency, seed) => {
				const { withoutProgress } = await play({
					limit: limit(perSecond),
					runs: 10,
					people: 30,
					atOnce: 5,
					retryAfter,
					latency,
					seed,
				});
				expect(withoutProgress).toBeLessThan(PATIENCE);
			},
		);
		await fc.assert(property, { numRuns: 50, endOnFailure: true });
	});
});

describe('when a limit changes', () => {
	const run = { people: 1_000, atOnce: 10, latency: 20 };

	test.each([1, undefined])(
		'one refusal alone costs 1,000 people about the pause that it asks for (Retry-After %p)',
		async (retryAfter) => {
			for (const which of [0, 400]) {
				let count = 0;
				const limit = () => count++ !== which;
				const { seconds, requests } = await play({ limit, retryAfter, ...run });
				expect(seconds).toBeLessThan(2 + 2.5);
				expect(requests).toBe(1_001);
			}
		},
	);

	test('one that is lifted holds back no more', async () => {
		const { seconds } = await play({ limit: until(20_000, bucket(10), unlimited), ...run });
		expect(seconds).toBeLessThan(20 + 12);
	});

	test('one that rises is followed', async () => {
		// 50 people, then 950 in ten seconds
		const { seconds } = await play({ limit: until(10_000, bucket(5), bucket(100)), ...run });
		expect(seconds).toBeLessThan(10 + 2 * 9.5);
	});

	test('one that falls is followed', async () => {
		// 250 people, then 150 in 30 seconds
		const limit = until(5_000, bucket(50), bucket(5));
		const { seconds, requests } = await play({ limit, ...run, people: 400 });
		expect(seconds).toBeLessThan(5 + 1.5 * 30);
		expect(requests).toBeLessThan(1.2 * 400);
	});

	test('one that nothing gets through costs few requests, and is left soon after its end', async () => {
		let refused = 0;
		const minute = (now: number) => {
			if (now > 60_000) return true;
			refused++;
			return false;
		};
		const { seconds } = await play({ limit: minute, ...run, people: 100 });
		expect(refused).toBeLessThan(10 + 40);
		expect(seconds).toBeLessThan(60 + 10);
	});
});

describe('the pause after a refusal', () => {
	test('is as long as Losant asks for', async () => {
		const { pauseAfterRefusal } = start();
		expect(await pauseAfterRefusal(60_000)).toBe(60_000);
	});

	test('grows to two seconds while nothing gets through, however little Losant asks for', async () => {
		const run = start();
		const pauses = [];
		for (const asked of [undefined, 0, 1, undefined, undefined]) {
			pauses.push(await run.pauseAfterRefusal(asked));
		}
		expect(pauses).toEqual([500, 750, 1_125, 1_688, 2_000]);
	});

	test('is short again after an answer', async () => {
		const run = start();
		await run.pauseAfterRefusal();
		await run.pauseAfterRefusal();
		await run.send('answered');
		expect(await run.pauseAfterRefusal()).toBe(500);
	});

	test('is longer by chance, so that runs don’t come back together', async () => {
		const simulation = new Simulation();
		const pace = new Pace(simulation, () => 0.5);
		await pace.turn();
		pace.ended();
		pace.refused(0, 10_000);
		void pace.turn();
		await simulation.run();
		expect(simulation.now()).toBe(10_250);
	});

	test('is for all, and ends at the latest time that a refused one was asked to wait for', async () => {
		const { simulation, pace } = start();
		await Promise.all([pace.turn(), pace.turn(), pace.turn()]);
		const turns = [1, 2].map(async () => {
			await pace.turn();
			return simulation.now();
		});
		for (const asked of [5_000, 9_000, 2_000]) {
			pace.ended();
			pace.refused(0, asked);
		}
		await simulation.run();
		expect(await turns[0]).toBe(9_000);
		expect(await turns[1]).toBeGreaterThan(9_000);
	});

	test('holds those back that have not had their turn yet', async () => {
		const { simulation, pace } = start();
		pace.hold(3_000);
		const turn = pace.turn();
		simulation.in(2_500, () => pace.hold(1_000));
		simulation.in(2_900, () => pace.hold(10));
		await simulation.run();
		await turn;
		expect(simulation.now()).toBe(3_500);
	});

	test('is never longer than asked for or needed', async () => {
		const ends = fc.array(
			fc.record({
				end: fc.constantFrom('answered', 'refused', 'broken'),
				asked: fc.option(fc.nat(60_000), { nil: undefined }),
			}),
			{ minLength: 5, maxLength: 60 },
		);
		const property = fc.asyncProperty(ends, fc.nat(), async (all, seed) => {
			const simulation = new Simulation(seed);
			const pace = new Pace(simulation, simulation.random);
			let asked = 0;
			for (const { end, asked: wait } of all) {
				const before = simulation.now();
				void pace.turn();
				await simulation.run();
				const waited = simulation.now() - before;
				expect(waited).toBeGreaterThanOrEqual(asked);
				// a second of chance and pause beyond what is asked for; ten where Losant lets next to nothing through
				expect(waited).toBeLessThanOrEqual(Math.max(asked + 2_000, 10_000));
				pace.ended();
				asked = 0;
				if (end === 'answered') pace.answered(simulation.now());
				if (end === 'refused') {
					pace.refused(simulation.now(), wait);
					asked = wait ?? 500;
				}
			}
		});
		await fc.assert(property, { endOnFailure: true });
	});
});

describe('the rate after a refusal', () => {
	test('is what got through in the last second', async () => {
		const run = start();
		for (let i = 0; i < 20; i++) await run.send('answered');
		await run.send('refused');
		for (const interval of await run.intervals(10)) expect(interval).toBeCloseTo(1_000 / 20);
	});

	test('is a guess where next to nothing got through', async () => {
		const run = start();
		await run.send('answered');
		await run.send('refused');
		expect(await run.intervals(3)).toEqual([250, 250, 250]);
	});

	test('forgets what was long ago', async () => {
		const run = start();
		for (let i = 0; i < 20; i++) await run.send('answered');
		run.simulation.in(5_000, () => {});
		await run.simulation.run();
		await run.send('refused');
		expect(await run.intervals(1)).toEqual([250]);
	});

	test('falls by a quarter with the next one', async () => {
		const run = start();
		const intervals = [];
		for (let refusals = 0; refusals < 4; refusals++) {
			await run.send('refused');
			intervals.push(...(await run.intervals(1)).map(Math.round));
		}
		expect(intervals).toEqual([250, 333, 444, 593]);
	});

	test('doesn’t fall for ever where nothing gets through', async () => {
		const run = start();
		for (let refusals = 0; refusals < 50; refusals++) await run.send('refused');
		expect((await run.intervals(1)).map(Math.round)).toEqual([593]);
	});

	test('falls to one request in ten seconds where little gets through', async () => {
		const run = start();
		for (let answers = 0; answers < 20; answers++) {
			for (let refusals = 0; refusals < 4; refusals++) await run.send('refused');
			await run.send('answered');
		}
		await run.send('refused');
		expect((await run.intervals(1)).map(Math.round)).toEqual([10_000]);
	});

	test('falls once for all that were under way together', async () => {
		const run = start();
		const { simulation, pace } = run;
		for (let i = 0; i < 10; i++) await pace.turn();
		for (let i = 0; i < 10; i++) {
			pace.ended();
			pace.refused(simulation.now());
		}
		expect(await run.intervals(1)).toEqual([250]);
	});

	test('doesn’t rise with requests that end without an answer', async () => {
		const run = start();
		await run.send('refused');
		for (let i = 0; i < 20; i++) await run.send('broken');
		expect(await run.intervals(1)).toEqual([250]);
	});

	test('comes in its time though the clock is late', async () => {
		const simulation = new Simulation();
		const late = {
			now: () => simulation.now(),
			wait: async (milliseconds: number) => await simulation.wait(milliseconds + 30),
		};
		const pace = new Pace(late, () => 0);
		await pace.turn();
		pace.ended();
		pace.refused(0);
		for (let i = 0; i < 9; i++) void pace.turn().then(() => pace.ended());
		await simulation.run();
		expect(simulation.now()).toBe(500 + 8 * 250 + 30);
	});
});

describe('an answer', () => {
	/** the interval between turns, after so many refusals and one answer */
	async function after(refusals: number, answer: (run: ReturnType<typeof start>) => Promise<void>) {
		const run = start();
		for (let i = 0; i < refusals; i++) await run.send('refused');
		await answer(run);
		return (await run.intervals(1)).map(Math.round)[0];
	}

	test('lets a tenth of a request more through each second', async () => {
		expect(await after(2, async ({ send }) => await send('answered'))).toBe(
			Math.round(1_000 / (3 + 0.1)),
		);
	});

	test('lets half as much more through while the rate is a guess', async () => {
		expect(await after(1, async ({ send }) => await send('answered'))).toBe(
			Math.round(1_000 / (4 * 1.5)),
		);
	});

	test('lets the less more through, the more are under way together', async () => {
		const run = start();
		const { simulation, pace } = run;
		await Promise.all(Array.from({ length: 8 }, async () => await pace.turn()));
		pace.ended();
		pace.refused(simulation.now());
		for (let i = 1; i < 8; i++) pace.ended();
		for (let i = 0; i < 5; i++) void pace.turn();
		await simulation.run();
		pace.ended();
		pace.answered(simulation.now());
		for (let i = 1; i < 5; i++) pace.ended();
		expect((await run.intervals(1)).map(Math.round)).toEqual([Math.round(1_000 / (4 * 1.1))]);
	});

	test('lets nothing more through where the rate holds nothing back', async () => {
		const slowly = async ({ simulation, pace, send }: ReturnType<typeof start>) => {
			await send('broken');
			// one in a second is all that there is
			pace.answered(simulation.now() - 1_000);
		};
		expect(await after(1, slowly)).toBe(250);
	});

	test('tells one refusal by chance from a limit: one alone is soon forgotten', async () => {
		const burst = async (refused: number) => {
			const run = start();
			const { simulation, pace } = run;
			for (let i = 0; i < 20; i++) await run.send('answered');
			for (let i = 0; i < refused; i++) await pace.turn();
			for (let i = 0; i < refused; i++) {
				pace.ended();
				pace.refused(simulation.now());
			}
			await run.send('answered');
			return (await run.intervals(1)).map(Math.round)[0];
		};
		expect(await burst(1)).toBe(Math.round(1_000 / (20 * 1.5)));
		expect(await burst(2)).toBe(Math.round(1_000 / (20 + 0.1)));
	});
});

describe('the number at a time after a refusal', () => {
	/** so many requests, which are under way until they are told to end */
	async function send(atOnce: number) {
		const run = start();
		const { simulation, pace } = run;
		for (let i = 0; i < atOnce; i++) await pace.turn();
		pace.ended();
		pace.refused(0);
		for (let i = 1; i < atOnce; i++) pace.ended();
		let underWay = 0;
		for (let i = 0; i < 20; i++) void pace.turn().then(() => underWay++);
		await simulation.run(20_000);
		return {
			...run,
			underWay: () => underWay,
			async end(milliseconds: number, isAnswered: boolean) {
				const sentAt = simulation.now();
				simulation.in(milliseconds, () => {
					underWay--;
					pace.ended();
					if (isAnswered) pace.answered(sentAt);
				});
				await simulation.run(sentAt + milliseconds + 500);
			},
		};
	}

	test.each([
		[1, 1],
		[8, 6],
		[10, 7],
	])('%p are %p', async (before, after) => {
		const { underWay } = await send(before);
		expect(underWay()).toBe(after);
	});

	test('is one more after a second with an answer', async () => {
		const { underWay, end } = await send(8);
		await end(1, false);
		expect(underWay()).toBe(6);
		await end(1, true);
		expect(underWay()).toBe(7);
		await end(1, true);
		expect(underWay()).toBe(7);
		await end(1_000, true);
		expect(underWay()).toBe(8);
	});
});

describe('turns', () => {
	test('come in the order of the calls, whatever comes of the requests', async () => {
		const ends = fc.array(fc.constantFrom('answered', 'refused', 'broken'), { maxLength: 80 });
		const property = fc.asyncProperty(ends, fc.nat(), async (all, seed) => {
			const simulation = new Simulation(seed);
			const pace = new Pace(simulation, simulation.random);
			const called: number[] = [];
			const came: number[] = [];
			all.forEach((end, index) => {
				simulation.in(simulation.random() * 2_000, async () => {
					called.push(index);
					await pace.turn();
					came.push(index);
					const sentAt = simulation.now();
					await simulation.wait(simulation.random() * 1_000);
					pace.ended();
					if (end === 'answered') pace.answered(sentAt);
					if (end === 'refused') pace.refused(sentAt);
				});
			});
			await simulation.run();
			expect(called).toHaveLength(all.length);
			expect(came).toEqual(called);
		});
		await fc.assert(property, { endOnFailure: true });
	});

	test('come for the others when one is given up', async () => {
		const simulation = new Simulation();
		let waits = 0;
		const wait = async (milliseconds: number) => {
			if (++waits === 1) throw new Error('given up');
			await simulation.wait(milliseconds);
		};
		const pace = new Pace({ now: () => simulation.now(), wait }, () => 0);
		pace.hold(1_000);
		const turns = Promise.allSettled([pace.turn(), pace.turn(), pace.turn()]);
		await simulation.run();
		expect((await turns).map(({ status }) => status)).toEqual([
			'rejected',
			'fulfilled',
			'fulfilled',
		]);
		// it takes no place either
		pace.ended();
		pace.ended();
		pace.refused(simulation.now());
		const next = pace.turn();
		await simulation.run();
		await next;
	});

	test('are given up at once by a cancelled run, those that wait for a place too', async () => {
		const simulation = new Simulation();
		let cancel = () => {};
		const cancelled = new Promise<never>((_, reject) => {
			cancel = () => reject(new Error('cancelled'));
		});
		const wait = async (milliseconds: number) =>
			await Promise.race([cancelled, simulation.wait(milliseconds)]);
		const pace = new Pace({ now: () => simulation.now(), wait }, () => 0);
		await pace.turn();
		pace.ended();
		pace.refused(0);
		const turns = Promise.allSettled([pace.turn(), pace.turn(), pace.turn()]);
		await simulation.run(10_000);
		cancel();
		expect((await turns).map(({ status }) => status)).toEqual([
			'fulfilled',
			'rejected',
			'rejected',
		]);
	});
});
