import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { asFailure, type Result } from './failures';
import { isAnotherRun, partOfInput, type PartOfInput } from './input';
import { Places, type Aside } from './places';

/** What came of one item, or of something that no item stands for. */
export interface Ended {
	/** The fields of the output item */
	fields: IDataObject;
	/** What it failed with; absent where it succeeded */
	failure?: { error: unknown };
	/** What it is about, for an error that no item tells the subject of */
	about?: string;
}

/** What one task for all items gives. */
export interface EndedTogether {
	/** Of each item that could be read, by its index */
	items: ReadonlyMap<number, Ended>;
	/** Of what no item stands for, which comes after the items and is paired with none */
	others: readonly Ended[];
	/** What the user wants to know of the run as a whole */
	hints: readonly string[];
	/** What the user has to know before running again, where something failed */
	beforeNextRun?: string | undefined;
}

/** What a task for all items can make use of. */
export interface Surroundings {
	/**
	 * Does a part of the work for each of many, some at a time with all other parts of the run. None starts once the run is cancelled.
	 *
	 * @param entries what it is done for, in this order
	 * @param work lets others have its place while it waits aside
	 */
	each<Entry>(
		entries: readonly Entry[],
		work: (entry: Entry, aside: Aside) => Promise<void>,
	): Promise<void>;
	/** Whether the user wants the run to go on after a failure */
	mayContinue: boolean;
	/** Why the items may be a part of what was meant; undefined where nothing tells so */
	partOfInput: PartOfInput | undefined;
	/**
	 * Whether this node has done something in an earlier run of the same execution.
	 *
	 * @param key names it; the next run is told that this one has done it too
	 */
	isAgain(key: string): boolean;
}

/** A run whose items are one task together, with an output for each of them, and outputs that belong to none. */
export interface RunTogether {
	/** How many parts of the task run at the same time, from 1 */
	concurrency: number;
	/** Reads the item of this index and checks it; its error is the item's */
	prepare(itemIndex: number): void;
	/**
	 * Does the task for the items that could be read.
	 *
	 * @throws what is every item's error
	 */
	together(surroundings: Surroundings): Promise<EndedTogether>;
}

/**
 * Runs one task for all items.
 *
 * @param context n8n's context of the run
 * @param run the task
 * @param results of the items, which those of the task are added to
 * @returns what came of that which no item stands for, and what the user wants to know
 */
export async function runTogether(
	context: IExecuteFunctions,
	run: RunTogether,
	results: Result[],
): Promise<{ others: Result[]; hints: readonly string[]; beforeNextRun?: string | undefined }> {
	const cancelSignal = context.getExecutionCancelSignal();
	const places = new Places(run.concurrency);
	const ended = await run
		.together({
			each: async (entries, work) =>
				await places.each(entries, work, () => cancelSignal?.aborted === true),
			mayContinue: context.continueOnFail(),
			partOfInput: partOfInput(context),
			isAgain: (key) => isAnotherRun(context, key),
		})
		.catch((error: unknown) => ({ error }));
	if ('error' in ended) {
		context.getInputData().forEach((_, itemIndex) => {
			results[itemIndex] ??= asFailure(context, ended.error);
		});
		return { others: [], hints: [] };
	}
	const resultOf = ({ fields, failure, about }: Ended): Result =>
		failure
			? { ...asFailure(context, failure.error), fields, ...(about !== undefined && { about }) }
			: { output: [fields] };
	for (const [itemIndex, item] of ended.items) results[itemIndex] = resultOf(item);
	const { hints, beforeNextRun } = ended;
	return { others: ended.others.map(resultOf), hints, beforeNextRun };
}
