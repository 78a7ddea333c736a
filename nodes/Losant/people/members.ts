import { UserError, type IDataObject } from 'n8n-workflow';

import { byAddress, filterFor, normalized } from '../losant/addresses';
import { hasRoles } from '../losant/invites';
import {
	itemsIn,
	objectIn,
	type NamedPerson,
	type OrgMember,
	type OrgMemberPost,
} from '../losant/objects';
import type { Losant } from '../transport/losant';
import { sendOnce } from '../transport/once';
import { Invites } from './invites';
import { givenId, theOnly } from './named';
import { perOrganization, SharedList, type OrganizationCall } from './sharedList';

/** The list that the items of a run share, asked for once, when it is first needed. */
const sharedList = perOrganization(
	(losant, call) => new SharedList(async () => byAddress(await askForMembers(losant, call))),
);

/** The members of one organization, for one item of a run. */
export class Members {
	/**
	 * @param losant the door to Losant
	 * @param call how the organization is asked, with the options of the item
	 */
	constructor(
		private readonly losant: Losant,
		private readonly call: OrganizationCall,
	) {}

	/**
	 * Finds the member of an address.
	 *
	 * @param email in any spelling
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async find(email: string): Promise<OrgMember | undefined> {
		return (await this.#of(email))[0];
	}

	/**
	 * Gets the member that a user has named.
	 *
	 * @param named by user id or by address
	 * @throws UserError when there is none of that address
	 * @throws NodeApiError when Losant refuses
	 */
	async get(named: NamedPerson): Promise<IDataObject> {
		if ('email' in named) return theOnly(await this.#of(named.email), named.email, 'member');
		const path = { ...this.call.path, userId: named.id };
		return objectIn(await this.losant({ ...this.call, action: 'instanceOrgMember.get', path }));
	}

	/**
	 * Gives the user id of the member that a user has named.
	 *
	 * @param named by user id or by address
	 * @throws UserError when there is none of that address
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async userId(named: NamedPerson): Promise<string> {
		if ('id' in named) return named.id;
		const { userId } = await this.get(named);
		return givenId(userId, named.email, 'member');
	}

	/**
	 * Adds a user of Losant.
	 *
	 * @param asked who, and with which roles
	 * @returns what Losant answered: the member, or what it makes of an address that no user has
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was done
	 * @throws UserError when it isn't clear either whether who is found then was added by it
	 */
	async add(asked: OrgMemberPost): Promise<IDataObject> {
		const end = await sendOnce(
			this.losant,
			{ ...this.call, action: 'instanceOrgMembers.post', body: asked },
			'email' in asked ? `a member ${asked.email}` : `a member with the user ID ${asked.userId}`,
			async () => await this.#look(asked),
		);
		return 'found' in end ? end.found : objectIn(end.answer);
	}

	/** Finds the member that a request with an unclear end has added. Losant's list shows `role` alone (definitions/instanceOrgMember). */
	async #look(asked: OrgMemberPost): Promise<IDataObject | undefined> {
		const who = 'email' in asked ? asked.email : `with the user ID ${asked.userId}`;
		const member = (await this.#now(asked)).find(({ role }) => role === asked.role);
		if (member && !hasRoles(member, asked)) {
			throw new UserError(
				`Losant gave no clear answer. A member ${who} is there with the role ${asked.role}, but Losant doesn't show whether with the application and dashboard roles`,
				{ description: 'Check it in Losant, or set the roles with Update Member' },
			);
		}
		if (!member && 'email' in asked) await this.#lookForInvite(asked);
		return member;
	}

	/** Losant doesn't document what becomes of an address that no user has; its form is that of an invite. */
	async #lookForInvite(asked: OrgMemberPost & { email: string }): Promise<void> {
		const invites = new Invites(this.losant, this.call);
		if (!(await invites.look(asked.email, (invite) => hasRoles(invite, asked)))) return;
		throw new UserError(
			`Losant gave no clear answer. A pending invite for ${asked.email} with these roles is there, which may be older`,
			{
				description:
					'Look at its date with Get Invite: if it is older, revoke it and add the member again',
			},
		);
	}

	/** Asks for the members as they are now whom the request names. */
	async #now(asked: OrgMemberPost): Promise<OrgMember[]> {
		if ('email' in asked) {
			const { email } = asked;
			const query = { ...this.call.query, ...filterFor(email) };
			const members = await askForMembers(this.losant, { ...this.call, query });
			return byAddress(members).get(normalized(email)) ?? [];
		}
		const user = asked.userId.toLowerCase();
		const members = await askForMembers(this.losant, this.call);
		return members.filter(({ userId }) => String(userId).toLowerCase() === user);
	}

	async #of(email: string): Promise<OrgMember[]> {
		return (await sharedList(this.losant, this.call).get()).get(normalized(email)) ?? [];
	}
}

async function askForMembers(losant: Losant, call: OrganizationCall): Promise<OrgMember[]> {
	return itemsIn(await losant({ ...call, action: 'instanceOrgMembers.get' }));
}
