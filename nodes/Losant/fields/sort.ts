import type { INodeProperties } from 'n8n-workflow';

import { readOptions } from './options';
import { readChoice, type Choice, type Parameters } from './values';

const DIRECTIONS = [
	{ name: 'Ascending', value: 'asc' },
	{ name: 'Descending', value: 'desc' },
];

/**
 * @param fields what Losant can sort the list by
 * @param defaultField what Losant sorts by unless told
 * @param defaultDirection asc or desc, likewise
 */
export function sortOptions(
	fields: Array<Choice<string>>,
	defaultField: string,
	defaultDirection: 'asc' | 'desc',
): INodeProperties[] {
	return [
		{
			displayName: 'Sort Direction',
			name: 'sortDirection',
			type: 'options',
			options: DIRECTIONS,
			default: defaultDirection,
			description: 'Whether the lowest or the highest comes first',
		},
		{
			displayName: 'Sort Field',
			name: 'sortField',
			type: 'options',
			options: fields,
			default: defaultField,
			description: 'The field that Losant sorts the list by',
		},
	];
}

/**
 * @param parameters reads the parameters of one item
 * @param fields what Losant can sort the list by
 * @returns the query parameters; only what the user added
 * @throws UserError when an expression gives something else, or nothing: the list would come in another order
 */
export function readSort(
	parameters: Parameters,
	fields: ReadonlyArray<Choice<string>>,
): { sortField?: string; sortDirection?: string } {
	const options = readOptions(parameters);
	return {
		...('sortField' in options && {
			sortField: readChoice(options.sortField, 'Sort Field', fields),
		}),
		...('sortDirection' in options && {
			sortDirection: readChoice(options.sortDirection, 'Sort Direction', DIRECTIONS),
		}),
	};
}
