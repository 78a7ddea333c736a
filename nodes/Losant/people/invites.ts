import { UserError, type IDataObject } from 'n8n-workflow';

import { byAddress, normalized } from '../losant/addresses';
import type { People } from '../losant/answers';
import { findInvite, invitesIn } from '../losant/invites';
import type { NamedPerson, OrgInvite, OrgInvitePost, RoleChanges } from '../losant/objects';
import { isRefusal, type Losant } from '../transport/losant';
import { deleteOnce, sendOnce } from '../transport/once';
import type { LosantRequest } from '../transport/request';
import { givenId, theOnly } from './named';
import { lastSentTo, oneAtATime, type Turn } from './oneAtATime';
import { perOrganization, SharedList, type OrganizationCall } from './sharedList';
import { sightingOfNew, sightingOfResent, type Sighting } from './sighting';

/** What the items of a run share: the list, asked for once, when it is first needed, and what the run has done since. */
const shared = perOrganization((losant, call) => ({
	list: new SharedList(losant, async (sending) => {
		const invites = await losant({ ...call, action: 'instanceOrgInvites.get' }, sending);
		return { invites, byAddress: byAddress(invites.items) };
	}),
	/** The invites that this run has sent, by address, and when */
	sent: new Map<string, { invite: OrgInvite; at: number }>(),
	/** Whether this Losant has been seen to give an invite that is sent again another date */
	movesDates: false,
}));

/** The invites of one organization, for one item of a run. All inviting goes through here, so that every item knows of it. */
export class Invites {
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
	 * Gives the invites of an address, pending and expired, as far as the run knows.
	 *
	 * @param email in any spelling
	 * @param since only what Losant said after this moment of the run's clock counts
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async of(email: string, since = -Infinity): Promise<OrgInvite[]> {
		const notBefore = Math.max(since, await lastSentTo(this.losant, this.call, { email }));
		const sent = this.#shared.sent.get(normalized(email));
		return sent && sent.at >= notBefore ? [sent.invite] : await this.#listed(email, notBefore);
	}

	/**
	 * Gives all invites of the organization.
	 *
	 * @param since only a list counts that was asked for at or after this moment of the run's clock
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async all(since = -Infinity): Promise<People<OrgInvite>> {
		return (await this.#shared.list.get(this.losant, since)).invites;
	}

	/**
	 * Whether the organization has an invite, pending or expired.
	 *
	 * @param inviteId its id
	 * @param since only a list counts that was asked for at or after this moment of the run's clock
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async has(inviteId: string, since = -Infinity): Promise<boolean> {
		const { items } = await this.all(since);
		return items.some(({ id }) => id?.toLowerCase() === inviteId.toLowerCase());
	}

	/**
	 * Gets the invite that a user has named.
	 *
	 * @param named by id or by address
	 * @throws UserError when there is none of that address, or more than one
	 * @throws NodeApiError when Losant refuses
	 */
	async get(named: NamedPerson): Promise<OrgInvite> {
		if ('email' in named) return theOnly(await this.of(named.email), named.email, 'invite');
		const path = { ...this.call.path, inviteId: named.id };
		return await this.losant({ ...this.call, action: 'instanceOrgInvite.get', path });
	}

	/**
	 * Takes back the invite that a user has named.
	 *
	 * @param named by id or by address
	 * @returns the invite as it was, where it was named by address, and its id
	 * @throws as `get`; and NodeApiError when it isn't clear whether it was taken back
	 */
	async revoke(named: NamedPerson): Promise<Pick<OrgInvite, 'email' | 'role'> & { id: string }> {
		const known: OrgInvite = 'email' in named ? await this.get(named) : {};
		const inviteId = 'id' in named ? named.id : givenId(known.id, named.email, 'invite');
		const path = { ...this.call.path, inviteId };
		await deleteOnce(
			this.losant,
			{ ...this.call, action: 'instanceOrgInvite.delete', path },
			'the invite',
			async (since) => await this.has(inviteId, since),
		);
		return { ...known, id: inviteId };
	}

	/**
	 * Sends a new invite.
	 *
	 * @param turn of the person
	 * @param asked what Losant is asked to make
	 * @param before the invites of the address before; undefined where nobody looked
	 * @returns the invite; what Losant answered where the invite isn't in it and can't be looked up
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was sent
	 * @throws UserError when that can't be told from what is there
	 */
	async send(
		turn: Turn,
		asked: OrgInvitePost,
		before?: readonly OrgInvite[] | undefined,
	): Promise<IDataObject> {
		const sentAt = this.losant.clock.now();
		return await this.#send(
			turn,
			{ ...this.call, action: 'instanceOrgInvites.post', body: asked },
			asked.email,
			(now) => sightingOfNew(asked, before, now, this.losant.dateOf(sentAt)),
		);
	}

	/**
	 * Sends an invite again.
	 *
	 * @param turn of the person
	 * @param known the invite as it was before
	 * @param changes the roles to change
	 * @returns the invite as it is now; its id may be a new one
	 * @throws as `send`
	 */
	async resend(turn: Turn, known: OrgInvite, changes: RoleChanges): Promise<IDataObject> {
		const { email = '' } = known;
		const inviteId = givenId(known.id, email, 'invite');
		const before = await this.of(email).catch((error: unknown) => {
			// a token that may not list can't look afterwards either
			if (isRefusal(error, ['403'])) return [];
			throw error;
		});
		const sent = await this.#send(turn, this.#resending(inviteId, changes), email, (now) =>
			sightingOfResent(known, changes, before, now, this.#shared.movesDates),
		);
		this.#shared.movesDates ||=
			typeof sent.inviteDate === 'string' && sent.inviteDate !== known.inviteDate;
		return sent;
	}

	/**
	 * Sends the invite again that a user has named.
	 *
	 * @param named by id or by address
	 * @param changes the roles to change
	 * @throws as `get` and `resend`
	 */
	async resendNamed(named: NamedPerson, changes: RoleChanges): Promise<IDataObject> {
		const readAt = this.losant.clock.now();
		const known = await this.get(named).catch((error: unknown) => {
			if ('id' in named && isRefusal(error, ['403'])) return undefined;
			throw error;
		});
		const { email } = 'email' in named ? named : { ...known };
		if (known && email !== undefined) {
			return await oneAtATime(this.losant, this.call, { email }, async (turn) => {
				const hasChanged = (await lastSentTo(this.losant, this.call, { email })) > readAt;
				return await this.resend(turn, hasChanged ? await this.get(named) : known, changes);
			});
		}
		// without knowing the invite, an unclear answer can't be looked up: then the item fails, and says so
		const inviteId = 'id' in named ? named.id : givenId(known?.id, named.email, 'invite');
		return await this.losant(this.#resending(inviteId, changes));
	}

	/**
	 * Finds the pending invite that a request with an unclear end has made.
	 *
	 * @param email its address
	 * @param since only what Losant says after this moment of the run's clock counts
	 * @param sighting what the invites of the address that are there then say
	 * @throws UserError when that can't be told
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async look(
		email: string,
		since: number,
		sighting: (now: readonly OrgInvite[]) => Sighting,
	): Promise<OrgInvite | undefined> {
		const seen = sighting(await this.#listed(email, since));
		if (seen !== 'unknown') return seen;
		throw new UserError(
			`Losant gave no clear answer, and it can't be told whether the invite for ${email} that is there now was sent by this or before`,
			{
				description:
					'Losant may or may not have carried out the request. Look at the date and the roles of the invite in Losant, or with Get Invite, before you send it again.',
			},
		);
	}

	#resending(
		inviteId: string,
		changes: RoleChanges,
	): LosantRequest<'instanceOrgInvite.resendInvite'> {
		const path = { ...this.call.path, inviteId };
		return { ...this.call, action: 'instanceOrgInvite.resendInvite', path, body: changes };
	}

	async #send(
		turn: Turn,
		request: LosantRequest<'instanceOrgInvites.post' | 'instanceOrgInvite.resendInvite'>,
		email: string,
		sighting: (now: readonly OrgInvite[]) => Sighting,
	): Promise<IDataObject> {
		let at = Infinity;
		const end = await sendOnce(this.losant, request, {
			what: `a pending invite for ${email} with these roles`,
			shownIn: (answer) => shownIn(answer, email),
			look: async (since) => await this.look(email, since, sighting),
		}).finally(() => {
			at = turn.sent();
		});
		if ('answer' in end) return end.answer;
		this.#shared.sent.set(normalized(email), { invite: end.found, at });
		return end.found;
	}

	async #listed(email: string, since: number): Promise<OrgInvite[]> {
		return (await this.#shared.list.get(this.losant, since)).byAddress.get(normalized(email)) ?? [];
	}
}

/**
 * Finds the invite that was made in Losant's answer. One by itself is it, in whatever form Losant keeps the address; among others it is known by its address.
 *
 * @param answer to a request that has made one
 * @param email its address
 */
export function shownIn(answer: IDataObject, email: string): OrgInvite | undefined {
	return typeof answer.email === 'string' ? answer : findInvite(invitesIn(answer), email);
}
