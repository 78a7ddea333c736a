import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { shown, visible } from '../losant/characters';
import { EMAIL_MAX_LENGTH, isObject, ROLES } from '../losant/objects';
import { readAddress, readAddressPattern } from './address';
import { readJson } from './json';
import { ROLE_CHOICES } from './role';
import {
	CHECK_FIELD,
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

/** What an expression that gave nothing, or was not resolved, leaves of a name. */
const NO_NAME = /\{\{.*\}\}|\[object \w+\]|^\*?(?:undefined|null|NaN)\*?$/;

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
			...(fields.some(({ value }) => value === ROLE)
				? filterOrRole(example)
				: [filterText(example)]),
			...furtherFilters,
		],
	};
}

/** The filter field whose values are known. */
const ROLE = 'role';

function filterText(example: string): INodeProperties {
	return {
		displayName: 'Filter',
		name: 'filter',
		type: 'string',
		default: '',
		placeholder: `e.g. ${example}`,
		description: "What 'Filter Field' has to match, with * for any characters",
	};
}

/** One parameter, which is a drop-down for a role: workflows of 1.0.0 have its value as a text, maybe with * in it. */
function filterOrRole(example: string): INodeProperties[] {
	return [
		{ ...filterText(example), displayOptions: { hide: { filterField: [ROLE] } } },
		{
			displayName: 'Filter',
			name: 'filter',
			type: 'options',
			options: ROLE_CHOICES,
			allowArbitraryValues: true,
			default: 'admin',
			placeholder: 'e.g. Administrator',
			description: 'The role that people have to have',
			displayOptions: { show: { filterField: [ROLE] } },
		},
	];
}

/**
 * @param parameters reads the parameters of one item
 * @param fields what Losant can filter the list by
 * @returns the query parameters; none where neither was added
 * @throws UserError when one of the two is missing or empty: Losant would give the whole list; or when nothing could be found by it
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
	const filter = readFilterText(notTooLong(readText(filters.filter, 'Filter')), filterField);
	if (filter === '') throw emptyField('Filter', 'Enter what to search for, or remove the filter');
	return { filterField, filter: notTooLong(filter) };
}

/** What is longer would be refused with the whole request, and without a word. */
function notTooLong(filter: string): string {
	if (filter.length <= EMAIL_MAX_LENGTH) return filter;
	throw new UserError(`'Filter' is longer than ${EMAIL_MAX_LENGTH} characters`, {
		description: 'Enter a part of what is searched for, with * for the rest',
	});
}

/** Refuses what Losant would find nobody by, or all, as people write it or an expression leaves it. */
function readFilterText(text: string, filterField: string): string {
	if (visible(text) === '') return '';
	if (/\*\s*\*/.test(visible(text))) {
		throw new UserError(`'Filter' has nothing between two *: ${shown(text)}`, {
			description: `Enter what to search for between them. ${CHECK_FIELD}`,
		});
	}
	const isPattern = text.includes('*');
	switch (filterField) {
		case 'email':
			return !isPattern && /[^@]@[^@]/.test(text)
				? readAddress(text, 'Filter')
				: readAddressPattern(text, 'Filter');
		case ROLE:
			return isPattern ? readRolePattern(text) : readChoice(text, 'Filter', ROLE_CHOICES);
		default:
			return readName(text);
	}
}

function readRolePattern(text: string): string {
	const pattern = visible(text).toLowerCase();
	const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
	const matching = new RegExp(`^${parts.join('.*')}$`, 'u');
	if (ROLES.some((role) => matching.test(role))) return pattern;
	throw new UserError(`'Filter' matches no role: ${shown(text)}`, {
		description: `It has to match one of: ${ROLES.join(', ')}`,
	});
}

function readName(text: string): string {
	if (NO_NAME.test(visible(text))) {
		throw new UserError(`'Filter' has no value in it: ${shown(text)}`, {
			description: `Enter what to search for, as an expression where it is one. ${CHECK_FIELD}`,
		});
	}
	return text.replace(LEFT_AROUND, '');
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
