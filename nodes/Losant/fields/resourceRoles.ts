import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import {
	ID_PATTERN,
	RESOURCE_ROLES,
	RESOURCE_ROLES_MAX,
	isObject,
	type ResourceRole,
} from '../losant/objects';
import { readChoice, readCollection, readText, type Added } from './values';

const ROLE_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Collaborator', value: 'collaborate', description: 'May see and change it' },
	{ name: 'None', value: 'none', description: 'Does not see it' },
	{ name: 'Viewer', value: 'view', description: 'May see it, but change nothing' },
];

/** What single roles can be given on. */
export type ResourceKind = 'Application' | 'Dashboard';

/** The field for the roles on applications, or on dashboards. */
function resourceRolesField(what: ResourceKind): INodeProperties {
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

const FIELDS: Readonly<Record<ResourceKind, INodeProperties>> = {
	Application: resourceRolesField('Application'),
	Dashboard: resourceRolesField('Dashboard'),
};

/** The fields for the roles on applications and dashboards. */
export const resourceRoles: INodeProperties[] = Object.values(FIELDS);

/**
 * @param fields the collection that the roles are a field of
 * @param what the roles are on
 * @returns the roles, in the user's order; undefined where the field wasn't added
 * @throws UserError when they can't be sent
 */
export function readResourceRoles(fields: Added, what: ResourceKind): ResourceRole[] | undefined {
	const { name, displayName } = FIELDS[what];
	if (!(name in fields)) return undefined;
	const roles = listIn(fields[name]);
	if (!Array.isArray(roles)) {
		throw new UserError(`'${displayName}' is not a list of roles`, {
			description: `Add each role in the editor with 'Add ${what} Role', and use expressions for its ID and its role`,
		});
	}
	if (roles.length > RESOURCE_ROLES_MAX) {
		throw new UserError(
			`'${displayName}' has ${roles.length} entries, and Losant takes up to ${RESOURCE_ROLES_MAX}`,
			{ description: `Choose a 'Role' that fits most ${what.toLowerCase()}s, and add the others` },
		);
	}
	const seen = new Set<string>();
	return roles.map((entry: unknown) => {
		const { resourceId, role } = readCollection(entry, `${what} Role`);
		const id = readText(resourceId, `${what} ID`);
		if (!ID_PATTERN.test(id)) {
			throw new UserError(`'${what} ID' is not an ID: ${JSON.stringify(id.slice(0, 100))}`, {
				description: 'A Losant ID has 24 characters, each a digit or a letter from a to f',
			});
		}
		if (seen.has(id.toLowerCase())) {
			throw new UserError(`'${displayName}' names ${id} twice`, {
				description: 'Keep one of the two, so that it is clear which role counts',
			});
		}
		seen.add(id.toLowerCase());
		return { resourceId: id, role: readChoice(role, `Role of ${what} ${id}`, RESOURCE_ROLES) };
	});
}

/** The list that n8n's editor saves as `{ roles: […] }`, and as `{}` without a role. */
function listIn(value: unknown): unknown {
	if (!isObject(value) || Object.keys(value).some((key) => key !== 'roles')) return undefined;
	return 'roles' in value ? value.roles : [];
}
