import { advancedQuery, filterField, readAdvancedQuery, readFilter } from '../../fields/filter';
import { limitField, readLimit, returnAllField } from '../../fields/limit';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readSort, sortOptions } from '../../fields/sort';
import { readSummaryInclude, summaryInclude } from '../../fields/summaryInclude';
import { instance } from '../../locators/instance';
import { allPages } from '../../transport/pages';
import type { Operation } from '../operation';

const SORT_FIELDS = [
	{ name: 'Creation Date', value: 'creationDate' },
	{ name: 'ID', value: 'id' },
	{ name: 'Last Updated', value: 'lastUpdated' },
	{ name: 'Name', value: 'name' },
];
const FILTER_FIELDS = [{ name: 'Name', value: 'name' }];

export const listOrganizations: Operation = {
	resource: 'instanceOrg',
	value: 'list',
	name: 'List Organizations',
	action: 'List organizations',
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
		const limit = readLimit(parameters);
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
