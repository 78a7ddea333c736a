import type { INodeProperties } from 'n8n-workflow';

import { compareTexts } from '../losant/characters';
import { ROLES, type Role } from '../losant/objects';
import { readChoice, type Parameters } from './values';

/** What each role allows (Losant's documentation, organizations/members). */
const WORDS: Readonly<Record<Role, { name: string; description: string }>> = {
	admin: {
		name: 'Administrator',
		description:
			'May do all an editor may, and manage the organization, its members and its resources',
	},
	edit: {
		name: 'Editor',
		description: 'May do all a collaborator may, and create applications and dashboards',
	},
	collaborate: {
		name: 'Collaborator',
		description: 'May see everything, and change applications, dashboards and what is in them',
	},
	view: { name: 'Viewer', description: 'May see everything, but change nothing' },
	none: {
		name: 'None',
		description: 'Sees nothing but the applications and dashboards added here',
	},
};

/** The roles, by name, with the words that Losant's own pages use for them. */
export const ROLE_CHOICES = ROLES.map((value) => ({ ...WORDS[value], value })).sort((one, other) =>
	compareTexts(one.name, other.name),
);

export const roleField: INodeProperties = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: ROLE_CHOICES,
	default: 'view',
	required: true,
	description: 'What the person may do in the organization',
};

/**
 * @param parameters reads the parameters of one item
 * @throws UserError when an expression gives no role of Losant's; it names them
 */
export function readRole(parameters: Parameters): Role {
	return readChoice(parameters(roleField.name), roleField.displayName, ROLE_CHOICES);
}
