import { locatorField, readId, type Identified } from '../fields/locator';
import type { Parameters } from '../fields/values';
import { PLACES } from '../losant/pages';
import { instance } from './instance';
import { searchPage, type Locator } from './locator';

const ORGANIZATION: Identified = { displayName: 'Organization', places: PLACES.organization };

export const organization: Locator = {
	field: locatorField(
		ORGANIZATION,
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
	read: (parameters) => readId(parameters('orgId'), ORGANIZATION),
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
