import type { INodeProperties } from 'n8n-workflow';

import { readOptions } from './options';
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
 * @param parameters reads the parameters of the first item: the number holds for the whole run
 * @throws UserError when it is not a whole number up to the maximum
 */
export function readConcurrentRequests(parameters: Parameters): number {
	const options = { concurrentRequests: DEFAULT, ...readOptions(parameters) };
	return readWholeNumber(options.concurrentRequests, concurrentRequests.displayName, 1, MAXIMUM);
}
