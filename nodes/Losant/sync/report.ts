import type { IDataObject } from 'n8n-workflow';

import { isPending } from '../losant/invites';
import type { OrganizationCall } from '../people/sharedList';
import type { Action, State } from './person';
import type { PlannedPerson } from './plan';

/** What became of a person. Frozen: workflows branch on it. */
export type Outcome =
	| 'planned'
	| 'done'
	| 'unchanged'
	| 'kept'
	| 'protected'
	| 'held'
	| 'refused'
	| 'failed';

/** How a person ended in a run. */
export interface Result {
	outcome: Outcome;
	/** Why, where the plan's reason doesn't say it */
	reason?: string;
	/** What Losant answered, where it was changed */
	after?: State;
	/** The invites that were taken back */
	revoked?: readonly string[];
}

/** What becomes of a person in a dry run, or of one for whom nothing is to be done. */
export function foreseen({ action, left, held }: PlannedPerson, refusal?: string): Result {
	if (left) return { outcome: left };
	if (action === 'none') return { outcome: 'unchanged' };
	// also where the plan is refused: approving it doesn't change that
	if (held !== undefined) return { outcome: 'held', reason: held };
	return refusal === undefined ? { outcome: 'planned' } : { outcome: 'refused', reason: refusal };
}

/**
 * The output of a person.
 *
 * @param path to the organization
 * @param planId of the organization's plan
 * @param person with what was planned
 * @param result what became of it
 */
export function reportOf(
	{ instanceId, orgId }: OrganizationCall['path'],
	planId: string,
	person: PlannedPerson,
	{ outcome, reason = person.reason, after, revoked = [] }: Result,
): IDataObject {
	const { action, before, unverified } = person;
	const isOpen = outcome === 'planned' || outcome === 'done' || outcome === 'refused';
	const { userId } = person.member ?? {};
	const { id: inviteId } = person.resend ?? {};
	return {
		// first what says at a glance what becomes of whom: n8n's table shows no more in a narrow panel
		summary: inWords(person),
		outcome,
		reason,
		email: person.email ?? null,
		action,
		before,
		after: after ?? (isOpen ? person.after : before),
		...(userId !== undefined && { userId }),
		...(inviteId !== undefined && { inviteId }),
		...(revoked.length > 0 && { revokedInvites: [...revoked] }),
		...(unverified && { unverified: [...unverified] }),
		orgId,
		instanceId,
		planId,
	};
}

/**
 * The output of an item that names a person whom an item before it names too.
 *
 * @param first the output of that item
 */
export function reportOfRepeated(first: IDataObject): IDataObject {
	const isLeft = first.outcome === 'protected' || first.outcome === 'refused';
	return {
		...first,
		action: 'none',
		...(!(isLeft && first.action === 'none') && { outcome: 'unchanged', reason: 'Listed twice' }),
		summary: `${String(first.email)} is listed twice`,
	};
}

/** One line for chat. */
function inWords(person: PlannedPerson): string {
	const {
		email = 'Somebody without an address',
		action,
		before,
		after,
		items,
		revoke,
		left,
	} = person;
	const roleBefore = String(before.role);
	const roleAfter = String(after.role);
	const isSameRole = roleBefore === roleAfter;
	switch (action) {
		case 'invite':
			return `Invite ${email} as ${roleAfter}`;
		case 'renewInvite':
			return `Send the expired invite of ${email} again (${roleAfter})`;
		case 'updateInvite':
			return isSameRole
				? `Change application and dashboard roles in the invite of ${email} (${roleAfter})`
				: `Change the invite of ${email} from ${roleBefore} to ${roleAfter}`;
		case 'changeRole':
			return isSameRole
				? `Change application and dashboard roles of ${email} (${roleAfter})`
				: `Change ${email} from ${roleBefore} to ${roleAfter}`;
		case 'setRoles':
			return `Set application and dashboard roles of ${email} (${roleAfter})`;
		case 'revokeInvite': {
			if (items.length > 0) return `Revoke ${countOf(revoke.length, 'surplus invite')} of ${email}`;
			const what = revoke.some(isPending) ? 'the invite' : 'the expired invite';
			return `Revoke ${what} of ${email} (${String(revoke[0]?.role)})`;
		}
		case 'suspendMember':
			return `Suspend ${email} (${roleBefore})`;
		case 'removeMember':
			return `Remove ${email} (${roleBefore})`;
		case 'none':
			return before.status === 'none'
				? `Leave ${email} alone`
				: `Leave ${email} as ${left === 'refused' ? 'it is' : roleBefore}`;
	}
}

/** The words for what is done, before and after it. */
const WORDS: ReadonlyArray<[actions: readonly Action[], before: string, after: string]> = [
	[['invite', 'renewInvite'], 'to invite', 'invited'],
	[['updateInvite', 'changeRole'], 'to change', 'changed'],
	[['suspendMember'], 'to suspend', 'suspended'],
	[['removeMember'], 'to remove', 'removed'],
	[['revokeInvite'], 'to uninvite', 'uninvited'],
];

/**
 * Sums up a run for the output pane.
 *
 * @param reports the output of all people, once each
 * @param isDryRun whether nothing was changed
 * @returns for example "3 to invite, 2 to remove, 94 unchanged. Nothing was changed: Dry Run is on"
 */
export function summedUp(reports: readonly IDataObject[], isDryRun: boolean): string {
	const counted = (names: readonly string[], outcomes: readonly Outcome[]) =>
		reports.filter(
			({ action, outcome }) =>
				names.includes(String(action)) && outcomes.some((one) => one === outcome),
		).length;
	const changes = WORDS.flatMap(([actions, before, after]) => {
		const count = counted(actions, isDryRun ? ['planned', 'refused'] : ['done']);
		return count > 0 ? [`${count} ${isDryRun ? before : after}`] : [];
	});
	const others = (['unchanged', 'kept', 'protected', 'held'] as const).flatMap((outcome) => {
		const count = reports.filter((report) => report.outcome === outcome).length;
		return count > 0 ? [`${count} ${outcome}`] : [];
	});
	const all = [...(changes.length > 0 ? changes : ['Nothing to change']), ...others].join(', ');
	return isDryRun ? `${all}. Nothing was changed: Dry Run is on` : all;
}

function countOf(count: number, what: string): string {
	return count === 1 ? `a ${what}` : `${count} ${what}s`;
}
