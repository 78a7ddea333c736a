import type { OrgMember } from '../losant/objects';
import { isAdminLoss, isLoss, isPromotion, type PlannedPerson } from './plan';

/** How many people may lose something in one run: a number of them, or a share of all, in percent. */
export type MaximumRemovals = { people: number } | { percent: number };

/** What keeps an organization as it is, in words. */
export interface Refusal {
	message: string;
	/** The way out */
	description: string;
}

/**
 * How many people of an organization may lose something. A share is rounded up, so that one person can always leave.
 *
 * @param maximum as the user has set it
 * @param peopleCount members and people with a pending invite
 */
export function allowedLosses(maximum: MaximumRemovals, peopleCount: number): number {
	return 'people' in maximum ? maximum.people : Math.ceil((peopleCount * maximum.percent) / 100);
}

/**
 * Refuses a plan that takes too much, as a list does of which the larger part is missing. People who are held back count too: a safeguard must not make
 * room for what another one refuses.
 *
 * @param orgId of the organization
 * @param people what is planned for them
 * @param peopleCount members and people with a pending invite
 * @param maximum how many may lose something
 * @param planId the plan's
 */
export function refusalOfLosses(
	orgId: string,
	people: readonly PlannedPerson[],
	peopleCount: number,
	maximum: MaximumRemovals,
	planId: string,
): Refusal | undefined {
	const losses = people.filter((person) => isLoss(person, person.items.length > 0)).length;
	const allowed = allowedLosses(maximum, peopleCount);
	if (losses <= allowed) return undefined;
	const share = 'percent' in maximum ? ` (${maximum.percent}%)` : '';
	return {
		message: `${losses} of ${peopleCount} people of the organization ${orgId} would be removed or given a lower role, and 'Maximum Removals' allows ${allowed}${share}. Nothing was changed`,
		description: `Look at the plan with 'Dry Run', then put its planId (${planId}) into 'Approved Plan', or raise 'Maximum Removals'`,
	};
}

/**
 * Refuses a plan other than the one that somebody has approved.
 *
 * @param orgId of the organization
 * @param planId the plan's
 * @param changes how many it has
 */
export function refusalOfChange(orgId: string, planId: string, changes: number): Refusal {
	const has = changes === 1 ? '1 change' : `${changes} changes`;
	return {
		message: `The plan of the organization ${orgId} has changed since it was approved: now it has ${has} and the planId ${planId}. Nothing was changed`,
		description: "Look at the plan with 'Dry Run' again, and approve that one",
	};
}

/**
 * Why nothing is taken from people whom no item names.
 *
 * @param unread the items of the list that couldn't be read
 * @returns undefined where all could
 */
export function heldForUnread(unread: readonly number[]): string | undefined {
	const [first, ...others] = unread;
	if (first === undefined) return undefined;
	return others.length === 0
		? `Item ${first + 1} of the list couldn't be read, so it isn't known whether it names this person`
		: `${unread.length} items of the list couldn't be read (the first is item ${first + 1}), so it isn't known whether one names this person`;
}

/**
 * Why no administrator may lose the role: not enough would remain at the end of the run. Invited ones don't count, since they may never accept; people who are
 * held back for another reason do, since they may not be next time.
 *
 * @param members those that are there
 * @param people what is planned
 * @param minimum how many administrators must remain
 * @returns undefined where enough remain
 */
export function heldForAdministrators(
	members: readonly OrgMember[],
	people: readonly PlannedPerson[],
	minimum: number,
): string | undefined {
	const now = members.filter(({ role }) => role === 'admin').length;
	const promoted = people.filter(isPromotion).length;
	const lost = people.filter(isAdminLoss).length;
	if (lost === 0 || now + promoted - lost >= minimum) return undefined;
	return `At least ${minimum} administrator${minimum === 1 ? '' : 's'} must remain. Give the role to somebody who is a member already`;
}
