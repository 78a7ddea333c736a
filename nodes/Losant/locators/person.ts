import { UserError } from 'n8n-workflow';

import { readAddress } from '../fields/address';
import { asGiven, type Parameters } from '../fields/values';
import { isObject, type NamedPerson } from '../losant/objects';
import { readId, textMode } from './locator';

/** The mode that names a person by address. */
export const byEmail = textMode({ displayName: 'By Email', name: 'email' }, 'name@example.com');

/**
 * Reads whom the user means.
 *
 * @param parameters reads the parameters of one item
 * @param name of the parameter
 * @param displayName the field's name in the editor
 * @throws UserError when it can be neither an id nor an address
 */
export function readPerson(parameters: Parameters, name: string, displayName: string): NamedPerson {
	const value = parameters(name);
	const { mode, value: named } = isObject(value) ? value : { mode: undefined, value };
	if (mode === byEmail.name) return { email: readAddress(named, displayName, parameters) };
	if (typeof named === 'string' && named.includes('@')) {
		throw new UserError(`'${displayName}' is not an ID, but an address: ${asGiven(named)}`, {
			description: `Switch it from By ID to ${byEmail.displayName}`,
		});
	}
	return { id: readId(named, displayName) };
}
