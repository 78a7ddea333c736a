import type { IDataObject } from 'n8n-workflow';

import { byAddress, normalized } from './addresses';
import { compareTexts } from './characters';
import {
	isObject,
	itemsIn,
	objectIn,
	RESOURCE_KINDS,
	ROLES,
	type OrgInvite,
	type OrgInvitePost,
	type OrgMember,
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
 * Finds the invite of an address. Where there are several, the one that counts.
 *
 * @param invites where to look
 * @param email the address, in any spelling
 */
export function findInvite(invites: readonly OrgInvite[], email: string): OrgInvite | undefined {
	return theInviteThatCounts(byAddress(invites).get(normalized(email)) ?? []);
}

/**
 * Finds the invite that counts: one that hasn't expired before others, then the newest.
 *
 * @param invites of one address
 */
export function theInviteThatCounts(invites: readonly OrgInvite[]): OrgInvite | undefined {
	return invites.reduce<OrgInvite | undefined>(
		(best, invite) => (best && byWhatCounts(best, invite) <= 0 ? best : invite),
		undefined,
	);
}

/**
 * The order of the invites of one address: the one that counts comes first.
 *
 * @param one an invite as Losant gave it
 * @param other another one
 * @returns negative where the first counts more
 */
export function byWhatCounts(
	one: Pick<OrgInvite, 'id' | 'inviteDate' | 'hasExpired'>,
	other: Pick<OrgInvite, 'id' | 'inviteDate' | 'hasExpired'>,
): number {
	return (
		Number(other.hasExpired !== true) - Number(one.hasExpired !== true) ||
		compareTexts(String(other.inviteDate), String(one.inviteDate)) ||
		// ids grow with the second they were made in
		compareTexts(String(other.id), String(one.id))
	);
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
 * Whether a person has the roles that are asked for. What isn't asked for doesn't count, and neither does what gives no
 * other right than the role gives already: Losant may leave it out.
 *
 * @param person an invite or a member as Losant gave it
 * @param asked the roles
 */
export function hasRoles(person: OrgInvite | OrgMember, asked: RoleChanges): boolean {
	const { role = person.role } = asked;
	return (
		person.role === role &&
		RESOURCE_KINDS.every(
			(kind) =>
				asked[kind] === undefined || rights(person[kind], role) === rights(asked[kind], role),
		)
	);
}

/**
 * Whether a person has the roles that are asked for, also where they give no other right than the role: with another role
 * later, they would. What isn't asked for doesn't count.
 *
 * @param person an invite or a member as Losant gave it
 * @param asked the roles
 */
export function hasExactRoles(person: OrgInvite | OrgMember, asked: RoleChanges): boolean {
	return (
		(asked.role === undefined || person.role === asked.role) &&
		RESOURCE_KINDS.every(
			(kind) =>
				asked[kind] === undefined ||
				resourceRolesInOrder(person[kind]) === resourceRolesInOrder(asked[kind]),
		)
	);
}

/**
 * The roles of a person as one text, which is the same for the same roles in any order.
 *
 * @param person an invite or a member as Losant gave it
 */
export function rolesInOrder(person: OrgInvite | OrgMember): string {
	return [
		String(person.role),
		...RESOURCE_KINDS.map((kind) => resourceRolesInOrder(person[kind])),
	].join('; ');
}

/**
 * All roles that a new invite gives, also those that it is not asked to give.
 *
 * @param asked the new invite
 */
export function rolesOf({
	role,
	applicationRoles,
	dashboardRoles,
}: Omit<OrgInvitePost, 'email'>): Roles {
	return { role, applicationRoles: applicationRoles ?? [], dashboardRoles: dashboardRoles ?? [] };
}

/**
 * Whether Losant shows all that is asked of a person's roles. What it doesn't show may be anything.
 *
 * @param person an invite or a member as Losant gave it
 * @param asked the roles
 */
export function showsRoles(person: OrgInvite | OrgMember, asked: RoleChanges): boolean {
	return RESOURCE_KINDS.every((kind) => asked[kind] === undefined || Array.isArray(person[kind]));
}

/**
 * Adds when an invite expires, where Losant gives its date and how long it is valid.
 *
 * @param invite as Losant gave it
 * @returns with `expiresAt`, ISO 8601 with milliseconds, UTC; whether it has expired by now, `hasExpired` alone tells
 */
export function withExpiry(invite: IDataObject): IDataObject {
	const { inviteDate, ttl } = invite;
	const expiresAt = typeof ttl === 'number' ? Date.parse(String(inviteDate)) + ttl : NaN;
	const date = new Date(expiresAt);
	return Number.isNaN(date.getTime()) ? invite : { ...invite, expiresAt: date.toISOString() };
}

/**
 * Whether an invite lets the person transfer resources exactly as was asked for.
 *
 * @param invite as Losant gave it
 * @param asked what a new invite would be given
 */
export function hasTransferRule(
	invite: OrgInvite,
	asked: Pick<OrgInvitePost, 'disallowTransfer'>,
): boolean {
	return (invite.disallowTransfer ?? false) === (asked.disallowTransfer ?? false);
}

/**
 * How much a role allows, to compare: each includes the ones below it (Losant's documentation, organizations/members).
 *
 * @param role as Losant gave it; one that isn't known counts above all, since it may allow anything
 */
export function rankOf(role: unknown): number {
	return ROLES.length - ROLES.findIndex((known) => known === role);
}

/** What each role in an organization allows on its applications and dashboards: an administrator's can't be narrowed (Losant's documentation, organizations/members). */
const RIGHTS: Readonly<Record<string, string>> = { edit: 'collaborate' };

function rights(roles: unknown, role: string | undefined): string {
	if (role === 'admin') return '';
	const given = RIGHTS[role ?? ''] ?? role;
	return resourceRolesInOrder(
		Array.isArray(roles) ? roles.filter((one) => !isObject(one) || one.role !== given) : [],
	);
}

/**
 * Roles on applications or dashboards as one text, which is the same for the same roles in any order.
 *
 * @param roles as Losant gave them; none where it is no list
 */
export function resourceRolesInOrder(roles: unknown): string {
	return (Array.isArray(roles) ? roles : [])
		.filter(isObject)
		.map(({ resourceId, role }) => `${String(resourceId).toLowerCase()} ${String(role)}`)
		.sort()
		.join();
}
