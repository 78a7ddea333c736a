import { UserError } from 'n8n-workflow';

import { normalized } from '../losant/addresses';
import type { OrgInvite, OrgMember } from '../losant/objects';
import { Invites, shownIn } from '../people/invites';
import { Members } from '../people/members';
import { givenId } from '../people/named';
import { oneAtATime, type Turn } from '../people/oneAtATime';
import { wholeList } from '../people/roster';
import { settle } from '../people/settle';
import type { OrganizationCall } from '../people/sharedList';
import { isNotFound, isRefusal, isUnclear, type Losant } from '../transport/losant';
import type { Plan, Settings } from './organization';
import {
	NOBODY,
	stateOfInvite,
	stateOfMember,
	type Desired,
	type Present,
	type State,
} from './person';
import {
	deedForListed,
	isAdminLoss,
	isLoss,
	isPromotion,
	SUSPENDED,
	type Deed,
	type PlannedPerson,
} from './plan';
import type { Result } from './report';
import { heldForAdministrators } from './safeguards';

/** How a person ended: with a result, or with an error. */
export type Ending = Result | { error: unknown };

/** What all organizations of a run do their work with. */
export interface Crew {
	/**
	 * Does work for each of many, some at a time with all others of the run.
	 *
	 * @param entries what the work is done for, in this order
	 * @param work throws nothing
	 */
	each<Entry>(
		entries: readonly Entry[],
		work: (losant: Losant, entry: Entry) => Promise<void>,
	): Promise<void>;
	/** Whether the run goes on after a failure */
	mayContinue: boolean;
	/** Whether something has failed that stops the run */
	hasStopped: boolean;
}

/**
 * Carries out the plan of an organization: what gives first, and what takes only when all of that has Losant's verdict.
 *
 * @param crew of the run
 * @param call how the organization is asked
 * @param plan of the organization
 * @param settings what the user wants
 * @returns how each person ended for whom something was to be done
 */
export async function applyPlan(
	crew: Crew,
	call: OrganizationCall,
	plan: Plan,
	settings: Settings,
): Promise<Map<PlannedPerson, Ending>> {
	const endings = new Map<PlannedPerson, Ending>();
	const people = plan.people.filter(({ action, held }) => action !== 'none' && held === undefined);
	const giving = people.filter((person) => !isTaking(person));
	const taking = people.filter(isTaking);

	// 1. what gives, promotions to administrator before all else
	const promoted = giving.filter(isPromotion);
	const others = giving.filter((person) => !isPromotion(person));
	await carryOutAll([...promoted, ...others]);

	// 2. without Losant's verdict on all of that, nothing is taken
	const unclear = errorsOf(giving).filter((error) => !isVerdict(error)).length;
	if (unclear > 0) {
		return hold(
			taking,
			`Not done in this run, since Losant gave no clear answer for ${unclear === 1 ? '1 other' : `${unclear} others`}`,
		);
	}
	if (crew.hasStopped) return hold(people, 'The run was stopped before');

	// 3. who is there now, since from now on something is taken
	if (taking.length === 0) return endings;
	const still = await lookAgain();

	// 4. administrators last, one at a time
	await carryOutAll(still.filter((person) => !isAdminLoss(person)));
	for (const person of still.filter(isAdminLoss)) await carryOutAll([person]);
	await findAccepted(still);

	// 5. a seat may have become free
	const hasFreed = still.some((person) => isDone(person) && person.after.status === 'none');
	if (hasFreed) await carryOutAll(giving.filter(isRefusedInvite));
	return hold(people, 'The run was stopped before');

	async function carryOutAll(some: readonly PlannedPerson[]): Promise<void> {
		await crew.each(some, async (losant, person) => {
			if (crew.hasStopped) return;
			const { desired } = person;
			const work = desired
				? carryOut(losant, call, person, desired, settings)
				: takeFrom(losant, call, person);
			const ending = await work.catch((error: unknown) => ({ error }));
			if ('error' in ending && !crew.mayContinue) crew.hasStopped = true;
			endings.set(person, ending);
		});
	}

	/** Leaves out who is gone or has changed, and those who would leave too few administrators. */
	async function lookAgain(): Promise<PlannedPerson[]> {
		let looked: { members: readonly OrgMember[] } | { error: unknown } = { members: [] };
		await crew.each([call], async (losant) => {
			looked = await new Members(losant, call)
				.all(losant.clock.now())
				.then(async (members) => await wholeList(losant, call, 'members', members, false))
				.then(
					(members) => ({ members }),
					(error: unknown) => ({ error }),
				);
		});
		return leaveOut(looked);
	}

	function leaveOut(
		looked: { members: readonly OrgMember[] } | { error: unknown },
	): PlannedPerson[] {
		if ('error' in looked) {
			for (const person of taking) endings.set(person, looked);
			if (!crew.mayContinue) crew.hasStopped = true;
			return [];
		}
		const { members } = looked;
		const addresses = new Set(members.map(({ email }) => email && normalized(email)));
		const byId = new Map(members.map((member) => [member.userId, member]));
		const admins = members.filter(({ role }) => role === 'admin');
		const leaving = plan.people.filter(
			(person) => isAdminLoss(person) && byId.get(person.member?.userId)?.role === 'admin',
		);
		const forAdministrators = heldForAdministrators(
			admins,
			leaving,
			settings.minimumAdministrators,
		);
		return taking.filter((person) => {
			const { member, email = '', items } = person;
			const now = member && byId.get(member.userId);
			const held = !member
				? addresses.has(normalized(email))
					? 'Has become a member since, and is left for the next run'
					: undefined
				: now?.role === 'admin' && member.role !== 'admin'
					? 'Has become an administrator since, and is left for the next run'
					: !now && items.length > 0
						? 'Has left since, and is left for the next run'
						: isAdminLoss(person)
							? forAdministrators
							: undefined;
			if (held !== undefined) endings.set(person, { outcome: 'held', reason: held });
			return held === undefined;
		});
	}

	/** An invite that was gone when it was to be taken back may have been accepted in that moment. */
	async function findAccepted(some: readonly PlannedPerson[]): Promise<void> {
		const doubtful = some.filter((person) => {
			const ending = endings.get(person);
			const revoked = ending && 'revoked' in ending ? (ending.revoked ?? []) : [];
			return isDone(person) && revoked.length < person.revoke.length;
		});
		await crew.each(doubtful, async (losant, person) => {
			const found = await new Members(losant, call)
				.of(person.email ?? '', losant.clock.now())
				.catch((error: unknown) => ({ error }));
			if ('error' in found) endings.set(person, found);
			else if (found.length > 0) {
				const reason = 'Has accepted the invite meanwhile, and is left for the next run';
				endings.set(person, { outcome: 'held', reason });
			}
		});
	}

	function isDone(person: PlannedPerson): boolean {
		const ending = endings.get(person);
		return ending !== undefined && 'outcome' in ending && ending.outcome === 'done';
	}

	function isRefusedInvite(person: PlannedPerson): boolean {
		const ending = endings.get(person);
		const isInvite = person.action === 'invite' || person.action === 'renewInvite';
		return isInvite && !!ending && 'error' in ending && isRefusal(ending.error, ['400', '409']);
	}

	function errorsOf(some: readonly PlannedPerson[]): unknown[] {
		return some.flatMap((person) => {
			const ending = endings.get(person);
			return ending && 'error' in ending ? [ending.error] : [];
		});
	}

	function hold(some: readonly PlannedPerson[], reason: string): Map<PlannedPerson, Ending> {
		for (const person of some) {
			if (!endings.has(person)) endings.set(person, { outcome: 'held', reason });
		}
		return endings;
	}
}

/** What is done for a person whom no item names takes something, be it an expired invite. */
function isTaking(person: PlannedPerson): boolean {
	return person.items.length === 0 || isLoss(person, true);
}

/** Whether Losant, or what it shows of the person, has decided: that says nothing about others. */
function isVerdict(error: unknown): boolean {
	if (isUnclear(error)) return false;
	return error instanceof UserError || isRefusal(error, ['400', '404', '409']);
}

/** Does what is to be done for a person in the list, as it looks when it is this person's turn: another execution may have been there before. */
async function carryOut(
	losant: Losant,
	call: OrganizationCall,
	person: PlannedPerson,
	desired: Desired,
	settings: Settings,
): Promise<Result> {
	const { email } = desired;
	const invites = new Invites(losant, call);
	const members = new Members(losant, call);
	const decide = async (since?: number) => {
		const present = {
			members: await members.of(email, since),
			invites: await invites.of(email, since),
		};
		const deed = deedForListed(desired, present, settings.ifInviteHasExpired);
		return { outcome: deed.action, deed, present };
	};
	return await oneAtATime(losant, call, { email }, async (turn) =>
		settle(losant, decide, async ({ deed, present }) => {
			if (deed.left) throw new UserError(deed.reason);
			if (deed.action === 'none') {
				return { outcome: 'unchanged', reason: deed.reason, after: deed.before };
			}
			if (isLoss(deed, true) && !isLoss(person, true)) {
				const reason = 'Was changed by somebody else in the meantime, and is left for the next run';
				return { outcome: 'held', reason };
			}
			const after = await give(turn, deed, present);
			const revoked = await takeBack(losant, call, deed.revoke, email);
			return { outcome: 'done', after, revoked };
		}),
	);

	async function give(turn: Turn, deed: Deed, present: Present): Promise<State> {
		const { action, member, resend, roles = {}, after } = deed;
		switch (action) {
			case 'changeRole':
			case 'setRoles': {
				const id = givenId(member?.userId, email, 'member');
				const { member: changed } = await members.update({ id }, roles);
				return { ...after, ...stateOfMember(changed, roles) };
			}
			case 'invite':
			case 'renewInvite':
			case 'updateInvite': {
				const answer = resend
					? await invites.resend(turn, resend, roles)
					: await invites.send(turn, desired, present.invites);
				const sent = shownIn(answer, email);
				return sent ? stateOfInvite(sent) : after;
			}
			default:
				return after;
		}
	}
}

/** Takes from a person whom no item names: the invites first, since the person could accept one and be back. */
async function takeFrom(
	losant: Losant,
	call: OrganizationCall,
	{ action, member, email = '', revoke, after }: PlannedPerson,
): Promise<Result> {
	const members = new Members(losant, call);
	const revoked = await takeBack(losant, call, revoke, email);
	if (action === 'revokeInvite') return { outcome: 'done', revoked };
	const id = givenId(member?.userId, email, 'member');
	if (action === 'removeMember') {
		await members.remove({ id }).catch(goneAlready);
		return { outcome: 'done', after: NOBODY, revoked };
	}
	const suspended = await members.update({ id }, SUSPENDED).catch(goneAlready);
	return {
		outcome: 'done',
		after: suspended ? { ...after, ...stateOfMember(suspended.member, SUSPENDED) } : NOBODY,
		revoked,
	};
}

/** @returns the ids of those that were there */
async function takeBack(
	losant: Losant,
	call: OrganizationCall,
	invites: readonly OrgInvite[],
	email: string,
): Promise<string[]> {
	const revoked: string[] = [];
	for (const invite of invites) {
		const id = givenId(invite.id, email, 'invite');
		const taken = await new Invites(losant, call).revoke({ id }).catch(goneAlready);
		if (taken) revoked.push(taken.id);
	}
	return revoked;
}

/** What Losant doesn't find needn't be taken away any more. */
function goneAlready(error: unknown): undefined {
	if (!isNotFound(error)) throw error;
}
