import { UserError } from 'n8n-workflow';

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
	const invites = await readInvites(losant, call);
	return { invites, members: await readMembers(losant, call) };
}

/**
 * Reads the invites of an organization. A list that is shorter than Losant counts is asked about once more, in another way.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param since only a list counts that was asked for at or after this moment of the run's clock
 * @throws NodeApiError when Losant doesn't give the list
 * @throws UserError when it may not be the whole one
 */
export async function readInvites(
	losant: Losant,
	call: OrganizationCall,
	since?: number,
): Promise<readonly OrgInvite[]> {
	const { items, count } = await new Invites(losant, call).all(since);
	if (count > items.length) {
		await confirm(losant, call, 'invites', 'pendingInviteCount', items.length);
	}
	return items;
}

/**
 * Reads the members of an organization. A list that is empty, or shorter than Losant counts, is asked about once more, in another way.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param since only a list counts that was asked for at or after this moment of the run's clock
 * @throws NodeApiError when Losant doesn't give the list
 * @throws UserError when it may not be the whole one
 */
export async function readMembers(
	losant: Losant,
	call: OrganizationCall,
	since?: number,
): Promise<readonly OrgMember[]> {
	const { items, count } = await new Members(losant, call).all(since);
	if (items.length === 0 || count > items.length) {
		await confirm(losant, call, 'members', 'memberCount', items.length);
	}
	return items;
}

/** @param counted the number in the organization's summary (definitions/instanceOrg) that tells */
async function confirm(
	losant: Losant,
	call: OrganizationCall,
	what: string,
	counted: 'memberCount' | 'pendingInviteCount',
	given: number,
): Promise<void> {
	const { summary } = await losant({ ...call, action: 'instanceOrg.get' });
	const count = objectIn(summary)[counted];
	if (typeof count === 'number' && count <= given) return;
	const gave = given === 0 ? `no ${what}` : `${given} ${what}`;
	const counts = typeof count === 'number' ? `counts ${count}` : "doesn't say how many there are";
	throw new UserError(`Losant gave ${gave}, but ${counts}. Nothing was changed`, {
		description:
			'A part of the list says nothing of the others. Run the workflow again later; if it goes on, ask who runs this Losant.',
	});
}
