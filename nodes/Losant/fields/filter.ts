import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { EMAIL_MAX_LENGTH, isObject } from '../losant/objects';
import { readCollection, readOption, readText, type Parameters } from './values';

/** Losant's advanced query, which overrides the other filters. */
export const advancedQuery: INodeProperties = {
	displayName: 'Advanced Query (JSON)',
	name: 'query',
	type: 'json',
	default: '',
	placeholder: 'e.g. { "name": { "$startsWith": "Plant" } }',
	description:
		'Losant\'s <a href="https://docs.losant.com/rest-api/schemas/#advanced-instance-org-query">advanced query</a>, which overrides the other filters',
};

/**
 * The Filters collection of a list.
 *
 * @param fields what Losant can filter the list by
 * @param furtherFilters what else the list can be filtered by
 */
export function filterField(
	fields: INodePropertyOptions[],
	furtherFilters: INodeProperties[] = [],
): INodeProperties {
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
			...furtherFilters,
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
	// what is longer would be refused with the whole request, and without a word
	if (filter.length > EMAIL_MAX_LENGTH) {
		throw new UserError(`'Filter' is longer than ${EMAIL_MAX_LENGTH} characters`, {
			description: 'Enter a part of what is searched for, with * for the rest',
		});
	}
	return { filterField: readOption(field, 'Filter Field', fields), filter };
}

/**
 * @param parameters reads the parameters of one item
 * @returns the query parameter, as JSON in one line; none where nothing was entered
 * @throws UserError when it is no JSON object
 */
export function readAdvancedQuery(parameters: Parameters): { query?: string } {
	const { query } = readCollection(parameters('filters'));
	if (query === undefined || query === '') return {};
	const { displayName } = advancedQuery;
	const parsed: unknown = isObject(query) ? query : parse(readText(query, displayName));
	if (isObject(parsed)) return { query: JSON.stringify(parsed) };
	throw new UserError(`'${displayName}' is not a JSON object`, {
		description: 'Enter something like { "name": { "$startsWith": "Plant" } }, with double quotes',
	});
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}
