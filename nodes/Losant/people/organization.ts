import { UserError } from 'n8n-workflow';

import { ID_PATTERN, type OrgInvite, type OrgMember } from '../losant/objects';
import { isRefusal, type Losant, type LosantRequest } from '../transport/losant';

/** How an organization is asked for its people: all of a request but what it does. */
export type OrganizationCall = Omit<LosantRequest, 'action' | 'body'>;

/** How a user names one person: by the id of the invite or of the user, or by address. */
export type Person = { id: string } | { email: string };

/**
 * The key of an organization, or of one of its people: items of the same key mean the same.
 *
 * @param path to the organization
 * @param person if one is meant, as the user has named them
 */
export function keyOf(path: OrganizationCall['path'], person?: Person): string {
	return [...Object.values(path), ...Object.values(person ?? {})].join('/').toLowerCase();
}

/**
 * Keeps what the items of a run share about an organization.
 *
 * @param create makes it, for the item that asks first
 * @returns gives it to every item of the run
 */
export function perOrganization<Shared>(
	create: (losant: Losant, call: OrganizationCall) => Shared,
): (losant: Losant, call: OrganizationCall) => Shared {
	const runs = new WeakMap<Losant, Map<string, Shared>>();
	return (losant, call) => {
		const organizations = runs.get(losant) ?? new Map<string, Shared>();
		runs.set(losant, organizations);
		const key = keyOf(call.path);
		const shared = organizations.get(key) ?? create(losant, call);
		organizations.set(key, shared);
		return shared;
	};
}

/** The refusals that may be none a moment later: Losant was too busy, or the request was too slow (RFC 9110, section 15.5.9). */
const PASSING = ['408', '429'];

/** A list that many items need, and that is asked for once. */
export class SharedList<List> {
	#list: Promise<List> | undefined;

	/** @param ask asks Losant for the list */
	constructor(private readonly ask: () => Promise<List>) {}

	/** @throws NodeApiError when Losant doesn't give it */
	async get(): Promise<List> {
		return await (this.#list ??= this.ask().catch((error: unknown) => {
			// a refusal holds for all items, but a passing trouble must not fail those that come later
			if (!isRefusal(error) || isRefusal(error, PASSING)) this.#list = undefined;
			throw error;
		}));
	}
}

/**
 * Gives the one that a user has named by address.
 *
 * @param found all of that address
 * @param email the address
 * @param what they are
 * @throws UserError when there is none, or more than one
 */
export function theOnly<Found extends OrgInvite | OrgMember>(
	found: readonly Found[],
	email: string,
	what: 'invite' | 'member',
): Found {
	const [one, ...others] = found;
	if (!one) {
		throw new UserError(`The organization has no ${what} for ${email}`, {
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
	throw new UserError(`Losant gave no id for the ${what} ${email}`, {
		description: `Without it nothing can be done with the ${what} here: look for it in Losant`,
	});
}
