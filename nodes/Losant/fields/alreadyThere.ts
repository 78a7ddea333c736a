import type { INodeProperties } from 'n8n-workflow';

import { readOptions } from './options';
import { readChoice, type Choice, type Parameters } from './values';

const FAIL_IF_INVITED = {
	name: 'Fail',
	value: 'fail',
	description: 'Send the invite all the same: where Losant refuses a second one, the item fails',
} as const;

/** What is sent to people who are added can't be sent again with other roles. */
const IF_INVITED_WHEN_ADDED = [
	FAIL_IF_INVITED,
	{
		name: 'Skip',
		value: 'skip',
		description: 'Send nothing, and give back the pending invite as it is',
	},
] as const;
const IF_INVITED = [
	FAIL_IF_INVITED,
	{
		name: 'Skip',
		value: 'skip',
		description:
			'Send nothing, and give back the pending invite as it is. Renews an expired invite, with a mail.',
	},
	{
		name: 'Update',
		value: 'update',
		description:
			'Send the pending invite again with the roles of this item where they differ, else nothing. Renews an expired invite, with a mail.',
	},
] as const;
const IF_MEMBER = [
	{
		name: 'Fail',
		value: 'fail',
		description:
			"Send nothing: the item fails, and the run stops there, unless the node's 'On Error' lets it go on",
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
		'What to do for a person who has an invite already. Skip and Update let the same list run again and again.',
};

const ifAlreadyMember: INodeProperties = {
	displayName: 'If Already Member',
	name: 'ifAlreadyMember',
	type: 'options',
	default: 'fail',
	options: [...IF_MEMBER],
	description: 'What to do for a person who is a member already',
};

/** The options for people who are there already, or will be, when they are invited. */
export const alreadyThereOptions: INodeProperties[] = [ifAlreadyInvited, ifAlreadyMember];

/** The same when they are added. */
export const alreadyThereWhenAddedOptions: INodeProperties[] = [
	{
		...ifAlreadyInvited,
		options: [...IF_INVITED_WHEN_ADDED],
		description: 'What to do for a person with a pending invite',
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
