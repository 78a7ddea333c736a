import type { INodeProperties } from 'n8n-workflow';

import { readOptions } from './options';
import { readChoice, type Choice, type Parameters } from './values';

/** What is sent to people who are added can't be sent again with other roles. */
const IF_INVITED_WHEN_ADDED = [
	{
		name: 'Fail',
		value: 'fail',
		description: 'Send the invite all the same: Losant decides, and its refusal is the error',
	},
	{
		name: 'Skip',
		value: 'skip',
		description: 'Send nothing, and give back the pending invite as it is',
	},
] as const;
const IF_INVITED = [
	...IF_INVITED_WHEN_ADDED,
	{
		name: 'Update',
		value: 'update',
		description:
			'Send the pending invite again with the roles of this item where they differ, else nothing',
	},
] as const;
const IF_MEMBER = [
	{
		name: 'Fail',
		value: 'fail',
		description: "Make it the item's error",
	},
	{
		name: 'Skip',
		value: 'skip',
		description: 'Send nothing, and give back the member as it is',
	},
] as const;

const ifAlreadyInvited: INodeProperties = {
	displayName: 'If Already Invited',
	name: 'ifAlreadyInvited',
	type: 'options',
	default: 'fail',
	options: [...IF_INVITED],
	description:
		'What to do for a person with a pending invite. Skip and Update renew an expired one, and need the scopes instanceOrgInvites.get, instanceOrgMembers.get and instanceOrgInvite.resendInvite.',
};

const ifAlreadyMember: INodeProperties = {
	displayName: 'If Already Member',
	name: 'ifAlreadyMember',
	type: 'options',
	default: 'fail',
	options: [...IF_MEMBER],
	description:
		'What to do for a person who is a member already. Skip needs the scope instanceOrgMembers.get.',
};

/** The options for people who are there already, or will be, when they are invited. */
export const alreadyThereOptions: INodeProperties[] = [ifAlreadyInvited, ifAlreadyMember];

/** The same when they are added. */
export const alreadyThereWhenAddedOptions: INodeProperties[] = [
	{
		...ifAlreadyInvited,
		options: [...IF_INVITED_WHEN_ADDED],
		description:
			'What to do for a person with a pending invite. Skip needs the scopes instanceOrgInvites.get and instanceOrgMembers.get.',
	},
	ifAlreadyMember,
];

/** What the user wants for people who are there already. */
export interface AlreadyThere<IfInvited extends string = (typeof IF_INVITED)[number]['value']> {
	ifAlreadyInvited: IfInvited;
	ifAlreadyMember: (typeof IF_MEMBER)[number]['value'];
}

/** The same when they are added. */
export type AlreadyThereWhenAdded = AlreadyThere<(typeof IF_INVITED_WHEN_ADDED)[number]['value']>;

/**
 * @param parameters reads the parameters of one item that invites
 * @throws UserError when an expression gives something else, or nothing
 */
export function readAlreadyThere(parameters: Parameters): AlreadyThere {
	return readWith(parameters, IF_INVITED);
}

/**
 * @param parameters reads the parameters of one item that adds
 * @throws UserError when an expression gives something else, or nothing
 */
export function readAlreadyThereWhenAdded(parameters: Parameters): AlreadyThereWhenAdded {
	return readWith(parameters, IF_INVITED_WHEN_ADDED);
}

function readWith<IfInvited extends string>(
	parameters: Parameters,
	ifInvited: ReadonlyArray<Choice<IfInvited>>,
): AlreadyThere<IfInvited> {
	const options = {
		ifAlreadyInvited: ifAlreadyInvited.default,
		ifAlreadyMember: ifAlreadyMember.default,
		...readOptions(parameters),
	};
	return {
		ifAlreadyInvited: readChoice(options.ifAlreadyInvited, ifAlreadyInvited.displayName, ifInvited),
		ifAlreadyMember: readChoice(options.ifAlreadyMember, ifAlreadyMember.displayName, IF_MEMBER),
	};
}
