import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { Places } from '../../nodes/Losant/execution/places';
import { normalized } from '../../nodes/Losant/losant/addresses';
import { ROLES, type ResourceRole, type Role } from '../../nodes/Losant/losant/objects';
import type { Settings } from '../../nodes/Losant/sync/organization';
import type { Desired } from '../../nodes/Losant/sync/person';
import { Sync, type Ended, type Synced } from '../../nodes/Losant/sync/sync';
import { connect, patient } from '../../nodes/Losant/transport/losant';
import { node } from './node';

/**
 * One organization and its people as plain data, behind the door of the node: small enough to play thousands of runs. What
 * Losant itself does is tried with the test Losant.
 */

export const INSTANCE = 'a'.repeat(24);
export const ORGANIZATIONS = ['b'.repeat(24), 'c'.repeat(24)];
const APPLICATION = 'd'.repeat(24);

type Kinds = { applicationRoles: ResourceRole[]; dashboardRoles: ResourceRole[] };
export type ModelMember = Kinds & { userId: string; email?: string; role: Role };
export type ModelInvite = Kinds & {
	id: string;
	email: string;
	role: Role;
	hasExpired: boolean;
	inviteDate: string;
	disallowTransfer: boolean;
};

/** How a request goes wrong. */
export type Trouble = 'busy' | 'before' | 'after' | 'cutBefore' | 'cutAfter' | 'page' | 'refused';

export interface Sent {
	method: string;
	orgId: string;
	/** The address or the id of whom a request names */
	who: string;
	body: IDataObject;
	acted: boolean;
}

/** What is not known of the real Losant. */
export interface Ways {
	memberRoles: 'shown' | 'hidden';
	resendId: 'same' | 'new';
	duplicates: 'refuse' | 'second';
}

export class Model {
	readonly members = new Map<string, ModelMember[]>();

	readonly invites = new Map<string, ModelInvite[]>();

	sent: Sent[] = [];

	mails: string[] = [];

	/** How the next requests go wrong */
	trouble: () => Trouble | undefined = () => undefined;

	/** Is told of each request before it is done; what it gives never ends where n8n is killed */
	before: (sent: Sent) => Promise<void> = async () => {};

	/** Is told of each request after it was done */
	after: () => void = () => {};

	#ids = 0;

	constructor(private readonly ways: Ways) {}

	id(): string {
		return (++this.#ids).toString(16).padStart(24, '0');
	}

	copy(): Model {
		const copy = new Model(this.ways);
		copy.#ids = this.#ids;
		for (const [orgId, members] of this.members) copy.members.set(orgId, structuredClone(members));
		for (const [orgId, invites] of this.invites) copy.invites.set(orgId, structuredClone(invites));
		return copy;
	}

	/** What n8n's own helper does. */
	async answer({ method = 'GET', url = '', body }: IHttpRequestOptions) {
		const [, , , , orgId = '', what = '', id = ''] = url.split('/');
		const data = (typeof body === 'string' ? JSON.parse(body) : {}) as IDataObject;
		const sent = { method, orgId, who: id || String(data.email ?? ''), body: data, acted: false };
		this.sent.push(sent);
		await this.before(sent);
		const trouble = this.trouble();
		const error = (statusCode: number, type: string) => ({
			statusCode,
			headers: {},
			body: { type, message: type },
		});
		switch (trouble) {
			case 'busy':
				return error(429, 'TooManyRequests');
			case 'before':
				return error(500, 'Error');
			case 'refused':
				return error(400, 'Validation');
			case 'cutBefore':
				throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
		}
		const result = this.#do(method, orgId, what, id, data);
		sent.acted = method !== 'GET' && result.statusCode < 300;
		this.after();
		switch (trouble) {
			case 'after':
				return error(500, 'Error');
			case 'cutAfter':
				throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
			case 'page':
				return { statusCode: 200, headers: {}, body: '<html></html>' };
			case undefined:
				return { ...result, headers: {} };
		}
	}

	#do(
		method: string,
		orgId: string,
		what: string,
		id: string,
		data: IDataObject,
	): { statusCode: number; body: unknown } {
		const members = this.members.get(orgId) ?? [];
		const invites = this.invites.get(orgId) ?? [];
		const missing = { statusCode: 404, body: { type: 'NotFound', message: 'not found' } };
		const success = { statusCode: 200, body: { success: true } };
		if (what === '') {
			const summary = { memberCount: members.length, pendingInviteCount: invites.length };
			return { statusCode: 200, body: { id: orgId, summary } };
		}
		if (method === 'GET') {
			const items = what === 'members' ? members.map((one) => this.#shown(one)) : invites;
			return { statusCode: 200, body: structuredClone({ items, count: items.length }) };
		}
		if (what === 'members') {
			const member = members.find(({ userId }) => userId === id);
			if (!member) return missing;
			if (method === 'DELETE') {
				this.members.set(
					orgId,
					members.filter((one) => one !== member),
				);
				return success;
			}
			Object.assign(member, structuredClone(data));
			return { statusCode: 200, body: structuredClone(this.#shown(member)) };
		}
		if (method === 'POST' && id === '') {
			const { email, role, disallowTransfer = false } = data as unknown as Desired;
			const isTaken =
				members.some((one) => normalized(one.email ?? '') === normalized(email)) ||
				invites.some((one) => !one.hasExpired && normalized(one.email) === normalized(email));
			if (isTaken && this.ways.duplicates === 'refuse') {
				return { statusCode: 400, body: { type: 'AlreadyExists', message: 'exists' } };
			}
			const { applicationRoles = [], dashboardRoles = [] } = data as unknown as Desired;
			const made = {
				...{ id: this.id(), email, role, applicationRoles, dashboardRoles, disallowTransfer },
				...this.#fresh(),
			};
			this.invites.set(orgId, [...invites, made]);
			this.mails.push(email);
			return { statusCode: 201, body: structuredClone(made) };
		}
		const invite = invites.find((one) => one.id === id);
		if (!invite) return missing;
		if (method === 'DELETE') {
			this.invites.set(
				orgId,
				invites.filter((one) => one !== invite),
			);
			return success;
		}
		Object.assign(invite, structuredClone(data), this.#fresh());
		if (this.ways.resendId === 'new') invite.id = this.id();
		this.mails.push(invite.email);
		return { statusCode: 201, body: structuredClone(invite) };
	}

	#fresh() {
		return { hasExpired: false, inviteDate: new Date(1_000_000 * ++this.#ids).toISOString() };
	}

	#shown(member: ModelMember): object {
		const { userId, email, role } = member;
		return this.ways.memberRoles === 'shown'
			? member
			: { userId, ...(email !== undefined && { email }), role };
	}
}

/** What a run is given. */
export interface Given {
	settings: Omit<Settings, 'isProtected'> & { protectedPeople: readonly string[] };
	isDryRun: boolean;
	items: ReadonlyArray<{ orgId: string; desired?: Desired }>;
	mayContinue?: boolean;
}

let runs = 0;

/** Plays one run of the node against the model. */
export async function play(model: Model, given: Given): Promise<Synced> {
	const { settings, isDryRun, items, mayContinue = true } = given;
	const context = {
		getNode: () => node,
		getExecutionCancelSignal: () => undefined,
		// of its own for each run, as each process has a memory of its own
		getCredentials: async () => ({ apiToken: 'token', apiUrl: `https://x.example/${++runs}` }),
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) =>
				await model.answer(options),
		},
	} as unknown as IExecuteFunctions;
	const losant = connect(context, patient(3));
	const isProtected = (address: string) => settings.protectedPeople.includes(address);
	const sync = new Sync({ ...settings, isProtected }, isDryRun);
	items.forEach(({ orgId, desired }, itemIndex) => {
		const call = { path: { instanceId: INSTANCE, orgId } };
		if (desired) sync.add(itemIndex, call, desired);
		else sync.addUnread(itemIndex, call);
	});
	const places = new Places(5);
	return await sync.run({
		mayContinue,
		partOfInput: undefined,
		isAgain: () => false,
		each: async (entries, work) =>
			await places.each(
				entries,
				async (entry, aside) => await work(losant.forItem(aside), entry),
				() => false,
			),
	});
}

/** All output of a run. */
export const outputs = ({ items, others }: Synced): Ended[] => [...items.values(), ...others];

/** What matters of an organization in the end: ids and dates don't. */
export function stateOf(model: Model, orgId: string) {
	const rolesOf = ({ role, applicationRoles, dashboardRoles }: Kinds & { role: Role }) =>
		JSON.stringify([role, applicationRoles, dashboardRoles]);
	return {
		members: (model.members.get(orgId) ?? []).map((one) => `${one.userId} ${rolesOf(one)}`).sort(),
		pending: (model.invites.get(orgId) ?? [])
			.filter(({ hasExpired }) => !hasExpired)
			.map((one) => `${normalized(one.email)} ${rolesOf(one)}`)
			.sort(),
	};
}

const PEOPLE = ['ann', 'bob', 'cy', 'dee', 'eve', 'fay'].map((name) => `${name}@example.com`);
const spelled = fc
	.tuple(fc.constantFrom(...PEOPLE), fc.constantFrom('as is', 'upper'))
	.map(([email, how]) => (how === 'upper' ? email.toUpperCase() : email));
const role = fc.constantFrom<Role>(...ROLES);
const resourceRoles = fc.constantFrom<ResourceRole[]>(
	[],
	[{ resourceId: APPLICATION, role: 'view' }],
	[{ resourceId: APPLICATION, role: 'collaborate' }],
);
const kinds = fc.record({
	applicationRoles: resourceRoles,
	dashboardRoles: fc.constant<ResourceRole[]>([]),
});
const desired: fc.Arbitrary<Desired> = fc
	.record({
		email: spelled,
		role,
		managed: fc.option(resourceRoles, { nil: undefined, freq: 2 }),
		disallowTransfer: fc.option(fc.boolean(), { nil: undefined, freq: 4 }),
	})
	.map(({ managed, disallowTransfer, ...others }) => ({
		...others,
		...(managed && { applicationRoles: managed }),
		...(disallowTransfer !== undefined && { disallowTransfer }),
	}));
const settings: fc.Arbitrary<Given['settings']> = fc.record({
	ifNotInList: fc.constantFrom('keep', 'report', 'suspend', 'remove', 'remove'),
	ifInviteHasExpired: fc.constantFrom('renew', 'renew', 'leave'),
	maximumRemovals: fc.constantFrom<Settings['maximumRemovals']>(
		{ percent: 10 },
		{ percent: 50 },
		{ percent: 100 },
		{ percent: 100 },
		{ people: 2 },
	),
	minimumAdministrators: fc.constantFrom(1, 1, 2),
	approvedPlans: fc.constant<string[]>([]),
	protectedPeople: fc.oneof(
		{ weight: 3, arbitrary: fc.constant<string[]>([]) },
		{ weight: 1, arbitrary: fc.constantFrom(...PEOPLE).map((email) => [email]) },
	),
});
const organization = fc.record({
	members: fc.array(
		fc.record({ person: fc.integer({ min: -1, max: PEOPLE.length - 1 }), role, kinds }),
		{ maxLength: 6 },
	),
	invites: fc.array(
		fc.record({
			person: fc.nat(PEOPLE.length - 1),
			role,
			kinds,
			hasExpired: fc.boolean(),
			disallowTransfer: fc.boolean(),
		}),
		{ maxLength: 6 },
	),
	/** Whether Losant has two members of one address */
	mayRepeat: fc.nat(9).map((number) => number === 0),
});

/** A situation: who is there, who should be, and what the user wants. */
export interface Scenario {
	model: Model;
	given: Given;
	/** For what else chance decides */
	seed: number;
}

/** @param organizations how many there are */
export function scenario(organizations = 1): fc.Arbitrary<Scenario> {
	const orgIds = ORGANIZATIONS.slice(0, organizations);
	return fc
		.record({
			ways: fc.record<Ways>({
				memberRoles: fc.constantFrom('shown', 'shown', 'hidden'),
				resendId: fc.constantFrom('same', 'new'),
				duplicates: fc.constantFrom('refuse', 'second'),
			}),
			there: fc.tuple(...orgIds.map(() => organization)),
			list: fc.array(fc.record({ orgId: fc.constantFrom(...orgIds), desired }), {
				minLength: 1,
				maxLength: 7 * organizations,
			}),
			settings,
			seed: fc.nat(),
		})
		.map(({ ways, there, list, settings, seed }) => {
			const model = new Model(ways);
			there.forEach(({ members, invites, mayRepeat }, index) => {
				const orgId = orgIds[index] ?? '';
				const seen = new Set<number>();
				const kept = members.filter(({ person }) => {
					const isNew = mayRepeat || person < 0 || !seen.has(person);
					seen.add(person);
					return isNew;
				});
				model.members.set(
					orgId,
					kept.map(({ person, kinds, ...others }) => ({
						...structuredClone(kinds),
						...others,
						userId: model.id(),
						...(person >= 0 && { email: PEOPLE[person] ?? '' }),
					})),
				);
				model.invites.set(
					orgId,
					invites.map(({ person, kinds, ...others }, number) => ({
						...structuredClone(kinds),
						...others,
						id: model.id(),
						email: PEOPLE[person] ?? '',
						inviteDate: new Date(1_000 * number).toISOString(),
					})),
				);
			});
			return { model, seed, given: { settings, isDryRun: false, items: list } };
		});
}

/** Numbers from 0 up to 1 by chance, the same for the same seed. */
export function chance(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Lets waits take no time. */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
	try {
		let hasEnded = false;
		const running = work().finally(() => {
			hasEnded = true;
		});
		while (!hasEnded) await jest.advanceTimersToNextTimerAsync();
		return await running;
	} finally {
		jest.useRealTimers();
	}
}
