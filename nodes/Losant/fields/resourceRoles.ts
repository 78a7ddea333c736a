import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { visible } from '../losant/characters';
import { ID_PATTERN, RESOURCE_ROLES_MAX, isObject, type ResourceRole } from '../losant/objects';
import { PLACES } from '../losant/pages';
import { readJson } from './json';
import { locatorField, namedIn, readId, type Identified } from './locator';
import {
	asGiven,
	emptyField,
	readChoice,
	readCollection,
	readText,
	readWord,
	type Added,
	type Choice,
} from './values';

const ROLE_CHOICES = [
	{ name: 'Collaborator', value: 'collaborate', description: 'May see and change it' },
	{ name: 'None', value: 'none', description: 'Does not see it' },
	{ name: 'Viewer', value: 'view', description: 'May see it, but change nothing' },
] satisfies Array<Choice<ResourceRole['role']> & { description: string }>;

/** What single roles can be given on. */
export type ResourceKind = 'Application' | 'Dashboard';

const IDENTIFIED: Readonly<Record<ResourceKind, Identified>> = {
	Application: { displayName: 'Application', places: PLACES.application },
	Dashboard: { displayName: 'Dashboard', places: PLACES.dashboard },
};

const LISTED: Readonly<Record<ResourceKind, string>> = {
	Application:
		'The application. An instance API token lists those that Losant counts this month; By ID takes any.',
	Dashboard:
		"The dashboard. An instance API token can't list dashboards: use By ID with it, which takes the address of the dashboard's page.",
};

/** The field for the roles on applications, or on dashboards. */
function resourceRolesField(what: ResourceKind): INodeProperties {
	return {
		displayName: `${what} Roles`,
		name: `${what.toLowerCase()}Roles`,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${what.toLowerCase()} role`,
		default: {},
		description: `Roles on single ${what.toLowerCase()}s, which override 'Role' there (up to ${RESOURCE_ROLES_MAX})`,
		options: [
			{
				displayName: `${what} Role`,
				name: 'roles',
				values: [
					locatorField(IDENTIFIED[what], 'resourceId', `search${what}s`, LISTED[what]),
					{
						displayName: 'Role',
						name: 'role',
						type: 'options',
						options: ROLE_CHOICES,
						default: 'view',
						description: `What the person may do with the ${what.toLowerCase()}`,
					},
				],
			},
		],
	};
}

/** The field for the same roles where data gives them: one expression can't stand for all that is added in the editor. */
function fromDataField(what: ResourceKind): INodeProperties {
	return {
		displayName: `${what} Roles From Data`,
		name: `${what.toLowerCase()}RolesFromData`,
		type: 'string',
		default: '',
		placeholder: 'e.g. 575ec8687ae143cd83dc4a97:view',
		description: `The same in place of '${what} Roles', from an expression or a cell: ID:role, ID:role, or an object or a list, also as JSON`,
	};
}

const FORMS =
	'Enter id:role, id:role, or JSON such as [{ "id": "575ec8687ae143cd83dc4a97", "role": "view" }] or { "575ec8687ae143cd83dc4a97": "view" }';

interface Fields {
	/** Added one by one in the editor */
	rows: INodeProperties;
	fromData: INodeProperties;
}

const FIELDS: Readonly<Record<ResourceKind, Fields>> = {
	Application: {
		rows: resourceRolesField('Application'),
		fromData: fromDataField('Application'),
	},
	Dashboard: { rows: resourceRolesField('Dashboard'), fromData: fromDataField('Dashboard') },
};

/** The fields for the roles on applications and dashboards. */
export const resourceRoles: INodeProperties[] = Object.values(FIELDS).flatMap(
	({ rows, fromData }) => [rows, fromData],
);

/**
 * @param fields the collection that the roles are a field of
 * @param what the roles are on
 * @param orElse what can be done in place of adding a role, for the refusal
 * @returns the roles, in the user's order; undefined where neither field was added
 * @throws UserError when they can't be sent
 */
export function readResourceRoles(
	fields: Added,
	what: ResourceKind,
	orElse?: string,
): ResourceRole[] | undefined {
	const { rows, fromData } = FIELDS[what];
	if (!(fromData.name in fields)) {
		return rows.name in fields ? readRows(fields[rows.name], what, orElse) : undefined;
	}
	if (rows.name in fields) {
		throw new UserError(`'${rows.displayName}' and '${fromData.displayName}' are both there`, {
			description: 'Remove one of the two, so that it is clear which roles count',
		});
	}
	const { displayName } = fromData;
	const identified = { ...IDENTIFIED[what], orElse: '' };
	return readEntries(
		entriesIn(fields[fromData.name], displayName),
		what,
		displayName,
		identified,
		FORMS,
	);
}

function allFromData(what: ResourceKind): string {
	return `Where one expression is to give all roles, use '${FIELDS[what].fromData.displayName}'`;
}

/**
 * The refusal of roles without a role.
 *
 * @param what the roles are on
 * @param orElse what can be done in place of adding a role
 */
export function noRoles(what: ResourceKind, orElse = ''): UserError {
	return new UserError(`'${FIELDS[what].rows.displayName}' is empty`, {
		description: `Add a role${orElse}. ${allFromData(what)}`,
	});
}

/** The list that n8n's editor saves as `{ roles: […] }`. */
function readRows(value: unknown, what: ResourceKind, orElse?: string): ResourceRole[] {
	// this is what n8n makes of an expression for the whole field, and no editor saves it (n8n-workflow, getNodeParameters)
	if (isObject(value) && Object.keys(value).length === 0) throw noRoles(what, orElse);
	const { displayName } = FIELDS[what].rows;
	const isList = isObject(value) && Object.keys(value).join() === 'roles';
	const roles = isList ? value.roles : undefined;
	if (Array.isArray(roles)) {
		return readEntries(roles, what, displayName, IDENTIFIED[what], allFromData(what));
	}
	throw new UserError(`'${displayName}' is not a list of roles`, {
		description: `Add each role in the editor with 'Add ${what.toLowerCase()} role'. ${allFromData(what)}`,
	});
}

/** The entries of roles from data, whatever their form. */
function entriesIn(value: unknown, displayName: string): unknown[] {
	if (Array.isArray(value)) return value;
	if (isObject(value)) {
		const isOne = 'role' in value;
		return isOne ? [value] : Object.entries(value).map(([id, role]) => ({ id, role }));
	}
	const text = readWord(value, displayName);
	if (text === '') throw emptyField(displayName, 'Enter the roles, or [] where there are none');
	if (/^[[{]/.test(text)) {
		const parsed = readJson(text, displayName);
		if (parsed !== undefined) return entriesIn(parsed, displayName);
		throw new UserError(`'${displayName}' is not valid JSON: ${asGiven(value)}`, {
			description: FORMS,
		});
	}
	return readText(value, displayName)
		.split(/[,;\n\r]+/)
		.filter((entry) => visible(entry) !== '')
		.map((entry) => {
			const [id, role, ...others] = entry.split(':');
			if (role !== undefined && others.length === 0) return { id, role };
			throw new UserError(`'${displayName}' has an entry that is not id:role: ${asGiven(entry)}`, {
				description: FORMS,
			});
		});
}

function readEntries(
	entries: unknown[],
	what: ResourceKind,
	displayName: string,
	identified: Identified,
	wayOut: string,
): ResourceRole[] {
	if (entries.length > RESOURCE_ROLES_MAX) {
		throw new UserError(
			`'${displayName}' has ${entries.length} entries, and Losant takes up to ${RESOURCE_ROLES_MAX}`,
			{ description: `Choose a 'Role' that fits most ${what.toLowerCase()}s, and add the others` },
		);
	}
	const seen = new Set<string>();
	return entries.map((entry) => {
		const { id, resourceId = id, role } = readCollection(entry, `${what} Role`);
		const named = namedIn(resourceId);
		if (readWord(named, what) === '') throw emptyField(what, wayOut);
		const word = readId(named, identified);
		// a row of a table may have a number of its own as its id
		const other = typeof id === 'string' ? visible(id) : word;
		if (ID_PATTERN.test(other) && other.toLowerCase() !== word.toLowerCase()) {
			throw new UserError(`'${displayName}' has two IDs in one entry: ${other} and ${word}`, {
				description: "Keep 'id' or 'resourceId', so that it is clear what the role is on",
			});
		}
		if (seen.has(word.toLowerCase())) {
			throw new UserError(`'${displayName}' names ${word} twice`, {
				description: 'Keep one of the two, so that it is clear which role counts',
			});
		}
		seen.add(word.toLowerCase());
		return {
			resourceId: word,
			role: readChoice(role, `Role of ${what} ${word}`, ROLE_CHOICES),
		};
	});
}
