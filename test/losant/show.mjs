/** @import { OrgInvite, OrgMember, Switches } from './types.js' */

const INVITE_IDS = ['inviteId', 'instanceId', 'orgId'];
const MEMBER_ROLES = ['applicationRoles', 'dashboardRoles'];

/**
 * @param {OrgInvite} invite
 * @param {Switches} switches
 * @returns {object} what an answer says of it
 */
export function showInvite(invite, { inviteIds, inviteDates, emptyRoles }) {
	return without(
		invite,
		(name, value) =>
			(inviteIds === 'hidden' && INVITE_IDS.includes(name)) ||
			(inviteDates === 'hidden' && name === 'inviteDate') ||
			(emptyRoles === 'omit' && isEmptyList(value)),
	);
}

/**
 * @param {OrgMember} member
 * @param {Switches} switches
 * @returns {object} what an answer says of them
 */
export function showMember(member, { memberRoles, emptyRoles, withoutAddress }) {
	return without(
		member,
		(name, value) =>
			(name === 'email' && withoutAddress.includes(member.email)) ||
			(memberRoles === 'hidden' && MEMBER_ROLES.includes(name)) ||
			(emptyRoles === 'omit' && isEmptyList(value)),
	);
}

/**
 * @param {number} totalCount
 * @param {Switches} switches
 * @returns {object} what a list says of it
 */
export function showTotalCount(totalCount, switches) {
	switch (switches.totalCount) {
		case 'shown':
			return { totalCount };
		case 'null':
			return { totalCount: null };
		case 'missing':
			return {};
	}
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
