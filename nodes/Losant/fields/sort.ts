import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readOption, readCollection, type Parameters } from './values';

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
	fields: INodePropertyOptions[],
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
 * @returns the query parameters; only what the user set, since Losant refuses blanks
 * @throws UserError when an expression gives something else
 */
export function readSort(
	parameters: Parameters,
	fields: INodePropertyOptions[],
): { sortField?: string; sortDirection?: string } {
	const { sortField, sortDirection } = readCollection(parameters('options'));
	return {
		...(isSet(sortField) && { sortField: readOption(sortField, 'Sort Field', fields) }),
		...(isSet(sortDirection) && {
			sortDirection: readOption(sortDirection, 'Sort Direction', DIRECTIONS),
		}),
	};
}

function isSet(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}
