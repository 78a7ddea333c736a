import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { legible } from '../losant/addresses';
import { visible } from '../losant/characters';
import { EMAIL_MAX_LENGTH, isObject } from '../losant/objects';
import { readAddress } from './address';
import { readJson } from './json';
import { ROLE_CHOICES } from './role';
import {
	emptyField,
	readChoice,
	readCollection,
	readText,
	type Added,
	type Choice,
	type Parameters,
} from './values';

/** What copying leaves around a name. In a name, such characters may be what Losant has too: an emoji is joined by them. */
const LEFT_AROUND =
	/^[\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]+|[\p{Z}\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$/gu;

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
 * @param example of a filter
 * @param furtherFilters what else the list can be filtered by
 */
export function filterField(
	fields: Array<Choice<string>>,
	example: string,
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
				placeholder: `e.g. ${example}`,
				description: "What 'Filter Field' has to match, with * for any characters",
			},
			...furtherFilters,
		],
	};
}

/**
 * @param parameters reads the parameters of one item
 * @param fields what Losant can filter the list by
 * @returns the query parameters; none where neither was added
 * @throws UserError when one of the two is missing or empty: Losant would give the whole list
 */
export function readFilter(
	parameters: Parameters,
	fields: ReadonlyArray<Choice<string>>,
): { filterField?: string; filter?: string } {
	const filters = readFilters(parameters);
	if (!('filter' in filters) && !('filterField' in filters)) return {};
	if (!('filterField' in filters)) {
		throw new UserError("'Filter' needs 'Filter Field'", {
			description: "Add 'Filter Field' under Filters, or remove 'Filter'",
		});
	}
	if (!('filter' in filters)) {
		throw new UserError("'Filter Field' needs 'Filter'", {
			description: "Add 'Filter' under Filters, or remove 'Filter Field'",
		});
	}
	const filterField = readChoice(filters.filterField, 'Filter Field', fields);
	const filter = readFilterText(filters.filter, filterField);
	if (filter === '') throw emptyField('Filter', 'Enter what to search for, or remove the filter');
	// what is longer would be refused with the whole request, and without a word
	if (filter.length > EMAIL_MAX_LENGTH) {
		throw new UserError(`'Filter' is longer than ${EMAIL_MAX_LENGTH} characters`, {
			description: 'Enter a part of what is searched for, with * for the rest',
		});
	}
	return { filterField, filter };
}

/** A pattern is sent as it is. A whole address, or the word for a role, is what people write, and Losant would find nobody by it. */
function readFilterText(value: unknown, filterField: string): string {
	const text = readText(value, 'Filter');
	if (visible(text) === '') return '';
	const isPattern = text.includes('*');
	switch (filterField) {
		case 'email':
			return !isPattern && /[^@]@[^@]/.test(text) ? readAddress(text, 'Filter') : legible(text);
		case 'role':
			return isPattern ? visible(text) : readChoice(text, 'Filter', ROLE_CHOICES);
		default:
			return text.replace(LEFT_AROUND, '');
	}
}

/**
 * @param parameters reads the parameters of one item
 * @returns the query parameter, as JSON in one line; none where it wasn't added
 * @throws UserError when it is no JSON object, or one with a name twice, or empty: Losant would give the whole list
 */
export function readAdvancedQuery(parameters: Parameters): { query?: string } {
	const filters = readFilters(parameters);
	if (!('query' in filters)) return {};
	const { query } = filters;
	const { displayName } = advancedQuery;
	const text = isObject(query) ? JSON.stringify(query) : readText(query, displayName);
	if (text === '') throw emptyField(displayName, 'Enter a query, or remove it');
	const parsed = readJson(text, displayName);
	if (isObject(parsed)) return { query: JSON.stringify(parsed) };
	throw new UserError(`'${displayName}' is not a JSON object`, {
		description: 'Enter something like { "name": { "$startsWith": "Plant" } }, with double quotes',
	});
}

function readFilters(parameters: Parameters): Added {
	return readCollection(parameters('filters'), 'Filters');
}
