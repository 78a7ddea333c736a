import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { readCollection, readOption, readText, type Parameters } from './values';

/** The Filters collection of a list that Losant can filter by one of these fields. */
export function filterField(fields: INodePropertyOptions[]): INodeProperties {
	const chosenFirst = fields[0]?.value ?? '';
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Filter Field',
				name: 'filterField',
				type: 'options',
				options: fields,
				default: chosenFirst,
				description: "The field to filter by, together with 'Filter'",
			},
			{
				displayName: 'Filter',
				name: 'filter',
				type: 'string',
				default: '',
				placeholder: 'e.g. *@example.com',
				description: "What 'Filter Field' has to match, with * for any characters",
			},
		],
	};
}

/**
 * @param parameters reads the parameters of one item
 * @param fields what Losant can filter the list by
 * @returns the query parameters; none where nothing was entered, since Losant refuses blanks
 * @throws UserError when one of the two is missing: Losant would give the whole list
 */
export function readFilter(
	parameters: Parameters,
	fields: INodePropertyOptions[],
): { filterField?: string; filter?: string } {
	const filters = readCollection(parameters('filters'));
	const filter = readText(filters.filter, 'Filter');
	const field = readText(filters.filterField, 'Filter Field');
	if (filter === '' && field === '') return {};
	if (field === '') {
		throw new UserError("'Filter' needs 'Filter Field'", {
			description: "Add 'Filter Field' under Filters, or remove 'Filter'",
		});
	}
	if (filter === '') {
		throw new UserError("'Filter Field' needs 'Filter'", {
			description: "Add 'Filter' under Filters, or remove 'Filter Field'",
		});
	}
	return { filterField: readOption(field, 'Filter Field', fields), filter };
}
