import type { INodeProperties } from 'n8n-workflow';

import { readWholeNumber, type Parameters } from './values';

const DEFAULT = 5;
const MAXIMUM = 50;

export const concurrentRequests: INodeProperties = {
	displayName: 'Concurrent Requests',
	name: 'concurrentRequests',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAXIMUM },
	default: DEFAULT,
	description: `How many items are sent to Losant at the same time, from 1 to ${MAXIMUM}. The value of the first item counts for the whole run.`,
};

/**
 * Reads the one value, since what the other options of the first item say is for that item alone.
 *
 * @param parameters reads the parameters of the first item: the number holds for the whole run
 * @throws UserError when it is not a whole number up to the maximum
 */
export function readConcurrentRequests(parameters: Parameters): number {
	const { name, displayName } = concurrentRequests;
	return readWholeNumber(parameters(`options.${name}`, DEFAULT), displayName, 1, MAXIMUM);
}
