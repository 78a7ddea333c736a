import fc from 'fast-check';

import { eventNames } from '../../../nodes/Losant/trigger/events';
import {
	fromStored,
	fromText,
	peopleIn,
	remember,
	toStored,
	toText,
} from '../../../nodes/Losant/trigger/snapshot';

const text = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom('%', ' ', '\n', '', '=', 'ä @ü'),
);
const word = fc.constantFrom('', '0', '1a2b3c');
const date = fc.oneof(
	fc.date({ noInvalidDate: true }).map((one) => one.toISOString()),
	text,
);
const snapshots = fc.record(
	{
		seen: fc.maxSafeNat(),
		events: fc.subarray([...eventNames]),
		invites: fc.array(
			fc.record({
				id: text,
				email: text,
				role: text,
				inviteDate: date,
				hasExpired: fc.boolean(),
				isMember: fc.boolean(),
			}),
		),
		members: fc.array(
			fc.record({
				userId: text,
				email: text,
				role: text,
				applicationRoles: word,
				dashboardRoles: word,
			}),
		),
	},
	{ requiredKeys: ['seen', 'events'] },
);

test('what is remembered is read as it was written, whatever the addresses, the roles and the dates', () => {
	fc.assert(
		fc.property(snapshots, (snapshot) => {
			const written = toText(snapshot);
			expect(fromText(written)).toEqual(snapshot);
			expect(peopleIn(written)).toBe(
				(snapshot.invites?.length ?? 0) + (snapshot.members?.length ?? 0),
			);
		}),
		{ numRuns: 5_000 },
	);
});

const state = {
	instanceId: '5ff89ff825013dc6c2856188',
	watch: 'all',
	newest: '2026-01-01T00:00:00.000Z',
	next: '60106426dc03c6aad06540bb',
	trouble: { '60106426dc03c6aad06540bb': { toldAt: 0, looks: 1 } },
	gone: { '60106426dc03c6aad06540bc': 1_000 },
	organizations: {
		'60106426dc03c6aad06540bb': toText(remember({ invites: [], members: [] }, eventNames, 5)),
		'60106426dc03c6aad06540bc': '',
	},
};

test('the state is read as it was stored, by way of a database', () => {
	expect(fromStored(JSON.parse(JSON.stringify(toStored(state))))).toEqual(state);
});

test.each([
	['nothing', undefined],
	['a later version', { ...toStored(state), version: 2 }],
	['no version', { ...state }],
	['a text in place of an object', { ...toStored(state), organizations: 'x' }],
	['a text that is none of an organization', { ...toStored(state), organizations: { a: 'x' } }],
	['half a text', { ...toStored(state), organizations: { a: 'a b im\ni 1' } }],
	['no instance', { ...toStored(state), instanceId: undefined }],
])('%s is no state', (_, stored) => {
	expect(fromStored(stored)).toBeUndefined();
});

test('a person takes 200 bytes at most', () => {
	const people = Array.from({ length: 1_000 }, (_, index) => ({
		email: `firstname.lastname${index}@subsidiary.example.com`,
		role: 'collaborate',
		id: index.toString(16).padStart(24, '5'),
		userId: index.toString(16).padStart(24, '6'),
		inviteDate: new Date(index).toISOString(),
		applicationRoles: [{ resourceId: 'a', role: 'view' }],
		dashboardRoles: [],
	}));
	const written = toText(remember({ invites: people, members: people }, eventNames, 1));
	expect(Buffer.byteLength(written) / 2_000).toBeLessThan(200);
});
