import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import {
	asFailure,
	failedItem,
	stopping,
	summaryOf,
	type NumberedFailure,
	type Result,
} from './failures';
import { Queues, type Task } from './queues';
import { runTogether, type RunTogether } from './together';

/** What holds for the whole run, read once, where each item is a task of its own. */
export interface Run {
	/** How many tasks run at the same time, from 1 */
	concurrency: number;
	/** Reads the item of this index and checks it; its error is the item's */
	prepare(itemIndex: number): Task;
	/**
	 * What the user has to know of the items that succeeded when another failed, before running again.
	 *
	 * @param done the output of the items that succeeded
	 * @param errors what the others failed with
	 */
	beforeNextRun?(done: readonly IDataObject[], errors: readonly unknown[]): string | undefined;
}

/** How long items are read before everything else that n8n does gets its turn, in milliseconds. */
const READING_TURN = 50;

/** What the user wants to know of the other items when one of them can't be read. */
const NOTHING_SENT = 'Nothing was sent for any of the items';

/**
 * Runs a task for every input item, some at a time, or one task for all of them. All items are read before the first task
 * starts, so that a bad value in the last item stops a run before anything was sent. With Stop,
 * tasks under way finish, no further one starts, and the first failed item's error is thrown.
 *
 * @param context n8n's context of the run
 * @param readRun reads what holds for the whole run; its error is every item's, since n8n would
 * send the input on as if it had succeeded (n8n-core, under Continue)
 * @returns the output items in the order of the input items, each paired with its own; under
 * Continue a failed item is `{ error, message }`: what happened, and the way out. After them what belongs to none
 * @throws NodeApiError or NodeOperationError of the first failed item, with its index, unless the user chose to continue
 */
export async function runItems(
	context: IExecuteFunctions,
	readRun: () => Run | RunTogether,
): Promise<INodeExecutionData[]> {
	const mayContinue = context.continueOnFail();
	const results: Result[] = [];
	const run = attempt(readRun);
	const queues = new Queues(context);
	await readItems(context, results, (itemIndex) => {
		if ('error' in run) throw run.error;
		const task = run.value.prepare(itemIndex);
		if (task) queues.add(itemIndex, task);
	});
	const [unreadable, ...further] = failuresIn(results);
	if (!mayContinue && unreadable) {
		// what is wrong for the whole run is said once
		const named = 'error' in run ? [] : further;
		const isAlone = context.getInputData().length === 1;
		throw stopping(unreadable, named, isAlone ? undefined : NOTHING_SENT);
	}
	const { others, hints, beforeNextRun } =
		'error' in run
			? NOTHING_RUN
			: 'together' in run.value
				? await runTogether(context, run.value, results)
				: await runEach(run.value, queues, results);

	const failures: NumberedFailure[] = [
		...failuresIn(results),
		...failuresIn(others).map(([, failure]): NumberedFailure => [undefined, failure]),
	];
	const [failure] = failures;
	const advice = failure && beforeNextRun;
	if (!mayContinue && failure) throw stopping(failure, [], advice);

	const input = context.getInputData();
	for (const message of hints) context.addExecutionHints({ message, location: 'outputPane' });
	if (failure) {
		const message = [
			summaryOf(failures, input.length + others.length),
			...(advice ? [advice] : []),
		].join('. ');
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	const outputsOf = (result: Result, fields: IDataObject = {}) =>
		'output' in result ? result.output : [failedItem(result, fields, hasErrorOutput)];
	return [
		...results.flatMap((result, itemIndex) =>
			outputsOf(result, input[itemIndex]?.json).map((json) => ({
				json,
				pairedItem: { item: itemIndex },
			})),
		),
		// without the empty list, n8n would guess an item (n8n-core, assignPairedItems)
		...others.flatMap((result) => outputsOf(result).map((json) => ({ json, pairedItem: [] }))),
	];
}

/** What comes of a run that can't be read. */
const NOTHING_RUN = { others: [], hints: [], beforeNextRun: undefined };

/** Runs the tasks of the items. */
async function runEach(run: Run, queues: Queues, results: Result[]) {
	await queues.run(run.concurrency, results);
	const done = results.flatMap((result) => ('output' in result ? result.output : []));
	const errors = failuresIn(results).map(([, { error }]) => error);
	return {
		others: [],
		hints: [],
		beforeNextRun: errors.length > 0 ? run.beforeNextRun?.(done, errors) : undefined,
	};
}

/** Reads all items; those that can't be read have a result then. */
async function readItems(
	context: IExecuteFunctions,
	results: Result[],
	read: (itemIndex: number) => void,
): Promise<void> {
	const itemCount = context.getInputData().length;
	let turnEndsAt = performance.now() + READING_TURN;
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		if (performance.now() >= turnEndsAt) {
			await sleep(0);
			turnEndsAt = performance.now() + READING_TURN;
		}
		const reading = attempt(() => read(itemIndex));
		if ('error' in reading) results[itemIndex] = asFailure(context, reading.error);
	}
}

function failuresIn(results: readonly Result[]): NumberedFailure[] {
	const failures: NumberedFailure[] = [];
	results.forEach((result, itemIndex) => {
		if ('error' in result) failures.push([itemIndex, result]);
	});
	return failures;
}

function attempt<T>(read: () => T): { value: T } | { error: unknown } {
	try {
		return { value: read() };
	} catch (error) {
		return { error };
	}
}
