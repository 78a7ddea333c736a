import { UserError, type IDataObject } from 'n8n-workflow';

import {
	filterFor,
	findInvite,
	hasRoles,
	hasTransferRule,
	invitesByAddress,
	invitesIn,
	isPending,
	normalized,
} from '../losant/invites';
import { membersByAddress } from '../losant/members';
import {
	ID_PATTERN,
	isObject,
	type OrgInvite,
	type OrgInvitePost,
	type OrgMember,
	type OrgRoleInfo,
} from '../losant/objects';
import { isRefusal, type Losant, type LosantRequest } from '../transport/losant';
import { sendOnce } from '../transport/once';

/** How an organization is asked for its people: all of a request but what it does. */
export type RosterCall = Omit<LosantRequest, 'action' | 'body'>;

/**
 * Who is invited to one organization, and who is its member. Each list is asked for once in a run, when
 * it is first needed, and is kept right by what the run does: all inviting goes through here.
 */
export class Roster {
	readonly #invites: SharedList<OrgInvite>;

	readonly #members: SharedList<OrgMember>;

	/** The invites that this run has sent, by address; undefined where Losant has to be asked what came of it */
	readonly #sent = new Map<string, OrgInvite | undefined>();

	/**
	 * @param losant the door to Losant
	 * @param call how the organization is asked
	 */
	constructor(
		private readonly losant: Losant,
		private readonly call: RosterCall,
	) {
		this.#invites = new SharedList(async () =>
			invitesByAddress(invitesIn(await losant({ ...call, action: 'instanceOrgInvites.get' }))),
		);
		this.#members = new SharedList(async () =>
			membersByAddress(await losant({ ...call, action: 'instanceOrgMembers.get' })),
		);
	}

	/**
	 * Finds the member of an address.
	 *
	 * @param email in any spelling
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async member(email: string): Promise<OrgMember | undefined> {
		return (await this.#members.get()).get(normalized(email));
	}

	/**
	 * Finds the invite of an address, pending or expired.
	 *
	 * @param email in any spelling
	 * @throws NodeApiError when Losant doesn't give the list
	 */
	async invite(email: string): Promise<OrgInvite | undefined> {
		const address = normalized(email);
		if (!this.#sent.has(address)) return (await this.#invites.get()).get(address);
		return this.#sent.get(address) ?? findInvite(await this.#look(email), email);
	}

	/**
	 * Sends a new invite.
	 *
	 * @param asked what Losant is asked to make
	 * @returns the invite; what Losant answered where the invite isn't in it and can't be looked up
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was sent
	 */
	async send(asked: OrgInvitePost): Promise<IDataObject> {
		const request = { ...this.call, action: 'instanceOrgInvites.post', body: asked } as const;
		return await this.#send(
			request,
			asked,
			(invite) => hasRoles(invite, asked) && hasTransferRule(invite, asked),
		);
	}

	/**
	 * Sends an invite again, with exactly the roles that are asked for.
	 *
	 * @param known the invite
	 * @param asked what a new invite would be given
	 * @returns the invite as it is now; its id may be a new one
	 * @throws NodeApiError when Losant refuses it, or when it isn't clear whether it was sent
	 */
	async resend(known: OrgInvite, asked: OrgInvitePost): Promise<IDataObject> {
		const { id: inviteId = '', inviteDate } = known;
		if (!ID_PATTERN.test(inviteId)) {
			throw new UserError(`Losant gave no id for the invite of ${asked.email}`, {
				description: 'Without it, the invite can’t be sent again: revoke it in Losant',
			});
		}
		// roles that are left out would stay as they were
		const roles: OrgRoleInfo = {
			role: asked.role,
			applicationRoles: asked.applicationRoles ?? [],
			dashboardRoles: asked.dashboardRoles ?? [],
		};
		const request = {
			...this.call,
			action: 'instanceOrgInvite.resendInvite',
			path: { ...this.call.path, inviteId },
			body: roles,
		} as const;
		return await this.#send(
			request,
			asked,
			(invite) =>
				hasRoles(invite, asked) && (invite.id !== inviteId || invite.inviteDate !== inviteDate),
		);
	}

	/** @param isMade whether a pending invite is the one that this request makes */
	async #send(
		request: LosantRequest,
		{ email }: OrgInvitePost,
		isMade: (invite: OrgInvite) => boolean,
	): Promise<IDataObject> {
		const address = normalized(email);
		this.#sent.set(address, undefined);
		const end = await sendOnce(
			this.losant,
			request,
			`a pending invite for ${email} with these roles`,
			async () => {
				const invites = await this.#look(email);
				return findInvite(
					invites.filter((invite) => isPending(invite) && isMade(invite)),
					email,
				);
			},
		);
		const invite =
			'found' in end
				? end.found
				: (findInvite(invitesIn(end.answer), email) ??
					// the invite was made, so a look that is refused, for want of a scope say, must not fail the item
					(await this.#look(email).then(
						(invites) => findInvite(invites, email),
						() => undefined,
					)));
		this.#sent.set(address, invite);
		return invite ?? asItem('answer' in end ? end.answer : undefined);
	}

	/** Asks for the invites of an address as they are now. Others may be among them. */
	async #look(email: string): Promise<OrgInvite[]> {
		const query: IDataObject = {
			...this.call.query,
			filterField: 'email',
			filter: filterFor(email),
		};
		return invitesIn(await this.losant({ ...this.call, action: 'instanceOrgInvites.get', query }));
	}
}

const rosters = new WeakMap<Losant, Map<string, Roster>>();

/**
 * The one roster of an organization in a run.
 *
 * @param losant the run's door to Losant
 * @param call how the organization is asked, for the item that asks first
 */
export function rosterOf(losant: Losant, call: RosterCall): Roster {
	const ofThisRun = rosters.get(losant) ?? new Map<string, Roster>();
	rosters.set(losant, ofThisRun);
	const key = Object.values(call.path).join('/').toLowerCase();
	const roster = ofThisRun.get(key) ?? new Roster(losant, call);
	ofThisRun.set(key, roster);
	return roster;
}

/** A list that many items need, and that is asked for once. */
class SharedList<Entry> {
	#list: Promise<Map<string, Entry>> | undefined;

	constructor(private readonly ask: () => Promise<Map<string, Entry>>) {}

	async get(): Promise<Map<string, Entry>> {
		return await (this.#list ??= this.ask().catch((error: unknown) => {
			// a refusal holds for all items, but a passing trouble must not fail those that come later
			if (!isRefusal(error)) this.#list = undefined;
			throw error;
		}));
	}
}

function asItem(answer: unknown): IDataObject {
	if (isObject(answer)) return answer;
	return Array.isArray(answer) ? { items: answer } : {};
}
