import { byAddress, normalized } from '../losant/addresses';
import { compareTexts } from '../losant/characters';
import { byWhatCounts, withExpiry } from '../losant/invites';
import { RESOURCE_KINDS, type OrgInvite, type OrgMember } from '../losant/objects';
import { eventOf, rankOf, type LosantEvent } from './events';
import {
	idOfInvite,
	idOfMember,
	knownInvite,
	knownMember,
	type KnownInvite,
	type KnownMember,
	type Look,
	type Snapshot,
} from './snapshot';

/**
 * What has happened in an organization between two looks. Invites are matched by id, members by user id, and an invite with a
 * member by address. What the first look doesn't hold is taken as it is, without an event.
 *
 * @param orgId of the organization
 * @param before what is remembered of the first look
 * @param now the second look
 * @returns by address, and those of one address in the order of their ranks
 */
export function compare(orgId: string, before: Snapshot, now: Look): LosantEvent[] {
	const ofInvites = before.invites && now.invites ? inviteEvents(before, now) : [];
	const ofMembers =
		before.members && now.members ? memberEvents(orgId, before, now, ofInvites) : [];
	return [...ofInvites, ...ofMembers]
		.map((event) => ({ event, address: normalized(event.email ?? '') }))
		.sort(
			(one, other) =>
				compareTexts(one.address, other.address) ||
				rankOf(one.event.event) - rankOf(other.event.event) ||
				compareTexts(one.event.eventId, other.event.eventId),
		)
		.map(({ event }) => event);
}

function inviteEvents({ seen, invites: known = [], members }: Snapshot, now: Look): LosantEvent[] {
	const current = new Map((now.invites ?? []).map((invite) => [idOfInvite(invite), invite]));
	const knownIds = new Map(known.map((invite) => [invite.id, invite]));
	const events: LosantEvent[] = [];
	for (const [id, invite] of current) {
		const before = knownIds.get(id);
		if (!before) continue;
		if (isRenewed(before, invite)) events.push(resent(before, invite, seen));
		if (invite.hasExpired === true && !before.hasExpired) events.push(expired(invite));
	}

	const vanished = byAddress(known.filter(({ id }) => !current.has(id)));
	const added = byAddress([...current.values()].filter((one) => !knownIds.has(idOfInvite(one))));
	const membersBefore = members && byAddress(members);
	const membersNow = byAddress(now.members ?? []);
	for (const address of new Set([...vanished.keys(), ...added.keys()])) {
		const gone = [...(vanished.get(address) ?? [])].sort(byWhatCounts);
		const fresh = [...(added.get(address) ?? [])].sort(byWhatCounts);
		const wasMember = membersBefore?.has(address) ?? gone.some(({ isMember }) => isMember);
		const [member] = wasMember ? [] : (membersNow.get(address) ?? []);
		if (member) {
			const [accepted, ...others] = gone;
			if (accepted) events.push(acceptedBy(member, accepted));
			events.push(...others.map((invite) => removed(invite, 'otherInviteAccepted')));
		} else {
			const pairs = gone.slice(0, fresh.length);
			events.push(
				...pairs.flatMap((invite) => {
					const renewed = fresh.shift();
					return renewed ? [resent(invite, renewed, seen), ...expiredIn([renewed])] : [];
				}),
				...gone.slice(pairs.length).map((invite) => removed(invite, 'revokedOrDeclined')),
			);
		}
		events.push(...fresh.map(created), ...expiredIn(fresh));
	}
	return events;
}

function memberEvents(
	orgId: string,
	{ seen, members: known = [] }: Snapshot,
	now: Look,
	ofInvites: readonly LosantEvent[],
): LosantEvent[] {
	const knownIds = new Map(known.map((member) => [member.userId, member]));
	const current = new Map((now.members ?? []).map((member) => [idOfMember(member), member]));
	const invites = new Map(
		ofInvites
			.filter(({ event }) => event === 'inviteAccepted')
			.map(({ userId, inviteId }) => [userId, inviteId]),
	);
	const idOf = (event: LosantEvent['event'], userId: string, role: string) =>
		[event, orgId, userId, seen, role].join('/');
	const events: LosantEvent[] = [];
	for (const [userId, member] of current) {
		const { email, role } = knownMember(member);
		const before = knownIds.get(userId);
		const about = { email, role, userId, member };
		if (!before) {
			const event = 'memberAdded';
			const inviteId = invites.get(userId) ?? null;
			events.push(eventOf({ event, eventId: idOf(event, userId, role), inviteId, ...about }));
		} else if (hasOtherRoles(before, member)) {
			const event = 'memberRoleChanged';
			const previousRole = before.role === role ? null : before.role;
			events.push(eventOf({ event, eventId: idOf(event, userId, role), previousRole, ...about }));
		}
	}
	for (const { userId, email, role } of known) {
		if (current.has(userId)) continue;
		const event = 'memberRemoved';
		const member = { userId, email, role };
		events.push(eventOf({ event, eventId: idOf(event, userId, role), ...member, member }));
	}
	return events;
}

/** What a look doesn't show of the roles may be anything. */
function hasOtherRoles(before: KnownMember, member: OrgMember): boolean {
	const now = knownMember(member);
	return (
		now.role !== before.role ||
		RESOURCE_KINDS.some(
			(kind) => now[kind] !== '' && before[kind] !== '' && now[kind] !== before[kind],
		)
	);
}

function isRenewed(before: KnownInvite, invite: OrgInvite): boolean {
	const { inviteDate, hasExpired, role } = knownInvite(invite);
	return (
		inviteDate !== before.inviteDate || (before.hasExpired && !hasExpired) || role !== before.role
	);
}

function created(invite: OrgInvite): LosantEvent {
	const event = 'inviteCreated';
	return eventOf({
		...aboutInvite(invite),
		event,
		eventId: `${event}/${idOfInvite(invite)}`,
		occurredAt: knownInvite(invite).inviteDate,
	});
}

/** Under which id an invite goes on that is sent again isn't documented. */
function resent(before: KnownInvite, invite: OrgInvite, seen: number): LosantEvent {
	const event = 'inviteResent';
	const { id, inviteDate, role } = knownInvite(invite);
	const isMoved = inviteDate !== before.inviteDate;
	return eventOf({
		...aboutInvite(invite),
		event,
		// without another date it may look the same a second time
		eventId: [event, id, inviteDate, role, ...(isMoved ? [] : [seen])].join('/'),
		occurredAt: isMoved ? inviteDate : null,
		previousRole: before.role === role ? null : before.role,
		previousInviteId: before.id === id ? null : before.id,
		previousInviteDate: before.inviteDate,
	});
}

function expiredIn(invites: readonly OrgInvite[]): LosantEvent[] {
	return invites.filter(({ hasExpired }) => hasExpired === true).map(expired);
}

function expired(invite: OrgInvite): LosantEvent {
	const event = 'inviteExpired';
	const { id, inviteDate } = knownInvite(invite);
	const eventId = [event, id, inviteDate].join('/');
	return eventOf({ ...aboutInvite(invite), event, eventId });
}

function acceptedBy(member: OrgMember, invite: KnownInvite): LosantEvent {
	const event = 'inviteAccepted';
	const { userId, role } = knownMember(member);
	const seenLast = lastSeen(invite);
	return eventOf({ ...seenLast, event, eventId: `${event}/${invite.id}`, userId, role, member });
}

function removed(invite: KnownInvite, reason: LosantEvent['reason']): LosantEvent {
	const event = 'inviteRemoved';
	return eventOf({ ...lastSeen(invite), event, eventId: `${event}/${invite.id}`, reason });
}

function lastSeen({ id, email, role, inviteDate, hasExpired }: KnownInvite) {
	const invite = { id, email, role, inviteDate: inviteDate || null, hasExpired };
	return { inviteId: id, email, role, invite };
}

function aboutInvite(invite: OrgInvite): Partial<LosantEvent> {
	const { id, email, role } = knownInvite(invite);
	const { expiresAt } = withExpiry(invite);
	return {
		inviteId: id,
		email,
		role,
		expiresAt: typeof expiresAt === 'string' ? expiresAt : null,
		invite,
	};
}
