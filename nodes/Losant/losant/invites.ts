import { normalized } from './addresses';
import {
	isObject,
	itemsIn,
	objectIn,
	type OrgInvite,
	type OrgInvitePost,
	type RoleChanges,
	type Roles,
} from './objects';

/**
 * Finds the invites in an answer. Losant documents a collection both for the list and for the POST,
 * but describes the POST's as "the new organization invite", and its older sibling answers an array
 * (losant-rest 4.2.0, docs/instanceOrgInvites.md and docs/org.md).
 *
 * @param answer a collection, an array or a single invite
 * @returns the invites as Losant sent them, in its order; none where there is nothing of the kind
 */
export function invitesIn(answer: unknown): OrgInvite[] {
	const one = objectIn(answer);
	return typeof one.email === 'string' ? [one] : itemsIn(answer);
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
		.reduce<OrgInvite | undefined>((best, invite) => theOneThatCounts(best, invite), undefined);
}

/**
 * Whether an invite can still be accepted.
 *
 * @param invite as Losant gave it
 */
export function isPending(invite: OrgInvite): boolean {
	return invite.hasExpired !== true;
}

/**
 * Whether an invite gives the roles that are asked for. An empty list and none are the same; what isn't asked for doesn't count.
 *
 * @param invite as Losant gave it
 * @param asked the roles
 */
export function hasRoles(invite: OrgInvite, asked: RoleChanges): boolean {
	const { role, applicationRoles, dashboardRoles } = asked;
	return (
		(role === undefined || invite.role === role) &&
		(applicationRoles === undefined ||
			rolesInOrder(invite.applicationRoles) === rolesInOrder(applicationRoles)) &&
		(dashboardRoles === undefined ||
			rolesInOrder(invite.dashboardRoles) === rolesInOrder(dashboardRoles))
	);
}

/**
 * All roles that a new invite gives, also those that it is not asked to give.
 *
 * @param asked the new invite
 */
export function rolesOf({ role, applicationRoles, dashboardRoles }: OrgInvitePost): Roles {
	return { role, applicationRoles: applicationRoles ?? [], dashboardRoles: dashboardRoles ?? [] };
}

/**
 * Whether an invite lets the person transfer resources exactly as was asked for.
 *
 * @param invite as Losant gave it
 * @param asked what a new invite would be given
 */
export function hasTransferRule(invite: OrgInvite, asked: OrgInvitePost): boolean {
	return (invite.disallowTransfer ?? false) === (asked.disallowTransfer ?? false);
}

function rolesInOrder(roles: unknown): string {
	return (Array.isArray(roles) ? roles : [])
		.filter(isObject)
		.map(({ resourceId, role }) => `${String(resourceId).toLowerCase()} ${String(role)}`)
		.sort()
		.join();
}

function theOneThatCounts(best: OrgInvite | undefined, other: OrgInvite): OrgInvite {
	if (!best) return other;
	const order =
		Number(isPending(other)) - Number(isPending(best)) ||
		compare(String(other.inviteDate), String(best.inviteDate)) ||
		// ids grow with the second they were made in
		compare(String(other.id), String(best.id));
	return order > 0 ? other : best;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
