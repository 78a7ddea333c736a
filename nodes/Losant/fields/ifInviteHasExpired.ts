import type { INodeProperties } from 'n8n-workflow';

import { readChoice, type Added } from './values';

const CHOICES = [
	{ name: 'Leave', value: 'leave', description: 'Send nothing' },
	{ name: 'Renew', value: 'renew', description: 'Send the invite again' },
] as const;

export const ifInviteHasExpired: INodeProperties = {
	displayName: 'If Invite Has Expired',
	name: 'ifInviteHasExpired',
	type: 'options',
	options: [...CHOICES],
	default: 'renew',
	description:
		'What to do for a person in the list whose invite has expired. The value of the first item counts for the whole run.',
};

/**
 * @param options of the first item: it holds for the whole run
 * @throws UserError when an expression gives something else, or nothing
 */
export function readIfInviteHasExpired(options: Added): (typeof CHOICES)[number]['value'] {
	const { name, displayName, default: renew } = ifInviteHasExpired;
	return readChoice(name in options ? options[name] : renew, displayName, CHOICES);
}
