import type { INodeProperties } from 'n8n-workflow';

import { readBoolean, readWholeNumber, type Parameters } from './values';

export const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: true,
	description: 'Whether to return all results or only up to a given limit',
};

export const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { returnAll: [false] } },
	default: 50,
	description: 'Max number of results to return',
};

/**
 * @param parameters reads the parameters of one item
 * @returns how many results to give at most; undefined for all
 * @throws UserError when a value can't be used
 */
export function readLimit(parameters: Parameters): number | undefined {
	return readBoolean(parameters('returnAll'), returnAllField.displayName)
		? undefined
		: readWholeNumber(parameters('limit'), limitField.displayName, 1, Number.MAX_SAFE_INTEGER);
}
