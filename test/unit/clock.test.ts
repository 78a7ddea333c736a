import { clockOf, isLate, type Clock } from '../../nodes/Losant/transport/clock';
import type { Ending } from '../../nodes/Losant/transport/ending';
import { IMPATIENT, patient } from '../../nodes/Losant/transport/losant';
import type { Outcome } from '../../nodes/Losant/transport/request';
import { Run } from '../../nodes/Losant/transport/run';
import { node } from './node';
import { Simulation } from './simulation';

describe('the time of a run', () => {
	test('has no end unless it is given one', () => {
		const clock = clockOf(node, undefined);
		expect(clock.left()).toBe(Infinity);
		expect(() => clock.throwIfOver()).not.toThrow();
	});

	test('is not waited past: what would last longer is refused at once', async () => {
		const clock = clockOf(node, undefined, 10_000);
		const begun = clock.now();
		const error = await clock.wait(20_000).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'Losant did not answer within the 10 seconds that there were for it',
		});
		expect(isLate(error)).toBe(true);
		expect(clock.now() - begun).toBeLessThan(10_000);
		expect(clock.left()).toBeLessThanOrEqual(10_000);
		await clock.wait(1);
	});

	test('is over for all that is begun after it', async () => {
		const clock = clockOf(node, undefined, 0);
		expect(() => clock.throwIfOver()).toThrow('0 seconds');
		await expect(clock.until(Promise.resolve())).rejects.toThrow('0 seconds');
	});

	test('a cancelled run is cancelled, not late', async () => {
		const clock = clockOf(node, AbortSignal.abort(), 0);
		const error = await clock.wait(1).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ message: 'The execution was canceled' });
		expect(isLate(error)).toBe(false);
	});
});

describe('requests of a run whose time is over', () => {
	const SECOND = 1_000;
	const TIME = 36 * SECOND;
	type End = { outcome: Outcome; ending: Ending };
	const ANSWERED: End = { outcome: { status: 200, headers: {}, body: {} }, ending: 'answered' };
	const BUSY: End = {
		outcome: { status: 429, headers: { 'retry-after': '60' }, body: {} },
		ending: 'busy',
	};
	const AWAY: End = {
		outcome: { status: 503, headers: { 'retry-after': '60' }, body: '<html>' },
		ending: 'unclear',
	};

	/** Sends 20 requests, five at a time, that begin with these ends, until there is an answer or a verdict. */
	async function play(ends: readonly End[]) {
		const simulation = new Simulation();
		const left = () => TIME - simulation.now();
		const throwIfOver = (milliseconds = 0) => {
			if (left() <= milliseconds) throw new Error('late');
		};
		const clock: Clock = {
			now: () => simulation.now(),
			left,
			wait: async (milliseconds) => {
				throwIfOver(milliseconds);
				await simulation.wait(milliseconds);
			},
			until: async (something) => {
				throwIfOver();
				await something;
				throwIfOver();
			},
			throwIfOver,
		};
		const run = new Run(clock, patient(3));
		const waiting = [...ends];
		const settled: string[] = [];
		const ask = async (): Promise<string> => {
			for (;;) {
				const result = await run.send(async () => {
					await simulation.wait(20);
					return waiting.shift() ?? ANSWERED;
				});
				if ('givenUp' in result) return result.givenUp.why;
				if (result.end.ending === 'answered') return 'answered';
			}
		};
		for (let count = 0; count < 20; count++) {
			void ask().then(
				(how) => settled.push(how),
				(error: unknown) => settled.push(String(error)),
			);
		}
		await simulation.run();
		return { settled, endedAt: simulation.now() };
	}

	test.each([
		['a limit asks to wait for longer', [ANSWERED, BUSY]],
		['a limit asks the first of all', [BUSY]],
		['Losant goes away, and is announced for later', [ANSWERED, AWAY]],
		['nobody ever answers', Array.from({ length: 1_000 }, () => AWAY)],
	])('%s: nobody waits past it, and nobody for ever', async (_, ends) => {
		const { settled, endedAt } = await play(ends);
		expect(settled).toHaveLength(20);
		expect(endedAt).toBeLessThanOrEqual(TIME);
	});
});

test('Losant is waited for as long as the user says, a limit three minutes at least, and in a pick list 5 seconds', () => {
	expect(patient(1)).toEqual({ atFirst: 15_000, later: 60_000, busy: 180_000 });
	expect(patient(5)).toEqual({ atFirst: 15_000, later: 300_000, busy: 300_000 });
	expect(IMPATIENT).toEqual({ atFirst: 5_000, later: 0, busy: 5_000 });
});
