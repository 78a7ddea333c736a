import { UserError, type IDataObject } from 'n8n-workflow';

import { advancedQuery, filterField, readAdvancedQuery, readFilter } from '../../fields/filter';
import { limitField, readLimit, returnAllField } from '../../fields/limit';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readSort, sortOptions } from '../../fields/sort';
import { readSummaryInclude, summaryInclude } from '../../fields/summaryInclude';
import { instance } from '../../locators/instance';
import type { Losant } from '../../transport/losant';
import type { LosantRequest } from '../../transport/request';
import type { Operation } from '../operation';

const SORT_FIELDS = [
	{ name: 'Creation Date', value: 'creationDate' },
	{ name: 'ID', value: 'id' },
	{ name: 'Last Updated', value: 'lastUpdated' },
	{ name: 'Name', value: 'name' },
];
const FILTER_FIELDS = [{ name: 'Name', value: 'name' }];

/** The most that Losant's own command line tool asks for at once. */
const PER_PAGE = 1_000;

export const listOrganizations: Operation = {
	resource: 'instanceOrg',
	value: 'list',
	name: 'List Organizations',
	action: 'List instance organizations',
	description: 'Get the organizations of an instance, one item each',
	losantAction: 'instanceOrgs.get',
	properties: [
		instance.field,
		returnAllField,
		limitField,
		filterField(FILTER_FIELDS, '*plant*', [advancedQuery]),
		optionsField([...requestOptions, ...sortOptions(SORT_FIELDS, 'name', 'asc'), summaryInclude]),
	],
	prepare(parameters) {
		const path = { instanceId: instance.read(parameters) };
		const limit = readLimit(parameters) ?? Infinity;
		const { query, headers } = readRequestOptions(parameters);
		const request = {
			action: 'instanceOrgs.get',
			path,
			query: {
				...readFilter(parameters, FILTER_FIELDS),
				...readAdvancedQuery(parameters),
				...readSort(parameters, SORT_FIELDS),
				...readSummaryInclude(parameters),
				...query,
			},
			headers,
		} as const;
		return { run: async (losant) => await allPages(losant, request, limit) };
	},
};

/**
 * Losant may give fewer at once than it is asked for, so its own numbers say where the end is; and so does a page that
 * brings nothing new. Where the list changes while it is read, the lowest count has to be reached.
 *
 * @throws UserError where less is there than Losant counts: a part would pass for the whole
 */
async function allPages(
	losant: Losant,
	request: LosantRequest<'instanceOrgs.get'>,
	limit: number,
): Promise<IDataObject[]> {
	const all = new Map<string, IDataObject>();
	const perPage = Math.min(limit, PER_PAGE);
	let fewest = Infinity;
	for (let page = 0; ; page++) {
		const { items, totalCount } = await losant({
			...request,
			query: { ...request.query, page, perPage },
		});
		fewest = Math.min(fewest, totalCount ?? Infinity);
		const before = all.size;
		// an organization that is made meanwhile moves others to the next page, where they come again
		for (const item of items) all.set(String(item.id ?? JSON.stringify(item)), item);
		if (all.size >= Math.min(limit, totalCount ?? Infinity)) break;
		if (all.size > before) continue;
		if (fewest === Infinity || all.size >= Math.min(limit, fewest)) break;
		throw new UserError(
			`Losant gave ${all.size} of ${fewest} organizations, and none of the others when it was asked for them`,
			{
				description: `Nothing is given out, since a part would pass for the whole list. Set 'Limit' to ${all.size} or fewer where a part is enough, or a filter that fewer match. If it goes on, ask who runs this Losant.`,
			},
		);
	}
	return [...all.values()].slice(0, limit);
}
