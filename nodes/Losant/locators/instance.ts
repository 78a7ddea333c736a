import { locatorField, readId, searchPage, type Locator } from './locator';

export const instance: Locator = {
	field: locatorField(
		'Instance',
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
	read: (parameters) => readId(parameters('instanceId'), 'Instance'),
};
