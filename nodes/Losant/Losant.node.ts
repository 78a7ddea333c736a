import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems } from './execution/items';
import { readConcurrentRequests } from './fields/concurrentRequests';
import { Item } from './fields/item';
import { readWaitForLosant } from './fields/waitForLosant';
import { application } from './locators/application';
import { dashboard } from './locators/dashboard';
import { instance } from './locators/instance';
import { invite } from './locators/invite';
import { member } from './locators/member';
import { organization } from './locators/organization';
import { chosenOperation, properties, subtitle } from './operations';
import { connect, patient } from './transport/losant';

export class Losant implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Losant',
		name: 'losant',
		icon: { light: 'file:../../icons/losant.svg', dark: 'file:../../icons/losant.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Invite people to the organizations of a Losant instance, and manage their roles',
		// n8n adds a query to the codex's address, which would get lost in a section's name
		documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-losant#operations',
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
			searchInvites: invite.search,
			searchMembers: member.search,
			searchApplications: application.search,
			searchDashboards: dashboard.search,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = await runItems(this, () => {
			const first = new Item(this, 0);
			const operation = first.read(chosenOperation);
			const losant = connect(this, patient(first.read(readWaitForLosant)));
			const concurrency = first.read(readConcurrentRequests);
			if ('together' in operation) {
				const task = first.read((parameters) => operation.together(parameters));
				const rewritten = new Map<number, Item>();
				return {
					concurrency,
					prepare: (itemIndex) => {
						const item = new Item(this, itemIndex);
						item.read((parameters) => task.prepare(parameters, itemIndex));
						if (item.isRewritten) rewritten.set(itemIndex, item);
					},
					together: async ({ each, ...surroundings }) => {
						const ended = await task.run({
							...surroundings,
							each: async (entries, work) =>
								await each(
									entries,
									async (entry, aside) => await work(losant.forItem(aside), entry),
								),
						});
						for (const [itemIndex, item] of rewritten) {
							item.withWritten(ended.items.get(itemIndex)?.failure?.error);
						}
						return ended;
					},
				};
			}
			return {
				concurrency,
				prepare: (itemIndex) => {
					const item = new Item(this, itemIndex);
					const prepared = item.read((parameters) => operation.prepare(parameters));
					return {
						...prepared,
						run: async (aside) =>
							await item.run(async () => await prepared.run(losant.forItem(aside))),
					};
				},
				beforeNextRun: (done, errors) => operation.beforeNextRun?.(done, errors),
			};
		});
		return [items];
	}
}
