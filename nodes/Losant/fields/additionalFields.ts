import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import {
	ID_PATTERN,
	RESOURCE_ROLES,
	RESOURCE_ROLES_MAX,
	ROLES,
	type OrgInvitePost,
	type ResourceRole,
	type RoleChanges,
} from '../losant/objects';
import { roleField } from './role';
import { readBoolean, readChoice, readCollection, readText, type Parameters } from './values';

const ROLE_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Collaborator', value: 'collaborate', description: 'May see and change it' },
	{ name: 'None', value: 'none', description: 'Does not see it' },
	{ name: 'Viewer', value: 'view', description: 'May see it, but change nothing' },
];

type What = 'Application' | 'Dashboard';

/** The field for the roles on applications, or on dashboards. */
function resourceRolesField(what: What): INodeProperties {
	return {
		displayName: `${what} Roles`,
		name: `${what.toLowerCase()}Roles`,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${what} Role`,
		default: {},
		description: `Roles on single ${what.toLowerCase()}s, which override 'Role' there (up to ${RESOURCE_ROLES_MAX})`,
		options: [
			{
				displayName: `${what} Role`,
				name: 'roles',
				values: [
					{
						displayName: `${what} ID`,
						name: 'resourceId',
						type: 'string',
						default: '',
						placeholder: 'e.g. 575ec8687ae143cd83dc4a97',
						description: `The 24 characters that name the ${what.toLowerCase()} in Losant, as in its address`,
					},
					{
						displayName: 'Role',
						name: 'role',
						type: 'options',
						options: ROLE_OPTIONS,
						default: 'view',
						description: `What the person may do with the ${what.toLowerCase()}`,
					},
				],
			},
		],
	};
}

const resourceRoles: INodeProperties[] = [
	resourceRolesField('Application'),
	resourceRolesField('Dashboard'),
];

const disallowTransfer: INodeProperties = {
	displayName: 'Disallow Transfer',
	name: 'disallowTransfer',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep the person from transferring resources into the organization when accepting the invite',
};

/** What may be said of a person who is invited or added. */
export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [...resourceRoles, disallowTransfer],
};

/** The editor of n8n doesn't save a list without entries, so taking all roles away needs a field of its own (n8n-workflow, node-helpers.ts). */
function removeAllField(what: What): INodeProperties {
	return {
		displayName: `Remove All ${what} Roles`,
		name: `removeAll${what}Roles`,
		type: 'boolean',
		default: false,
		description: `Whether to take away all roles on single ${what.toLowerCase()}s, but for those in '${what} Roles'`,
	};
}

/** The roles of a person who is there already; those that aren't added stay as they are. */
export const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description:
		'The roles to change. Application and Dashboard Roles replace all those that were there. What is not added stays as it is.',
	options: [
		...resourceRoles,
		removeAllField('Application'),
		removeAllField('Dashboard'),
		{ ...roleField, required: false },
	],
};

/**
 * @param parameters reads the parameters of one item
 * @returns only what the user set
 * @throws UserError when a value can't be sent
 */
export function readAdditionalFields(
	parameters: Parameters,
): Pick<OrgInvitePost, 'applicationRoles' | 'dashboardRoles' | 'disallowTransfer'> {
	const fields = readCollection(parameters(additionalFields.name));
	const applicationRoles = readResourceRoles(fields.applicationRoles, 'Application');
	const dashboardRoles = readResourceRoles(fields.dashboardRoles, 'Dashboard');
	return {
		...(applicationRoles.length > 0 && { applicationRoles }),
		...(dashboardRoles.length > 0 && { dashboardRoles }),
		...(fields.disallowTransfer !== undefined && {
			disallowTransfer: readBoolean(fields.disallowTransfer, disallowTransfer.displayName),
		}),
	};
}

/**
 * @param parameters reads the parameters of one item
 * @returns only what the user added; an empty list takes all roles of its kind away
 * @throws UserError when a value can't be sent, or it isn't clear whether roles are to be taken away
 */
export function readUpdateFields(parameters: Parameters): RoleChanges {
	const fields = readCollection(parameters(updateFields.name));
	const applicationRoles = readRoleChanges(
		fields.applicationRoles,
		fields.removeAllApplicationRoles,
		'Application',
	);
	const dashboardRoles = readRoleChanges(
		fields.dashboardRoles,
		fields.removeAllDashboardRoles,
		'Dashboard',
	);
	return {
		...(fields.role !== undefined && {
			role: readChoice(fields.role, roleField.displayName, ROLES),
		}),
		...(applicationRoles && { applicationRoles }),
		...(dashboardRoles && { dashboardRoles }),
	};
}

function readRoleChanges(
	value: unknown,
	removeAll: unknown,
	what: What,
): ResourceRole[] | undefined {
	const roles = readResourceRoles(value, what);
	const { displayName } = removeAllField(what);
	if (roles.length > 0 || (removeAll !== undefined && readBoolean(removeAll, displayName))) {
		return roles;
	}
	if (value === undefined) return undefined;
	throw new UserError(`'${what} Roles' is empty`, {
		description: `Add a role, or turn on '${displayName}' to take all of them away`,
	});
}

function readResourceRoles(value: unknown, what: What): ResourceRole[] {
	const { roles = [] } = readCollection(value);
	if (!Array.isArray(roles)) throw new UserError(`'${what} Roles' is not a list of roles`);
	if (roles.length > RESOURCE_ROLES_MAX) {
		throw new UserError(
			`'${what} Roles' has ${roles.length} entries, and Losant takes up to ${RESOURCE_ROLES_MAX}`,
		);
	}
	const seen = new Set<string>();
	return roles.map((entry: unknown) => {
		const { resourceId, role } = readCollection(entry);
		const id = readText(resourceId, `${what} ID`);
		if (!ID_PATTERN.test(id)) {
			throw new UserError(`'${what} ID' is not an id: ${JSON.stringify(id.slice(0, 100))}`, {
				description: 'A Losant id has 24 characters, each a digit or a letter from a to f',
			});
		}
		if (seen.has(id.toLowerCase())) {
			throw new UserError(`'${what} Roles' names ${id} twice`, {
				description: 'Keep one of the two, so that it is clear which role counts',
			});
		}
		seen.add(id.toLowerCase());
		return { resourceId: id, role: readChoice(role, `Role of ${what} ${id}`, RESOURCE_ROLES) };
	});
}
