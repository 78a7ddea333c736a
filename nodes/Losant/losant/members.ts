import { normalized } from './invites';
import { isObject, type OrgMember } from './objects';

/**
 * The members in an answer, by address.
 *
 * @param answer a collection (definitions/instanceOrgMembers)
 * @returns the keys are normalized addresses
 */
export function membersByAddress(answer: unknown): Map<string, OrgMember> {
	const items = isObject(answer) ? answer.items : undefined;
	const members: OrgMember[] = Array.isArray(items) ? items.filter(isObject) : [];
	return new Map(
		members.flatMap((member) =>
			typeof member.email === 'string' ? [[normalized(member.email), member] as const] : [],
		),
	);
}
