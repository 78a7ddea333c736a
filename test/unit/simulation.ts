import { idle } from '../time.js';

import type { Clock } from '../../nodes/Losant/transport/clock';
import { Pace } from '../../nodes/Losant/transport/pace';

/** A clock that goes as far as the next thing to happen, at once. */
export class Simulation implements Pick<Clock, 'now' | 'wait'> {
	#now = 0;

	/** The heap of what is to happen, the earliest first */
	readonly #events: Array<{ at: number; happen: () => void }> = [];

	readonly random: () => number;

	/** @param seed of the random numbers */
	constructor(seed = 1) {
		this.random = randomNumbers(seed);
	}

	now() {
		return this.#now;
	}

	async wait(milliseconds: number) {
		await new Promise<void>((resolve) => this.in(milliseconds, resolve));
	}

	in(milliseconds: number, happen: () => void) {
		const event = { at: this.#now + milliseconds, happen };
		const events = this.#events;
		let index = events.push(event) - 1;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			const above = events[parent];
			if (!above || above.at <= event.at) break;
			events[index] = above;
			index = parent;
		}
		events[index] = event;
	}

	/**
	 * Lets happen what is to happen.
	 *
	 * @param end in milliseconds; until nothing is left unless given
	 */
	async run(end = Infinity) {
		await idle();
		for (;;) {
			const at = this.#events[0]?.at;
			if (at === undefined || at > end) return;
			this.#now = at;
			while (this.#events[0]?.at === at) this.#pop()?.happen();
			await idle();
		}
	}

	#pop() {
		const events = this.#events;
		const first = events[0];
		const last = events.pop();
		if (!last || events.length === 0) return first;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			const [left, right] = [events[child], events[child + 1]];
			if (!left) break;
			const earlier = right && right.at < left.at ? right : left;
			if (earlier === right) child++;
			if (earlier.at >= last.at) break;
			events[index] = earlier;
			index = child;
		}
		events[index] = last;
		return first;
	}
}

/** The clock of a run whose time has no end. */
export function clockOf(simulation: Simulation): Clock {
	return {
		now: () => simulation.now(),
		wait: async (milliseconds) => await simulation.wait(milliseconds),
		until: async (something) => {
			await something;
		},
		left: () => Infinity,
		throwIfOver: () => {},
	};
}

/** mulberry32: the same numbers from 0 up to 1 for the same seed */
function randomNumbers(seed: number) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A limit: whether a request that comes now is let through. */
export type Limit = (now: number) => boolean;

/** As many as a second brings may come at once (the test Losant, and most of the web). */
export function bucket(perSecond: number): Limit {
	const holds = Math.max(perSecond, 1);
	let tokens = holds;
	let at = 0;
	return (now) => {
		tokens = Math.min(holds, tokens + ((now - at) / 1_000) * perSecond);
		at = now;
		if (tokens < 1 - 1e-9) return false;
		tokens -= 1;
		return true;
	};
}

/** None comes before its time (GCRA without a burst). */
export function oneByOne(perSecond: number): Limit {
	let next = -Infinity;
	return (now) => {
		if (now < next - 1e-6) return false;
		next = now + 1_000 / perSecond;
		return true;
	};
}

/** Counted anew with each full second. */
export function fixedWindow(perSecond: number): Limit {
	let second = -1;
	let count = 0;
	return (now) => {
		if (Math.floor(now / 1_000) > second) {
			second = Math.floor(now / 1_000);
			count = 0;
		}
		if (count >= perSecond) return false;
		count++;
		return true;
	};
}

export interface Scenario {
	limit: Limit;
	/** in seconds; without the header where undefined */
	retryAfter?: number | undefined;
	/** how many runs there are at once under the limit */
	runs?: number;
	/** of each run */
	people: number;
	/** requests at a time of each run */
	atOnce: number;
	/** until an answer is there, in milliseconds */
	latency: number;
	/** how much the latency varies, as a part of it */
	variation?: number;
	seed?: number;
}

export interface Played {
	seconds: number;
	requests: number;
	/** the longest time in which one of the runs has got no answer, in seconds */
	withoutProgress: number;
}

/** Runs that invite people, with a pace each, until everybody is invited. */
export async function play({
	limit,
	retryAfter,
	runs = 1,
	people,
	atOnce,
	latency,
	variation = 0.6,
	seed = 1,
}: Scenario): Promise<Played> {
	const simulation = new Simulation(seed);
	let requests = 0;
	let withoutProgress = 0;
	let end = 0;

	const run = () => {
		const pace = new Pace(simulation, simulation.random);
		let left = people;
		let progressAt = 0;
		const invite = async (): Promise<void> => {
			await pace.turn();
			const sentAt = simulation.now();
			requests++;
			const away = latency * (1 + variation * (simulation.random() - 0.5));
			await simulation.wait(away / 2);
			const isAllowed = limit(simulation.now());
			await simulation.wait(away / 2);
			pace.ended();
			if (!isAllowed) {
				pace.refused(sentAt, retryAfter && retryAfter * 1_000);
				return await invite();
			}
			pace.answered(sentAt);
			end = simulation.now();
			withoutProgress = Math.max(withoutProgress, end - progressAt);
			progressAt = end;
		};
		const work = async () => {
			while (left-- > 0) await invite();
		};
		for (let worker = 0; worker < atOnce; worker++) void work();
	};
	for (let count = 0; count < runs; count++) run();
	await simulation.run();

	return { seconds: end / 1_000, requests, withoutProgress: withoutProgress / 1_000 };
}
