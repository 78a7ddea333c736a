import type { IDataObject } from 'n8n-workflow';

import { hasRoles } from '../losant/invites';
import { objectIn, type OrgMember, type OrgMemberPost } from '../losant/objects';
import { byAddress, filterFor, itemsIn, normalized } from '../losant/people';
import type { Losant } from '../transport/losant';
import { sendOnce } from '../transport/once';
import { Invites } from './invites';
import {
	givenId,
	perOrganization,
	SharedList,
	theOnly,
	type OrganizationCall,
	type Person,
} from './organization';

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
	async get(named: Person): Promise<IDataObject> {
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
	async userId(named: Person): Promise<string> {
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

	/** Losant doesn't document what becomes of an address that no user has; its form is that of an invite. */
	async #look(asked: OrgMemberPost): Promise<IDataObject | undefined> {
		if ('userId' in asked) {
			const members = await askForMembers(this.losant, this.call);
			const user = asked.userId.toLowerCase();
			return members.find(
				({ userId, role }) => userId?.toLowerCase() === user && role === asked.role,
			);
		}
		const { email } = asked;
		const query = { ...this.call.query, filterField: 'email', filter: filterFor(email) };
		const members = await askForMembers(this.losant, { ...this.call, query });
		const member = byAddress(members)
			.get(normalized(email))
			?.find(({ role }) => role === asked.role);
		return (
			member ??
			(await new Invites(this.losant, this.call).look(email, (invite) => hasRoles(invite, asked)))
		);
	}

	async #of(email: string): Promise<OrgMember[]> {
		return (await sharedList(this.losant, this.call).get()).get(normalized(email)) ?? [];
	}
}

async function askForMembers(losant: Losant, call: OrganizationCall): Promise<OrgMember[]> {
	return itemsIn(await losant({ ...call, action: 'instanceOrgMembers.get' }));
}
