/**
 * Waits for something while another task has the place.
 *
 * @param waiting what is waited for
 */
export type Aside = (waiting: Promise<void>) => Promise<void>;

/** How many tasks may wait aside before no further one begins. */
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
		this.free++;
		this.#fill();
	}

	/** Lets another task have the place; it is taken back before the task goes on. A task that waits never keeps it: what it waits for may need one, in another run that waits for this one. */
	readonly aside: Aside = async (waiting) => {
		this.#aside++;
		this.leave();
		try {
			await waiting;
		} finally {
			await this.#take(this.#returning);
			this.#aside--;
			this.#fill();
		}
	};

	async #take(line: Array<() => void>): Promise<void> {
		await new Promise<void>((next) => {
			line.push(next);
			this.#fill();
		});
	}

	#fill(): void {
		while (this.free > 0) {
			const next =
				this.#returning.shift() ?? (this.#aside < MAX_ASIDE ? this.#beginning.shift() : undefined);
			if (!next) return;
			this.free--;
			next();
		}
	}
}
