import { readAddress } from '../fields/email';
import { isObject, type NamedPerson } from '../losant/objects';
import { readId, textMode } from './locator';

/** The mode that names a person by address. */
export const byEmail = textMode({ displayName: 'By Email', name: 'email' }, 'name@example.com');

/**
 * Reads whom the user means.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor
 * @throws UserError when it can be neither an id nor an address
 */
export function readPerson(value: unknown, displayName: string): NamedPerson {
	return isObject(value) && value.mode === byEmail.name
		? { email: readAddress(value.value, displayName) }
		: { id: readId(value, displayName) };
}
