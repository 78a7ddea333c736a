import type { Clock } from './clock';

const SECOND = 1_000;

/** What a refusal leaves of the rate, and the first one of the number at a time. */
const REDUCTION = 0.75;

/** The rate after the first refusal, where less got through before: a guess, in requests per second. */
const FIRST_RATE = 4;

/** In requests per second. So low that several runs under one limit leave each other room. */
const LOWEST_RATE = 0.1;

/** How much the rate rises with each answer, in requests per second; by less where it is below one a second. */
const RISE = 0.1;

/** At so many times the rate that was too much last, that limit can't hold any more, and it is sought anew… */
const BEYOND = 1.5;

/** …by that much more with each round of answers. */
const SEARCH = 0.5;

/** At so many times of what all requests together can make use of, a rate needn't rise. */
const ENOUGH = 1.25;

/** The pause after a refusal, in milliseconds. It grows while nothing gets through, and chance adds up to as much again. */
const FIRST_PAUSE = 500;
const PAUSE_GROWTH = 1.5;
const LONGEST_PAUSE = 2_000;

/**
 * How fast the requests of one run follow each other. Losant refuses all of a token's requests, not one, when there are too
 * many, and doesn't say how many are right. So nothing is held back before the first refusal. After it all wait, and then go
 * on at the rate that got through, fewer at a time than before. The rate falls by a quarter with each further refusal and
 * rises with each answer (the additive increase, multiplicative decrease of RFC 5681).
 *
 * Each request has its turn, is sent, and ends; then Losant has answered it, or refused it, or neither.
 */
export class Pace {
	/** In requests per second, and the one that was too much last, as far as known */
	#rate = Infinity;

	#refusedRate = 0;

	/** How many requests may be under way at a time, and from when on it may be one more */
	#atOnce = Infinity;

	#oneMoreFrom = 0;

	#underWay = 0;

	#waiting = 0;

	/** The end of the queue */
	#queue = Promise.resolve();

	/** The next turn comes after the last one by the rate, and not as long as all wait */
	#lastTurnAt = -Infinity;

	#closedUntil = -Infinity;

	/** How often Losant has refused since it last answered */
	#refusals = 0;

	#answeredAt: number | undefined;

	/** The answers of the second before `#answeredAt`; older ones count, the less the older they are */
	#answers = 0;

	#wake = () => {};

	/**
	 * @param clock of the run
	 * @param random gives numbers from 0 up to 1, so that runs which were refused together don't come back together
	 */
	constructor(
		private readonly clock: Pick<Clock, 'now' | 'wait'>,
		private readonly random: () => number = Math.random,
	) {}

	/**
	 * Waits until one more request may be sent. The turns come in the order of the calls.
	 *
	 * @throws what the clock throws when the run is cancelled; those behind go on
	 */
	async turn(): Promise<void> {
		this.#waiting++;
		const turn = this.#queue.then(async () => await this.#pass());
		this.#queue = turn.catch(() => {});
		await turn;
	}

	/** A request that has had its turn has ended, in whatever way. */
	ended(): void {
		this.#underWay--;
		this.#wake();
	}

	/**
	 * Losant has answered a request, which has ended, and not that there are too many.
	 *
	 * @param sentAt when it was sent, by the clock
	 */
	answered(sentAt: number): void {
		const now = this.clock.now();
		this.#answers = this.#answersInASecond() + 1;
		this.#answeredAt = now;
		this.#refusals = 0;
		if (this.#rate === Infinity) return;
		if (now >= this.#oneMoreFrom) {
			this.#atOnce++;
			this.#oneMoreFrom = now + SECOND;
			this.#wake();
		}
		const atOnce = Math.min(this.#atOnce, this.#underWay + this.#waiting + 1);
		if (this.#rate > ENOUGH * atOnce * (SECOND / (now - sentAt))) return;
		if (this.#rate > BEYOND * this.#refusedRate) this.#rate *= 1 + SEARCH / (this.#underWay + 1);
		else this.#rate += RISE * Math.min(1, Math.sqrt(this.#rate));
	}

	/**
	 * Losant has refused a request, which has ended, since there are too many.
	 *
	 * @param sentAt when it was sent, by the clock
	 * @param asked how long Losant asks to wait, in milliseconds
	 */
	refused(sentAt: number, asked = 0): void {
		// what was under way with a refused one is refused for the same reason, so it slows down nothing more
		const isOneOfMany = sentAt < this.#closedUntil;
		this.hold(asked);
		if (isOneOfMany) {
			this.#refusedRate ||= this.#answersInASecond();
			return;
		}
		const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * PAUSE_GROWTH ** this.#refusals);
		if (this.#rate === Infinity) {
			// whether that was too much isn't known: one refusal alone can have any reason
			this.#rate = Math.max(FIRST_RATE, this.#answersInASecond());
			this.#atOnce = Math.max(1, Math.floor(REDUCTION * (this.#underWay + 1)));
		} else if (pause < LONGEST_PAUSE) {
			// later refusals without an answer in between don't come from the rate
			this.#refusedRate = this.#rate;
			this.#rate = Math.max(LOWEST_RATE, REDUCTION * this.#rate);
		}
		this.#refusals++;
		this.hold(Math.max(asked, pause) + this.random() * pause);
		this.#oneMoreFrom = this.#closedUntil + SECOND;
		// who was refused comes back sooner than who got through, so that each of several runs gets its share
		this.#lastTurnAt = -Infinity;
	}

	/**
	 * Has all requests wait.
	 *
	 * @param milliseconds from now on
	 */
	hold(milliseconds: number): void {
		this.#closedUntil = Math.max(this.#closedUntil, this.clock.now() + milliseconds);
	}

	/** Has nobody wait any longer, since nothing more will be sent. */
	end(): void {
		this.#rate = Infinity;
		this.#atOnce = Infinity;
		this.#closedUntil = -Infinity;
		this.#wake();
	}

	/** Waits at the head of the queue. */
	async #pass(): Promise<void> {
		try {
			// a clock that is late doesn't make the next turn late
			let at = this.clock.now();
			for (;;) {
				const now = this.clock.now();
				const due = Math.max(this.#closedUntil, this.#lastTurnAt + SECOND / this.#rate);
				if (now < due) {
					// not all of it at once, since what comes meanwhile may bring the turn nearer
					at = Math.min(due, now + SECOND);
					await this.clock.wait(at - now);
				} else if (this.#underWay >= this.#atOnce) {
					const place = new Promise<void>((wake) => (this.#wake = wake));
					await Promise.race([place, this.clock.wait(SECOND)]);
					at = this.clock.now();
				} else {
					this.#underWay++;
					this.#lastTurnAt = at;
					return;
				}
			}
		} finally {
			this.#waiting--;
		}
	}

	#answersInASecond(): number {
		const now = this.clock.now();
		return this.#answers * Math.exp(((this.#answeredAt ?? now) - now) / SECOND);
	}
}
