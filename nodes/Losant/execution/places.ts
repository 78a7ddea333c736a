/**
 * Waits for something while another task has the place.
 *
 * @param waiting what is waited for
 */
export type Aside = (waiting: Promise<void>) => Promise<void>;

/** How many tasks may wait aside: those that come back are to find a place soon. */
const MAX_ASIDE = 200;

/** The places of the tasks that run at the same time. */
export class Places {
	#aside = 0;

	/** Tasks that come back, and those that have not begun */
	readonly #returning: Array<() => void> = [];

	readonly #beginning: Array<() => void> = [];

	/** @param free how many there are */
	constructor(private free: number) {}

	/**
	 * Does some work for each of many, as places are free.
	 *
	 * @param entries what it is done for, in this order
	 * @param work lets others have its place while it waits aside; throws nothing
	 * @param hasEnded whether no further one begins
	 */
	async each<Entry>(
		entries: readonly Entry[],
		work: (entry: Entry, aside: Aside) => Promise<void>,
		hasEnded: () => boolean,
	): Promise<void> {
		const working: Array<Promise<void>> = [];
		for (const entry of entries) {
			await this.take();
			if (hasEnded()) {
				this.leave();
				break;
			}
			working.push(work(entry, this.aside).finally(() => this.leave()));
		}
		await Promise.all(working);
	}

	/** Takes a place as soon as one is free. */
	async take(): Promise<void> {
		await this.#take(this.#beginning);
	}

	/** Gives a place back. */
	leave(): void {
		const next = this.#returning.shift() ?? this.#beginning.shift();
		if (next) next();
		else this.free++;
	}

	/** Lets another task have the place, unless too many wait aside already; it is taken back before the task goes on. */
	readonly aside: Aside = async (waiting) => {
		if (this.#aside >= MAX_ASIDE) return await waiting;
		this.#aside++;
		this.leave();
		try {
			await waiting;
		} finally {
			this.#aside--;
			await this.#take(this.#returning);
		}
	};

	async #take(line: Array<() => void>): Promise<void> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((next) => line.push(next));
	}
}
