import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { readChoice, type Parameters } from '../fields/values';

/** The lists of an organization that an event is seen in. */
export type List = 'invites' | 'members';

/** The events in the order in which the state numbers them: new ones are added at the end. The values are frozen. */
const EVENTS = [
	{
		name: 'Invite Created',
		value: 'inviteCreated',
		description: 'A person was invited',
		rank: 5,
		lists: ['invites'],
	},
	{
		name: 'Invite Accepted',
		value: 'inviteAccepted',
		description: 'An invited person has become a member',
		rank: 2,
		lists: ['invites', 'members'],
	},
	{
		name: 'Invite Revoked or Declined',
		value: 'inviteRemoved',
		description:
			'An invite is gone and the person is not a member; Losant does not tell which of the two',
		rank: 1,
		lists: ['invites', 'members'],
	},
	{
		name: 'Invite Resent',
		value: 'inviteResent',
		description: 'An invite was sent again, or replaced by a new one for the same address',
		rank: 6,
		lists: ['invites'],
	},
	{
		name: 'Invite Expired',
		value: 'inviteExpired',
		description: 'An invite can no longer be accepted',
		rank: 7,
		lists: ['invites'],
	},
	{
		name: 'Member Added',
		value: 'memberAdded',
		description: 'A person has become a member, by invite or directly',
		rank: 3,
		lists: ['members'],
	},
	{
		name: 'Member Removed',
		value: 'memberRemoved',
		description: 'A person is no longer a member',
		rank: 0,
		lists: ['members'],
	},
	{
		name: 'Member Role Changed',
		value: 'memberRoleChanged',
		description: 'A member has another role in the organization',
		rank: 4,
		lists: ['members'],
	},
] as const satisfies ReadonlyArray<INodePropertyOptions & { rank: number; lists: List[] }>;

export type EventName = (typeof EVENTS)[number]['value'];

/** All events, as the state numbers them. */
export const eventNames: readonly EventName[] = EVENTS.map(({ value }) => value);

/** What has happened to a person, as an item says it. Every item has all keys, so that one expression works for all events. */
export interface LosantEvent extends IDataObject {
	event: EventName;
	/** The same for the same event, also when it is told twice */
	eventId: string;
	/** When it happened, where Losant tells */
	occurredAt: string | null;
	email: string | null;
	role: string | null;
	/** Where it was another one */
	previousRole: string | null;
	inviteId: string | null;
	userId: string | null;
	/** Why an invite is gone */
	reason: 'revokedOrDeclined' | 'otherInviteAccepted' | null;
	/** When the invite can no longer be accepted, where Losant tells */
	expiresAt: string | null;
	/** Of an invite that was sent again under another id */
	previousInviteId: string | null;
	previousInviteDate: string | null;
	/** As Losant gives it, or as it was seen last */
	invite: IDataObject | null;
	member: IDataObject | null;
}

/**
 * An event with null wherever nothing is given.
 *
 * @param given what there is to say; a text that is empty counts as nothing
 */
export function eventOf(
	given: Pick<LosantEvent, 'event' | 'eventId'> & Partial<LosantEvent>,
): LosantEvent {
	return {
		event: given.event,
		eventId: given.eventId,
		occurredAt: given.occurredAt || null,
		email: given.email || null,
		role: given.role || null,
		previousRole: given.previousRole || null,
		inviteId: given.inviteId || null,
		userId: given.userId || null,
		reason: given.reason ?? null,
		expiresAt: given.expiresAt || null,
		previousInviteId: given.previousInviteId || null,
		previousInviteDate: given.previousInviteDate || null,
		invite: given.invite ?? null,
		member: given.member ?? null,
	};
}

/** The place of an event among those of one address: what ends before what begins, and each before what follows from it. */
export function rankOf(event: EventName): number {
	return EVENTS.find(({ value }) => value === event)?.rank ?? EVENTS.length;
}

/**
 * The lists that have to be read to see events.
 *
 * @param events the events
 */
export function listsRead(events: readonly EventName[]): ReadonlySet<List> {
	return new Set(
		EVENTS.filter(({ value }) => events.includes(value)).flatMap(({ lists }) => [...lists]),
	);
}

/**
 * The lists that have to be remembered. An invite remembers by itself whether its person was a member.
 *
 * @param events the events
 */
export function listsKept(events: readonly EventName[]): ReadonlySet<List> {
	return new Set(EVENTS.filter(({ value }) => events.includes(value)).map(({ lists }) => lists[0]));
}

export const eventsField: INodeProperties = {
	// n8n makes "On invite accepted" in its panel from the options of a field of this very name
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['inviteAccepted'],
	description: 'What starts the workflow',
	options: EVENTS.map(({ name, value, description }) => ({ name, value, description })).sort(
		(one, other) => (one.name < other.name ? -1 : 1),
	),
};

/**
 * @param parameters reads the parameters of the node
 * @returns each once, in the order of the field's options
 * @throws UserError when nothing is chosen, or what is no event
 */
export function readEvents(parameters: Parameters): EventName[] {
	const { name, displayName } = eventsField;
	const value = parameters(name);
	const given: unknown[] = Array.isArray(value) ? value : [value];
	const chosen = given
		.filter((one) => one !== undefined && one !== null && one !== '')
		.map((one) => readChoice(one, displayName, EVENTS));
	if (chosen.length === 0) {
		throw new UserError(`'${displayName}' is empty`, { description: 'Choose at least one' });
	}
	return EVENTS.map(({ value: event }) => event).filter((event) => chosen.includes(event));
}

/** The line under the node's name in the editor: an expression that n8n evaluates. */
export const subtitle = `={{ [].concat($parameter["events"]).map((event) => (${JSON.stringify(
	Object.fromEntries(EVENTS.map(({ value, name }) => [value, name])),
)})[event]).join(", ") }}`;
