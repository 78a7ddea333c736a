import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { asGiven, emptyField, readWord, type Parameters } from './values';

export const maximumRemovalsField: INodeProperties = {
	displayName: 'Maximum Removals',
	name: 'maximumRemovals',
	type: 'string',
	default: '10%',
	placeholder: 'e.g. 10%',
	description:
		'How many people of an organization may be removed, suspended, uninvited or given a lower role in one run, as a number or a percentage. If there are more, nothing is changed in the organization. The value of the first item counts for the whole run.',
};

const FORMS = 'Enter a whole number of people such as 5, or a percentage from 0% to 100%';

/**
 * @param parameters reads the parameters of the first item: it holds for the whole run
 * @returns a number of people, or a share in percent
 * @throws UserError for anything else
 */
export function readMaximumRemovals(
	parameters: Parameters,
): { people: number } | { percent: number } {
	const { name, displayName } = maximumRemovalsField;
	const value = parameters(name);
	const word = readWord(value, displayName);
	if (word === '') throw emptyField(displayName, FORMS);
	const [, digits, fraction, sign] = /^(\d{1,9})(\.\d+)?\s*(%?)$/.exec(word) ?? [];
	const number = Number(`${digits ?? ''}${fraction ?? ''}`);
	if (digits !== undefined && sign === '%' && number <= 100) return { percent: number };
	if (digits !== undefined && sign === '' && fraction === undefined) return { people: number };
	throw new UserError(`'${displayName}' is neither a number nor a percentage: ${asGiven(value)}`, {
		description: FORMS,
	});
}
