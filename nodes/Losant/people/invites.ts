import { UserError, type IDataObject } from 'n8n-workflow';

import { byAddress, filterFor, normalized } from '../losant/addresses';
import {
	findInvite,
	hasRoles,
	hasTransferRule,
	invitesIn,
	isPending,
	rolesOf,
} from '../losant/invites';
import {
	objectIn,
	type NamedPerson,
	type OrgInvite,
	type OrgInvitePost,
	type RoleChanges,
} from '../losant/objects';
import { isRefusal, type Losant, type LosantRequest } from '../transport/losant';
import { sendOnce } from '../transport/once';
import { givenId, theOnly } from './named';
import { perOrganization, SharedList, type OrganizationCall } from './sharedList';

/** What the items of a run share: the list, asked for once, when it is first needed, and what the run has done since. */
const shared = perOrganization((losant, call) => ({
	list: new SharedList(async () =>
		byAddress(invitesIn(await losant({ ...call, action: 'instanceOrgInvites.get' }))),
	),
	/** The invites that this run has sent, by address; undefined where Losant has to be asked what came of it */
	sent: new Map<string, OrgInvite | undefined>(),
}));

/** Whether an invite is the one that a request makes, among all that are there now. */
type IsMade = (invite: OrgInvite, now: readonly OrgInvite[]) => boolean;

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
	 * Finds the invite of an address, pending or expired. Where there are several, the one that counts.
	 *
	 * @param email in any spelling
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async find(email: string): Promise<OrgInvite | undefined> {
		return findInvite(await this.#of(email), email);
	}

	/**
	 * Finds the invite of an address that is to be changed: another pending one could still be accepted, with its own roles.
	 *
	 * @param email in any spelling
	 * @throws UserError when more than one is pending
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async findToUpdate(email: string): Promise<OrgInvite | undefined> {
		const invites = await this.#of(email);
		const pending = invites.filter(isPending);
		if (pending.length > 1) {
			throw new UserError(`The organization has ${pending.length} pending invites for ${email}`, {
				description: `Each of them can be accepted, with its own roles. Revoke all but one By ID: ${pending.map(({ id }) => String(id)).join(', ')}`,
			});
		}
		return findInvite(invites, email);
	}

	/**
	 * Gets the invite that a user has named.
	 *
	 * @param named by id or by address
	 * @throws UserError when there is none of that address, or more than one
	 * @throws NodeApiError when Losant refuses
	 */
	async get(named: NamedPerson): Promise<OrgInvite> {
		if ('email' in named) return theOnly(await this.#of(named.email), named.email, 'invite');
		const path = { ...this.call.path, inviteId: named.id };
		return objectIn(await this.losant({ ...this.call, action: 'instanceOrgInvite.get', path }));
	}

	/**
	 * Gives the id of the invite that a user has named.
	 *
	 * @param named by id or by address
	 * @throws as `get`
	 */
	async id(named: NamedPerson): Promise<string> {
		if ('id' in named) return named.id;
		return givenId((await this.get(named)).id, named.email, 'invite');
	}

	/**
	 * Sends a new invite.
	 *
	 * @param asked what Losant is asked to make
	 * @returns the invite; what Losant answered where the invite isn't in it and can't be looked up
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was sent
	 */
	async send(asked: OrgInvitePost): Promise<IDataObject> {
		return await this.#send(
			{ ...this.call, action: 'instanceOrgInvites.post', body: asked },
			asked.email,
			(invite) => hasRoles(invite, rolesOf(asked)) && hasTransferRule(invite, asked),
		);
	}

	/**
	 * Sends an invite again.
	 *
	 * @param known the invite as it was before
	 * @param changes the roles to change
	 * @returns the invite as it is now; its id may be a new one
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was sent
	 */
	async resend(known: OrgInvite, changes: RoleChanges): Promise<IDataObject> {
		const { email = '', inviteDate } = known;
		const inviteId = givenId(known.id, email, 'invite');
		const before = await this.#of(email).catch((error: unknown) => {
			// a token that may not list can't look afterwards either
			if (isRefusal(error, ['403'])) return [];
			throw error;
		});
		const isOld = ({ id }: OrgInvite) => id === inviteId;
		const wasThere = (invite: OrgInvite) => before.some(({ id }) => id === invite.id);
		return await this.#send(
			this.#resending(inviteId, changes),
			email,
			(invite, now) =>
				hasRoles(invite, changes) &&
				(isOld(invite) ? invite.inviteDate !== inviteDate : !wasThere(invite) && !now.some(isOld)),
		);
	}

	/**
	 * Sends the invite again that a user has named.
	 *
	 * @param named by id or by address
	 * @param changes the roles to change
	 * @throws as `get` and `resend`
	 */
	async resendNamed(named: NamedPerson, changes: RoleChanges): Promise<IDataObject> {
		const known = await this.get(named).catch((error: unknown) => {
			if ('id' in named && isRefusal(error, ['403'])) return undefined;
			throw error;
		});
		if (typeof known?.email === 'string') return await this.resend(known, changes);
		// without knowing the invite, an unclear answer can't be looked up: then the item fails, and says so
		return objectIn(await this.losant(this.#resending(await this.id(named), changes)));
	}

	#resending(inviteId: string, changes: RoleChanges): LosantRequest {
		const path = { ...this.call.path, inviteId };
		return { ...this.call, action: 'instanceOrgInvite.resendInvite', path, body: changes };
	}

	/**
	 * Finds the pending invite that a request makes, as Losant has it now.
	 *
	 * @param email its address
	 * @param isMade whether an invite of this address is the one, among those that are there now
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async look(email: string, isMade: IsMade): Promise<OrgInvite | undefined> {
		const now = await this.#now(email);
		return findInvite(
			now.filter((invite) => isPending(invite) && isMade(invite, now)),
			email,
		);
	}

	async #send(request: LosantRequest, email: string, isMade: IsMade): Promise<IDataObject> {
		const address = normalized(email);
		this.#shared.sent.set(address, undefined);
		const end = await sendOnce(
			this.losant,
			request,
			`a pending invite for ${email} with these roles`,
			async () => await this.look(email, isMade),
		);
		const invite =
			'found' in end
				? end.found
				: (findInvite(invitesIn(end.answer), email) ??
					// the invite was made, so a look that is refused, for want of a scope say, must not fail the item
					(await this.#now(email).then(
						(invites) => findInvite(invites, email),
						() => undefined,
					)));
		this.#shared.sent.set(address, invite);
		return invite ?? objectIn('answer' in end ? end.answer : undefined);
	}

	/** The invites of an address, as far as this run knows. */
	async #of(email: string): Promise<OrgInvite[]> {
		const address = normalized(email);
		if (!this.#shared.sent.has(address)) return (await this.#shared.list.get()).get(address) ?? [];
		const sent = this.#shared.sent.get(address);
		return sent ? [sent] : (byAddress(await this.#now(email)).get(address) ?? []);
	}

	/** Asks for the invites of an address as they are now. Others may be among them. */
	async #now(email: string): Promise<OrgInvite[]> {
		const query = { ...this.call.query, ...filterFor(email) };
		return invitesIn(await this.losant({ ...this.call, action: 'instanceOrgInvites.get', query }));
	}
}
