import type { IDataObject, IExecuteFunctions, NodeApiError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** An item that came to nothing. */
export interface Failure {
	/** What its task failed with */
	error: unknown;
	/** The same, in the shape that n8n shows */
	shown: NodeApiError | NodeOperationError;
	/** What else is known of it, for workflows in which failed items go on among the others */
	fields?: IDataObject;
	/** What it is about, where no input item tells */
	about?: string;
}

/** What came of an item: the fields of each output item, or a failure. */
export type Result = { output: IDataObject[] } | Failure;

/** A failure with the index of its item; of what no item stands for, without one. */
export type NumberedFailure = [itemIndex: number | undefined, failure: Failure];

/** How many failed items the message of a stopped run names. */
const MAX_NAMED = 10;

/** How many different messages the hint of a run that went on names. */
const MAX_MESSAGES = 5;

/**
 * Gives any error the shape that n8n shows. A NodeApiError is changed in place,
 * since wrapping it would lose its status. Its class is compared by name: n8n may have loaded another copy of n8n-workflow.
 *
 * @param context n8n's context of the run
 * @param error what a task failed with
 */
export function asFailure(context: Pick<IExecuteFunctions, 'getNode'>, error: unknown): Failure {
	if (isNodeError(error)) return { error, shown: error };
	const cause = error instanceof Error ? error : new Error(String(error));
	const shown = new NodeOperationError(context.getNode(), cause);
	// the constructor replaces a message that happens to contain a Node error code (n8n-workflow, node.error.ts)
	shown.message = cause.message;
	// and in n8n 1.100 and older it leaves the description behind
	if ('description' in cause && typeof cause.description === 'string') {
		shown.description = cause.description;
	}
	return { error, shown };
}

/** The fields that n8n knows a failed item by. */
const COVERING = ['error', 'message'] as const;

/**
 * The output of a failed item: `error`, and `message` for the way out. Where failed items have an output of their own, n8n takes an item with any further field for a success,
 * and lays the two over the fields of the input (n8n-core 1.122.48 and 2.41.1, handleNodeErrorOutput); so what they cover
 * up there is told in `message`.
 *
 * @param failure of the item
 * @param input the fields of its input item
 * @param hasErrorOutput whether failed items have an output of their own
 */
export function failedItem(
	failure: Failure,
	input: IDataObject,
	hasErrorOutput: boolean,
): IDataObject {
	const { shown, fields } = failure;
	const status = 'httpCode' in shown && /^\d+$/.test(shown.httpCode ?? '') && shown.httpCode;
	const covered = COVERING.filter((name) => hasErrorOutput && name in input);
	const message = [
		...(status ? [`Status ${status}`] : []),
		shown.description ?? '',
		...covered.map((name) => `The item's own '${name}' is ${JSON.stringify(input[name])}`),
	]
		.filter((part) => part !== '')
		.join('. ');
	return {
		...(!hasErrorOutput && fields),
		error: wordsOf(failure),
		...(message !== '' && { message }),
	};
}

function wordsOf({ shown, about }: Failure): string {
	return about === undefined ? shown.message : `${about}: ${shown.message}`;
}

/**
 * The error of a run that stops. It names the item, as n8n's UX guidelines ask, and gives the advice, since hints are lost
 * with a run that fails (n8n-core, workflow-execute.ts). Items count from 1 for people. Items may share an error, so it is named only when it is thrown.
 *
 * @param first the item whose error is thrown
 * @param others further ones to name
 * @param advice what else the user has to know
 */
export function stopping(
	first: NumberedFailure,
	others: readonly NumberedFailure[],
	advice?: string,
): NodeApiError | NodeOperationError {
	const named = [first, ...others.slice(0, MAX_NAMED - 1)].map(([itemIndex, failure]) =>
		itemIndex === undefined ? wordsOf(failure) : `${wordsOf(failure)} [item ${itemIndex + 1}]`,
	);
	const unnamed = others.length + 1 - named.length;
	const [itemIndex, { shown }] = first;
	if (itemIndex !== undefined) shown.context.itemIndex = itemIndex;
	shown.message = [
		...named,
		...(unnamed > 0 ? [`${unnamed} further items failed`] : []),
		...(advice ? [advice] : []),
	].join('. ');
	return shown;
}

/**
 * Sums up what failed in a run that went on. What happened to few items comes before what happened to many, which would hide it.
 *
 * @param failures all of them
 * @param itemCount how many items there are, those that succeeded included
 * @returns as the HTML that n8n takes a hint for, without a period at its end
 */
export function summaryOf(failures: readonly NumberedFailure[], itemCount: number): string {
	const counts = new Map<string, number>();
	for (const [, { shown }] of failures) {
		const message = shown.message.replace(/\.$/, '');
		counts.set(message, (counts.get(message) ?? 0) + 1);
	}
	const kinds = [...counts].sort(([, one], [, other]) => one - other);
	const named = kinds.slice(0, MAX_MESSAGES);
	const unnamed = failures.length - named.reduce((sum, [, count]) => sum + count, 0);
	const [[only] = ['']] = named;
	const failed = `${failures.length} of ${itemCount} items failed`;
	return inHtml(
		kinds.length === 1
			? `${failed}: ${only}`
			: [
					failed,
					...named.map(([message, count]) => `${count} of them: ${message}`),
					...(unnamed > 0 ? [`${unnamed} of them otherwise`] : []),
				].join('. '),
	);
}

/** An address in angle brackets would be taken for a tag, and left out. */
function inHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isNodeError(error: unknown): error is NodeApiError | NodeOperationError {
	return (
		error instanceof Error && (error.name === 'NodeApiError' || error.name === 'NodeOperationError')
	);
}
