import type { INodeProperties } from 'n8n-workflow';

import { readChoice, type Parameters } from './values';

const CHOICES = [
	{ name: 'Keep', value: 'keep', description: 'Leave them alone' },
	{
		name: 'Remove',
		value: 'remove',
		description: 'Take members out of the organization, and revoke invites',
	},
	{
		name: 'Report',
		value: 'report',
		description: 'Leave them alone, and give an item for each',
	},
	{
		name: 'Suspend',
		value: 'suspend',
		description: 'Set members to the role None, and revoke pending invites',
	},
] as const;

export const ifNotInListField: INodeProperties = {
	displayName: 'If Not in List',
	name: 'ifNotInList',
	type: 'options',
	options: [...CHOICES],
	default: 'keep',
	description:
		'What to do with members and invited people of an organization that no item names. The value of the first item counts for the whole run.',
};

/**
 * @param parameters reads the parameters of the first item: it holds for the whole run
 * @throws UserError when an expression gives something else, or nothing
 */
export function readIfNotInList(parameters: Parameters): (typeof CHOICES)[number]['value'] {
	const { name, displayName } = ifNotInListField;
	return readChoice(parameters(name), displayName, CHOICES);
}
