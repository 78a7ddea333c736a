import fc from 'fast-check';

import { compare } from '../../../nodes/Losant/trigger/compare';
import { eventNames, type EventName, type LosantEvent } from '../../../nodes/Losant/trigger/events';
import { remember, type Look, type Snapshot } from '../../../nodes/Losant/trigger/snapshot';

export const ORGANIZATION = '60106426dc03c6aad06540bb';
export const START = Date.parse('2026-01-01T00:00:00.000Z');

const DEEDS = [
	'invite',
	'accept',
	'revoke',
	'resend',
	'replace',
	'expire',
	'join',
	'remove',
	'changeRole',
	'changeApplicationRoles',
] as const;
export type Deed = (typeof DEEDS)[number];

/** Something that somebody does in Losant, if it can be done. */
export interface Step {
	deed: Deed;
	/** The person */
	who: number;
	role: string;
}

const ROLES = ['admin', 'edit', 'view', 'none'];

export const steps = (people = 4): fc.Arbitrary<Step> =>
	fc.record({
		deed: fc.constantFrom(...DEEDS),
		who: fc.nat(people - 1),
		role: fc.constantFrom(...ROLES),
	});

/** Several things that happen between one look and the next. */
export const histories = fc.array(fc.array(steps(), { maxLength: 4 }), {
	minLength: 1,
	maxLength: 6,
});

type Invite = {
	id: string;
	email: string;
	role: string;
	inviteDate: string;
	ttl: number;
	hasExpired: boolean;
};

type Member = {
	userId: string;
	email: string;
	role: string;
	applicationRoles: Array<{ resourceId: string; role: string }>;
	dashboardRoles: never[];
};

/** An organization as Losant keeps it. */
export class Organization {
	invites: Invite[] = [];

	members: Member[] = [];

	#count = 0;

	/** What is left of deeds that Losant does in two parts. */
	readonly #secondParts: Array<() => void> = [];

	/**
	 * @param step what is done
	 * @param inTwo which part comes first where accepting is done in two; all at once unless given
	 * @returns what was done; nothing where it can't be
	 */
	do({ deed, who, role }: Step, inTwo?: 'invite' | 'member'): Deed | undefined {
		const email = `person${who}@example.com`;
		const invite = this.invites.find((one) => one.email === email);
		const member = this.members.find((one) => one.email === email);
		switch (deed) {
			case 'invite':
				if (invite || member) return undefined;
				this.invites.push(this.#newInvite(email, role));
				return deed;
			case 'accept': {
				if (!invite || member || invite.hasExpired) return undefined;
				const parts = [
					() => void (this.invites = this.invites.filter((one) => one !== invite)),
					() => void this.members.push(this.#newMember(email, invite.role)),
				] as const;
				if (inTwo) {
					const [first, second] = inTwo === 'invite' ? parts : [parts[1], parts[0]];
					first();
					this.#secondParts.push(second);
				} else parts.forEach((part) => part());
				return deed;
			}
			case 'revoke':
				if (!invite) return undefined;
				this.invites = this.invites.filter((one) => one !== invite);
				return deed;
			case 'resend':
				if (!invite) return undefined;
				this.#replace(invite, { ...invite, role, hasExpired: false, inviteDate: this.#date() });
				return deed;
			case 'replace':
				if (!invite) return undefined;
				this.#replace(invite, this.#newInvite(email, role));
				return deed;
			case 'expire':
				if (!invite || invite.hasExpired) return undefined;
				this.#replace(invite, { ...invite, hasExpired: true });
				return deed;
			case 'join':
				if (member || invite) return undefined;
				this.members.push(this.#newMember(email, role));
				return deed;
			case 'remove':
				if (!member) return undefined;
				this.members = this.members.filter((one) => one !== member);
				return deed;
			case 'changeRole':
				if (!member || member.role === role) return undefined;
				this.#change(member, { ...member, role });
				return deed;
			case 'changeApplicationRoles':
				if (!member) return undefined;
				this.#change(member, {
					...member,
					applicationRoles: [{ resourceId: `${++this.#count}`, role }],
				});
				return deed;
		}
	}

	/** The second parts of what was begun are done. */
	complete(): void {
		for (const part of this.#secondParts.splice(0)) part();
	}

	look(): Look {
		return { invites: this.invites, members: this.members };
	}

	#newInvite(email: string, role: string): Invite {
		const id = `invite${++this.#count}`;
		return { id, email, role, inviteDate: this.#date(), ttl: 604_800_000, hasExpired: false };
	}

	#newMember(email: string, role: string): Member {
		// a user who comes back is the same user
		return { userId: `user-${email}`, email, role, applicationRoles: [], dashboardRoles: [] };
	}

	#date(): string {
		return new Date(START + ++this.#count).toISOString();
	}

	#replace(invite: Invite, other: Invite) {
		this.invites = this.invites.map((one) => (one === invite ? other : one));
	}

	#change(member: Member, changed: Member) {
		this.members = this.members.map((one) => (one === member ? changed : one));
	}
}

/** The events of a history, look by look, with the snapshots between them. */
export function play(
	history: readonly Step[][],
	events: readonly EventName[] = eventNames,
): { told: LosantEvent[][]; snapshots: Snapshot[] } {
	const organization = new Organization();
	let snapshot = remember(organization.look(), events, 0);
	const snapshots = [snapshot];
	const told = history.map((happened, index) => {
		for (const step of happened) organization.do(step);
		const now = organization.look();
		const between = compare(ORGANIZATION, snapshot, now);
		snapshot = remember(now, events, index + 1);
		snapshots.push(snapshot);
		return between;
	});
	return { told, snapshots };
}
