import type { IDataObject } from 'n8n-workflow';

import { clockOf } from '../../../nodes/Losant/transport/clock';
import type { Losant } from '../../../nodes/Losant/transport/losant';
import { eventNames } from '../../../nodes/Losant/trigger/events';
import { fromStored, toStored, type State } from '../../../nodes/Losant/trigger/snapshot';
import { watch, type Watched, type Watching } from '../../../nodes/Losant/trigger/watch';
import { node } from '../node';
import { Simulation } from '../simulation';

const SECOND = 1_000;
const NOW = Date.parse('2026-02-01T00:00:00.000Z');
const INSTANCE = '5ff89ff825013dc6c2856188';
const watched: Watched = {
	instanceId: INSTANCE,
	events: eventNames,
	concurrency: 5,
	request: { query: {}, headers: {} },
};

interface Place {
	id: string;
	name: string;
	creationDate: string;
	members: IDataObject[];
	/** Whether Losant never answers for it */
	hangs?: boolean;
}

const places = (count: number): Place[] =>
	Array.from({ length: count }, (_, index) => ({
		id: index.toString(16).padStart(24, '0'),
		name: `Plant ${index}`,
		creationDate: new Date(Date.UTC(2026, 0, 1) + index).toISOString(),
		members: [],
	}));

const member = (number: number) => ({
	userId: `user${number}`,
	email: `person${number}@example.com`,
	role: 'view',
});

/** Has Losant's door answer from memory, each request after so long by a clock that is not of this world. */
async function pollAt(
	all: readonly Place[],
	before: State | undefined,
	{ time = Infinity, takes = 0, perPage = 1_000, betweenPages = () => {} } = {},
): Promise<Watching & { took: number; atOnce: number; asked: number }> {
	const simulation = new Simulation();
	// the error for a time that is over is the real clock's
	const real = clockOf(node, undefined, 0);
	const left = () => time - simulation.now();
	const throwIfOver = (milliseconds = 0) => {
		if (left() <= milliseconds) real.throwIfOver();
	};
	let underWay = 0;
	let atOnce = 0;
	let asked = 0;
	const answers = async (request: { action: string; path: object; query?: IDataObject }) => {
		throwIfOver();
		asked++;
		atOnce = Math.max(atOnce, ++underWay);
		const isHung = all.some(({ id, hangs }) => hangs && Object.values(request.path).includes(id));
		await simulation.wait(Math.min(isHung ? Infinity : takes, left()));
		underWay--;
		throwIfOver();
		if (request.action === 'instanceOrgs.get') {
			const page = Number(request.query?.page);
			const items = all.slice(page * perPage, (page + 1) * perPage);
			betweenPages();
			return {
				items: items.map(({ id, name, creationDate }) => ({ id, name, creationDate })),
				totalCount: all.length,
			};
		}
		const orgId = Reflect.get(request.path, 'orgId');
		const place = all.find(({ id }) => id === orgId);
		if (!place) throw new Error('Organization was not found');
		const { members } = place;
		const people = request.action === 'instanceOrgMembers.get' ? [...members] : [];
		return { items: people, count: people.length };
	};
	const losant = Object.assign(answers, {
		clock: {
			now: () => simulation.now(),
			left,
			wait: async (milliseconds: number) => {
				throwIfOver(milliseconds);
				await simulation.wait(milliseconds);
			},
			until: async (something: Promise<unknown>) => void (await something),
			throwIfOver,
		},
		forRun: () => losant,
		forItem: () => losant,
		address: async () => 'https://api.losant.com/',
	}) as unknown as Losant;
	const watching = watch(losant, watched, before, NOW);
	watching.catch(() => {});
	await simulation.run();
	return { ...(await watching), took: simulation.now(), atOnce, asked };
}

/** As n8n keeps it between two polls. */
const kept = ({ state }: Watching) => fromStored(JSON.parse(JSON.stringify(toStored(state))));

describe('500 slow organizations, and 36 seconds', () => {
	const time = 33 * SECOND;
	const takes = SECOND;

	test('all are looked at after some polls, none is told twice, and no poll is late', async () => {
		const all = places(500);
		let state: State | undefined;
		for (let polls = 0; ; polls++) {
			expect(polls).toBeLessThan(10);
			const watching = await pollAt(all, state, { time, takes });
			expect(watching.took).toBeLessThanOrEqual(time);
			expect(watching.atOnce).toBe(5);
			expect(watching.events).toEqual([]);
			expect(watching.toTell).toEqual([]);
			state = kept(watching);
			if (Object.keys(state?.organizations ?? {}).length === 500) break;
			expect(state?.next).not.toBe('');
		}

		all.forEach(({ members }, index) => members.push(member(index)));
		const ids: string[] = [];
		for (let polls = 0; polls < 10; polls++) {
			const watching = await pollAt(all, state, { time, takes });
			expect(watching.took).toBeLessThanOrEqual(time);
			ids.push(...watching.events.map(({ event }) => event.eventId));
			state = kept(watching);
		}
		expect(ids).toHaveLength(500);
		expect(new Set(ids).size).toBe(500);
	});

	test('where nothing can be looked at in time, that is an error', async () => {
		await expect(pollAt(places(500), undefined, { time, takes: 40 * SECOND })).rejects.toThrow(
			'Losant did not answer',
		);
	});
});

test('an organization for which Losant never answers: the others go on, and it is told when it lasts', async () => {
	const all = places(20);
	const [first] = all;
	if (first) first.hangs = true;
	let state: State | undefined;
	const reports: string[][] = [];
	for (let polls = 0; polls < 4; polls++) {
		for (const { id, members } of all) if (id !== first?.id) members.push(member(polls));
		const watching = await pollAt(all, state, { time: 33 * SECOND, takes: 100 });
		expect(watching.events).toHaveLength(polls === 0 ? 0 : 19);
		reports.push(watching.toTell.map(({ organization }) => organization.name ?? ''));
		state = kept(watching);
	}
	expect(reports).toEqual([[], [], ['Plant 0'], []]);
});

test('requests: the pages of the list, and two for each organization', async () => {
	const { asked } = await pollAt(places(25), undefined, { perPage: 10 });
	expect(asked).toBe(3 + 2 * 25);
});

test('an organization that a page has skipped, since another one was deleted meanwhile: nothing happens, then or later', async () => {
	const all = places(30);
	for (const place of all) place.members.push(member(1));
	const first = await pollAt(all, undefined, { perPage: 10 });
	let isDeleted = false;
	const betweenPages = () => {
		if (isDeleted) return;
		isDeleted = true;
		all.splice(0, 1);
	};
	const shifted = await pollAt(all, kept(first), { perPage: 10, betweenPages });
	expect(shifted.events).toEqual([]);
	const back = await pollAt(all, kept(shifted), { perPage: 10 });
	expect(back.events).toEqual([]);
	expect(back.count).toBe(29);
});

test('the events are in Losant’s order of the organizations, wherever the poll has begun', async () => {
	const all = places(4);
	const first = await pollAt(all, undefined);
	for (const place of all) place.members.push(member(1));
	const { events } = await pollAt(all, { ...first.state, next: all[2]?.id ?? '' });
	expect(events.map(({ organization }) => organization.name)).toEqual(all.map(({ name }) => name));
});
