import type { INodeProperties } from 'n8n-workflow';

import { readOptions } from './options';
import { readChoice, type Parameters } from './values';

const FAIL = {
	name: 'Fail',
	value: 'fail',
	description: "The item fails: the run stops there, unless the node's 'On Error' lets it go on",
} as const;
const IF_NOT_MEMBER = [
	FAIL,
	{
		name: 'Skip',
		value: 'skip',
		description: "Change nothing, and go on: the item comes out with the outcome 'notMember'",
	},
] as const;
const IF_NOT_INVITED = [
	FAIL,
	{
		name: 'Skip',
		value: 'skip',
		description: "Send nothing, and go on: the item comes out with the outcome 'notInvited'",
	},
] as const;

/** What to do for somebody who is no member of the organization. */
export const ifNotMember: INodeProperties = {
	displayName: 'If Not a Member',
	name: 'ifNotMember',
	type: 'options',
	options: [...IF_NOT_MEMBER],
	default: 'fail',
	description: 'What to do where the person is not a member of the organization',
};

/** What to do where there is no such invite, pending or expired. */
export const ifNotInvited: INodeProperties = {
	displayName: 'If Not Invited',
	name: 'ifNotInvited',
	type: 'options',
	options: [...IF_NOT_INVITED],
	default: 'fail',
	description: 'What to do where the organization has no such invite, pending or expired',
};

/**
 * @param parameters reads the parameters of one item
 * @param field one of the two
 * @returns whether the item goes on without a failure
 * @throws UserError when an expression gives something else, or nothing
 */
export function readSkips(parameters: Parameters, field: INodeProperties): boolean {
	const { name, displayName, default: fail } = field;
	const options = readOptions(parameters);
	const choices = field === ifNotMember ? IF_NOT_MEMBER : IF_NOT_INVITED;
	return readChoice(name in options ? options[name] : fail, displayName, choices) === 'skip';
}
