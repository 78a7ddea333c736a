import type { INodeProperties } from 'n8n-workflow';

import { readCollection, readWholeNumber, type Parameters } from './values';

const DEFAULT = 5;
const MAXIMUM = 50;

export const concurrentRequests: INodeProperties = {
	displayName: 'Concurrent Requests',
	name: 'concurrentRequests',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAXIMUM },
	default: DEFAULT,
	description: 'How many items are sent to Losant at the same time, from 1 to 50',
};

/**
 * @param parameters reads the parameters of the first item: the number holds for the whole run
 * @throws UserError when it is not a whole number from 1 to 50
 */
export function readConcurrentRequests(parameters: Parameters): number {
	const value = readCollection(parameters('options')).concurrentRequests ?? DEFAULT;
	return readWholeNumber(value, concurrentRequests.displayName, 1, MAXIMUM);
}
