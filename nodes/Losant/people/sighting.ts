import {
	hasRoles,
	hasTransferRule,
	isPending,
	rolesInOrder,
	rolesOf,
	theInviteThatCounts,
} from '../losant/invites';
import type { OrgInvite, OrgInvitePost, RoleChanges } from '../losant/objects';

/**
 * What the invites of an address say of a request whose end was unclear: the invite that it has made; undefined where it
 * has made none; `unknown` where what is there may have been made by it, or have been there before.
 */
export type Sighting = OrgInvite | undefined | 'unknown';

/** How wrong the time at Losant may be that its answers tell, in milliseconds: they tell it in whole seconds, some time after. */
const CLOCK_ERROR = 5_000;

/**
 * Whether a new invite was made.
 *
 * @param asked what Losant was asked to make
 * @param before the invites of the address before; undefined where nobody looked
 * @param now those that are there now
 * @param sentAt when it was asked first, by Losant's own clock; undefined where that isn't known
 */
export function sightingOfNew(
	asked: Omit<OrgInvitePost, 'email'>,
	before: readonly OrgInvite[] | undefined,
	now: readonly OrgInvite[],
	sentAt: Date | undefined,
): Sighting {
	const wasThere = before
		? (invite: OrgInvite) =>
				before.some((other) => isSame(other, invite) && !isRenewed(other, invite))
		: ({ inviteDate = '' }: OrgInvite) =>
				sentAt !== undefined && Date.parse(inviteDate) < sentAt.getTime() - CLOCK_ERROR;
	const pending = now.filter(isPending).filter((invite) => !wasThere(invite));
	if (before?.some(isNameless) && now.some(isNameless)) return 'unknown';
	if (pending.length === 0) return undefined;
	const isMade = before
		? // Losant may store other roles than it was asked for, such as none on applications for an administrator
			({ role }: OrgInvite) => role === asked.role
		: (invite: OrgInvite) => hasRoles(invite, rolesOf(asked)) && hasTransferRule(invite, asked);
	return theInviteThatCounts(pending.filter(isMade)) ?? 'unknown';
}

/**
 * Whether an invite was sent again.
 *
 * @param known the invite as it was before
 * @param changes the roles that were to change
 * @param before all invites of the address before
 * @param now those that are there now
 * @param movesDates whether this Losant is known to give an invite that is sent again another date
 */
export function sightingOfResent(
	known: OrgInvite,
	changes: RoleChanges,
	before: readonly OrgInvite[],
	now: readonly OrgInvite[],
	movesDates: boolean,
): Sighting {
	const hasRole = ({ role }: OrgInvite) => changes.role === undefined || role === changes.role;
	const old = now.find((invite) => isSame(known, invite));
	// sent again, an invite may go on under another id
	const others = now.filter((invite) => ![known, ...before].some((one) => isSame(one, invite)));
	if (!old && others.length === 0) return undefined;
	const isSent = (invite: OrgInvite) => isPending(invite) && hasRole(invite);
	if (!old) return theInviteThatCounts(others.filter(isSent)) ?? 'unknown';
	if (!isAsItWas(old, known)) return isSent(old) ? old : 'unknown';
	// the same invite again looks as it did where neither its roles nor its date tell
	const wouldShow =
		!isPending(known) ||
		!hasRoles(known, changes) ||
		(movesDates && known.inviteDate !== undefined);
	return wouldShow ? undefined : 'unknown';
}

function isAsItWas(invite: OrgInvite, known: OrgInvite): boolean {
	return !isRenewed(known, invite) && rolesInOrder(invite) === rolesInOrder(known);
}

/** Losant requires no field of an invite, and without an id and a date none can be told from another. */
function isNameless({ id, inviteDate }: OrgInvite): boolean {
	return id === undefined && inviteDate === undefined;
}

function isSame(one: OrgInvite, other: OrgInvite): boolean {
	return one.id === other.id;
}

function isRenewed(before: OrgInvite, now: OrgInvite): boolean {
	return before.inviteDate !== now.inviteDate || isPending(before) !== isPending(now);
}
