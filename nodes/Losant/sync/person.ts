import type { IDataObject } from 'n8n-workflow';

import { isPending, rolesInOrder } from '../losant/invites';
import {
	RESOURCE_KINDS,
	type OrgInvite,
	type OrgInvitePost,
	type OrgMember,
	type RoleChanges,
} from '../losant/objects';

/** Who should be there, as the list has them. Application and dashboard roles that it doesn't give are not managed. */
export type Desired = OrgInvitePost;

/** Who is there under one address: members, and invites, pending and expired. */
export interface Present {
	members: readonly OrgMember[];
	invites: readonly OrgInvite[];
}

/** What is done to a person. Frozen: workflows branch on it. */
export type Action =
	| 'invite'
	| 'renewInvite'
	| 'updateInvite'
	| 'changeRole'
	| 'setRoles'
	| 'revokeInvite'
	| 'suspendMember'
	| 'removeMember'
	| 'none';

/** What a person is in an organization, as the output shows it. Frozen likewise. */
export type State = IDataObject & { status: 'none' | 'pending' | 'expired' | 'member' };

/** Nobody, and nobody invited. */
export const NOBODY: State = { status: 'none' };

/**
 * @param invite as Losant gave it
 * @returns what the output shows of it
 */
export function stateOfInvite(invite: OrgInvite): State {
	return {
		status: isPending(invite) ? 'pending' : 'expired',
		...fieldsOf(invite, ['role', ...RESOURCE_KINDS, 'inviteDate']),
	};
}

/**
 * @param member as Losant gave it
 * @param asked the roles that matter
 * @returns what the output shows of the member
 */
export function stateOfMember(member: OrgMember, asked: RoleChanges = {}): State {
	const kinds = RESOURCE_KINDS.filter((kind) => asked[kind] !== undefined);
	return { status: 'member', ...fieldsOf(member, ['role', ...kinds]) };
}

/**
 * The roles that the list asks for, of those that it manages.
 *
 * @param desired the person in the list
 */
export function managedRoles(desired: Desired): RoleChanges {
	const { role, applicationRoles, dashboardRoles } = desired;
	return {
		role,
		...(applicationRoles && { applicationRoles }),
		...(dashboardRoles && { dashboardRoles }),
	};
}

/**
 * Whether two items ask for the same.
 *
 * @param one of them
 * @param other of them
 */
export function isSameWish(one: Desired, other: Desired): boolean {
	return (
		rolesInOrder(one) === rolesInOrder(other) &&
		RESOURCE_KINDS.every((kind) => (one[kind] === undefined) === (other[kind] === undefined)) &&
		one.disallowTransfer === other.disallowTransfer
	);
}

function fieldsOf(person: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(
		names.flatMap((name) => (person[name] === undefined ? [] : [[name, person[name]]])),
	);
}
