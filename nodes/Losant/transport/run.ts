import type { Clock } from './clock';
import { isFromLosant, type Ending } from './ending';
import { Outage, type Patience, type Trouble } from './outage';
import { Pace } from './pace';
import type { Outcome } from './request';
import { retryAfter } from './retry';

const UNAUTHORIZED = 401;

/** Why no further request of a run is sent. */
export interface GivenUp {
	/** The token or the address is no good; or Losant doesn't answer, or is too busy, for longer than it is waited for */
	why: 'useless' | 'away' | 'busy';
	/** How the last request ended that had no success */
	outcome: Outcome;
	/** When Losant last answered; undefined where it never has */
	lastAnswer: Date | undefined;
}

/** What all requests of a run know together: how fast they may go, and whether Losant is there. */
export class Run {
	readonly #pace: Pace;

	readonly #outage: Outage;

	#lastAnswer: Date | undefined;

	#lastFailure: Outcome = { code: 'no answer', message: '', isUnsent: true };

	/** The end of a request that every other one would have too */
	#useless: Outcome | undefined;

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
	 * @param send sends it once, and says what its end means; where it is to try whether Losant is back, it may send something else
	 * @returns the same, and what is known of it where Losant gave no answer; or why nothing is sent any more
	 * @throws NodeOperationError when the run is cancelled before
	 */
	async send<End extends { outcome: Outcome; ending: Ending }>(
		send: (isTry: boolean) => Promise<End>,
	): Promise<{ end: End; trouble?: Trouble } | { givenUp: GivenUp }> {
		for (;;) {
			this.clock.throwIfCancelled();
			await this.#pace.turn();
			const sentAt = this.clock.now();
			const permission = this.#useless ? 'giveUp' : this.#outage.permission(sentAt);
			if (permission === 'giveUp' || permission === 'wait') {
				this.#pace.ended();
				if (permission === 'giveUp') return { givenUp: this.#givenUp() };
				await this.#somethingElse(sentAt);
				continue;
			}
			const isTry = permission === 'try';
			this.#outage.sent(sentAt, isTry);
			const end = await send(isTry).finally(() => this.#pace.ended());
			const trouble = this.#learn(end.outcome, end.ending, sentAt, isTry);
			this.#wakeAll();
			return { end, ...(trouble && { trouble }) };
		}
	}

	#givenUp(): GivenUp {
		return {
			why: this.#useless ? 'useless' : this.#outage.isBusy ? 'busy' : 'away',
			outcome: this.#useless ?? this.#lastFailure,
			lastAnswer: this.#lastAnswer,
		};
	}

	#learn(outcome: Outcome, ending: Ending, sentAt: number, isTry: boolean): Trouble | undefined {
		const now = this.clock.now();
		const asked =
			outcome.status === undefined ? undefined : retryAfter(outcome.headers, Date.now());
		if (ending === 'busy') this.#pace.refused(sentAt, asked);
		// a server that isn't ready may say when it will be (RFC 9110, section 15.6.4)
		else if (outcome.status === 503 && asked !== undefined) this.#pace.hold(asked);
		if (ending !== 'answered') this.#lastFailure = outcome;
		if (ending === 'impossible' || (ending === 'refused' && outcome.status === UNAUTHORIZED)) {
			this.#useless = outcome;
		}
		if (!isFromLosant(outcome, ending)) return this.#outage.unanswered(sentAt, now, isTry);
		if (ending !== 'busy') this.#pace.answered(sentAt);
		this.#outage.answered(now, ending === 'busy');
		this.#lastAnswer = new Date();
		return undefined;
	}

	/** Waits for the end of another request, or for the moment when it is worth asking again. */
	async #somethingElse(now: number): Promise<void> {
		const { askAgainAt } = this.#outage;
		const woken = new Promise<void>((wake) => this.#waiting.push(wake));
		if (askAgainAt === undefined) await this.clock.until(woken);
		else await this.clock.wait(Math.max(0, askAgainAt - now));
	}

	#wakeAll(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const wake of waiting) wake();
	}
}
