import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

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

type Result =
	| { output: IDataObject[] }
	| { error: unknown; failure: NodeApiError | NodeOperationError };

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
	const cancelSignal = context.getExecutionCancelSignal();
	const results: Result[] = [];
	const queues = new Map<string | number, Array<{ itemIndex: number; task: Task }>>();

	const run = attempt(readRun);
	const itemCount = context.getInputData().length;
	let turnEndsAt = performance.now() + READING_TURN;
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		if (performance.now() >= turnEndsAt) {
			await sleep(0);
			turnEndsAt = performance.now() + READING_TURN;
		}
		const prepared = 'error' in run ? run : attempt(() => run.value.prepare(itemIndex));
		if ('error' in prepared) {
			const failure = asNodeError(context, prepared.error);
			if (!mayContinue)
				throw stopping(failure, itemIndex, itemCount > 1 ? NOTHING_SENT : undefined);
			results[itemIndex] = { error: prepared.error, failure };
			continue;
		}
		const task = prepared.value;
		const queueKey = task.key ?? itemIndex;
		const queue = queues.get(queueKey);
		if (queue) queue.push({ itemIndex, task });
		else queues.set(queueKey, [{ itemIndex, task }]);
	}

	let hasStopped = false;
	const places = new Places('value' in run ? run.value.concurrency : 0);
	const work = async (queue: Array<{ itemIndex: number; task: Task }>) => {
		for (const { itemIndex, task } of queue) {
			if (hasStopped || cancelSignal?.aborted) return;
			results[itemIndex] = await task.run(places.aside).then(
				(output) => ({ output }),
				(error: unknown) => {
					hasStopped ||= !mayContinue;
					return { error, failure: asNodeError(context, error) };
				},
			);
		}
	};
	const working: Array<Promise<void>> = [];
	for (const queue of queues.values()) {
		await places.take();
		if (hasStopped || cancelSignal?.aborted) break;
		working.push(work(queue).finally(() => places.leave()));
	}
	await Promise.all(working);

	const done = results.flatMap((result) => ('output' in result ? result.output : []));
	const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
	const failures = errors.length;
	const advice =
		failures > 0 && 'value' in run ? run.value.beforeNextRun?.(done, errors) : undefined;

	const items: INodeExecutionData[] = [];
	results.forEach((result, itemIndex) => {
		if ('output' in result) {
			for (const json of result.output) items.push({ json, pairedItem: { item: itemIndex } });
		} else if (mayContinue) {
			items.push({ json: failedItem(result.failure), pairedItem: { item: itemIndex } });
		} else {
			throw stopping(result.failure, itemIndex, advice);
		}
	});
	if (advice) {
		const message = `${failures} of ${itemCount} items failed. ${advice}`;
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	return items;
}

function attempt<T>(read: () => T): { value: T } | { error: unknown } {
	try {
		return { value: read() };
	} catch (error) {
		return { error };
	}
}

/**
 * Gives any error the shape that n8n shows. A NodeApiError is changed in place,
 * since wrapping it would lose its status. Its class is compared by name: n8n may have loaded another copy of n8n-workflow.
 */
function asNodeError(
	context: IExecuteFunctions,
	error: unknown,
): NodeApiError | NodeOperationError {
	if (isNodeError(error)) return error;
	const cause = error instanceof Error ? error : new Error(String(error));
	const nodeError = new NodeOperationError(context.getNode(), cause);
	// the constructor replaces a message that happens to contain a Node error code (n8n-workflow, node.error.ts)
	nodeError.message = cause.message;
	return nodeError;
}

function isNodeError(error: unknown): error is NodeApiError | NodeOperationError {
	return (
		error instanceof Error && (error.name === 'NodeApiError' || error.name === 'NodeOperationError')
	);
}

/**
 * The fields that n8n knows a failed item by: `error`, and `message` for the way out. n8n 1.x takes an
 * item with any further field for a success (n8n-core 1.122.48 and 2.41.1, handleNodeErrorOutput).
 */
function failedItem(failure: NodeApiError | NodeOperationError): IDataObject {
	const status = 'httpCode' in failure && /^\d+$/.test(failure.httpCode ?? '') && failure.httpCode;
	const message = [...(status ? [`Status ${status}`] : []), failure.description ?? '']
		.filter((part) => part !== '')
		.join('. ');
	return { error: failure.message, ...(message !== '' && { message }) };
}

/** Names the item, as n8n's UX guidelines ask, and gives the advice here, since hints are lost with a run that fails (n8n-core, workflow-execute.ts). Items may share the error, so it is named only when it is thrown. */
function stopping(
	failure: NodeApiError | NodeOperationError,
	itemIndex: number,
	advice?: string,
): NodeApiError | NodeOperationError {
	failure.context.itemIndex = itemIndex;
	failure.message = `${failure.message} [item ${itemIndex}]${advice ? `. ${advice}` : ''}`;
	return failure;
}
