import type { INodeProperties } from 'n8n-workflow';

import { readWholeNumber, type Parameters } from './values';

const DEFAULT = 3;
const MAXIMUM = 60;

export const waitForLosant: INodeProperties = {
	displayName: 'Wait for Losant (Minutes)',
	name: 'waitForLosant',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAXIMUM },
	default: DEFAULT,
	description: `How long to wait when Losant stops answering in the middle of a run, from 0 to ${MAXIMUM} minutes; after that, the items that are left fail. The value of the first item counts for the whole run.`,
};

/**
 * Reads the one value, since what the other options of the first item say is for that item alone.
 *
 * @param parameters reads the parameters of the first item: the number holds for the whole run
 * @returns minutes
 * @throws UserError when it is not a whole number up to the maximum
 */
export function readWaitForLosant(parameters: Parameters): number {
	const { name, displayName } = waitForLosant;
	return readWholeNumber(parameters(`options.${name}`, DEFAULT), displayName, 0, MAXIMUM);
}
