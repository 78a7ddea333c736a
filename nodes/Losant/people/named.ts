import { UserError } from 'n8n-workflow';

import { normalized } from '../losant/addresses';
import { ID_PATTERN, type NamedPerson, type OrgInvite, type OrgMember } from '../losant/objects';
import type { LosantRequest } from '../transport/request';

/**
 * The key of an organization, or of one of its people: items of the same key mean the same.
 *
 * @param path to the organization
 * @param person if one is meant, as the user has named them
 */
export function keyOf(path: LosantRequest['path'], person?: NamedPerson): string {
	const organization = Object.values(path).map((id) => id.toLowerCase());
	if (!person) return organization.join('/');
	const who = 'email' in person ? normalized(person.email) : person.id.toLowerCase();
	return [...organization, who].join('/');
}

/** That nobody is there of whom a user has named by address. */
export class NotThere extends UserError {}

/**
 * Gives the one that a user has named by address.
 *
 * @param found all of that address
 * @param email the address
 * @param what they are
 * @throws NotThere when there is none, and UserError when there is more than one
 */
export function theOnly<Found extends OrgInvite | OrgMember>(
	found: readonly Found[],
	email: string,
	what: 'invite' | 'member',
): Found {
	const [one, ...others] = found;
	if (!one) {
		throw new NotThere(`The organization has no ${what} for ${email}`, {
			description:
				'See List Invites and List Members, which show who is invited and who is a member',
		});
	}
	if (others.length > 0) {
		const ids = found.map(({ id, userId }) => String(id ?? userId));
		throw new UserError(`The organization has ${found.length} ${what}s for ${email}`, {
			description: `Choose one By ID: ${ids.join(', ')}`,
		});
	}
	return one;
}

/**
 * Checks an id that Losant gave: it requires no field of a person, and a path without an id would name something else.
 *
 * @param id as Losant gave it
 * @param email whose it is, for the refusal
 * @param what it is the id of
 * @throws UserError when it is none
 */
export function givenId(id: unknown, email: string, what: 'invite' | 'member'): string {
	if (typeof id === 'string' && ID_PATTERN.test(id)) return id;
	throw new UserError(`Losant gave no ID for the ${what} ${email}`, {
		description: `Without it nothing can be done with the ${what} here: look for it in Losant`,
	});
}
