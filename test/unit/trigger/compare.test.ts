import fc from 'fast-check';

import { compare } from '../../../nodes/Losant/trigger/compare';
import { eventNames, rankOf, type LosantEvent } from '../../../nodes/Losant/trigger/events';
import { fromText, remember, toText, type Snapshot } from '../../../nodes/Losant/trigger/snapshot';
import { histories, ORGANIZATION, Organization, play, steps, type Deed } from './history';

const SEEN = 7;
const email = 'ann@example.com';
const invite = {
	id: 'a',
	email,
	role: 'view',
	inviteDate: '2026-01-01T00:00:00.000Z',
	hasExpired: false,
};
const another = { ...invite, id: 'b', inviteDate: '2026-01-02T00:00:00.000Z' };
const member = { userId: 'u', email, role: 'view' };

const between = (
	before: Parameters<typeof remember>[0],
	now: Parameters<typeof remember>[0],
): LosantEvent[] =>
	compare(ORGANIZATION, remember({ invites: [], members: [], ...before }, eventNames, SEEN), {
		invites: [],
		members: [],
		...now,
	});
const names = (events: readonly LosantEvent[]) => events.map(({ event }) => event);

describe('between two looks', () => {
	test.each`
		what                              | before                                            | now                                               | told
		${'an invite is new'}             | ${{}}                                             | ${{ invites: [invite] }}                          | ${['inviteCreated']}
		${'it is new and expired'}        | ${{}}                                             | ${{ invites: [{ ...invite, hasExpired: true }] }} | ${['inviteCreated', 'inviteExpired']}
		${'its date has moved'}           | ${{ invites: [invite] }}                          | ${{ invites: [{ ...another, id: 'a' }] }}         | ${['inviteResent']}
		${'its role is another'}          | ${{ invites: [invite] }}                          | ${{ invites: [{ ...invite, role: 'edit' }] }}     | ${['inviteResent']}
		${'it has expired no more'}       | ${{ invites: [{ ...invite, hasExpired: true }] }} | ${{ invites: [invite] }}                          | ${['inviteResent']}
		${'another is in its place'}      | ${{ invites: [invite] }}                          | ${{ invites: [another] }}                         | ${['inviteResent']}
		${'it has expired'}               | ${{ invites: [invite] }}                          | ${{ invites: [{ ...invite, hasExpired: true }] }} | ${['inviteExpired']}
		${'an expired one is cleaned up'} | ${{ invites: [{ ...invite, hasExpired: true }] }} | ${{}}                                             | ${['inviteRemoved']}
		${'it was accepted'}              | ${{ invites: [invite] }}                          | ${{ members: [member] }}                          | ${['inviteAccepted', 'memberAdded']}
		${'a second one is left'}         | ${{ invites: [invite, another] }}                 | ${{ members: [member] }}                          | ${['inviteRemoved', 'inviteAccepted', 'memberAdded']}
		${'it is gone'}                   | ${{ invites: [invite] }}                          | ${{}}                                             | ${['inviteRemoved']}
		${'gone, and a member was there'} | ${{ invites: [invite], members: [member] }}       | ${{ members: [member] }}                          | ${['inviteRemoved']}
		${'a member is new'}              | ${{}}                                             | ${{ members: [member] }}                          | ${['memberAdded']}
		${'a member is gone'}             | ${{ members: [member] }}                          | ${{}}                                             | ${['memberRemoved']}
		${'gone, and invited again'}      | ${{ members: [member] }}                          | ${{ invites: [invite] }}                          | ${['memberRemoved', 'inviteCreated']}
		${'a role is another'}            | ${{ members: [member] }}                          | ${{ members: [{ ...member, role: 'admin' }] }}    | ${['memberRoleChanged']}
		${'nothing but the order'}        | ${{ invites: [invite, another] }}                 | ${{ invites: [another, invite] }}                 | ${[]}
	`('$what: $told', ({ before, now, told }) => {
		expect(names(between(before, now))).toEqual(told);
	});

	test('an accepted invite says who, as what, and by which invite', () => {
		const [accepted, added] = between(
			{ invites: [invite] },
			{ members: [{ ...member, role: 'edit' }] },
		);
		expect(accepted).toEqual({
			event: 'inviteAccepted',
			eventId: 'inviteAccepted/a',
			occurredAt: null,
			email,
			role: 'edit',
			previousRole: null,
			inviteId: 'a',
			userId: 'u',
			reason: null,
			expiresAt: null,
			previousInviteId: null,
			previousInviteDate: null,
			invite,
			member: { ...member, role: 'edit' },
		});
		expect(added).toMatchObject({ event: 'memberAdded', inviteId: 'a', invite: null });
	});

	test('of several invites the one that counts was accepted, and the others say so', () => {
		const events = between({ invites: [invite, another] }, { members: [member] });
		expect(events).toMatchObject([
			{ event: 'inviteRemoved', inviteId: 'a', reason: 'otherInviteAccepted' },
			{ event: 'inviteAccepted', inviteId: 'b', reason: null },
			{ event: 'memberAdded', inviteId: 'b' },
		]);
	});

	test('a resent invite says what it was before, and when it expires', () => {
		const now = { ...another, role: 'edit', ttl: 1_000 };
		expect(between({ invites: [invite] }, { invites: [now] })).toMatchObject([
			{
				event: 'inviteResent',
				eventId: 'inviteResent/b/2026-01-02T00:00:00.000Z/edit',
				occurredAt: another.inviteDate,
				role: 'edit',
				previousRole: 'view',
				inviteId: 'b',
				previousInviteId: 'a',
				previousInviteDate: invite.inviteDate,
				expiresAt: '2026-01-02T00:00:01.000Z',
				invite: now,
			},
		]);
	});

	const roles = (...ids: string[]) => ids.map((resourceId) => ({ resourceId, role: 'view' }));

	test.each`
		before             | now                | isTold
		${roles('1')}      | ${roles('2')}      | ${true}
		${roles('1')}      | ${[]}              | ${true}
		${roles('1', '2')} | ${roles('2', '1')} | ${false}
		${undefined}       | ${roles('1')}      | ${false}
		${roles('1')}      | ${undefined}       | ${false}
	`('application roles $before, then $now: told $isTold', ({ before, now, isTold }) => {
		const events = between(
			{ members: [{ ...member, applicationRoles: before }] },
			{ members: [{ ...member, applicationRoles: now }] },
		);
		expect(names(events)).toEqual(isTold ? ['memberRoleChanged'] : []);
		if (isTold) expect(events).toMatchObject([{ role: 'view', previousRole: null }]);
	});

	test('a list that was not remembered is taken as it is', () => {
		const before: Snapshot = { seen: 0, events: ['memberAdded'], members: [] };
		const events = compare(ORGANIZATION, before, { invites: [invite], members: [] });
		expect(events).toEqual([]);
	});
});

/** What a snapshot says of everybody, in a form that events can be told on. */
function stateOf({ invites = [], members = [] }: Snapshot) {
	return {
		invites: new Map(
			invites.map(({ id, email: address, role, inviteDate, hasExpired }) => [
				id,
				{ id, email: address, role, inviteDate, hasExpired },
			]),
		),
		members: new Map(members.map(({ userId, role }) => [userId, role])),
	};
}

/** Tells events on a state. */
function tell(state: ReturnType<typeof stateOf>, events: readonly LosantEvent[]) {
	for (const { event, inviteId, previousInviteId, userId, invite: shown, role } of events) {
		const id = String(inviteId);
		if (event === 'inviteCreated' || event === 'inviteResent') {
			state.invites.delete(String(previousInviteId));
			state.invites.set(id, {
				id,
				email: String(shown?.email),
				role: String(shown?.role),
				inviteDate: String(shown?.inviteDate),
				hasExpired: shown?.hasExpired === true,
			});
		}
		const known = state.invites.get(id);
		if (event === 'inviteExpired' && known) state.invites.set(id, { ...known, hasExpired: true });
		if (event === 'inviteAccepted' || event === 'inviteRemoved') state.invites.delete(id);
		if (event === 'memberAdded' || event === 'memberRoleChanged') {
			state.members.set(String(userId), String(role));
		}
		if (event === 'memberRemoved') state.members.delete(String(userId));
	}
	return state;
}

describe('in any history', () => {
	const whatever = { numRuns: 5_000 };

	test('the events make of the first look the second; without a change there are none, and with one there are some', () => {
		fc.assert(
			fc.property(histories, (history) => {
				const { told, snapshots } = play(history);
				told.forEach((events, index) => {
					const [before, now] = [snapshots[index], snapshots[index + 1]];
					if (!before || !now) throw new Error('no look');
					expect(tell(stateOf(before), events)).toEqual(stateOf(now));
					const isSame =
						toText({ ...before, seen: 0 }).replace(/m (?=\S+$)/gm, ' ') ===
						toText({ ...now, seen: 0 }).replace(/m (?=\S+$)/gm, ' ');
					expect(events.length > 0).toBe(!isSame);
				});
			}),
			{ numRuns: 2_000 },
		);
	});

	/** What one deed is told as. */
	const TOLD: Record<Deed, string[]> = {
		invite: ['inviteCreated'],
		accept: ['inviteAccepted', 'memberAdded'],
		revoke: ['inviteRemoved'],
		resend: ['inviteResent'],
		replace: ['inviteResent'],
		expire: ['inviteExpired'],
		join: ['memberAdded'],
		remove: ['memberRemoved'],
		changeRole: ['memberRoleChanged'],
		changeApplicationRoles: ['memberRoleChanged'],
	};

	test('where one thing happens to a person between two looks, it is told as what it was', () => {
		fc.assert(
			fc.property(fc.array(fc.array(steps(), { maxLength: 6 }), { maxLength: 8 }), (history) => {
				const organization = new Organization();
				let snapshot = remember(organization.look(), eventNames, 0);
				history.forEach((happened, index) => {
					const done = new Map<string, string[]>();
					for (const step of happened) {
						const address = `person${step.who}@example.com`;
						if (done.has(address)) continue;
						const deed = organization.do(step);
						if (deed) done.set(address, TOLD[deed]);
					}
					const events = compare(ORGANIZATION, snapshot, organization.look());
					const told = new Map<string, string[]>();
					for (const { email: address, event } of events) {
						told.set(String(address), [...(told.get(String(address)) ?? []), event]);
					}
					expect(told).toEqual(done);
					snapshot = remember(organization.look(), eventNames, index + 1);
				});
			}),
			{ numRuns: 2_000 },
		);
	});

	test('ids are told once, and derived again they are the same', () => {
		fc.assert(
			fc.property(histories, (history) => {
				const ids = play(history).told.flatMap((events) => events.map(({ eventId }) => eventId));
				expect(new Set(ids).size).toBe(ids.length);
				const again = play(history).told.flatMap((events) => events.map(({ eventId }) => eventId));
				expect(again).toEqual(ids);
			}),
			whatever,
		);
	});

	test('the events of a person are in the order of their ranks', () => {
		fc.assert(
			fc.property(histories, (history) => {
				for (const events of play(history).told) {
					const keys = events.map((event) => `${String(event.email)} ${rankOf(event.event)}`);
					expect(keys).toEqual([...keys].sort());
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	test('leaving out looks leaves out only what was undone between them: who is a member now', () => {
		fc.assert(
			fc.property(histories, (history) => {
				const { told, snapshots } = play(history);
				const [first] = snapshots;
				if (!first) throw new Error('no look');
				const together = play([history.flat()]).told.flat();
				expect(tell(stateOf(first), told.flat()).members).toEqual(
					tell(stateOf(first), together).members,
				);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('another spelling of an address is no event', () => {
		fc.assert(
			fc.property(histories, fc.func(fc.boolean()), (history, isUpper) => {
				const organization = new Organization();
				for (const step of history.flat()) organization.do(step);
				const { invites = [], members = [] } = organization.look();
				const spelled = <Person extends { email?: string }>(person: Person) => ({
					...person,
					email: isUpper(person.email) ? ` ${person.email?.toUpperCase()}` : person.email,
				});
				const before = remember({ invites, members }, eventNames, 0);
				const now = { invites: invites.map(spelled), members: members.map(spelled) };
				expect(compare(ORGANIZATION, before, now)).toEqual([]);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('choosing fewer events leaves the others as they are', () => {
		fc.assert(
			fc.property(histories, fc.subarray([...eventNames], { minLength: 1 }), (history, chosen) => {
				const ids = (told: LosantEvent[][]) =>
					told.map((events) =>
						events
							.filter(({ event }) => chosen.includes(event))
							.map(({ event, eventId }) => `${event} ${eventId}`),
					);
				expect(ids(play(history, chosen).told)).toEqual(ids(play(history).told));
			}),
			whatever,
		);
	});
});

test('nothing that Losant may show is a reason to fail', () => {
	const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.object());
	const person = fc.dictionary(
		fc.constantFrom(
			...['id', 'inviteId', 'userId', 'email', 'role', 'inviteDate', 'hasExpired', 'ttl'],
			...['applicationRoles', 'dashboardRoles', 'unknown'],
		),
		field,
	);
	const people = fc.array(person, { maxLength: 5 });
	fc.assert(
		fc.property(people, people, people, people, (invites, members, later, laterMembers) => {
			const before = remember({ invites, members }, eventNames, 0);
			const now = { invites: later, members: laterMembers };
			for (const { eventId } of compare(ORGANIZATION, fromText(toText(before)), now)) {
				expect(typeof eventId).toBe('string');
			}
			expect(compare(ORGANIZATION, before, { invites, members })).toEqual([]);
		}),
		{ numRuns: 2_000 },
	);
});
