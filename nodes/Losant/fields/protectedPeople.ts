import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { normalized } from '../losant/addresses';
import { shown } from '../losant/characters';
import { emptyField, readText, type Parameters } from './values';

export const protectedPeopleField: INodeProperties = {
	displayName: 'Protected People',
	name: 'protectedPeople',
	type: 'string',
	default: '',
	placeholder: 'e.g. owner@example.com, *@partner.example',
	description:
		'Addresses that are never changed, separated by commas. * stands for any characters. The value of the first item counts for the whole run.',
};

/**
 * @param parameters reads the parameters of the first item: it holds for the whole run
 * @returns tells whether a normalized address is one of them
 * @throws UserError when an expression gives nothing, or an entry can be no address: then nobody would be protected by it
 */
export function readProtectedPeople(parameters: Parameters): (address: string) => boolean {
	const { name, displayName } = protectedPeopleField;
	const value = parameters(name);
	if (value === undefined || value === null) {
		throw emptyField(displayName, 'Enter addresses, or clear the field');
	}
	const entries = readText(value, displayName)
		.split(/[,;\s]+/)
		.filter((entry) => entry !== '');
	const patterns = entries.map((entry) => {
		if (/[@*]/.test(entry)) return patternOf(normalized(entry));
		throw new UserError(`'${displayName}' has an entry that is no address: ${shown(entry)}`, {
			description: 'Enter addresses, and * for any characters: *@partner.example',
		});
	});
	return (address) => patterns.some((pattern) => pattern.test(address));
}

/** Only `*` has a meaning. */
function patternOf(text: string): RegExp {
	const parts = text.split(/\*+/).map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 'su');
}
