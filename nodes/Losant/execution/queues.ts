import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { asFailure, type Result } from './failures';
import { Places, type Aside } from './places';

/** What is to be done for one item, read and checked before anything is sent. */
export interface Task {
	/** Tasks of the same key run one after the other, in the order of their items */
	key?: string;
	/**
	 * @param aside lets another task have the place of this one while it waits
	 * @returns the fields of each output item
	 */
	run(aside: Aside): Promise<IDataObject[]>;
}

/** The tasks of a run, one for each item. */
export class Queues {
	/** The tasks of one key, in the order of their items */
	readonly #queues = new Map<string | number, Array<{ itemIndex: number; task: Task }>>();

	/** @param context n8n's context of the run */
	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * @param itemIndex of the item
	 * @param task of the item
	 */
	add(itemIndex: number, task: Task): void {
		const key = task.key ?? itemIndex;
		const queue = this.#queues.get(key);
		if (queue) queue.push({ itemIndex, task });
		else this.#queues.set(key, [{ itemIndex, task }]);
	}

	/**
	 * Runs the tasks. With Stop, those under way finish, and no further one starts.
	 *
	 * @param concurrency how many run at the same time, from 1
	 * @param results of the items, which those of the tasks are added to
	 */
	async run(concurrency: number, results: Result[]): Promise<void> {
		const { context } = this;
		const cancelSignal = context.getExecutionCancelSignal();
		const places = new Places(concurrency);
		let hasStopped = false;
		const hasEnded = () => hasStopped || cancelSignal?.aborted === true;
		await places.each(
			[...this.#queues.values()],
			async (queue, aside) => {
				for (const { itemIndex, task } of queue) {
					if (hasEnded()) return;
					results[itemIndex] = await task.run(aside).then(
						(output) => ({ output }),
						(error: unknown) => {
							hasStopped ||= !context.continueOnFail();
							return asFailure(context, error);
						},
					);
				}
			},
			hasEnded,
		);
	}
}
