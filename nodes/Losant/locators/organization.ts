import { instance } from './instance';
import { locatorField, readId, searchPage, type Locator } from './locator';

export const organization: Locator = {
	field: locatorField(
		'Organization',
		'orgId',
		'searchOrganizations',
		'The organization of the instance',
	),
	async search(filter, paginationToken) {
		const instanceId = instance.read((name) => this.getNodeParameter(name));
		return await searchPage(
			this,
			{ action: 'instanceOrgs.get', path: { instanceId } },
			'organizations',
			filter,
			paginationToken,
		);
	},
	read: (parameters) => readId(parameters('orgId'), 'Organization'),
};
