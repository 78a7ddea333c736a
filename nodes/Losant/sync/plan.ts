import {
	hasRoles,
	hasTransferRule,
	isPending,
	rankOf,
	showsRoles,
	theInviteThatCounts,
} from '../losant/invites';
import {
	RESOURCE_KINDS,
	type OrgInvite,
	type OrgMember,
	type RoleChanges,
	type Roles,
} from '../losant/objects';
import {
	managedRoles,
	NOBODY,
	stateOfInvite,
	stateOfMember,
	type Action,
	type Desired,
	type Present,
	type State,
} from './person';

/** What to do with people whom no item names. */
export type IfNotInList = 'keep' | 'report' | 'suspend' | 'remove';

/** Why a person is left as they are, in the words of the output. */
export type Left = 'kept' | 'protected' | 'refused';

/** What is to be done for one person. */
export interface Deed {
	action: Action;
	/** Why, in a few words */
	reason: string;
	before: State;
	after: State;
	/** Who is changed or taken out */
	member?: OrgMember;
	/** What is sent again */
	resend?: OrgInvite;
	/** The roles to set */
	roles?: RoleChanges;
	/** The invites to take back, after what else is done for a person in the list, and before it for one who isn't */
	revoke: readonly OrgInvite[];
	/** Roles that Losant doesn't show, so that it isn't known whether they are as the list says */
	unverified?: readonly string[];
	/** Why nothing is done where something might be: the person is left alone, must not be touched, or it isn't clear what is meant */
	left?: Left;
}

/** One person, and what is planned. */
export interface PlannedPerson extends Deed {
	/** As the list has it, or else Losant; absent where Losant gives none */
	email?: string;
	/** As the list has it; absent for a person whom no item names */
	desired?: Desired;
	/** The items that name the person, in their order */
	items: readonly number[];
	/** Why it isn't done in this run */
	held?: string;
}

/** A suspended member has no rights, and is brought back without a mail. */
export const SUSPENDED: Roles = { role: 'none', applicationRoles: [], dashboardRoles: [] };

/**
 * Decides what to do for a person in the list.
 *
 * @param desired the person
 * @param present who is there under the address
 * @param ifInviteHasExpired whether an expired invite is sent again
 */
export function deedForListed(
	desired: Desired,
	{ members, invites }: Present,
	ifInviteHasExpired: 'renew' | 'leave',
): Deed {
	const [member, ...others] = members;
	const pending = invites.filter(isPending);
	if (!member) return deedForInvited(desired, invites, pending, ifInviteHasExpired);
	if (others.length > 0) {
		return nothing(
			`The organization has ${members.length} members for ${desired.email}`,
			stateOfMember(member),
			'refused',
		);
	}
	const deed = deedForMember(desired, member);
	// accepting one could change the role again
	return {
		...deed,
		revoke: pending,
		...(deed.action === 'none' &&
			pending.length > 0 && { action: 'revokeInvite', reason: 'Is a member already' }),
	};
}

function deedForMember(desired: Desired, member: OrgMember): Deed {
	const roles = managedRoles(desired);
	const before = stateOfMember(member, roles);
	const after: State = { status: 'member', ...roles };
	const isShown = showsRoles(member, roles);
	const known = { before, member, revoke: [] };
	// an administrator's rights can't be narrowed, whatever Losant shows
	if (member.role === desired.role && (isShown || desired.role === 'admin')) {
		if (hasRoles(member, roles)) return { ...nothing('As in the list', before), member };
		return {
			...known,
			action: 'changeRole',
			reason: 'Has other application or dashboard roles',
			after,
			roles,
		};
	}
	if (member.role === desired.role) {
		return {
			...known,
			action: 'setRoles',
			reason: "Losant doesn't show the application and dashboard roles of this member",
			after,
			roles,
			unverified: RESOURCE_KINDS.filter((kind) => roles[kind] && !Array.isArray(member[kind])),
		};
	}
	return { ...known, action: 'changeRole', reason: 'Has another role', after, roles };
}

function deedForInvited(
	desired: Desired,
	invites: readonly OrgInvite[],
	pending: readonly OrgInvite[],
	ifInviteHasExpired: 'renew' | 'leave',
): Deed {
	const roles = managedRoles(desired);
	const after: State = { status: 'pending', ...roles };
	const newest = theInviteThatCounts(invites);
	if (!newest) {
		const reason = 'In the list, and not there yet';
		return { action: 'invite', reason, before: NOBODY, after, roles, revoke: [] };
	}
	const before = stateOfInvite(newest);
	if (pending.length === 0) {
		if (ifInviteHasExpired === 'leave') return nothing('The invite has expired', before);
		// the rule for transfers can't be changed when an invite is sent again (definitions/orgRoleInfo)
		const mayResend = desired.disallowTransfer === undefined || hasTransferRule(newest, desired);
		return {
			action: 'renewInvite',
			reason: 'The invite has expired',
			before,
			after,
			roles,
			...(mayResend && { resend: newest }),
			revoke: [],
		};
	}
	const right = theInviteThatCounts(pending.filter((invite) => hasRoles(invite, roles)));
	const kept = right ?? newest;
	const revoke = pending.filter((invite) => invite !== kept);
	if (!right) {
		const hasRole = newest.role === desired.role;
		const reason = hasRole
			? 'Is invited with other application or dashboard roles'
			: 'Is invited with another role';
		return { action: 'updateInvite', reason, before, after, roles, resend: newest, revoke };
	}
	const state = stateOfInvite(right);
	if (revoke.length === 0) return nothing('As in the list', state);
	const reason = 'Has more than one pending invite';
	return { action: 'revokeInvite', reason, before, after: state, revoke };
}

/**
 * Decides what to do for a person whom no item of the list names.
 *
 * @param present who is there under the address
 * @param ifNotInList what the user wants for them
 */
export function deedForUnlisted(
	{ members, invites }: Present,
	ifNotInList: Exclude<IfNotInList, 'keep'>,
): Deed {
	const reason = 'Not in the list';
	const [member, ...others] = members;
	const pending = invites.filter(isPending);
	const before = stateNow({ members, invites });
	if (ifNotInList === 'report') return nothing(reason, before, 'kept');
	if (others.length > 0) {
		const doubt = `Not in the list, but Losant gives ${members.length} members of this address`;
		return nothing(doubt, before, 'kept');
	}
	const isRemoved = ifNotInList === 'remove';
	const revoke = isRemoved ? invites : pending;
	if (member && isRemoved) {
		return { action: 'removeMember', reason, before, after: NOBODY, member, revoke };
	}
	if (member && !hasRoles(member, SUSPENDED)) {
		const after: State = { status: 'member', ...SUSPENDED };
		return { action: 'suspendMember', reason, before, after, member, roles: SUSPENDED, revoke };
	}
	if (revoke.length === 0) return nothing(reason, before, 'kept');
	const expired = theInviteThatCounts(invites.filter((invite) => !isPending(invite)));
	const after = member ? before : !isRemoved && expired ? stateOfInvite(expired) : NOBODY;
	return { action: 'revokeInvite', reason, before, after, revoke };
}

/**
 * What a person is now.
 *
 * @param present who is there under the address
 */
export function stateNow({ members: [member], invites }: Present): State {
	if (member) return stateOfMember(member);
	const invite = theInviteThatCounts(invites);
	return invite ? stateOfInvite(invite) : NOBODY;
}

/**
 * What is done where nothing is.
 *
 * @param reason why
 * @param state of the person
 * @param left why, where something would be done
 */
export function nothing(reason: string, state: State, left?: Left): Deed {
	return { action: 'none', reason, before: state, after: state, revoke: [], ...(left && { left }) };
}

/**
 * Whether somebody loses something: a member who is taken out, suspended or given a lower role, and a pending invite of somebody who isn't in the list.
 *
 * @param deed what is to be done
 * @param isListed whether an item names the person
 */
export function isLoss({ action, before, after, revoke }: Deed, isListed: boolean): boolean {
	switch (action) {
		case 'removeMember':
		case 'suspendMember':
			return true;
		case 'revokeInvite':
			return !isListed && revoke.some(isPending);
		case 'changeRole':
			return rankOf(after.role) < rankOf(before.role);
		default:
			return false;
	}
}

/**
 * Whether an administrator stops being one.
 *
 * @param deed what is to be done
 */
export function isAdminLoss({ member, action, after }: Deed): boolean {
	if (member?.role !== 'admin' || action === 'none') return false;
	return after.status !== 'member' || after.role !== 'admin';
}

/**
 * Whether a member becomes an administrator.
 *
 * @param deed what is to be done
 */
export function isPromotion({ action, before, after }: Deed): boolean {
	return action === 'changeRole' && after.role === 'admin' && before.role !== 'admin';
}

/**
 * Whether something is changed in this run, as far as that is known beforehand.
 *
 * @param person with what is planned
 */
export function isChange({ action, held }: PlannedPerson): boolean {
	return action !== 'none' && action !== 'setRoles' && held === undefined;
}
