import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { asFailure } from './execution/failures';
import { instance } from './locators/instance';
import { organization } from './locators/organization';
import { subtitle } from './trigger/events';
import { properties } from './trigger/fields';
import { poll } from './trigger/poll';

export class LosantTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Losant Trigger',
		name: 'losantTrigger',
		icon: { light: 'file:../../icons/losant.svg', dark: 'file:../../icons/losant.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description: 'Starts the workflow when invites or members of Losant organizations change',
		documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-losant#trigger',
		defaults: { name: 'Losant Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'losantApi', required: true }],
		// n8n puts Poll Times into the list that it is given
		properties: [...properties],
	};

	methods = {
		listSearch: {
			searchInstances: instance.search,
			searchOrganizations: organization.search,
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this).catch((error: unknown) => {
			// n8n shows any other error without its message (flatted leaves it out)
			throw asFailure(this, error).shown;
		});
	}
}
