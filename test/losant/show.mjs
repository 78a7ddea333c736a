/** @import { OrgInvite, OrgMember, Switches } from './types.js' */

const INVITE_IDS = ['inviteId', 'instanceId', 'orgId'];
const MEMBER_ROLES = ['applicationRoles', 'dashboardRoles'];

/**
 * @param {OrgInvite} invite
 * @param {Switches} switches
 * @returns {object} what an answer says of it
 */
export function showInvite(invite, { inviteIds, emptyRoles }) {
	return without(
		invite,
		(name, value) =>
			(inviteIds === 'hidden' && INVITE_IDS.includes(name)) ||
			(emptyRoles === 'omit' && isEmptyList(value)),
	);
}

/**
 * @param {OrgMember} member
 * @param {Switches} switches
 * @returns {object} what an answer says of them
 */
export function showMember(member, { memberRoles, emptyRoles }) {
	return without(
		member,
		(name, value) =>
			(memberRoles === 'hidden' && MEMBER_ROLES.includes(name)) ||
			(emptyRoles === 'omit' && isEmptyList(value)),
	);
}

/**
 * @param {object} object
 * @param {(name: string, value: unknown) => boolean} isHidden
 * @returns {object}
 */
function without(object, isHidden) {
	return Object.fromEntries(Object.entries(object).filter((entry) => !isHidden(...entry)));
}

/** @param {unknown} value */
function isEmptyList(value) {
	return Array.isArray(value) && value.length === 0;
}
