/** How long a run waits for Losant, in milliseconds. */
export interface Patience {
	/** From the first request, where Losant has never answered */
	atFirst: number;
	/** From the last answer, where Losant has stopped answering */
	later: number;
	/** From the last answer that was no refusal for too many requests */
	busy: number;
}

/** A request that ended without an answer of Losant's. */
export interface Trouble {
	/** Whether nothing else was answered either: then it says nothing about the request itself */
	isOutage: boolean;
}

/** How many requests may be under way before Losant has answered for the first time. */
const AT_FIRST = 5;

/** The waits between one try and the next while Losant doesn't answer, in milliseconds: at once, then each twice as long as the one before, up to the last. */
const FIRST_WAIT = 1_000;
const LAST_WAIT = 8_000;

/** What a request may do now. */
export type Permission = 'send' | 'try' | 'wait' | 'giveUp';

/**
 * What a run knows about whether Losant answers at all. While it doesn't, nobody sends, and one request at a time tries
 * whether it is back: the circuit breaker of Nygard's "Release It!". All times are of one clock, in milliseconds.
 */
export class Outage {
	/** When Losant last answered a request of this run; undefined before it has */
	lastAnswerAt: number | undefined;

	#firstSentAt: number | undefined;

	#lastProgressAt: number | undefined;

	/** Whether the last answer said that there are too many requests */
	isBusy = false;

	#underWay = 0;

	/** The request that opened the circuit; undefined while it is closed */
	#trouble: Trouble | undefined;

	#tries = 0;

	#isTrying = false;

	#nextTryAt = 0;

	/** @param patience of the run */
	constructor(private readonly patience: Patience) {}

	/**
	 * What a request may do.
	 *
	 * @param now the time
	 */
	permission(now: number): Permission {
		if (
			this.isBusy &&
			now - (this.#lastProgressAt ?? this.#firstSentAt ?? now) > this.patience.busy
		) {
			return 'giveUp';
		}
		if (this.#trouble === undefined) {
			return this.lastAnswerAt === undefined && this.#underWay >= AT_FIRST ? 'wait' : 'send';
		}
		if (this.#isTrying) return 'wait';
		if (this.#isOver(now)) return 'giveUp';
		return now < this.#nextTryAt ? 'wait' : 'try';
	}

	/** When a request that has to wait may ask again by itself, in case that nothing happens before; undefined while others are under way */
	get askAgainAt(): number | undefined {
		return this.#trouble === undefined || this.#isTrying ? undefined : this.#nextTryAt;
	}

	/**
	 * A request is being sent.
	 *
	 * @param now the time
	 * @param isTry whether it tries if Losant is back
	 */
	sent(now: number, isTry: boolean): void {
		this.#firstSentAt ??= now;
		this.#underWay++;
		this.#isTrying ||= isTry;
	}

	/**
	 * A request has ended with an answer of Losant's.
	 *
	 * @param now the time
	 * @param isBusy whether it said that there are too many requests
	 */
	answered(now: number, isBusy: boolean): void {
		this.#underWay--;
		this.lastAnswerAt = now;
		this.isBusy = isBusy;
		if (!isBusy) this.#lastProgressAt = now;
		this.#trouble = undefined;
		this.#isTrying = false;
	}

	/**
	 * A request has ended without one.
	 *
	 * @param sentAt when it was sent
	 * @param now the time
	 * @param isTry whether it tried if Losant is back
	 * @returns what is known of it, now and later
	 */
	unanswered(sentAt: number, now: number, isTry: boolean): Trouble {
		this.#underWay--;
		// something else was answered since: Losant is there
		if (this.lastAnswerAt !== undefined && this.lastAnswerAt >= sentAt) {
			if (isTry) this.#isTrying = false;
			return { isOutage: false };
		}
		if (this.#trouble === undefined) {
			this.#tries = 0;
			this.#nextTryAt = now;
			return (this.#trouble = { isOutage: false });
		}
		if (isTry) {
			this.#isTrying = false;
			this.#trouble.isOutage = true;
			this.#nextTryAt = now + Math.min(FIRST_WAIT * 2 ** this.#tries++, LAST_WAIT);
		}
		return this.#trouble;
	}

	/** Where Losant has answered before, one try is always worth its while, however late. */
	#isOver(now: number): boolean {
		const nextAt = Math.max(now, this.#nextTryAt);
		return this.lastAnswerAt === undefined
			? nextAt > (this.#firstSentAt ?? now) + this.patience.atFirst
			: this.#tries > 0 && nextAt > this.lastAnswerAt + this.patience.later;
	}
}
