import { locatorField, readId, type Identified } from '../fields/locator';
import { PLACES } from '../losant/pages';
import { searchPage, type Locator } from './locator';

const INSTANCE: Identified = { displayName: 'Instance', places: PLACES.instance };

export const instance: Locator = {
	field: locatorField(
		INSTANCE,
		'instanceId',
		'searchInstances',
		"The Losant instance that holds the organization. An instance API token can't list instances: use By ID with it.",
	),
	async search(filter, paginationToken) {
		return await searchPage(
			this,
			{ action: 'instances.get', path: {} },
			'instances',
			filter,
			paginationToken,
		);
	},
	read: (parameters) => readId(parameters('instanceId'), INSTANCE),
};
