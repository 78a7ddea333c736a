import { UserError, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

import type { Parameters } from '../fields/values';
import { narrowestScopes } from '../losant/actions';
import { getInvite } from './invite/get';
import { inviteMember } from './invite/invite';
import { listInvites } from './invite/list';
import { resendInvite } from './invite/resend';
import { revokeInvite } from './invite/revoke';
import { addMember } from './member/add';
import { getMember } from './member/get';
import { listMembers } from './member/list';
import { removeMember } from './member/remove';
import { syncMembers } from './member/sync';
import { updateMember } from './member/update';
import { getOrganization } from './organization/get';
import { listOrganizations } from './organization/list';
import { resources, type Described, type Operation, type OperationTogether } from './operation';

/** All operations of the node. The first, and the first of each resource, is the default: one that changes nothing. */
export const operations: ReadonlyArray<Operation | OperationTogether> = [
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
	syncMembers,
	listOrganizations,
	getOrganization,
];

/**
 * Finds the operation that the user chose.
 *
 * @param parameters reads the parameters of one item
 * @throws UserError where a workflow names an operation that this version doesn't have
 */
export function chosenOperation(parameters: Parameters): Operation | OperationTogether {
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

/**
 * The line under the node's name in the editor: an expression that n8n evaluates. n8n names a node by its action, and the user as
 * they like, so this says where it works too.
 */
export const subtitle = `={{ (${JSON.stringify(
	Object.fromEntries(
		operations.map(({ resource, value, name }) => [
			`${resource}.${value}`,
			`${resource === 'instanceOrg' ? 'Instance' : 'Organization'}: ${name}`,
		]),
	),
)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;

/** All fields of the node: the two drop-downs, then each operation's notice and fields, shown for the operations that list them. */
export const properties: INodeProperties[] = [
	resourceField(),
	...usedResources().map(operationField),
	...operations.flatMap(scopesNotices),
	...operationFields(),
];

function usedResources(): Array<Described['resource']> {
	return [...new Set(operations.map(({ resource }) => resource))];
}

function resourceField(): INodeProperties {
	return dropDown(
		'Resource',
		'resource',
		usedResources().map((value) => ({ name: resources[value], value })),
	);
}

function operationField(resource: Described['resource']): INodeProperties {
	const ofResource = operations.filter((operation) => operation.resource === resource);
	return {
		...dropDown(
			'Operation',
			'operation',
			ofResource.map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
		),
		displayOptions: { show: { resource: [resource] } },
	};
}

/** The first option is the default; they are shown by name, as n8n wants it. */
function dropDown(
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
): INodeProperties {
	const chosenFirst = options[0]?.value ?? '';
	return {
		displayName,
		name,
		type: 'options',
		noDataExpression: true,
		options: [...options].sort((one, other) => (one.name < other.name ? -1 : 1)),
		default: chosenFirst,
	};
}

/** Names the narrowest scopes; those that include them stand in the text of a 403. */
function scopesNotices({
	resource,
	value,
	losantAction,
	furtherScopes = [],
}: Described): INodeProperties[] {
	const always = [
		losantAction,
		...furtherScopes.flatMap(({ where, losantActions }) => (where ? [] : losantActions)),
	];
	const show = { resource: [resource], operation: [value] };
	const notice = (displayName: string, name: string, further = {}): INodeProperties => ({
		displayName,
		name,
		type: 'notice',
		displayOptions: { show: { ...show, ...further } },
		default: '',
	});
	return [
		notice(
			`The API token needs the ${always.length > 1 ? 'scopes' : 'scope'} ${narrowestScopes(always)}`,
			'scopesNotice',
		),
		...furtherScopes.flatMap(({ where, losantActions }, index) =>
			where
				? [
						notice(
							`${where.what} also needs ${narrowestScopes(losantActions)}`,
							`scopesNotice${index + 1}`,
							where.show,
						),
					]
				: [],
		),
	];
}

/** A field object that several operations of a resource list becomes one property, where the first of them lists it. */
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
