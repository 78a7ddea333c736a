import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { isLate } from '../transport/clock';
import { isRefusal, type Losant } from '../transport/losant';
import { allPages } from '../transport/pages';
import type { LosantRequest } from '../transport/request';
import { compare } from './compare';
import { listsRead, type EventName, type LosantEvent } from './events';
import { lookAt, sourceOf } from './look';
import {
	fromText,
	MAX_PEOPLE,
	nobody,
	peopleIn,
	remember,
	toText,
	type Look,
	type Snapshot,
	type State,
	type Trouble,
} from './snapshot';

/** What a trigger is to watch, and how Losant is asked for it. */
export interface Watched {
	instanceId: string;
	/** The one organization, with its name where it is known; all of the instance unless given */
	organization?: Organization;
	events: readonly EventName[];
	/** How many organizations are looked at at the same time, from 1 */
	concurrency: number;
	/** What goes with each request */
	request: Pick<LosantRequest, 'query' | 'headers'>;
}

/** An organization, as far as the trigger needs to know it. */
export interface Organization {
	id: string;
	name: string | null;
	/** '' where Losant doesn't give it, or it isn't asked for */
	creationDate: string;
}

/** An event with where it happened. */
export type PlacedEvent = { organization: Organization; event: LosantEvent };

/** An organization that could not be looked at. */
export interface Failed {
	organization: Organization;
	error: unknown;
}

/** What came of a poll. */
export interface Watching {
	/** In Losant's order of the organizations */
	events: PlacedEvent[];
	/** To be remembered for the next poll */
	state: State;
	/** How many organizations there are */
	count: number;
	/** Those that could not be looked at, as far as it is time to tell */
	toTell: Failed[];
}

/** What `watch` means all organizations by in the state. */
const ALL = 'all';

/** How long an organization is remembered that is no longer in Losant's list, and how long a trouble that was told isn't told again, in milliseconds. */
const DAY = 86_400_000;
const GONE_FOR_GOOD = 30 * DAY;

/** At how many looks in a row a passing trouble is one to tell. */
const LOOKS = 3;

/**
 * The organizations that are watched.
 *
 * @param losant the door to Losant
 * @param watched what is to be watched
 * @param limit how many are wanted; all unless given
 * @throws NodeApiError when Losant doesn't give them
 */
export async function organizationsOf(
	losant: Losant,
	{ instanceId, organization, request }: Watched,
	limit?: number,
): Promise<Organization[]> {
	if (organization) return [organization];
	const all = await allPages(
		losant,
		{
			...request,
			action: 'instanceOrgs.get',
			path: { instanceId },
			// what is made meanwhile comes last, and moves nothing to another page
			query: { ...request.query, sortField: 'creationDate', sortDirection: 'asc' },
		},
		limit,
	);
	return all.flatMap(asOrganization);
}

function asOrganization({ id, orgId, name, creationDate }: IDataObject): Organization[] {
	const given = id ?? orgId;
	if (typeof given !== 'string' || given === '') return [];
	return [
		{
			id: given,
			name: typeof name === 'string' ? name : null,
			creationDate: typeof creationDate === 'string' ? creationDate : '',
		},
	];
}

/**
 * Looks at all organizations that are watched, and tells what has happened since the last time. What could not be looked at
 * stays as it is, so that nothing of it is lost or invented.
 *
 * @param losant the door to Losant, whose time is that of the poll
 * @param watched what is to be watched
 * @param before what is remembered of the last poll; undefined where there was none
 * @param now the time of day, in milliseconds since 1970
 * @throws NodeApiError where nothing could be looked at, or the token is no good
 * @throws NodeOperationError where the time is over before anything could be
 * @throws UserError where there are too many people
 */
export async function watch(
	losant: Losant,
	watched: Watched,
	before: State | undefined,
	now: number,
): Promise<Watching> {
	const organizations = await organizationsOf(losant, watched);
	const known = stillWatched(watched, before, organizations, now);
	const { looks, failed } = await lookAtAll(losant, watched, known, organizations);

	const events: PlacedEvent[] = [];
	const texts = { ...known.organizations };
	for (const organization of organizations) {
		const looked = looks.get(organization.id);
		if (!looked) continue;
		const { told, text } = since(watched, known, organization, looked, now);
		events.push(...told.map((event) => ({ organization, event })));
		texts[organization.id] = text;
	}
	if (Object.values(texts).reduce((sum, text) => sum + peopleIn(text), 0) > MAX_PEOPLE) {
		throw new UserError(
			`The watched organizations have more than ${MAX_PEOPLE.toLocaleString('en-US')} people`,
			{ description: 'Watch one organization, or share them among several workflows' },
		);
	}

	const { trouble, toTell } = troubles(known, organizations, looks, failed, now);
	const next = inTurn(organizations, known.next).find(
		({ id }) => !looks.has(id) && !failed.some(({ organization }) => organization.id === id),
	);
	return {
		events,
		state: {
			...known,
			next: next?.id ?? '',
			gone: goneFrom(known, organizations, now),
			trouble,
			organizations: texts,
		},
		count: organizations.length,
		toTell,
	};
}

/** The state without what isn't watched any more, which would come back as old news if it were watched again. */
function stillWatched(
	{ instanceId, organization }: Watched,
	before: State | undefined,
	organizations: readonly Organization[],
	now: number,
): State {
	const watch = organization?.id ?? ALL;
	const isSameInstance = before?.instanceId === instanceId;
	if (before && isSameInstance && before.watch === watch) {
		return { ...before, organizations: withoutGoneForGood(before, now) };
	}
	const ids = new Set(organizations.map(({ id }) => id));
	const kept = Object.entries(isSameInstance ? before.organizations : {});
	return {
		instanceId,
		watch,
		newest: newestOf(organizations, now),
		next: '',
		trouble: {},
		gone: {},
		organizations: Object.fromEntries(kept.filter(([id]) => ids.has(id))),
	};
}

/** Of an organization that was gone for long only this is remembered, that it isn't new. */
function withoutGoneForGood({ organizations, gone }: State, now: number) {
	return Object.fromEntries(
		Object.entries(organizations).map(([id, text]) => {
			const since = gone[id];
			return [id, since !== undefined && now - since > GONE_FOR_GOOD ? '' : text];
		}),
	);
}

function goneFrom({ gone, organizations }: State, now: readonly Organization[], at: number) {
	const there = new Set(now.map(({ id }) => id));
	return Object.fromEntries(
		Object.keys(organizations)
			.filter((id) => !there.has(id))
			.map((id) => [id, gone[id] ?? at]),
	);
}

/** Losant's own time, as far as it tells one. */
function newestOf(organizations: readonly Organization[], now: number): string {
	const newest = organizations.reduce(
		(newestYet, { creationDate }) => (creationDate > newestYet ? creationDate : newestYet),
		'',
	);
	return newest === '' ? new Date(now).toISOString() : newest;
}

/** The events of one organization since the last look at it, and what is remembered of this one. */
function since(
	{ events }: Watched,
	{ newest, organizations }: State,
	{ id, creationDate }: Organization,
	{ look, remembered }: Looked,
	now: number,
): { told: LosantEvent[]; text: string } {
	const known = organizations[id];
	const isNew = known === undefined && creationDate > newest;
	if (!remembered && !isNew) return { told: [], text: toText(remember(look, events, now)) };
	const before = remembered ?? nobody(events);
	const unchanged = toText(remember(look, events, before.seen));
	if (unchanged === known) return { told: [], text: unchanged };
	const told = compare(id, before, look).filter(
		({ event }) => events.includes(event) && before.events.includes(event),
	);
	// each change has a number of its own, since the ids of its events are made with it
	const seen = Math.max(before.seen + 1, now);
	return { told, text: toText(remember(look, events, seen)) };
}

/** From the one on that had no turn the last time. */
function inTurn(organizations: readonly Organization[], next: string): readonly Organization[] {
	const first = organizations.findIndex(({ id }) => id === next);
	return first > 0
		? [...organizations.slice(first), ...organizations.slice(0, first)]
		: organizations;
}

/** An organization that could be looked at, and what is remembered of it; nothing where it is new, or was gone for long. */
interface Looked {
	look: Look;
	remembered: Snapshot | undefined;
}

async function lookAtAll(
	losant: Losant,
	{ instanceId, events, concurrency, request }: Watched,
	known: State,
	organizations: readonly Organization[],
): Promise<{ looks: ReadonlyMap<string, Looked>; failed: Failed[] }> {
	const lists = listsRead(events);
	const looks = new Map<string, Looked>();
	const failed: Failed[] = [];
	let late: unknown;
	let fatal: unknown;
	const waiting = [...inTurn(organizations, known.next)].reverse();
	const time = losant.clock.left();
	const work = async () => {
		for (;;) {
			const organization = late || fatal ? undefined : waiting.pop();
			if (!organization) return;
			const isEarly = losant.clock.left() > time / 2;
			const path = { instanceId, orgId: organization.id };
			const text = known.organizations[organization.id];
			const remembered = text ? fromText(text) : undefined;
			await lookAt(sourceOf(losant, { ...request, path }, remembered), lists, remembered).then(
				(look) => void looks.set(organization.id, { look, remembered }),
				(error: unknown) => {
					if (isLate(error)) late ??= error;
					// who was begun with and has no answer at the end will have none the next time either
					if (!isLate(error) || isEarly) failed.push({ organization, error });
					// the token is no good for the others either
					if (isRefusal(error, ['401'])) fatal ??= error;
				},
			);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	const isNothing = looks.size === 0 && organizations.length > 0;
	const error = fatal ?? (isNothing ? (failed[0]?.error ?? late) : undefined);
	if (error) throw error;
	return { looks, failed };
}

/** A refusal is told at once, a passing trouble when it lasts; each again after a day. */
function troubles(
	{ trouble: before }: State,
	organizations: readonly Organization[],
	looks: ReadonlyMap<string, Looked>,
	failed: readonly Failed[],
	now: number,
): { trouble: Record<string, Trouble>; toTell: Failed[] } {
	const failures = new Map(failed.map((one) => [one.organization.id, one]));
	const trouble: Record<string, Trouble> = {};
	const toTell: Failed[] = [];
	for (const { id } of organizations) {
		const known = before[id];
		const failure = failures.get(id);
		if (!failure) {
			if (known && !looks.has(id)) trouble[id] = known;
			continue;
		}
		const looksInVain = Math.min(LOOKS, (known?.looks ?? 0) + 1);
		const toldAt = known?.toldAt ?? 0;
		const isTime =
			(isRefusal(failure.error) || looksInVain === LOOKS) && (toldAt === 0 || now - toldAt >= DAY);
		if (isTime) toTell.push(failure);
		trouble[id] = { toldAt: isTime ? now : toldAt, looks: looksInVain };
	}
	return { trouble, toTell };
}
