import { UserError, type IDataObject } from 'n8n-workflow';

import { keyOf } from '../people/named';
import { readRoster } from '../people/roster';
import type { OrganizationCall } from '../people/sharedList';
import type { Losant } from '../transport/losant';
import { applyPlan, type Ending } from './apply';
import { planOrganization, type Plan, type Settings } from './organization';
import type { Desired } from './person';
import type { PlannedPerson } from './plan';
import { foreseen, reportOf, reportOfRepeated, summedUp, type Result } from './report';

/** What came of one item, or of a person whom no item names. */
export interface Ended {
	/** The fields of the output item */
	fields: IDataObject;
	/** What it failed with */
	failure?: { error: unknown };
	/** The address, for the error of a person whom no item names */
	about?: string;
}

/** What came of a run. */
export interface Synced {
	/** By the index of the item */
	items: ReadonlyMap<number, Ended>;
	/** People whom no item names, by organization and address */
	others: readonly Ended[];
	/** For the output pane */
	hints: readonly string[];
	/** What the user has to know before running again, where something failed */
	beforeNextRun?: string | undefined;
}

/** What a run does its work with, and what it may know of the list. */
export interface Surroundings {
	/**
	 * Does a part of the work for each of many, some at a time with all other parts.
	 *
	 * @param entries what it is done for, in this order
	 * @param work throws nothing
	 */
	each<Entry>(
		entries: readonly Entry[],
		work: (losant: Losant, entry: Entry) => Promise<void>,
	): Promise<void>;
	/** Whether the run goes on after a failure */
	mayContinue: boolean;
	/** Why the items may be a part of the list */
	partOfInput: keyof typeof PARTS | undefined;
	/**
	 * Whether an earlier run of the same execution was about the same organization.
	 *
	 * @param key of the organization
	 */
	isAgain(key: string): boolean;
}

/** Why a list may be a part of the whole one, and the way out. */
const PARTS = {
	executeOnce: {
		what: "'Execute Once' is on in the node's settings, so it sees the first item only",
		wayOut: "Turn it off: the node does all items of a run together, 'Dry Run' included",
	},
	loop: {
		what: 'The node is in a loop, so it sees a part of the list only',
		wayOut: 'Take it out of the loop: it groups the items by organization itself',
	},
	sources: {
		what: 'More than one node is connected to the input, and n8n runs this node once for each, so it sees a part of the list only',
		wayOut: "Join the lists before it, with n8n's Merge node",
	},
	tool: {
		what: 'The node runs as a tool of an AI agent, which gives it one person at a time',
		wayOut: "Use 'Keep' or 'Report' here, and a workflow of its own for the others",
	},
	again: {
		what: 'The node has run for this organization before in this execution, so it sees a part of the list only',
		wayOut: "Join the lists before it, with n8n's Merge node",
	},
} as const;

/** One organization of a run. */
interface Organization {
	call: OrganizationCall;
	people: Array<{ itemIndex: number; desired: Desired }>;
	unread: number[];
	/** Once it is read */
	plan?: Plan;
	/** Why nothing can be done in it */
	failure?: { error: unknown };
	endings?: ReadonlyMap<PlannedPerson, Ending>;
}

/** Keeps the people of organizations in line with a list, in one run. */
export class Sync {
	readonly #organizations = new Map<string, Organization>();

	/** Items that couldn't be read, and may be about any organization */
	readonly #anywhere: number[] = [];

	/**
	 * @param settings what the user wants
	 * @param isDryRun whether nothing is changed
	 */
	constructor(
		private readonly settings: Settings,
		private readonly isDryRun: boolean,
	) {}

	/**
	 * Adds an item to the list.
	 *
	 * @param itemIndex of the item
	 * @param call how its organization is asked
	 * @param desired whom it names
	 */
	add(itemIndex: number, call: OrganizationCall, desired: Desired): void {
		this.#of(call).people.push({ itemIndex, desired });
	}

	/**
	 * Notes an item that couldn't be read: nobody is taken away then whom it may name.
	 *
	 * @param itemIndex of the item
	 * @param call how its organization is asked; undefined where that couldn't be read either
	 */
	addUnread(itemIndex: number, call?: OrganizationCall): void {
		if (call) this.#of(call).unread.push(itemIndex);
		else this.#anywhere.push(itemIndex);
	}

	/**
	 * Compares the list with who is there, and carries out what that asks for, unless this is a dry run.
	 *
	 * @param surroundings what the run does its work with
	 */
	async run(surroundings: Surroundings): Promise<Synced> {
		// an empty item isn't an empty list: an organization that no item can be read of is left as it is
		const organizations = [...this.#organizations.values()].filter(
			({ people }) => people.length > 0,
		);
		const hints = this.#refuseParts(organizations, surroundings);
		await surroundings.each(
			organizations.filter(({ failure }) => !failure),
			async (losant, organization) => await this.#plan(losant, organization),
		);
		if (!this.isDryRun) await this.#apply(organizations, surroundings);

		const items = new Map<number, Ended>();
		const others: Ended[] = [];
		for (const organization of organizations) this.#report(organization, items, others);
		const reports = [
			...new Set([...items.values(), ...others].filter(({ failure }) => !failure)),
		].map(({ fields }) => fields);
		const done = reports.filter(({ outcome }) => outcome === 'done').length;
		return {
			items,
			others,
			hints: [
				...(reports.length > 0 ? [summedUp(reports, this.isDryRun)] : []),
				...(this.isDryRun ? refusalsOf(organizations) : []),
				...hints,
			],
			beforeNextRun:
				done > 0
					? `${done === 1 ? '1 person was' : `${done} people were`} changed. Running again goes on with the others, and does nothing twice`
					: undefined,
		};
	}

	#of(call: OrganizationCall): Organization {
		const key = keyOf(call.path);
		const known = this.#organizations.get(key);
		if (known) return known;
		const organization = { call, people: [], unread: [] };
		this.#organizations.set(key, organization);
		return organization;
	}

	/** Where people are taken away whom no item names, the list has to be the whole one. */
	#refuseParts(
		organizations: readonly Organization[],
		{ partOfInput, isAgain }: Surroundings,
	): string[] {
		const { ifNotInList } = this.settings;
		if (ifNotInList === 'keep' || ifNotInList === 'report') return [];
		const hints = new Set<string>();
		const choice = ifNotInList === 'remove' ? 'Remove' : 'Suspend';
		for (const organization of organizations) {
			const wasHere = isAgain(keyOf(organization.call.path));
			const part = partOfInput ?? (wasHere ? 'again' : undefined);
			if (part === undefined) continue;
			const { what, wayOut } = PARTS[part];
			const message = `${what}, and with 'If Not in List' on ${choice} it would take the others away`;
			if (this.isDryRun) hints.add(`${message}. ${wayOut}`);
			else organization.failure = { error: new UserError(message, { description: wayOut }) };
		}
		return [...hints];
	}

	async #plan(losant: Losant, organization: Organization): Promise<void> {
		const { call, people, unread } = organization;
		try {
			organization.plan = await planOrganization(
				call.path,
				{ people, unread: [...unread, ...this.#anywhere].sort((one, other) => one - other) },
				await readRoster(losant, call),
				this.settings,
			);
		} catch (error) {
			organization.failure = { error };
			return;
		}
		const { refusal } = organization.plan;
		if (refusal && !this.isDryRun) {
			const { message, description } = refusal;
			organization.failure = { error: new UserError(message, { description }) };
		}
	}

	async #apply(organizations: readonly Organization[], surroundings: Surroundings): Promise<void> {
		const { each, mayContinue } = surroundings;
		// with Stop, what is refused keeps all others as they are
		if (!mayContinue && organizations.some(isRefused)) return;
		const crew = { each, mayContinue, hasStopped: false };
		await Promise.all(
			organizations.map(async (organization) => {
				const { call, plan, failure } = organization;
				if (!plan || failure) return;
				organization.endings = await applyPlan(crew, call, plan, this.settings);
			}),
		);
	}

	#report(organization: Organization, items: Map<number, Ended>, others: Ended[]): void {
		const { call, people, plan, failure } = organization;
		if (!plan || (failure && !this.isDryRun)) {
			for (const { itemIndex, desired } of people) {
				const { email } = desired;
				const fields = { email, action: 'none', outcome: 'failed', ...call.path };
				items.set(itemIndex, { fields, ...(failure && { failure }) });
			}
			return;
		}
		for (const person of plan.people) {
			const ended = this.#ended(organization, plan, person);
			const [first, ...repeated] = person.items;
			if (first === undefined) {
				others.push({ ...ended, about: person.email ?? 'A person without an address' });
				continue;
			}
			items.set(first, ended);
			for (const itemIndex of repeated) {
				items.set(itemIndex, { ...ended, fields: reportOfRepeated(ended.fields) });
			}
		}
	}

	#ended({ call, endings }: Organization, plan: Plan, person: PlannedPerson): Ended {
		const report = (result: Result) => reportOf(call.path, plan.planId, person, result);
		const expected = foreseen(person, plan.refusal?.message);
		const ending = endings?.get(person) ?? expected;
		if ('error' in ending) return { fields: report({ outcome: 'failed' }), failure: ending };
		// what isn't clear is shown in a dry run, and fails otherwise
		if (ending.outcome === 'refused' && !this.isDryRun) {
			const fields = report({ outcome: 'failed' });
			return { fields, failure: { error: new UserError(person.reason) } };
		}
		return { fields: report(ending) };
	}
}

/** Whether something fails in an organization before anything is sent. */
function isRefused({ failure, plan }: Organization): boolean {
	return failure !== undefined || (plan?.people.some(({ left }) => left === 'refused') ?? false);
}

/** What an applied run would be refused for, which a dry run tells. */
function refusalsOf(organizations: readonly Organization[]): string[] {
	return organizations.flatMap(({ plan }) =>
		plan?.refusal
			? [`Applied, this would be refused: ${plan.refusal.message}. ${plan.refusal.description}`]
			: [],
	);
}
