import { UserError, type IDataObject } from 'n8n-workflow';

import { byAddress, normalized } from '../losant/addresses';
import { hasRoles } from '../losant/invites';
import type { NamedPerson, OrgMember, OrgMemberPost } from '../losant/objects';
import type { Losant } from '../transport/losant';
import { deleteOnce, sendOnce } from '../transport/once';
import { Invites } from './invites';
import { givenId, theOnly } from './named';
import { lastSentByOthers, type Turn } from './oneAtATime';
import { perOrganization, SharedList, type OrganizationCall } from './sharedList';

/** The list that the items of a run share, asked for once, when it is first needed. */
const sharedList = perOrganization(
	(losant, call) =>
		new SharedList(losant, async (sending) => {
			const members = await losant({ ...call, action: 'instanceOrgMembers.get' }, sending);
			return { members, byAddress: byAddress(members) };
		}),
);

/** The members of one organization, for one item of a run. */
export class Members {
	readonly #list: ReturnType<typeof sharedList>;

	/**
	 * @param losant the door to Losant
	 * @param call how the organization is asked, with the options of the item
	 */
	constructor(
		private readonly losant: Losant,
		private readonly call: OrganizationCall,
	) {
		this.#list = sharedList(losant, call);
	}

	/**
	 * Finds the member of an address.
	 *
	 * @param email in any spelling
	 * @param since only what Losant said after this moment of the run's clock counts
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async find(email: string, since = -Infinity): Promise<OrgMember | undefined> {
		return (await this.#of(email, since))[0];
	}

	/**
	 * Gets the member that a user has named.
	 *
	 * @param named by user id or by address
	 * @throws UserError when there is none of that address
	 * @throws NodeApiError when Losant refuses
	 */
	async get(named: NamedPerson): Promise<IDataObject> {
		if ('email' in named) {
			return theOnly(await this.#of(named.email, -Infinity), named.email, 'member');
		}
		const path = { ...this.call.path, userId: named.id };
		return await this.losant({ ...this.call, action: 'instanceOrgMember.get', path });
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
	 * Takes out the member that a user has named.
	 *
	 * @param named by user id or by address
	 * @returns the user id
	 * @throws as `userId`; and NodeApiError when Losant refuses it, or when it isn't clear whether it was done
	 */
	async remove(named: NamedPerson): Promise<string> {
		const userId = await this.userId(named);
		await deleteOnce(
			this.losant,
			{
				...this.call,
				action: 'instanceOrgMember.delete',
				path: { ...this.call.path, userId },
			},
			'the member',
			async (since) => (await this.#withId(userId, since)) !== undefined,
		);
		return userId;
	}

	/**
	 * Adds a user of Losant.
	 *
	 * @param turn of the person
	 * @param asked who, and with which roles
	 * @returns what Losant answered: the member, or what it makes of an address that no user has
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was done
	 * @throws UserError when it isn't clear either whether who is found then was added by it
	 */
	async add(turn: Turn, asked: OrgMemberPost): Promise<IDataObject> {
		const end = await sendOnce(
			this.losant,
			{ ...this.call, action: 'instanceOrgMembers.post', body: asked },
			{
				what:
					'email' in asked
						? `a member ${asked.email}`
						: `a member with the user ID ${asked.userId}`,
				shownIn: (answer) => (Object.keys(answer).length > 0 ? answer : undefined),
				look: async (since) => await this.#look(asked, since),
			},
		).finally(() => turn.sent());
		return 'found' in end ? end.found : end.answer;
	}

	/** Finds the member that a request with an unclear end has added. */
	async #look(asked: OrgMemberPost, since: number): Promise<IDataObject | undefined> {
		const member =
			'email' in asked
				? await this.find(asked.email, since)
				: await this.#withId(asked.userId, since);
		if (!member) return 'email' in asked ? await this.#lookForInvite(asked, since) : undefined;
		if (hasRoles(member, asked)) return member;
		const who = 'email' in asked ? asked.email : `with the user ID ${asked.userId}`;
		const isHidden = member.role === asked.role && member.applicationRoles === undefined;
		throw new UserError(
			isHidden
				? `Losant gave no clear answer. A member ${who} is there with the role ${asked.role}, but Losant doesn't show whether with the application and dashboard roles`
				: `Losant gave no clear answer. A member ${who} is there with other roles, who may have been there before`,
			{ description: 'Check it in Losant, or set the roles with Update Member' },
		);
	}

	/** Losant doesn't document what becomes of an address that no user has; its form is that of an invite. */
	async #lookForInvite(
		asked: OrgMemberPost & { email: string },
		since: number,
	): Promise<undefined> {
		const invites = await new Invites(this.losant, this.call).of(asked.email, since);
		if (!invites.some((invite) => invite.hasExpired !== true && hasRoles(invite, asked))) return;
		throw new UserError(
			`Losant gave no clear answer. A pending invite for ${asked.email} with these roles is there, which may be older`,
			{
				description:
					'Look at its date with Get Invite: if it is older, revoke it and add the member again',
			},
		);
	}

	async #withId(id: string, since: number): Promise<OrgMember | undefined> {
		const { members } = await this.#list.get(since);
		return members.find(({ userId }) => userId?.toLowerCase() === id.toLowerCase());
	}

	async #of(email: string, since: number): Promise<OrgMember[]> {
		const notBefore = Math.max(since, await lastSentByOthers(this.losant, this.call, { email }));
		return (await this.#list.get(notBefore)).byAddress.get(normalized(email)) ?? [];
	}
}
