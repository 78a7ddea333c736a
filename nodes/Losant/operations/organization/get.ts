import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readSummaryInclude, summaryInclude } from '../../fields/summaryInclude';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import type { Operation } from '../operation';

export const getOrganization: Operation = {
	resource: 'instanceOrg',
	value: 'get',
	name: 'Get Organization',
	action: 'Get organization',
	description: 'Get one organization of an instance',
	losantAction: 'instanceOrg.get',
	properties: [
		instance.field,
		organization.field,
		optionsField([...requestOptions, summaryInclude]),
	],
	prepare(parameters) {
		const path = readOrganizationPath(parameters);
		const { query, headers } = readRequestOptions(parameters);
		const summary = readSummaryInclude(parameters);
		return {
			run: async (losant) => [
				await losant({
					action: 'instanceOrg.get',
					path,
					query: { ...summary, ...query },
					headers,
				}),
			],
		};
	},
};
