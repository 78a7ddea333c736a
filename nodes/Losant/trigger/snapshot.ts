import type { IDataObject } from 'n8n-workflow';

import { byAddress, normalized } from '../losant/addresses';
import { compareTexts } from '../losant/characters';
import { resourceRolesInOrder } from '../losant/invites';
import { isObject, type OrgInvite, type OrgMember } from '../losant/objects';
import { eventNames, listsKept, type EventName } from './events';

/** What Losant shows of an organization at one time: the lists that were read, which fit each other. */
export interface Look {
	invites?: readonly OrgInvite[];
	members?: readonly OrgMember[];
}

/** What is remembered of an invite; a field that Losant doesn't give is ''. */
export interface KnownInvite {
	id: string;
	email: string;
	role: string;
	inviteDate: string;
	hasExpired: boolean;
	/** Whether its address was a member's; false where nobody looked */
	isMember: boolean;
}

/** What is remembered of a member; a field that Losant doesn't give is ''. */
export interface KnownMember {
	userId: string;
	email: string;
	role: string;
	/** A short form of the roles, from which only a change can be told */
	applicationRoles: string;
	dashboardRoles: string;
}

/** What is remembered of an organization. */
export interface Snapshot {
	/** When the change was seen that made it; later ones have higher numbers */
	seen: number;
	/** What was watched then */
	events: readonly EventName[];
	invites?: readonly KnownInvite[];
	members?: readonly KnownMember[];
}

/** A look at an organization in which nobody has ever been. */
export function nobody(events: readonly EventName[]): Snapshot {
	return { seen: 0, events, invites: [], members: [] };
}

/**
 * What an invite is known by. Losant requires no field of it.
 *
 * @param invite as Losant gave it
 * @returns '' where it has nothing to be known by
 */
export function idOfInvite({ id, inviteId, email }: OrgInvite): string {
	return textOf(id) || textOf(inviteId) || textOf(email);
}

/**
 * What a member is known by.
 *
 * @param member as Losant gave it
 * @returns '' where they have nothing to be known by
 */
export function idOfMember({ userId, email }: OrgMember): string {
	return textOf(userId) || textOf(email);
}

/**
 * Makes of a look what is remembered of it.
 *
 * @param look with the lists that the events are seen in
 * @param events what is watched
 * @param seen when the change was seen that makes it
 */
export function remember(
	{ invites, members }: Look,
	events: readonly EventName[],
	seen: number,
): Snapshot {
	const kept = listsKept(events);
	const memberAddresses = byAddress(members ?? []);
	return {
		seen,
		events,
		...(invites &&
			kept.has('invites') && {
				invites: inOrder(
					invites.map((invite) => {
						const known = knownInvite(invite);
						return { ...known, isMember: memberAddresses.has(normalized(known.email)) };
					}),
					({ id }) => id,
				),
			}),
		...(members &&
			kept.has('members') && {
				members: inOrder(members.map(knownMember), ({ userId }) => userId),
			}),
	};
}

/** What is remembered of an invite as Losant gave it, where nobody looked for its address among the members. */
export function knownInvite(invite: OrgInvite): KnownInvite {
	return {
		id: idOfInvite(invite),
		email: textOf(invite.email),
		role: textOf(invite.role),
		inviteDate: textOf(invite.inviteDate),
		hasExpired: invite.hasExpired === true,
		isMember: false,
	};
}

/** What is remembered of a member as Losant gave it. */
export function knownMember(member: OrgMember): KnownMember {
	return {
		userId: idOfMember(member),
		email: textOf(member.email),
		role: textOf(member.role),
		applicationRoles: shortForm(member.applicationRoles),
		dashboardRoles: shortForm(member.dashboardRoles),
	};
}

/** Sorted, each once, so that another order of Losant's makes no difference. */
function inOrder<Known>(all: readonly Known[], idOfOne: (one: Known) => string): Known[] {
	const once = new Map(all.map((one) => [idOfOne(one), one]));
	return [...once].sort(([one], [other]) => compareTexts(one, other)).map(([, one]) => one);
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number that other roles would hardly have too (FNV-1a), 0 for none; '' where Losant shows none. */
function shortForm(roles: unknown): string {
	if (!Array.isArray(roles)) return '';
	const text = resourceRolesInOrder(roles);
	if (text === '') return '0';
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return (hash >>> 0).toString(36);
}

/** The most people that are remembered: about 4 MB, which n8n reads and writes as a whole. */
export const MAX_PEOPLE = 50_000;

/** How many people a text of `toText` remembers. */
export function peopleIn(text: string): number {
	return text === '' ? 0 : text.split('\n').length - 1;
}

/**
 * The text by which n8n's database keeps a snapshot. One text per organization costs n8n much less than an object per person.
 *
 * @param snapshot to keep
 * @returns a head and a line for each person, each with its fields between single spaces
 */
export function toText({ seen, events, invites, members }: Snapshot): string {
	const chosen = eventNames.reduce(
		(sum, event, index) => sum + (events.includes(event) ? 2 ** index : 0),
		0,
	);
	const lists = `${invites ? 'i' : ''}${members ? 'm' : ''}`;
	return [
		[seen.toString(36), chosen.toString(36), lists].join(' '),
		...(invites ?? []).map(({ id, email, role, inviteDate, hasExpired, isMember }) =>
			[
				'i',
				escaped(id),
				escaped(role),
				shortDate(inviteDate),
				`${hasExpired ? 'x' : ''}${isMember ? 'm' : ''}`,
				escaped(email),
			].join(' '),
		),
		...(members ?? []).map(({ userId, email, role, applicationRoles, dashboardRoles }) =>
			['m', escaped(userId), escaped(role), applicationRoles, dashboardRoles, escaped(email)].join(
				' ',
			),
		),
	].join('\n');
}

/**
 * Reads the text of a snapshot.
 *
 * @param text as `toText` gave it
 * @throws Error when it can't be one
 */
export function fromText(text: string): Snapshot {
	const [head = '', ...lines] = text.split('\n');
	const [seen = '', chosen = '', lists = ''] = head.split(' ');
	if (!/^[\da-z]+ [\da-z]+ i?m?$/.test(head)) throw new Error('no head');
	const mask = parseInt(chosen, 36);
	const invites: KnownInvite[] = [];
	const members: KnownMember[] = [];
	for (const line of lines) {
		const [kind, id, role, ...fields] = line.split(' ');
		const [first, second, email] = fields;
		if (
			id === undefined ||
			role === undefined ||
			first === undefined ||
			second === undefined ||
			email === undefined ||
			fields.length > 3
		) {
			throw new Error('not a person');
		}
		if (kind === 'i') {
			invites.push({
				id: unescaped(id),
				email: unescaped(email),
				role: unescaped(role),
				inviteDate: longDate(first),
				hasExpired: second.includes('x'),
				isMember: second.includes('m'),
			});
		} else if (kind === 'm') {
			members.push({
				userId: unescaped(id),
				email: unescaped(email),
				role: unescaped(role),
				applicationRoles: first,
				dashboardRoles: second,
			});
		} else throw new Error('neither an invite nor a member');
	}
	return {
		seen: parseInt(seen, 36),
		// a bit that this version doesn't know is that of an event which a later one has added
		events: eventNames.filter((_, index) => Math.floor(mask / 2 ** index) % 2 === 1),
		...(lists.includes('i') && { invites }),
		...(lists.includes('m') && { members }),
	};
}

function escaped(text: string): string {
	return text.replace(/[\s%]/g, encodeURIComponent);
}

function unescaped(text: string): string {
	return text.includes('%') ? text.replace(/(?:%[\dA-F]{2})+/g, decodeURIComponent) : text;
}

/** Losant's dates take a third as milliseconds; what is none stays, with a sign before it. */
function shortDate(date: string): string {
	if (date === '') return '';
	const time = Date.parse(date);
	const isLosants = time >= 0 && new Date(time).toISOString() === date;
	return isLosants ? time.toString(36) : `=${escaped(date)}`;
}

function longDate(text: string): string {
	if (text === '') return '';
	if (text.startsWith('=')) return unescaped(text.slice(1));
	return new Date(parseInt(text, 36)).toISOString();
}

/** What the trigger remembers from one poll to the next. */
export interface State {
	instanceId: string;
	/** The id of the one organization that is watched, or all of the instance's */
	watch: string;
	/** The creation date of the newest organization at the first poll: what is newer was made since */
	newest: string;
	/** The organization to begin with, where the time of the last poll was over before all had their turn; '' where all had it */
	next: string;
	/** The organizations that can't be looked at */
	trouble: Readonly<Record<string, Trouble>>;
	/** Since when organizations are no longer in Losant's list, in milliseconds since 1970 */
	gone: Readonly<Record<string, number>>;
	/** What is remembered of each: a text of `toText`, or '' for one of which nothing is remembered but that it isn't new */
	organizations: Readonly<Record<string, string>>;
}

/** An organization that can't be looked at. Times in milliseconds since 1970. */
export interface Trouble {
	/** When that was told last; 0 where it hasn't been yet */
	toldAt: number;
	/** At how many looks in a row, as far as that matters */
	looks: number;
}

const VERSION = 1;

/**
 * The form in which n8n keeps the state.
 *
 * @param state to keep
 * @returns plain JSON
 */
export function toStored(state: State): IDataObject {
	return { version: VERSION, ...state };
}

/**
 * Reads the state that n8n has kept.
 *
 * @param stored as `toStored` gave it
 * @returns undefined where it can't be read
 */
export function fromStored(stored: unknown): State | undefined {
	if (!isObject(stored) || stored.version !== VERSION) return undefined;
	const { instanceId, watch, newest, next, trouble, gone, organizations } = stored;
	if (typeof instanceId !== 'string' || typeof watch !== 'string' || typeof newest !== 'string') {
		return undefined;
	}
	if (!isObject(trouble) || !isObject(gone) || !isObject(organizations)) return undefined;
	try {
		return {
			instanceId,
			watch,
			newest,
			next: String(next),
			trouble: mapped(trouble, troubleIn),
			gone: mapped(gone, Number),
			organizations: mapped(organizations, (text) => {
				if (typeof text !== 'string') throw new Error('not a text');
				if (text !== '') fromText(text);
				return text;
			}),
		};
	} catch {
		return undefined;
	}
}

function troubleIn(value: unknown): Trouble {
	if (!isObject(value)) throw new Error('no trouble');
	return { toldAt: Number(value.toldAt), looks: Number(value.looks) };
}

function mapped<Value>(
	object: IDataObject,
	read: (value: unknown) => Value,
): Record<string, Value> {
	return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, read(value)]));
}
