import type { INodeProperties } from 'n8n-workflow';

import { readAddress } from './address';
import type { Parameters } from './values';

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
 * @returns the address as it is sent
 * @throws UserError when it isn't one address without doubt
 */
export function readEmail(parameters: Parameters): string {
	return readAddress(parameters(emailField.name), emailField.displayName, parameters);
}
