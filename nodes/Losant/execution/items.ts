import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { asFailure, failedItem, stopping, type Failure, type NumberedFailure } from './failures';
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

/** What holds for the whole run, read once. */
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

type Result = { output: IDataObject[] } | Failure;

/** The tasks of one key, in the order of their items */
type Queue = Array<{ itemIndex: number; task: Task }>;

/** How long items are read before everything else that n8n does gets its turn, in milliseconds. */
const READING_TURN = 50;

/** What the user wants to know of the other items when one of them can't be read. */
const NOTHING_SENT = 'Nothing was sent for any of the items';

/**
 * Runs a task for every input item, some at a time. All items are read before the first task
 * starts, so that a bad value in the last item stops a run before anything was sent. With Stop,
 * tasks under way finish, no further one starts, and the first failed item's error is thrown.
 *
 * @param context n8n's context of the run
 * @param readRun reads what holds for the whole run; its error is every item's, since n8n would
 * send the input on as if it had succeeded (n8n-core, under Continue)
 * @returns the output items in the order of the input items, each paired with its own; under
 * Continue a failed item is `{ error, message }`: what happened, and the way out
 * @throws NodeApiError or NodeOperationError of the first failed item, with its index, unless the user chose to continue
 */
export async function runItems(
	context: IExecuteFunctions,
	readRun: () => Run,
): Promise<INodeExecutionData[]> {
	const mayContinue = context.continueOnFail();
	const results: Result[] = [];
	const run = attempt(readRun);
	const queues = await readQueues(context, run, results);
	const [unreadable, ...others] = failuresIn(results);
	if (!mayContinue && unreadable) {
		// what is wrong for the whole run is said once
		const further = 'error' in run ? [] : others;
		const isAlone = context.getInputData().length === 1;
		throw stopping(unreadable, further, isAlone ? undefined : NOTHING_SENT);
	}
	if ('value' in run) await runQueues(context, run.value.concurrency, queues, results);

	const done = results.flatMap((result) => ('output' in result ? result.output : []));
	const failures = failuresIn(results);
	const errors = failures.map(([, { error }]) => error);
	const advice =
		errors.length > 0 && 'value' in run ? run.value.beforeNextRun?.(done, errors) : undefined;
	const [failure] = failures;
	if (!mayContinue && failure) throw stopping(failure, [], advice);

	const input = context.getInputData();
	if (advice) {
		const message = `${errors.length} of ${input.length} items failed. ${advice}`;
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	return results.flatMap((result, itemIndex) => {
		const outputs =
			'output' in result
				? result.output
				: [failedItem(result, input[itemIndex]?.json ?? {}, hasErrorOutput)];
		return outputs.map((json) => ({ json, pairedItem: { item: itemIndex } }));
	});
}

/** Reads all items; those that can't be read have a result already. */
async function readQueues(
	context: IExecuteFunctions,
	run: { value: Run } | { error: unknown },
	results: Result[],
): Promise<Queue[]> {
	const queues = new Map<string | number, Queue>();
	const itemCount = context.getInputData().length;
	let turnEndsAt = performance.now() + READING_TURN;
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		if (performance.now() >= turnEndsAt) {
			await sleep(0);
			turnEndsAt = performance.now() + READING_TURN;
		}
		const prepared = 'error' in run ? run : attempt(() => run.value.prepare(itemIndex));
		if ('error' in prepared) {
			results[itemIndex] = asFailure(context, prepared.error);
			continue;
		}
		const task = prepared.value;
		const queueKey = task.key ?? itemIndex;
		const queue = queues.get(queueKey);
		if (queue) queue.push({ itemIndex, task });
		else queues.set(queueKey, [{ itemIndex, task }]);
	}
	return [...queues.values()];
}

async function runQueues(
	context: IExecuteFunctions,
	concurrency: number,
	queues: Queue[],
	results: Result[],
): Promise<void> {
	const cancelSignal = context.getExecutionCancelSignal();
	const places = new Places(concurrency);
	let hasStopped = false;
	const work = async (queue: Queue) => {
		for (const { itemIndex, task } of queue) {
			if (hasStopped || cancelSignal?.aborted) return;
			results[itemIndex] = await task.run(places.aside).then(
				(output) => ({ output }),
				(error: unknown) => {
					hasStopped ||= !context.continueOnFail();
					return asFailure(context, error);
				},
			);
		}
	};
	const working: Array<Promise<void>> = [];
	for (const queue of queues) {
		await places.take();
		if (hasStopped || cancelSignal?.aborted) break;
		working.push(work(queue).finally(() => places.leave()));
	}
	await Promise.all(working);
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
