import { NO_ID, type OrgInvite, type OrgMember } from '../losant/objects';
import { byWhatCounts, isPending, withExpiry } from '../losant/invites';
import type { Losant } from '../transport/losant';
import { eventOf, listsRead, type EventName, type LosantEvent } from './events';
import { sourceOf } from './look';
import { knownInvite, knownMember } from './snapshot';
import { organizationsOf, type Organization, type PlacedEvent, type Watched } from './watch';

/** How many organizations are searched for people to show. */
const SEARCHED = 3;

const EMAIL = 'ann@example.com';

/** Where an organization has nobody who fits, somebody is shown who could be. */
const SOMEBODY = {
	userId: '575ef90f7ae143cd83dc4aa1',
	email: EMAIL,
	firstName: 'Ann',
	lastName: 'Example',
	role: 'view',
};
const TTL = 604_800_000;
const INVITED = {
	id: '575ef90f7ae143cd83dc4ab1',
	email: EMAIL,
	role: 'view',
	inviteDate: '2026-01-01T00:00:00.000Z',
	ttl: TTL,
	hasExpired: false,
};

/** People of an organization. */
interface Found {
	organization: Organization;
	invites: readonly OrgInvite[];
	members: readonly OrgMember[];
}

/**
 * One event of each kind that is watched, made from people who are there now. Nothing of the kind has happened.
 *
 * @param losant the door to Losant
 * @param watched what is to be watched
 * @throws NodeApiError when Losant doesn't give the lists
 */
export async function sample(losant: Losant, watched: Watched): Promise<PlacedEvent[]> {
	const { instanceId, events, request } = watched;
	const lists = listsRead(events);
	const found: Found[] = [];
	for (const organization of await organizationsOf(losant, watched, SEARCHED)) {
		const path = { instanceId, orgId: organization.id };
		const source = sourceOf(losant, { ...request, path });
		const invites = lists.has('invites') ? await source.invites() : [];
		const members = lists.has('members') ? await source.members() : [];
		found.push({ organization, invites, members });
		const isEnough =
			(!lists.has('members') || members.length > 0) &&
			(!lists.has('invites') || invites.some(isPending)) &&
			(!events.includes('inviteExpired') || invites.some((invite) => !isPending(invite)));
		if (isEnough) break;
	}
	return events.map((event) => sampleOf(event, found));
}

function sampleOf(event: EventName, found: readonly Found[]): PlacedEvent {
	const isOfMember = event.startsWith('member') || event === 'inviteAccepted';
	const isExpired = event === 'inviteExpired';
	const nowhere = { id: NO_ID, name: null, creationDate: '' };
	const first = found[0]?.organization ?? nowhere;
	if (isOfMember) {
		const place = found.find(({ members }) => members.length > 0);
		const member = place?.members[0] ?? SOMEBODY;
		return { organization: place?.organization ?? first, event: ofMember(event, member) };
	}
	const fits = (invite: OrgInvite) => isPending(invite) !== isExpired;
	const place = found.find(({ invites }) => invites.some(fits));
	const [invite = { ...INVITED, hasExpired: isExpired }] = [...(place?.invites ?? [])]
		.filter(fits)
		.sort(byWhatCounts);
	return { organization: place?.organization ?? first, event: ofInvite(event, invite) };
}

function ofMember(event: EventName, member: OrgMember): LosantEvent {
	const { userId, email, role } = knownMember(member);
	const { id, inviteDate, hasExpired } = INVITED;
	return eventOf({
		event,
		eventId: `test/${event}/${userId}`,
		email,
		role,
		userId,
		previousRole: event === 'memberRoleChanged' ? (role === 'view' ? 'edit' : 'view') : null,
		...(event === 'inviteAccepted' && {
			inviteId: id,
			invite: { id, email, role, inviteDate, hasExpired },
		}),
		member: event === 'memberRemoved' ? { userId, email, role } : member,
	});
}

function ofInvite(event: EventName, invite: OrgInvite): LosantEvent {
	const { id, email, role, inviteDate, hasExpired } = knownInvite(invite);
	const { expiresAt } = withExpiry(invite);
	const isGone = event === 'inviteRemoved';
	const isSent = event === 'inviteCreated' || event === 'inviteResent';
	return eventOf({
		event,
		eventId: `test/${event}/${id}`,
		occurredAt: isSent ? inviteDate : null,
		email,
		role,
		inviteId: id,
		reason: isGone ? 'revokedOrDeclined' : null,
		expiresAt: typeof expiresAt === 'string' && !isGone ? expiresAt : null,
		invite: isGone ? { id, email, role, inviteDate: inviteDate || null, hasExpired } : invite,
	});
}
