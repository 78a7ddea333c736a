import type { INodeProperties } from 'n8n-workflow';

import type { ResourceRole, RoleChanges } from '../losant/objects';
import { noRoles, readResourceRoles, resourceRoles, type ResourceKind } from './resourceRoles';
import { ROLE_CHOICES, roleField } from './role';
import { readBoolean, readChoice, readCollection, type Added, type Parameters } from './values';

/** The editor of n8n doesn't save a list without entries, so taking all roles away needs a field of its own (n8n-workflow, node-helpers.ts). */
function removeAllField(what: ResourceKind): INodeProperties {
	return {
		displayName: `Remove All ${what} Roles`,
		name: `removeAll${what}Roles`,
		type: 'boolean',
		default: false,
		description: `Whether to take away all roles on single ${what.toLowerCase()}s, but for those in '${what} Roles'`,
	};
}

const REMOVE_ALL: Readonly<Record<ResourceKind, INodeProperties>> = {
	Application: removeAllField('Application'),
	Dashboard: removeAllField('Dashboard'),
};

/** The roles of a person who is there already; those that aren't added stay as they are. */
export const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description:
		'The roles to change. Application and Dashboard Roles replace all those that were there. What is not added stays as it is.',
	options: [...resourceRoles, ...Object.values(REMOVE_ALL), { ...roleField, required: false }],
};

/**
 * @param parameters reads the parameters of one item
 * @returns only what the user added; an empty list takes all roles of its kind away
 * @throws UserError when a value can't be sent, or it isn't clear whether roles are to be taken away
 */
export function readUpdateFields(parameters: Parameters): RoleChanges {
	const { name, displayName } = updateFields;
	const fields = readCollection(parameters(name), displayName);
	const applicationRoles = readRoleChanges(fields, 'Application');
	const dashboardRoles = readRoleChanges(fields, 'Dashboard');
	return {
		...('role' in fields && { role: readChoice(fields.role, roleField.displayName, ROLE_CHOICES) }),
		...(applicationRoles && { applicationRoles }),
		...(dashboardRoles && { dashboardRoles }),
	};
}

function readRoleChanges(fields: Added, what: ResourceKind): ResourceRole[] | undefined {
	const { name, displayName } = REMOVE_ALL[what];
	const orElse = `, or turn on '${displayName}' to take all of them away`;
	const roles = readResourceRoles(fields, what, orElse);
	if (name in fields && readBoolean(fields[name], displayName)) return roles ?? [];
	if (roles?.length === 0) throw noRoles(what, orElse);
	return roles;
}
