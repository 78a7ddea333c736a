import type { Parameters } from '../fields/values';
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

/**
 * Reads the organization at hand, as Losant's paths name it.
 *
 * @param parameters reads the parameters of one item
 * @throws UserError when one of the two is no id
 */
export function readOrganizationPath(parameters: Parameters): {
	instanceId: string;
	orgId: string;
} {
	return { instanceId: instance.read(parameters), orgId: organization.read(parameters) };
}
