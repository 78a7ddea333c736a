import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../fields/values';
import type { LosantActionName } from '../losant/actions';
import type { Surroundings, Synced } from '../sync/sync';
import type { Losant } from '../transport/losant';

/** The resources of the node, by Losant's names, with what the editor calls them. */
export const resources = {
	instanceOrg: 'Organization',
	instanceOrgInvite: 'Invite',
	instanceOrgMember: 'Member',
} as const;

/** What an operation does for one item, read and checked, but not yet sent. */
export interface PreparedOperation {
	/** Items of the same key must not be sent at the same time */
	key?: string;
	/**
	 * @param losant the door to Losant
	 * @returns the fields of each output item
	 */
	run(losant: Losant): Promise<IDataObject[]>;
}

/** Calls that an operation makes besides its own. */
export interface FurtherScopes {
	/** What needs them, for the notice, and in which fields it shows: their values, by path from the root. Without it, every run needs them */
	where?: { what: string; show: Readonly<Record<`/${string}`, Array<string | boolean>>> };
	losantActions: readonly LosantActionName[];
}

/** What the editor shows of an operation. `index.ts` derives the fields from it. */
export interface Described {
	resource: keyof typeof resources;
	/** Frozen: saved workflows hold it */
	value: string;
	name: string;
	/** The operation's line in the nodes panel */
	action: string;
	description: string;
	/** The call whose scopes the API token needs */
	losantAction: LosantActionName;
	/** Further calls whose scopes it needs */
	furtherScopes?: readonly FurtherScopes[];
	/** The fields, broadest first; when they are shown for which operation is added to their `displayOptions`. A field that operations share is one object. */
	properties: INodeProperties[];
}

/** One operation of the node, which does something for each item. */
export interface Operation extends Described {
	/**
	 * @param parameters reads the parameters of one item
	 * @returns the work for this item
	 * @throws UserError when a value can't be sent, in the user's words
	 */
	prepare(parameters: Parameters): PreparedOperation;
	/**
	 * What the user has to know of the items that succeeded when another fails, before running the workflow again.
	 *
	 * @param done the output of the items that succeeded
	 * @param errors what the others failed with
	 * @returns sentences, the last without a period; undefined where running again does no harm
	 */
	beforeNextRun?(done: readonly IDataObject[], errors: readonly unknown[]): string | undefined;
}

/** What an operation does for all items of a run together. */
export interface PreparedTogether {
	/**
	 * Reads one item and checks it.
	 *
	 * @param parameters reads the parameters of the item
	 * @param itemIndex of the item
	 * @throws UserError when a value can't be used, in the user's words
	 */
	prepare(parameters: Parameters, itemIndex: number): void;
	/**
	 * Does the work for all items that could be read.
	 *
	 * @param surroundings what it is done with
	 */
	run(surroundings: Surroundings): Promise<Synced>;
}

/** An operation whose items are one task together. */
export interface OperationTogether extends Described {
	/**
	 * @param first reads the parameters of the first item, for what holds for the whole run
	 * @returns the work for the run
	 * @throws UserError when a value can't be used
	 */
	together(first: Parameters): PreparedTogether;
}
