import { UserError, type IDataObject } from 'n8n-workflow';

import { byAddress, normalized } from '../losant/addresses';
import type { People } from '../losant/answers';
import { hasExactRoles, hasRoles, showsRoles } from '../losant/invites';
import type {
	NamedPerson,
	OrgInvite,
	OrgMember,
	OrgMemberPost,
	RoleChanges,
} from '../losant/objects';
import type { Losant } from '../transport/losant';
import { deleteOnce, sendOnce } from '../transport/once';
import { Invites } from './invites';
import { givenId, keyOf, theOnly } from './named';
import { lastSentByOthers, oneAtATime, type Turn } from './oneAtATime';
import { perOrganization, SharedList, type OrganizationCall } from './sharedList';
import { sightingOfNew } from './sighting';

/** What the items of a run share: the list, asked for once, when it is first needed, and what the run has done since. */
const shared = perOrganization((losant, call) => ({
	list: new SharedList(losant, async (sending) => {
		const members = await losant({ ...call, action: 'instanceOrgMembers.get' }, sending);
		return { members, byAddress: byAddress(members.items) };
	}),
	/** When this run has changed a member, or added one; by user id or address */
	changed: new Map<string, number>(),
}));

/** The members of one organization, for one item of a run. */
export class Members {
	readonly #shared: ReturnType<typeof shared>;

	/**
	 * @param losant the door to Losant
	 * @param call how the organization is asked, with the options of the item
	 */
	constructor(
		private readonly losant: Losant,
		private readonly call: OrganizationCall,
	) {
		this.#shared = shared(losant, call);
	}

	/**
	 * Gives all members of the organization.
	 *
	 * @param since only a list counts that was asked for at or after this moment of the run's clock
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async all(since = -Infinity): Promise<People<OrgMember>> {
		return (await this.#shared.list.get(this.losant, since)).members;
	}

	/**
	 * Gives the members of an address, of which there is one at most as a rule.
	 *
	 * @param email in any spelling
	 * @param since only what Losant said after this moment of the run's clock counts
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async of(email: string, since = -Infinity): Promise<OrgMember[]> {
		const { list } = this.#shared;
		const { byAddress } = await list.get(this.losant, await this.#notBefore({ email }, since));
		return byAddress.get(normalized(email)) ?? [];
	}

	/**
	 * Finds the member of an address or a user id.
	 *
	 * @param who the address in any spelling
	 * @param since only what Losant said after this moment of the run's clock counts
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async find(
		who: { email: string } | { userId: string },
		since = -Infinity,
	): Promise<OrgMember | undefined> {
		if ('email' in who) return (await this.of(who.email, since))[0];
		return await this.#withId(who.userId, await this.#notBefore({ id: who.userId }, since));
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
			return theOnly(await this.of(named.email), named.email, 'member');
		}
		const path = { ...this.call.path, userId: named.id };
		return await this.losant({ ...this.call, action: 'instanceOrgMember.get', path });
	}

	/**
	 * Takes out the member that a user has named.
	 *
	 * @param named by user id or by address
	 * @returns the member as it was, where it was named by address, and its user id
	 * @throws as `get`; and NodeApiError when Losant refuses it, or when it isn't clear whether it was done
	 */
	async remove(
		named: NamedPerson,
	): Promise<Pick<OrgMember, 'email' | 'role'> & { userId: string }> {
		const known: OrgMember = 'email' in named ? await this.get(named) : {};
		const userId = 'id' in named ? named.id : givenId(known.userId, named.email, 'member');
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
		return { ...known, userId };
	}

	/**
	 * Changes the roles of the member that a user has named, unless Losant shows that they are exactly so already: what gives
	 * no other right today would with another role.
	 *
	 * @param named by user id or by address
	 * @param changes the roles to change
	 * @returns the member as it is now, and whether anything was sent
	 * @throws as `get`; and NodeApiError when Losant refuses it
	 */
	async update(
		named: NamedPerson,
		changes: RoleChanges,
	): Promise<{ member: OrgMember; isSent: boolean }> {
		return await oneAtATime(this.losant, this.call, named, async (turn) => {
			const known: OrgMember = 'email' in named ? await this.get(named) : {};
			if (known.userId && showsRoles(known, changes) && hasExactRoles(known, changes)) {
				return { member: known, isSent: false };
			}
			const userId = 'id' in named ? named.id : givenId(known.userId, named.email, 'member');
			const member = await this.losant({
				...this.call,
				action: 'instanceOrgMember.patch',
				path: { ...this.call.path, userId },
				body: changes,
			}).finally(() => this.#sent(turn, named));
			return { member, isSent: true };
		});
	}

	/**
	 * Adds a user of Losant. To an address that no user has, Losant sends an invite in place of that.
	 *
	 * @param turn of the person
	 * @param asked who, and with which roles
	 * @param before the invites of the address before; undefined where nobody looked
	 * @returns the member that was added, or that an invite was sent
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was done
	 * @throws UserError when it isn't clear either whether who is found then was added by it
	 */
	async add(
		turn: Turn,
		asked: OrgMemberPost,
		before?: readonly OrgInvite[] | undefined,
	): Promise<Added> {
		const sentAt = this.losant.clock.now();
		const end = await sendOnce(
			this.losant,
			{ ...this.call, action: 'instanceOrgMembers.post', body: asked },
			{
				what: `a member ${inWords(asked)}`,
				shownIn: (answer): Added | undefined => {
					if (answer.inviteSent === true) return { inviteSent: true };
					return answer.userId === undefined ? undefined : { member: answer };
				},
				look: async (since) => await this.#look(asked, before, sentAt, since),
			},
		).finally(() => this.#sent(turn, 'email' in asked ? asked : { id: asked.userId }));
		return 'found' in end ? end.found : { member: end.answer };
	}

	/** Finds what a request with an unclear end has made: a member, or an invite. */
	async #look(
		asked: OrgMemberPost,
		before: readonly OrgInvite[] | undefined,
		sentAt: number,
		since: number,
	): Promise<Added | undefined> {
		const member = await this.find(asked, since);
		if (!member) {
			if (!('email' in asked)) return undefined;
			const invite = await new Invites(this.losant, this.call).look(asked.email, since, (now) =>
				sightingOfNew(asked, before, now, this.losant.dateOf(sentAt)),
			);
			return invite && { inviteSent: true };
		}
		if (hasRoles(member, asked) && showsRoles(member, asked)) return { member };
		throw new UserError(
			member.role === asked.role && !showsRoles(member, asked)
				? `Losant gave no clear answer. A member ${inWords(asked)} is there with the role ${asked.role}, but Losant doesn't show whether with the application and dashboard roles`
				: `Losant gave no clear answer. A member ${inWords(asked)} is there with other roles, who may have been there before`,
			{ description: 'Check it in Losant, or set the roles with Update Member' },
		);
	}

	async #withId(id: string, since: number): Promise<OrgMember | undefined> {
		const { members } = await this.#shared.list.get(this.losant, since);
		return members.items.find(({ userId }) => userId?.toLowerCase() === id.toLowerCase());
	}

	/** What this run has sent makes no difference to who is a member, unless it was about members. */
	async #notBefore(person: NamedPerson, since: number): Promise<number> {
		const changed = this.#shared.changed.get(keyOf({}, person)) ?? -Infinity;
		return Math.max(since, changed, await lastSentByOthers(this.losant, this.call, person));
	}

	#sent(turn: Turn, person: NamedPerson): void {
		this.#shared.changed.set(keyOf({}, person), turn.sent());
	}
}

/** What becomes of a person who is added. */
export type Added = { member: OrgMember } | { inviteSent: true };

function inWords(asked: OrgMemberPost): string {
	return 'email' in asked ? asked.email : `with the user ID ${asked.userId}`;
}
