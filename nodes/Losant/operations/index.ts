import { UserError, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

import type { Parameters } from '../fields/values';
import { scopesInWords } from '../losant/actions';
import { getInvite } from './invite/get';
import { inviteMember } from './invite/invite';
import { listInvites } from './invite/list';
import { resendInvite } from './invite/resend';
import { revokeInvite } from './invite/revoke';
import { addMember } from './member/add';
import { getMember } from './member/get';
import { listMembers } from './member/list';
import { removeMember } from './member/remove';
import { updateMember } from './member/update';
import { getOrganization } from './organization/get';
import { listOrganizations } from './organization/list';
import { resources, type Operation } from './operation';

/** All operations of the node. The first, and the first of each resource, is the default: one that changes nothing. */
export const operations: readonly Operation[] = [
	listInvites,
	getInvite,
	inviteMember,
	resendInvite,
	revokeInvite,
	listMembers,
	getMember,
	addMember,
	updateMember,
	removeMember,
	listOrganizations,
	getOrganization,
];

/**
 * Finds the operation that the user chose.
 *
 * @param parameters reads the parameters of one item
 * @throws UserError where a workflow names an operation that this version doesn't have
 */
export function chosenOperation(parameters: Parameters): Operation {
	const resource = parameters('resource');
	const value = parameters('operation');
	const chosen = operations.find(
		(operation) => operation.resource === resource && operation.value === value,
	);
	if (chosen) return chosen;
	throw new UserError(`The operation ${String(value)} of ${String(resource)} is not known`, {
		description: 'Choose the operation again, or update the package n8n-nodes-losant',
	});
}

/** The line under the node's name in the editor: an expression that n8n evaluates. */
export const subtitle = `={{ (${JSON.stringify(
	Object.fromEntries(operations.map(({ resource, value, name }) => [`${resource}.${value}`, name])),
)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;

/** All fields of the node: the two drop-downs, then each operation's notice and fields, shown for the operations that list them. */
export const properties: INodeProperties[] = [
	resourceField(),
	...usedResources().map(operationField),
	...operations.map(scopesNotice),
	...operationFields(),
];

function usedResources(): Array<Operation['resource']> {
	return [...new Set(operations.map(({ resource }) => resource))];
}

function resourceField(): INodeProperties {
	const options = usedResources().map((value) => ({ name: resources[value], value }));
	const chosenFirst = options[0]?.value ?? '';
	options.sort(byName);
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options,
		default: chosenFirst,
	};
}

function operationField(resource: Operation['resource']): INodeProperties {
	const options = operations
		.filter((operation) => operation.resource === resource)
		.map(
			({ name, value, action, description }): INodePropertyOptions => ({
				name,
				value,
				action,
				description,
			}),
		);
	const chosenFirst = options[0]?.value ?? '';
	options.sort(byName);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: chosenFirst,
	};
}

/** The order in which n8n shows options. */
function byName(one: INodePropertyOptions, other: INodePropertyOptions): number {
	return one.name < other.name ? -1 : 1;
}

function scopesNotice({ resource, value, losantAction }: Operation): INodeProperties {
	return {
		displayName: `The API token needs the scope ${scopesInWords(losantAction)}`,
		name: 'scopesNotice',
		type: 'notice',
		displayOptions: { show: { resource: [resource], operation: [value] } },
		default: '',
	};
}

/** A field object that several operations list appears once for each resource, so that its value survives a switch. */
function operationFields(): INodeProperties[] {
	return usedResources().flatMap((resource) => {
		const shownFor = new Map<INodeProperties, string[]>();
		for (const operation of operations) {
			if (operation.resource !== resource) continue;
			for (const property of operation.properties) {
				shownFor.set(property, [...(shownFor.get(property) ?? []), operation.value]);
			}
		}
		return [...shownFor].map(([property, values]) => ({
			...property,
			displayOptions: {
				...property.displayOptions,
				show: { ...property.displayOptions?.show, resource: [resource], operation: values },
			},
		}));
	});
}
