import { NodeOperationError, sleep, type INode } from 'n8n-workflow';

/** After a refusal, how often one more request at a time is tried, in milliseconds. */
const RISE_INTERVAL = 1_000;

/** How many of the requests at a time are left after a refusal. */
const REDUCTION = 0.75;

/**
 * How fast the requests of one run follow each other. Losant refuses all of a token's requests, not
 * one, when there are too many: so all wait, and then go on with three quarters as many at a time as
 * before, one more each second (the additive increase, multiplicative decrease of RFC 5681).
 */
export class Pace {
	/** How many requests may be under way at a time */
	#atOnce = Infinity;

	#underWay = 0;

	/** Until when all wait, and when `#atOnce` has changed, in milliseconds since 1970 */
	#closedUntil = 0;

	#changedAt = 0;

	#waiting: Array<() => void> = [];

	/**
	 * @param node that a cancelled run is reported for
	 * @param cancelSignal n8n's signal that the user has cancelled the run
	 */
	constructor(
		private readonly node: INode,
		private readonly cancelSignal: AbortSignal | undefined,
	) {}

	/**
	 * Sends a request as soon as the pace allows.
	 *
	 * @param send sends it, and is called once
	 * @throws NodeOperationError when the run is cancelled before
	 */
	async send<Outcome>(send: () => Promise<Outcome>): Promise<Outcome> {
		await this.#enter();
		this.#underWay++;
		try {
			return await send();
		} finally {
			this.#underWay--;
			const waiting = this.#waiting;
			this.#waiting = [];
			for (const wake of waiting) wake();
		}
	}

	/** Losant has answered, and not that there are too many requests. */
	rise(): void {
		if (this.#atOnce === Infinity || Date.now() < this.#changedAt + RISE_INTERVAL) return;
		this.#atOnce++;
		this.#changedAt = Date.now();
	}

	/**
	 * Losant has refused a request, since there are too many.
	 *
	 * @param delay how long all requests of the run have to wait, in milliseconds
	 */
	slowDown(delay: number): void {
		const now = Date.now();
		// the others that were under way are refused for the same reason, so they slow down nothing more
		if (now >= this.#closedUntil) {
			const wasAtOnce = Math.min(this.#atOnce, this.#underWay + 1);
			this.#atOnce = Math.max(1, Math.floor(wasAtOnce * REDUCTION));
		}
		this.#closedUntil = Math.max(this.#closedUntil, now + delay);
		this.#changedAt = this.#closedUntil;
	}

	/**
	 * Waits, but not past a cancelled run.
	 *
	 * @param milliseconds how long
	 * @throws NodeOperationError when the run is cancelled
	 */
	async pause(milliseconds: number): Promise<void> {
		await this.#unlessCancelled(sleep(milliseconds));
	}

	async #enter(): Promise<void> {
		this.#throwIfCancelled();
		for (;;) {
			const wait = this.#closedUntil - Date.now();
			if (wait > 0) {
				await this.pause(wait);
			} else if (this.#underWay < this.#atOnce) {
				return;
			} else {
				await this.#unlessCancelled(new Promise<void>((wake) => this.#waiting.push(wake)));
			}
		}
	}

	async #unlessCancelled(waited: Promise<void>): Promise<void> {
		const { cancelSignal } = this;
		let stop = () => {};
		const cancelled = new Promise<void>((resolve) => {
			stop = resolve;
			cancelSignal?.addEventListener('abort', stop, { once: true });
		});
		this.#throwIfCancelled();
		await Promise.race([waited, cancelled]);
		cancelSignal?.removeEventListener('abort', stop);
		this.#throwIfCancelled();
	}

	#throwIfCancelled(): void {
		if (!this.cancelSignal?.aborted) return;
		// n8n-core knows a canceled run by this word (workflow-execute.ts)
		throw new NodeOperationError(this.node, 'The execution was canceled');
	}
}
