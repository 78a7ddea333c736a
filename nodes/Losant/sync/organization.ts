import { byAddress, normalized } from '../losant/addresses';
import { compareTexts } from '../losant/characters';
import { isPending } from '../losant/invites';
import type { OrgInvite, OrgMember } from '../losant/objects';
import type { Roster } from '../people/roster';
import type { OrganizationCall } from '../people/sharedList';
import { isSameWish, stateOfInvite, stateOfMember, type Desired, type Present } from './person';
import {
	deedForListed,
	deedForUnlisted,
	isAdminLoss,
	isChange,
	nothing,
	stateNow,
	type Deed,
	type IfNotInList,
	type PlannedPerson,
} from './plan';
import { planIdOf } from './planId';
import {
	heldForAdministrators,
	heldForUnread,
	refusalOfChange,
	refusalOfLosses,
	type MaximumRemovals,
	type Refusal,
} from './safeguards';

/** What the user wants of a run, for all organizations. */
export interface Settings {
	ifNotInList: IfNotInList;
	ifInviteHasExpired: 'renew' | 'leave';
	/** @param address normalized */
	isProtected(address: string): boolean;
	maximumRemovals: MaximumRemovals;
	minimumAdministrators: number;
	/** The IDs of the plans that somebody has approved; none where that isn't asked for */
	approvedPlans: readonly string[];
}

/** The part of the list that is about one organization. */
export interface List {
	people: ReadonlyArray<{ itemIndex: number; desired: Desired }>;
	/** The items that couldn't be read, and may be about it */
	unread: readonly number[];
}

/** What is to be done in one organization. */
export interface Plan {
	/** Those in the list first, in its order, then the others by address */
	people: readonly PlannedPerson[];
	planId: string;
	/** Why nothing of it may be done */
	refusal?: Refusal;
}

/**
 * Plans what to do in an organization.
 *
 * @param path to the organization
 * @param list who should be there
 * @param roster who is there
 * @param settings what the user wants
 */
export async function planOrganization(
	path: OrganizationCall['path'],
	list: List,
	roster: Roster,
	settings: Settings,
): Promise<Plan> {
	const there = byAddressThere(roster);
	const wishes = wishesByAddress(list);
	const planned = [
		...planListed(wishes, there, settings),
		...planUnlisted(wishes, there, roster, settings),
	];

	const forUnread = heldForUnread(list.unread);
	const forAdministrators = heldForAdministrators(
		roster.members,
		planned,
		settings.minimumAdministrators,
	);
	const people = planned.map((person) => {
		const held =
			(isAdminLoss(person) ? forAdministrators : undefined) ??
			(person.items.length === 0 ? forUnread : undefined);
		return held !== undefined && person.action !== 'none' ? { ...person, held } : person;
	});

	const changes = people.filter(isChange);
	const planId = await planIdOf(path, changes);
	const refusal = refusalOf();
	return { people, planId, ...(refusal && { refusal }) };

	function refusalOf(): Refusal | undefined {
		const { orgId = '' } = path;
		const { approvedPlans, maximumRemovals } = settings;
		// somebody has seen it
		if (approvedPlans.includes(planId)) return undefined;
		if (approvedPlans.length > 0 && changes.length > 0) {
			return refusalOfChange(orgId, planId, changes.length);
		}
		return refusalOfLosses(orgId, people, countOf(there, roster), maximumRemovals, planId);
	}
}

/** Who is there, by address. */
type There = ReadonlyMap<string, Present>;

const NOT_THERE: Present = { members: [], invites: [] };

function byAddressThere({ members, invites }: Roster): There {
	const there = new Map<string, Present>();
	for (const [address, found] of byAddress(members)) {
		there.set(address, { members: found, invites: [] });
	}
	for (const [address, found] of byAddress(invites)) {
		there.set(address, { members: there.get(address)?.members ?? [], invites: found });
	}
	return there;
}

/** What the list wants for one address. */
interface Wish {
	desired: Desired;
	items: number[];
	/** Whether all items of the address want the same */
	isClear: boolean;
}

function wishesByAddress({ people }: List): Map<string, Wish> {
	const wishes = new Map<string, Wish>();
	for (const { itemIndex, desired } of people) {
		const address = normalized(desired.email);
		const wish = wishes.get(address);
		if (wish) {
			wish.items.push(itemIndex);
			wish.isClear &&= isSameWish(wish.desired, desired);
		} else {
			wishes.set(address, { desired, items: [itemIndex], isClear: true });
		}
	}
	return wishes;
}

function planListed(
	wishes: ReadonlyMap<string, Wish>,
	there: There,
	settings: Settings,
): PlannedPerson[] {
	return [...wishes].map(([address, wish]) => {
		const { desired, items } = wish;
		const present = there.get(address) ?? NOT_THERE;
		const deed = settings.isProtected(address)
			? protectedDeed(present)
			: wish.isClear
				? deedForListed(desired, present, settings.ifInviteHasExpired)
				: unclearDeed(wish, present);
		return { email: desired.email, desired, items, ...deed };
	});
}

function planUnlisted(
	wishes: ReadonlyMap<string, Wish>,
	there: There,
	{ members, invites }: Roster,
	{ ifNotInList, isProtected }: Settings,
): PlannedPerson[] {
	if (ifNotInList === 'keep') return [];
	const planned = [...there]
		.filter(([address]) => !wishes.has(address))
		.sort(([one], [other]) => compareTexts(one, other))
		.map(([address, present]): PlannedPerson => {
			const [{ email } = {}] = [...present.members, ...present.invites];
			const deed = isProtected(address)
				? protectedDeed(present)
				: deedForUnlisted(present, ifNotInList);
			return { ...(email !== undefined && { email }), items: [], ...deed };
		});
	const nameless = [
		...members.filter(hasNoAddress).map((member) => stateOfMember(member)),
		...invites.filter(hasNoAddress).map(stateOfInvite),
	];
	return [
		...planned,
		...nameless.map((state) => ({
			items: [],
			...nothing(
				'Losant gives no address, so it is not known whether an item names this person',
				state,
				'kept',
			),
		})),
	];
}

function protectedDeed(present: Present): Deed {
	return nothing("Is in 'Protected People'", stateNow(present), 'protected');
}

function unclearDeed({ desired, items }: Wish, present: Present): Deed {
	const times = items.length === 2 ? 'twice' : `${items.length} times`;
	return nothing(
		`${desired.email} is in the list ${times} with different roles (items ${items.map((item) => item + 1).join(', ')})`,
		stateNow(present),
		'refused',
	);
}

/** Members and people with a pending invite. */
function countOf(there: There, roster: Roster): number {
	const withAddress = [...there.values()].filter(
		({ members, invites }) => members.length > 0 || invites.some(isPending),
	).length;
	return withAddress + roster.members.filter(hasNoAddress).length;
}

function hasNoAddress({ email }: OrgInvite | OrgMember): boolean {
	return typeof email !== 'string';
}
