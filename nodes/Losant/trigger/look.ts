import { normalized } from '../losant/addresses';
import type { OrgInvite, OrgMember } from '../losant/objects';
import { wholeList } from '../people/roster';
import type { Losant } from '../transport/losant';
import type { LosantRequest } from '../transport/request';
import type { List } from './events';
import { idOfInvite, type Look, type Snapshot } from './snapshot';

/** Where the lists of an organization come from. */
export interface Source {
	invites(): Promise<readonly OrgInvite[]>;
	members(): Promise<readonly OrgMember[]>;
	/** @param milliseconds how long to wait */
	wait(milliseconds: number): Promise<void>;
}

/** How often lists that don't fit each other are read again. */
const ROUNDS = 3;

/** The time that Losant gets to do the second half of what it has begun, in milliseconds. */
const SECOND_HALF = 2_000;

/**
 * Looks at an organization. Its two lists can't be read at one moment, and who accepts between them would be seen as
 * revoked, or as both. So the invites are read first, and what doesn't fit is read again.
 *
 * @param source of the lists
 * @param lists which of them
 * @param before what is remembered of the last look, if there is something
 * @returns lists that fit each other, as far as Losant's own do
 * @throws what the source throws
 */
export async function lookAt(
	source: Source,
	lists: ReadonlySet<List>,
	before?: Snapshot,
): Promise<Look> {
	if (!lists.has('members')) return { invites: await source.invites() };
	if (!lists.has('invites')) return { members: await source.members() };
	let look = { invites: await source.invites(), members: await source.members() };
	let doubts = doubtsAbout(look, before);
	let hasWaited = false;
	for (let round = 0; round < ROUNDS; round++) {
		const { vanished, joined } = doubts;
		if (vanished.length === 0 && joined.length === 0) break;
		if (vanished.length > 0) {
			if (!hasWaited) await source.wait(SECOND_HALF);
			hasWaited = true;
			look = { ...look, members: await source.members() };
		}
		if (joined.length > 0) look = { ...look, invites: await source.invites() };
		doubts = doubtsAbout(look, before);
		if (isSame(vanished, doubts.vanished) && isSame(joined, doubts.joined)) break;
	}
	return look;
}

/**
 * The lists of an organization, as Losant gives them.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param before what is remembered of the last look, if there is something: where nobody was, an empty list tells nothing new
 */
export function sourceOf(
	losant: Losant,
	call: Omit<LosantRequest, 'action' | 'body'>,
	before?: Snapshot,
): Source {
	const hadMembers = before?.members !== undefined && before.members.length > 0;
	return {
		invites: async () => {
			const invites = await losant({ ...call, action: 'instanceOrgInvites.get' });
			return await wholeList(losant, call, 'invites', invites, true);
		},
		members: async () => {
			const members = await losant({ ...call, action: 'instanceOrgMembers.get' });
			return await wholeList(losant, call, 'members', members, !hadMembers);
		},
		wait: async (milliseconds) => await losant.clock.wait(milliseconds),
	};
}

/** What may look otherwise a moment later, since Losant was changed between the two lists. */
interface Doubts {
	/** Invites that are gone, of people who are no members: they may be about to be */
	vanished: string[];
	/** People who have become members and have an invite still: it may be gone by now */
	joined: string[];
}

function doubtsAbout({ invites, members }: Required<Look>, before: Snapshot | undefined): Doubts {
	const ids = new Set(invites.map(idOfInvite));
	const membersNow = addressesOf(members);
	const known = before?.invites ?? [];
	const membersBefore = before?.members
		? addressesOf(before.members)
		: addressesOf(known.filter(({ isMember }) => isMember));
	return {
		vanished: known
			.filter(({ id, email }) => !ids.has(id) && !membersNow.has(normalized(email)))
			.map(({ id }) => id),
		joined: [...addressesOf(invites)].filter(
			(address) => membersNow.has(address) && !membersBefore.has(address),
		),
	};
}

function addressesOf(people: ReadonlyArray<{ email?: string }>): Set<string> {
	return new Set(
		people.flatMap(({ email }) => (typeof email === 'string' ? [normalized(email)] : [])),
	);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
	return some.length === others.length && some.every((one, index) => one === others[index]);
}
