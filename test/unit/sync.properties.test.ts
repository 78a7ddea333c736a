import fc from 'fast-check';

import { normalized } from '../../nodes/Losant/losant/addresses';
import { hasRoles } from '../../nodes/Losant/losant/invites';
import { ROLES } from '../../nodes/Losant/losant/objects';
import { managedRoles, type Desired } from '../../nodes/Losant/sync/person';
import { allowedLosses } from '../../nodes/Losant/sync/safeguards';
import { scenarios } from '../scenarios.js';
import { idle } from '../time.js';
import {
	chance,
	ORGANIZATIONS,
	outputs,
	play,
	scenario,
	stateOf,
	withoutWaiting,
	type Given,
	type Model,
	type Scenario,
	type Trouble,
} from './syncModel';

jest.setTimeout(180_000);

/** What holds of Sync Members whatever the people, the list, the choices and the troubles. `SEED=7 npm test` plays other scenarios. */

const [FIRST = '', SECOND = ''] = ORGANIZATIONS;

async function holds(
	property: (scenario: Scenario) => Promise<void>,
	organizations?: number,
	numRuns = scenarios,
) {
	await fc.assert(fc.asyncProperty(scenario(organizations), property), { numRuns });
}

const writes = ({ sent }: Model) => sent.filter(({ method }) => method !== 'GET');
const changes = (model: Model) =>
	writes(model).filter(
		({ method, body }) => !(method === 'PATCH' && 'applicationRoles' in body && isSetting(body)),
	);
const isSetting = (body: object) => 'role' in body;

/** The clear wishes of the list, by address. */
function wishes({ items }: Given): Map<string, Desired | 'unclear'> {
	const found = new Map<string, Desired | 'unclear'>();
	for (const { desired } of items) {
		if (!desired) continue;
		const address = normalized(desired.email);
		const known = found.get(address);
		const isSame = (other: Desired) =>
			JSON.stringify({ ...other, email: address }) ===
			JSON.stringify({ ...desired, email: address });
		if (!known) found.set(address, desired);
		else if (known !== 'unclear' && !isSame(known)) found.set(address, 'unclear');
	}
	return found;
}

/** Who has lost something between two moments, by what is stored alone. */
function losses(before: Model, after: Model, given: Given, orgId = FIRST): Set<string> {
	const lost = new Set<string>();
	const listed = wishes(given);
	for (const member of before.members.get(orgId) ?? []) {
		const now = after.members.get(orgId)?.find(({ userId }) => userId === member.userId);
		const isLower = now && ROLES.indexOf(now.role) > ROLES.indexOf(member.role);
		if (!now || isLower) lost.add(normalized(member.email ?? member.userId));
	}
	for (const invite of before.invites.get(orgId) ?? []) {
		const isGone = !after.invites.get(orgId)?.some(({ id }) => id === invite.id);
		if (isGone && !invite.hasExpired && !listed.has(normalized(invite.email))) {
			lost.add(normalized(invite.email));
		}
	}
	return lost;
}

function peopleCount(model: Model): number {
	const members = model.members.get(FIRST) ?? [];
	const pending = (model.invites.get(FIRST) ?? []).filter(({ hasExpired }) => !hasExpired);
	const addresses = [...members, ...pending].flatMap(({ email }) =>
		email === undefined ? [] : [normalized(email)],
	);
	return new Set(addresses).size + members.filter(({ email }) => email === undefined).length;
}

test('1. idempotence: a second run sends no mail and changes nothing', async () => {
	await holds(async ({ model, given }) => {
		await play(model, given);
		model.sent = [];
		model.mails = [];
		const before = model.copy();
		await play(model, given);
		expect(model.mails).toEqual([]);
		expect(stateOf(model, FIRST)).toEqual(stateOf(before, FIRST));
		expect(changes(model).filter(({ method }) => method !== 'PATCH')).toEqual([]);
	});
});

test('2. purity: a dry run changes nothing, whatever goes wrong, and foresees the actions', async () => {
	await holds(async ({ model, given, seed }) => {
		const dry = await play(model, { ...given, isDryRun: true });
		expect(writes(model)).toEqual([]);
		const applied = await play(model.copy(), given);
		const actions = (synced: typeof dry) =>
			outputs(synced).map(({ fields, failure }) => [
				fields.email,
				failure ? undefined : fields.action,
			]);
		const failed = new Set(
			outputs(applied).flatMap(({ fields, failure }) => (failure ? [fields.email] : [])),
		);
		const ofDone = (synced: typeof dry) =>
			actions(synced).filter(([email]) => !failed.has(email as string));
		if (!outputs(dry).some(({ fields }) => fields.outcome === 'refused')) {
			expect(ofDone(applied)).toEqual(ofDone(dry));
		}
		const random = chance(seed);
		model.trouble = () => (random() < 0.3 ? 'page' : undefined);
		await withoutWaiting(async () => await play(model, { ...given, isDryRun: true }));
		expect(writes(model)).toEqual([]);
	});
});

test('3. keep: with Keep and Report, who isn’t in the list is exactly as before', async () => {
	await holds(async ({ model, given, seed }) => {
		const ifNotInList = seed % 2 === 0 ? 'keep' : 'report';
		const listed = wishes(given);
		const others = () => [
			...(model.members.get(FIRST) ?? []).filter(
				({ email }) => email === undefined || !listed.has(normalized(email)),
			),
			...(model.invites.get(FIRST) ?? []).filter(({ email }) => !listed.has(normalized(email))),
		];
		const before = structuredClone(others());
		await play(model, { ...given, settings: { ...given.settings, ifNotInList } });
		expect(others()).toEqual(before);
	});
});

test('4. limit: not more people lose something than may, or nothing is written', async () => {
	await holds(async ({ model, given }) => {
		const before = model.copy();
		await play(model, given);
		const allowed = allowedLosses(given.settings.maximumRemovals, peopleCount(before));
		if (losses(before, model, given).size > allowed) throw new Error('too many');
		expect(true).toBe(true);
	});
});

test('4b. what was refused is refused as a whole', async () => {
	await holds(async ({ model, given }) => {
		const dry = await play(model, { ...given, isDryRun: true });
		const isRefused = outputs(dry).some(
			({ fields }) => fields.outcome === 'refused' && fields.action !== 'none',
		);
		await play(model, given);
		if (isRefused) expect(writes(model)).toEqual([]);
	});
});

test('5. floor: after each request enough administrators are left', async () => {
	await holds(async ({ model, given, seed }) => {
		const admins = () =>
			(model.members.get(FIRST) ?? []).filter(({ role }) => role === 'admin').length;
		const least = Math.min(admins(), given.settings.minimumAdministrators);
		let lowest = Infinity;
		model.after = () => {
			lowest = Math.min(lowest, admins());
		};
		const random = chance(seed);
		const troubles: Trouble[] = ['refused', 'refused', 'after', 'page'];
		if (seed % 2 === 0) {
			model.trouble = () => (random() < 0.3 ? troubles[Math.floor(random() * 4)] : undefined);
		}
		await withoutWaiting(async () => await play(model, given));
		expect(lowest).toBeGreaterThanOrEqual(least);
	});
});

test('6. protection: no request names a protected person', async () => {
	await holds(async ({ model, given }) => {
		const named = new Set<string>();
		for (const email of given.settings.protectedPeople) {
			named.add(email);
			for (const one of model.members.get(FIRST) ?? []) {
				if (normalized(one.email ?? '') === email) named.add(one.userId);
			}
			for (const one of model.invites.get(FIRST) ?? []) {
				if (normalized(one.email) === email) named.add(one.id);
			}
		}
		await play(model, given);
		expect(writes(model).filter(({ who }) => named.has(normalized(who)))).toEqual([]);
	});
});

test('7. one invite: who is in the list and no member has exactly one pending one, with the roles, and one mail at most', async () => {
	await holds(async ({ model, given }) => {
		const synced = await play(model, given);
		expect(new Set(model.mails.map(normalized)).size).toBe(model.mails.length);
		if ([...synced.items.values()].some(({ failure }) => failure)) return;
		const held = new Set(
			[...synced.items.values()]
				.filter(({ fields }) => fields.outcome === 'held')
				.map(({ fields }) => normalized(String(fields.email))),
		);
		for (const [address, desired] of wishes(given)) {
			if (desired === 'unclear' || given.settings.protectedPeople.includes(address)) continue;
			if (held.has(address)) continue;
			const isOf = ({ email }: { email?: string }) => normalized(email ?? '') === address;
			const invites = (model.invites.get(FIRST) ?? []).filter(isOf);
			const pending = invites.filter(({ hasExpired }) => !hasExpired);
			if (model.members.get(FIRST)?.some(isOf)) {
				expect(pending).toEqual([]);
				continue;
			}
			const isLeft = given.settings.ifInviteHasExpired === 'leave' && invites.length > 0;
			if (isLeft && pending.length === 0) continue;
			expect(pending).toHaveLength(1);
			expect(hasRoles(pending[0] ?? {}, managedRoles(desired))).toBe(true);
		}
	});
});

const TROUBLES: Trouble[] = ['busy', 'before', 'after', 'cutBefore', 'cutAfter', 'page'];

test('8. convergence: runs in which much goes wrong end where one ends in which nothing does', async () => {
	await holds(async ({ model, given, seed }) => {
		const ideal = model.copy();
		await settled(ideal, given);
		const random = chance(seed);
		model.trouble = () =>
			random() < 0.3 ? TROUBLES[Math.floor(random() * TROUBLES.length)] : undefined;
		for (let time = 0; time < 3; time++) {
			model.mails = [];
			await withoutWaiting(async () => await play(model, given));
			expect(new Set(model.mails.map(normalized)).size).toBe(model.mails.length);
		}
		model.trouble = () => undefined;
		await settled(model, given);
		expect(stateOf(model, FIRST)).toEqual(stateOf(ideal, FIRST));
	});
});

test('9. order, case and repetition of the items don’t change the plan', async () => {
	await holds(async ({ model, given, seed }) => {
		const random = chance(seed);
		const repeated = [...given.items, ...given.items.filter(() => random() < 0.3)];
		const items = repeated
			.map((item) => ({ item, at: random() }))
			.sort((one, other) => one.at - other.at)
			.map(({ item: { orgId, desired } }) => ({
				orgId,
				...(desired && {
					desired: {
						...desired,
						email: random() < 0.5 ? desired.email.toUpperCase() : desired.email.toLowerCase(),
					},
				}),
			}));
		const plan = async (some: Given['items']) =>
			outputs(await play(model, { ...given, isDryRun: true, items: some }))
				.filter(({ fields }) => fields.reason !== 'Listed twice')
				.map(({ fields: { email, action, outcome, before, after, planId } }) =>
					JSON.stringify([String(email).toLowerCase(), action, outcome, before, after, planId]),
				)
				.filter((one, index, all) => all.indexOf(one) === index)
				.sort();
		expect(await plan(items)).toEqual(await plan(given.items));
	});
});

test('10. monotony: an item that can’t be read never adds a loss', async () => {
	await holds(async ({ model, given }) => {
		const before = model.copy();
		const other = model.copy();
		await play(model, given);
		await play(other, { ...given, items: [...given.items, { orgId: FIRST }] });
		const lost = losses(before, model, given);
		for (const one of losses(before, other, given)) expect(lost).toContain(one);
	});
});

test('11. independence: organizations don’t influence each other', async () => {
	await holds(async ({ model, given }) => {
		const alone = model.copy();
		await play(model, given);
		for (const orgId of [FIRST, SECOND]) {
			const items = given.items.filter((item) => item.orgId === orgId);
			if (items.length > 0) await play(alone, { ...given, items });
			expect(stateOf(model, orgId)).toEqual(stateOf(alone, orgId));
		}
	}, 2);
});

test('12. truth: what is done was done, and nothing else; and it is as the output says', async () => {
	await holds(async ({ model, given }) => {
		const names = new Map<string, string>();
		const learn = () => {
			for (const one of model.members.get(FIRST) ?? []) names.set(one.userId, one.email ?? '');
			for (const one of model.invites.get(FIRST) ?? []) names.set(one.id, one.email);
		};
		model.after = learn;
		learn();
		const synced = await play(model, given);
		const acted = new Set(
			writes(model).flatMap(({ acted, who }) => (acted ? [normalized(names.get(who) ?? who)] : [])),
		);
		const done = outputs(synced).filter(({ fields }) => fields.outcome === 'done');
		expect(new Set(done.map(({ fields }) => normalized(String(fields.email))))).toEqual(acted);
		for (const { fields } of done) {
			const isOf = ({ email }: { email?: string }) =>
				normalized(email ?? '') === normalized(String(fields.email));
			const member = model.members.get(FIRST)?.find(isOf);
			const invites = model.invites.get(FIRST)?.filter(isOf) ?? [];
			const pending = invites.find(({ hasExpired }) => !hasExpired);
			const status = member ? 'member' : pending ? 'pending' : invites[0] ? 'expired' : 'none';
			expect(fields.after).toMatchObject({
				status,
				...(status === 'member' || status === 'pending' ? { role: (member ?? pending)?.role } : {}),
			});
		}
	});
});

test('13. pairing: each item has an output about its person, and who isn’t in the list comes after them', async () => {
	await holds(async ({ model, given }) => {
		const { items, others } = await play(model, { ...given, isDryRun: true });
		expect([...items.keys()].sort((one, other) => one - other)).toEqual(
			given.items.map((_, i) => i),
		);
		given.items.forEach(({ desired }, index) => {
			const { email } = items.get(index)?.fields ?? {};
			expect(normalized(String(email))).toBe(normalized(desired?.email ?? ''));
		});
		const listed = wishes(given);
		for (const { fields } of others) {
			expect(listed.has(normalized(String(fields.email)))).toBe(false);
		}
	});
});

test('14. planId: the same for the same changes, and for no others', async () => {
	const seen = new Map<string, string>();
	const ids = new Map<string, string>();
	await holds(async ({ model, given }) => {
		const dry = await play(model, { ...given, isDryRun: true });
		const planned = outputs(dry).filter(
			({ fields: { action, outcome, reason } }) =>
				action !== 'none' &&
				action !== 'setRoles' &&
				outcome !== 'held' &&
				reason !== 'Listed twice',
		);
		// what a new invite says of transfers, and which invites are taken back, is a part of the change
		const more = (email: string) => [
			given.items.find(({ desired }) => normalized(desired?.email ?? '') === email)?.desired
				?.disallowTransfer,
			(model.invites.get(FIRST) ?? []).filter((one) => normalized(one.email) === email),
		];
		const text = JSON.stringify(
			planned
				.map(({ fields: { email, action, before, after } }) => {
					const address = normalized(String(email));
					return JSON.stringify([address, action, before, after, more(address)]);
				})
				.sort(),
		);
		const [first] = outputs(dry);
		const id = String(first?.fields.planId);
		expect(id).toMatch(/^[\da-f]{16}$/);
		expect(ids.get(text) ?? id).toBe(id);
		ids.set(text, id);
		if (planned.length === 0) expect(seen.get('nothing') ?? id).toBe(id);
		seen.set(planned.length === 0 ? 'nothing' : text, id);
		if (planned.length > 0) expect(seen.get('nothing')).not.toBe(id);
	});
});

test('15. kill: wherever a run is killed, another one ends where one ends that wasn’t', async () => {
	await holds(async ({ model, given, seed }) => {
		const ideal = model.copy();
		await settled(ideal, given);
		const last = seed % Math.max(1, ideal.sent.length);
		await killed(model, given, last, seed % 3 === 0);
		await settled(model, given);
		expect(stateOf(model, FIRST)).toEqual(stateOf(ideal, FIRST));
		const perPerson = new Map<string, number>();
		for (const mail of model.mails.map(normalized)) {
			perPerson.set(mail, (perPerson.get(mail) ?? 0) + 1);
		}
		for (const times of perPerson.values()) expect(times).toBeLessThanOrEqual(2);
	});
});

/** Runs until nothing changes any more. */
async function settled(model: Model, given: Given): Promise<void> {
	await play(model, given);
	await play(model, given);
}

/** Ends when the run has sent so many requests; the last one may still be carried out. */
async function killed(model: Model, given: Given, after: number, isDone: boolean): Promise<void> {
	let count = 0;
	await new Promise<void>((resolve) => {
		model.before = async () => {
			if (count++ < after) return;
			resolve();
			if (count === after + 1 && isDone) return;
			await new Promise<never>(() => {});
		};
		void play(model, given).then(() => resolve());
	});
	await idle();
	model.before = async () => {};
}
