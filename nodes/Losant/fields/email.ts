import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { EMAIL_MAX_LENGTH } from '../losant/objects';
import { readText, type Parameters } from './values';

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
 * Checks only what no address can be; Losant knows the rest.
 *
 * @param parameters reads the parameters of one item
 * @returns the address without spaces around it
 * @throws UserError when it can't be an address
 */
export function readEmail(parameters: Parameters): string {
	const email = readText(parameters(emailField.name), emailField.displayName);
	if (email === '') {
		throw new UserError("'Email' is empty", {
			description: "Enter an address, or check that the expression's field exists in this item",
		});
	}
	if (email.length > EMAIL_MAX_LENGTH) {
		throw new UserError(`'Email' is longer than ${EMAIL_MAX_LENGTH} characters`);
	}
	if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
		throw new UserError(`'Email' is not an address: ${JSON.stringify(email.slice(0, 100))}`, {
			description: 'Enter one address such as name@example.com, without a name before it',
		});
	}
	return email;
}
