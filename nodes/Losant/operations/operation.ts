import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../fields/values';
import type { LosantActionName } from '../losant/actions';
import type { Losant } from '../transport/losant';

/** The resources of the node, by Losant's names, with what the editor calls them. */
export const resources = {
	instanceOrg: 'Instance Organization',
	instanceOrgInvite: 'Instance Organization Invite',
	instanceOrgMember: 'Instance Organization Member',
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

/** One operation of the node. `index.ts` derives from it all that the editor shows. */
export interface Operation {
	resource: keyof typeof resources;
	/** Frozen: saved workflows hold it */
	value: string;
	name: string;
	/** The operation's line in the nodes panel */
	action: string;
	description: string;
	/** The call whose scopes the API token needs */
	losantAction: LosantActionName;
	/** The fields, broadest first; when they are shown for which operation is added to their `displayOptions`. A field that operations share is one object. */
	properties: INodeProperties[];
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
