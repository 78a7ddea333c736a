import { UserError } from 'n8n-workflow';

import type { People } from '../losant/answers';
import { objectIn, type OrgInvite, type OrgMember } from '../losant/objects';
import type { Losant } from '../transport/losant';
import { Invites } from './invites';
import { Members } from './members';
import type { OrganizationCall } from './sharedList';

/** All people of an organization. */
export interface Roster {
	/** Pending and expired */
	invites: readonly OrgInvite[];
	members: readonly OrgMember[];
}

/**
 * Reads who is in an organization. The invites come first: who accepts between the two is seen twice then, in place of not at all.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @throws NodeApiError when Losant doesn't give a list
 * @throws UserError when a list may not be the whole one
 */
export async function readRoster(losant: Losant, call: OrganizationCall): Promise<Roster> {
	const invites = await new Invites(losant, call).all();
	const members = await new Members(losant, call).all();
	return {
		invites: await wholeList(losant, call, 'invites', invites, true),
		members: await wholeList(losant, call, 'members', members, false),
	};
}

/** By which number of an organization's summary (definitions/instanceOrg) Losant counts its lists. */
const COUNTED = { invites: 'pendingInviteCount', members: 'memberCount' } as const;

/**
 * Makes sure of a list of people that something is decided from by who isn't in it. One that is shorter than Losant counts, and an empty one
 * where somebody should be, is asked about once more, in another way.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param what is listed
 * @param people as Losant gave them
 * @param mayBeEmpty whether nobody need be in it
 * @throws NodeApiError when Losant doesn't say how many there are
 * @throws UserError when the list may not be the whole one
 */
export async function wholeList<Person>(
	losant: Losant,
	call: OrganizationCall,
	what: keyof typeof COUNTED,
	{ items, count }: People<Person>,
	mayBeEmpty: boolean,
): Promise<readonly Person[]> {
	if (count <= items.length && (mayBeEmpty || items.length > 0)) return items;
	const { summary } = await losant({ ...call, action: 'instanceOrg.get' });
	const counted = objectIn(summary)[COUNTED[what]];
	if (typeof counted === 'number' && counted <= items.length) return items;
	const gave = items.length === 0 ? `no ${what}` : `${items.length} ${what}`;
	const counts =
		typeof counted === 'number' ? `counts ${counted}` : "doesn't say how many there are";
	throw new UserError(`Losant gave ${gave}, but ${counts}. Nothing was changed`, {
		description:
			'A part of the list says nothing of the others. Run the workflow again later; if it goes on, ask who runs this Losant.',
	});
}
