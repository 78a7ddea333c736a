import { filterField, readFilter } from '../../fields/filter';
import { limitField, readLimit, returnAllField } from '../../fields/limit';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readSort, sortOptions } from '../../fields/sort';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import { withExpiry } from '../../losant/invites';
import { told } from '../../people/told';
import type { Operation } from '../operation';

const SORT_FIELDS = [
	{ name: 'Email', value: 'email' },
	{ name: 'Invite Date', value: 'inviteDate' },
	{ name: 'Role', value: 'role' },
];
const FILTER_FIELDS = [
	{ name: 'Email', value: 'email' },
	{ name: 'Role', value: 'role' },
];

export const listInvites: Operation = {
	resource: 'instanceOrgInvite',
	value: 'list',
	name: 'List Invites',
	action: 'List invites',
	description:
		'Get the pending invites of an organization, one item each, expired ones included (their hasExpired is true)',
	losantAction: 'instanceOrgInvites.get',
	properties: [
		instance.field,
		organization.field,
		returnAllField,
		limitField,
		filterField(FILTER_FIELDS, '*@example.com'),
		optionsField([...requestOptions, ...sortOptions(SORT_FIELDS, 'inviteDate', 'desc')]),
	],
	prepare(parameters) {
		const path = readOrganizationPath(parameters);
		const limit = readLimit(parameters);
		const { query, headers } = readRequestOptions(parameters);
		const filterAndSort = {
			...readFilter(parameters, FILTER_FIELDS),
			...readSort(parameters, SORT_FIELDS),
		};
		return {
			async run(losant) {
				const { items } = await losant({
					action: 'instanceOrgInvites.get',
					path,
					query: { ...filterAndSort, ...query },
					headers,
				});
				// Losant doesn't page this list, so the limit is ours
				return items.slice(0, limit).map((one) => told(path, withExpiry(one)));
			},
		};
	},
};
