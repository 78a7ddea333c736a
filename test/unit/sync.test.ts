import { readApprovedPlans } from '../../nodes/Losant/fields/approvedPlan';
import { readMaximumRemovals } from '../../nodes/Losant/fields/maximumRemovals';
import { readProtectedPeople } from '../../nodes/Losant/fields/protectedPeople';
import type { Role } from '../../nodes/Losant/losant/objects';
import { allowedLosses } from '../../nodes/Losant/sync/safeguards';
import { Model, ORGANIZATIONS, outputs, play, withoutWaiting, type Given } from './syncModel';

const [ORGANIZATION = ''] = ORGANIZATIONS;
const ADMIN = 'admin@example.com';
const ANN = 'ann@example.com';
const BOB = 'bob@example.com';
const CY = 'cy@example.com';

function modelOf(members: ReadonlyArray<[email: string, role: Role]>): Model {
	const model = new Model({ memberRoles: 'shown', resendId: 'same', duplicates: 'refuse' });
	model.members.set(
		ORGANIZATION,
		members.map(([email, role]) => ({
			...{ userId: model.id(), email, role, applicationRoles: [], dashboardRoles: [] },
		})),
	);
	return model;
}

function listOf(...people: ReadonlyArray<[email: string, role: Role]>): Given {
	return {
		settings: {
			ifNotInList: 'remove',
			ifInviteHasExpired: 'renew',
			maximumRemovals: { percent: 100 },
			minimumAdministrators: 1,
			approvedPlans: [],
			protectedPeople: [],
		},
		isDryRun: false,
		items: people.map(([email, role]) => ({ orgId: ORGANIZATION, desired: { email, role } })),
	};
}

const told = (synced: Awaited<ReturnType<typeof play>>) =>
	outputs(synced).map(
		({ fields: { email, action, outcome } }) =>
			`${String(email)} ${String(action)} ${String(outcome)}`,
	);

describe('when Losant is not itself', () => {
	test('33. Losant that answers no POST loses nobody', async () => {
		const model = modelOf([
			[ADMIN, 'admin'],
			[ANN, 'view'],
		]);
		model.before = async ({ method }) => {
			model.trouble = () => (method === 'POST' ? 'before' : undefined);
		};
		const synced = await withoutWaiting(
			async () => await play(model, listOf([ADMIN, 'admin'], [BOB, 'view'])),
		);
		expect(told(synced)).toEqual([
			'admin@example.com none unchanged',
			'bob@example.com invite failed',
			'ann@example.com removeMember held',
		]);
	});

	test('34. too many requests for ever in the midst of a run: the next one finishes, without a second mail', async () => {
		const model = modelOf([
			[ADMIN, 'admin'],
			[ANN, 'view'],
		]);
		const given = listOf(
			[ADMIN, 'admin'],
			[BOB, 'view'],
			[CY, 'view'],
			['dee@example.com', 'view'],
		);
		model.trouble = () => (model.mails.length >= 2 ? 'busy' : undefined);
		const first = await withoutWaiting(async () => await play(model, given));
		const outcomes = outputs(first).map(({ fields }) => fields.outcome);
		expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(2);
		expect(outcomes.at(-1)).toBe('held');
		model.trouble = () => undefined;
		const second = await play(model, given);
		expect(outputs(second).map(({ fields }) => fields.outcome)).not.toContain('failed');
		expect(model.mails.sort()).toEqual([BOB, CY, 'dee@example.com']);
		expect(model.members.get(ORGANIZATION)).toHaveLength(1);
	});

	test('a promotion that Losant refuses keeps the administrator that was to go', async () => {
		const model = modelOf([
			[ADMIN, 'admin'],
			[ANN, 'view'],
		]);
		let patches = 0;
		model.before = async ({ method }) => {
			model.trouble = () => (method === 'PATCH' && patches++ === 0 ? 'refused' : undefined);
		};
		const synced = await play(model, listOf([ANN, 'admin']));
		expect(told(synced)).toEqual([
			'ann@example.com changeRole failed',
			'admin@example.com removeMember held',
		]);
		expect(model.members.get(ORGANIZATION)).toHaveLength(2);
	});
});

describe('a plan', () => {
	const ids = async (model: Model, given: Given) =>
		(await play(model, { ...given, isDryRun: true })).items.get(0)?.fields.planId;

	test('has the same ID always', async () => {
		const model = modelOf([[ADMIN, 'admin']]);
		expect(await ids(model, listOf([ADMIN, 'admin'], [ANN, 'edit']))).toBe('8aa7db84bbb8dbf3');
	});

	test('has another one for another role, address or organization', async () => {
		const model = modelOf([[ADMIN, 'admin']]);
		model.members.set(ORGANIZATIONS[1] ?? '', model.members.get(ORGANIZATION) ?? []);
		const inOther = (given: Given): Given => ({
			...given,
			items: given.items.map((item) => ({ ...item, orgId: ORGANIZATIONS[1] ?? '' })),
		});
		const plans = [
			await ids(model, listOf([ADMIN, 'admin'])),
			await ids(model, listOf([ADMIN, 'admin'], [ANN, 'edit'])),
			await ids(model, listOf([ADMIN, 'admin'], [ANN, 'view'])),
			await ids(model, listOf([ADMIN, 'admin'], [BOB, 'view'])),
			await ids(model, inOther(listOf([ADMIN, 'admin'], [ANN, 'edit']))),
		];
		expect(new Set(plans).size).toBe(plans.length);
	});
});

describe('how many may lose something', () => {
	test.each([
		[{ percent: 10 }, 3, 1],
		[{ percent: 10 }, 10, 1],
		[{ percent: 10 }, 11, 2],
		[{ percent: 10 }, 1_000, 100],
		[{ percent: 7.5 }, 40, 3],
		[{ percent: 0 }, 40, 0],
		[{ percent: 100 }, 40, 40],
		[{ people: 5 }, 1_000, 5],
		[{ people: 0 }, 1_000, 0],
	])('%j of %i people: %i', (maximum, people, allowed) => {
		expect(allowedLosses(maximum, people)).toBe(allowed);
	});
});

describe('fields', () => {
	const reading = (value: unknown) => () => value;

	test.each([
		['10%', { percent: 10 }],
		[' 7.5 % ', { percent: 7.5 }],
		['0%', { percent: 0 }],
		['5', { people: 5 }],
		[5, { people: 5 }],
		[0, { people: 0 }],
	])('Maximum Removals %j', (value, read) => {
		expect(readMaximumRemovals(reading(value))).toEqual(read);
	});

	test.each([
		['', "'Maximum Removals' is empty"],
		[undefined, "'Maximum Removals' is empty"],
		['101%', `'Maximum Removals' is neither a number nor a percentage: "101%"`],
		['-1', `'Maximum Removals' is neither a number nor a percentage: "-1"`],
		['2.5', `'Maximum Removals' is neither a number nor a percentage: "2.5"`],
		['all', `'Maximum Removals' is neither a number nor a percentage: "all"`],
		['10%%', `'Maximum Removals' is neither a number nor a percentage: "10%%"`],
	])('Maximum Removals %j: %s', (value, message) => {
		expect(() => readMaximumRemovals(reading(value))).toThrow(message);
	});

	test.each([
		['owner@example.com', 'owner@example.com', true],
		['OWNER@Example.com ;  x@y.example', 'owner@example.com', true],
		['*@partner.example', 'ann@partner.example', true],
		['*@partner.example', 'ann@partner.example.org', false],
		['*@partner.example', 'ann@sub.partner.example', false],
		['a.b@x.example', 'a-b@x.example', false],
		['*', 'anybody@x.example', true],
		['ann+*@x.example', 'ann+y@x.example', true],
		['*@b\u00fccher.example', 'x@xn--bcher-kva.example', true],
		['ann@b\u00fccher.example', 'ann@xn--bcher-kva.example', true],
		['', 'ann@x.example', false],
	])('Protected People %j: %s %s', (value, address, isProtected) => {
		expect(readProtectedPeople(reading(value))(address)).toBe(isProtected);
	});

	test('Protected People that would protect nobody are refused', () => {
		expect(() => readProtectedPeople(reading(undefined))).toThrow("'Protected People' is empty");
		expect(() => readProtectedPeople(reading('owner@x.example, partner.example'))).toThrow(
			`'Protected People' has an entry that is no address: "partner.example"`,
		);
	});

	test('Approved Plan takes one or more, and never none', () => {
		const plan = '8f0c2a5e91d4b733';
		expect(readApprovedPlans({})).toEqual([]);
		expect(readApprovedPlans({ approvedPlan: `${plan.toUpperCase()}, ${plan}` })).toEqual([
			plan,
			plan,
		]);
		expect(readApprovedPlans({ approvedPlan: [plan] })).toEqual([plan]);
		expect(() => readApprovedPlans({ approvedPlan: undefined })).toThrow(
			"'Approved Plan' is empty",
		);
		expect(() => readApprovedPlans({ approvedPlan: 'yes' })).toThrow(
			`'Approved Plan' is not the planId of a dry run: "yes"`,
		);
	});
});
