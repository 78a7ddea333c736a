import { filterField, readFilter } from '../../fields/filter';
import { limitField, readLimit, returnAllField } from '../../fields/limit';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readSort, sortOptions } from '../../fields/sort';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import type { Operation } from '../operation';

const FIELDS = [
	{ name: 'Email', value: 'email' },
	{ name: 'Role', value: 'role' },
];

export const listMembers: Operation = {
	resource: 'instanceOrgMember',
	value: 'list',
	name: 'List Members',
	action: 'List members',
	description: 'Get the members of an organization, one item each',
	losantAction: 'instanceOrgMembers.get',
	properties: [
		instance.field,
		organization.field,
		returnAllField,
		limitField,
		filterField(FIELDS, '*@example.com'),
		optionsField([...requestOptions, ...sortOptions(FIELDS, 'email', 'asc')]),
	],
	prepare(parameters) {
		const path = readOrganizationPath(parameters);
		const limit = readLimit(parameters);
		const { query, headers } = readRequestOptions(parameters);
		const filterAndSort = { ...readFilter(parameters, FIELDS), ...readSort(parameters, FIELDS) };
		return {
			async run(losant) {
				const { items } = await losant({
					action: 'instanceOrgMembers.get',
					path,
					query: { ...filterAndSort, ...query },
					headers,
				});
				// Losant doesn't page this list, so the limit is ours
				return items.slice(0, limit);
			},
		};
	},
};
