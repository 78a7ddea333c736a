import type { Clock } from './clock';
import { isFromLosant, isRedirect, type Ending } from './ending';
import { Outage, type Patience, type Sending, type Trouble } from './outage';
import { Pace } from './pace';
import type { Outcome } from './request';
import { retryAfter } from './retry';

const UNAUTHORIZED = 401;
const UNAVAILABLE = 503;

/** Why no further request of a run is sent. */
export interface GivenUp {
	/** The token or the address is no good; or Losant doesn't answer, or is too busy, for longer than it is waited for */
	why: 'useless' | 'away' | 'busy';
	/** How the request ended that shows it */
	outcome: Outcome;
	/** When Losant last answered; undefined where it never has */
	lastAnswer: Date | undefined;
}

/** What all requests of a run know together: how fast they may go, and whether Losant is there. */
export class Run {
	readonly #pace: Pace;

	readonly #outage: Outage;

	#lastAnswer: Date | undefined;

	#givenUp: GivenUp | undefined;

	/** How far Losant's clock is ahead of the run's, in milliseconds */
	#ahead: number | undefined;

	/** What those are told who wait for a request that was never sent, since the run was over at its turn */
	#stopped: Error | undefined;

	#waiting: Array<() => void> = [];

	/**
	 * @param clock of the run
	 * @param patience of the run
	 */
	constructor(
		private readonly clock: Clock,
		patience: Patience,
	) {
		this.#pace = new Pace(clock);
		this.#outage = new Outage(patience);
	}

	/**
	 * Sends a request as soon as it may be sent.
	 *
	 * @param send sends it once, and says what its end means; where it is to try whether Losant is back, it may send something else. It throws nothing
	 * @returns the same, and what is known of it where Losant gave no answer, but may give one later; or why nothing is sent any more
	 * @throws NodeOperationError when the run is cancelled before, or its time is over
	 */
	async send<End extends { outcome: Outcome; ending: Ending }>(
		send: (isTry: boolean) => Promise<End>,
	): Promise<{ end: End; trouble?: Trouble } | { givenUp: GivenUp }> {
		for (;;) {
			this.clock.throwIfOver();
			if (this.#stopped) throw this.#stopped;
			if (this.#givenUp) return { givenUp: this.#givenUp };
			const sending = this.#outage.letThrough(this.clock.now());
			if (!sending) {
				await this.#somethingElse();
				continue;
			}
			await this.#pace.turn().catch((error: unknown) => this.#stop(error));
			if (this.#givenUp || !this.#outage.send(sending, this.clock.now())) {
				this.#pace.ended();
				continue;
			}
			const end = this.#asInMidst(await send(sending.isTry));
			this.#pace.ended();
			const trouble = this.#learn(end, sending);
			this.#wakeAll();
			return { end, ...(trouble && { trouble }) };
		}
	}

	/**
	 * @param moment of the run's clock
	 * @returns when that is by Losant's own clock, which its answers tell in whole seconds (RFC 9110, section 6.6.1); undefined before the first
	 */
	dateOf(moment: number): Date | undefined {
		return this.#ahead === undefined ? undefined : new Date(moment + this.#ahead);
	}

	/** Where Losant has answered before, a redirect is passing: a proxy sends elsewhere while Losant restarts. */
	#asInMidst<End extends { outcome: Outcome; ending: Ending }>(end: End): End {
		return this.#lastAnswer && isRedirect(end.outcome) ? { ...end, ending: 'unclear' } : end;
	}

	#stop(error: unknown): never {
		this.#stopped = error instanceof Error ? error : new Error(String(error));
		this.#wakeAll();
		throw this.#stopped;
	}

	#learn(
		{ outcome, ending }: { outcome: Outcome; ending: Ending },
		sending: Sending,
	): Trouble | undefined {
		const now = this.clock.now();
		const headers = outcome.status === undefined ? {} : outcome.headers;
		const date = Date.parse(String(headers.date));
		// a date means the clock of whoever sent it, which n8n's may differ from
		const asked = retryAfter(headers, Number.isNaN(date) ? Date.now() : date);
		// a server that isn't ready may say when it will be (RFC 9110, section 15.6.4)
		const isAnnounced = outcome.status === UNAVAILABLE && asked !== undefined;
		let trouble: Trouble | undefined;
		if (!isFromLosant(outcome, ending)) {
			trouble = this.#outage.unanswered(sending, now, isAnnounced);
		} else {
			this.#lastAnswer = new Date();
			if (!Number.isNaN(date)) this.#ahead = date - now;
			if (ending === 'busy') {
				this.#pace.refused(sending.at, this.#outage.refused(sending, now, asked));
			} else {
				this.#outage.answered(sending, now);
				this.#pace.answered(sending.at);
			}
		}
		if (isAnnounced) this.#pace.hold(Math.min(asked, this.#outage.patienceLeft(now)));
		// in the midst of a run it is passing: a proxy may have another certificate while Losant restarts
		const isImpossible = ending === 'impossible' && !this.#lastAnswer;
		const isUseless = isImpossible || (ending === 'refused' && outcome.status === UNAUTHORIZED);
		const why = isUseless ? 'useless' : this.#outage.givenUp;
		if (why) this.#givenUp ??= { why, outcome, lastAnswer: this.#lastAnswer };
		if (this.#givenUp) this.#pace.end();
		return isUseless ? undefined : trouble;
	}

	/** Waits for the end of another request, or for the moment when a request may try. */
	async #somethingElse(): Promise<void> {
		const { nextTryAt } = this.#outage;
		const woken = new Promise<void>((wake) => this.#waiting.push(wake));
		if (nextTryAt === undefined) return await this.clock.until(woken);
		await Promise.race([
			this.clock.until(woken),
			this.clock.wait(Math.max(0, nextTryAt - this.clock.now())),
		]);
	}

	#wakeAll(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const wake of waiting) wake();
	}
}
