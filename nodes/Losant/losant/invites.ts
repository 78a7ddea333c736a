import { isObject, type OrgInvite } from './objects';

/**
 * Finds the invites in an answer. Losant documents a collection both for the list and for the POST,
 * but describes the POST's as "the new organization invite", and its older sibling answers an array
 * (losant-rest 4.2.0, docs/instanceOrgInvites.md and docs/org.md).
 *
 * @param answer a collection, an array or a single invite
 * @returns the invites as Losant sent them, in its order; none where there is nothing of the kind
 */
export function invitesIn(answer: unknown): OrgInvite[] {
	if (Array.isArray(answer)) return answer.filter(isObject);
	if (!isObject(answer)) return [];
	if (Array.isArray(answer.items)) return answer.items.filter(isObject);
	return typeof answer.email === 'string' ? [answer] : [];
}

/**
 * Finds the invite of an address. Where there are several, the one that hasn't expired counts, then the newest.
 *
 * @param invites where to look
 * @param email the address; case and spaces around it don't matter, since Losant may store it in lower case
 */
export function findInvite(invites: readonly OrgInvite[], email: string): OrgInvite | undefined {
	const address = normalized(email);
	return invites
		.filter((invite) => typeof invite.email === 'string' && normalized(invite.email) === address)
		.sort(
			(a, b) =>
				Number(a.hasExpired === true) - Number(b.hasExpired === true) ||
				// ids grow with the second they were made in
				compare(String(b.inviteDate), String(a.inviteDate)) ||
				compare(String(b.id), String(a.id)),
		)[0];
}

function normalized(email: string): string {
	return email.trim().toLowerCase();
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
