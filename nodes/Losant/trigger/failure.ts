import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { isLate } from '../transport/clock';
import { isRefusal, wayOutOf } from '../transport/losant';
import { sentences } from '../transport/refusal';
import type { Failed } from './watch';

/** How many organizations the report of those that can't be looked at names. */
const MAX_NAMED = 10;

const COMES_BACK =
	'The next poll tries again, and nothing is lost. If it goes on, see whether Losant is slow to answer, or watch fewer organizations in one workflow.';

/**
 * Throws an error of the door in the words for a trigger, where nobody runs the workflow again: the next poll comes by itself.
 * n8n's durable scheduler waits as long as the kind of trouble calls for (n8n 2.41.1, poll-backoff-policy).
 *
 * @param error what was thrown
 */
export function explained(error: unknown): never {
	if (isLate(error) && error instanceof NodeOperationError) {
		error.description = COMES_BACK;
		error.failure = { cause: 'temporarily-unavailable' };
	}
	if (error instanceof NodeApiError) {
		const isTooMuch = error.httpCode === '429';
		error.description = sentences(
			wayOutOf(error),
			...(isTooMuch ? ['Or choose longer Poll Times.'] : []),
		);
		error.failure = { cause: causeOf(error) };
	}
	throw error;
}

function causeOf(error: NodeApiError) {
	if (error.httpCode === '401') return 'credential-invalid';
	if (error.httpCode === '429') return 'rate-limited';
	return isRefusal(error) ? 'configuration-invalid' : 'temporarily-unavailable';
}

/**
 * The report of organizations that could not be looked at, while others could.
 *
 * @param node the trigger
 * @param failed the organizations, one at least
 * @param count how many are watched
 */
export function someFailed(
	node: INode,
	failed: readonly Failed[],
	count: number,
): NodeOperationError {
	const named = failed
		.slice(0, MAX_NAMED)
		.map(
			({ organization, error }) => `${organization.name ?? organization.id} (${wordsOf(error)})`,
		);
	const unnamed = failed.length - named.length;
	const list = [...named, ...(unnamed > 0 ? [`and ${unnamed} more`] : [])].join(', ');
	const message = `${failed.length} of ${count} organizations could not be looked at: ${list}`;
	const error = new NodeOperationError(node, message, {
		description:
			'The events of the others were handed on. These are looked at again at each poll, and nothing of them is lost. This is reported again after 24 hours if it lasts.',
	});
	// the constructor replaces a message that happens to contain a Node error code (n8n-workflow, node.error.ts)
	error.message = message;
	return error;
}

/** What an error says. */
export function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
