import { UserError } from 'n8n-workflow';

import { readAddress } from '../fields/address';
import { readId, textMode, type Identified } from '../fields/locator';
import { asGiven, type Parameters } from '../fields/values';
import { isObject, type NamedPerson } from '../losant/objects';

/**
 * The mode that names a person by address. What is around one is taken off when it is read, so here it has to have an @ only, such as those that
 * other keyboards write.
 */
export const byEmail = textMode(
	{ displayName: 'By Email', name: 'email' },
	'name@example.com',
	'[^@＠﹫]*[^@＠﹫\\s]\\s*[@＠﹫][\\s\\S]*\\S[\\s\\S]*',
	'Not an email address: enter one such as name@example.com',
);

/**
 * Reads whom the user means.
 *
 * @param parameters reads the parameters of one item
 * @param name of the parameter
 * @param what it names
 * @throws UserError when it can be neither an id nor an address
 */
export function readPerson(parameters: Parameters, name: string, what: Identified): NamedPerson {
	const { displayName } = what;
	const value = parameters(name);
	const { mode, value: named } = isObject(value) ? value : { mode: undefined, value };
	if (mode === byEmail.name) return { email: readAddress(named, displayName, parameters) };
	if (typeof named === 'string' && named.includes('@')) {
		throw new UserError(`'${displayName}' is not an ID, but an address: ${asGiven(named)}`, {
			description: `Switch it from By ID to ${byEmail.displayName}`,
		});
	}
	return { id: readId(named, what) };
}
