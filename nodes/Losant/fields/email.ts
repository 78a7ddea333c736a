import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { EMAIL_MAX_LENGTH } from '../losant/objects';
import { emptyField, readText, type Parameters } from './values';

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'e.g. name@example.com',
	default: '',
	required: true,
	description: 'The address of the person to invite, where Losant sends the invite',
};

/**
 * @param parameters reads the parameters of one item
 * @returns the address without spaces around it
 * @throws UserError when it can't be an address
 */
export function readEmail(parameters: Parameters): string {
	return readAddress(parameters(emailField.name), emailField.displayName);
}

/**
 * Reads an address. Checks only what no address can be; Losant knows the rest.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @returns the address without spaces around it
 * @throws UserError when it can't be an address
 */
export function readAddress(value: unknown, displayName: string): string {
	const email = readText(value, displayName);
	if (email === '') throw emptyField(displayName, 'Enter an address');
	if (email.length > EMAIL_MAX_LENGTH) {
		throw new UserError(`'${displayName}' is longer than ${EMAIL_MAX_LENGTH} characters`, {
			description: 'Enter one address such as name@example.com, and nothing else',
		});
	}
	if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
		throw new UserError(
			`'${displayName}' is not an address: ${JSON.stringify(email.slice(0, 100))}`,
			{
				description: 'Enter one address such as name@example.com, without a name before it',
			},
		);
	}
	return email;
}
