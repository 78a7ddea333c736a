import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems } from './execution/items';
import { readConcurrentRequests } from './fields/concurrentRequests';
import { instance } from './locators/instance';
import { organization } from './locators/organization';
import { findOperation, properties, subtitle } from './operations';
import { connect } from './transport/losant';

export class Losant implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Losant',
		name: 'losant',
		icon: { light: 'file:../../icons/losant.svg', dark: 'file:../../icons/losant.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Manage who is invited to the organizations of a Losant instance',
		defaults: { name: 'Losant' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'losantApi', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			searchInstances: instance.search,
			searchOrganizations: organization.search,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const value = this.getNodeParameter('operation', 0);
		const operation = findOperation(resource, value);
		if (!operation) {
			throw new NodeOperationError(this.getNode(), `The operation ${value} is not known`, {
				description: 'Choose the operation again, or update the package n8n-nodes-losant',
			});
		}

		const losant = connect(this);
		const concurrency = readConcurrentRequests((name) => this.getNodeParameter(name, 0));
		const items = await runItems(this, concurrency, (itemIndex) => {
			const prepared = operation.prepare((name) => this.getNodeParameter(name, itemIndex));
			return { ...prepared, run: async () => await prepared.run(losant) };
		});
		return [items];
	}
}
