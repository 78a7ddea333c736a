import type { IDataObject } from 'n8n-workflow';

import type { People } from '../losant/answers';
import type { NamedPerson } from '../losant/objects';
import { isNotFound, isUnclear, type Losant } from '../transport/losant';
import { Invites } from './invites';
import { Members } from './members';
import { NotThere } from './named';
import { wholeList } from './roster';
import { perOrganization, type OrganizationCall } from './sharedList';

/** The lists that have been made sure of, so that many items ask for that once. */
const shared = perOrganization(() => new WeakMap<People<unknown>, Promise<unknown>>());

/**
 * Does something with a person of an organization who need not be there, if the user says so. That nobody is there counts only where Losant gives the whole list, without
 * the person: a list cut short, or an organization that isn't there, would pass for it, and Losant may say of what a token may not touch that it isn't there.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param what the person is one of
 * @param named as the user has named them
 * @param skips whether the user says so
 * @param work what is done
 * @returns what the work gives; undefined where nobody is there
 * @throws what the work throws otherwise; NodeApiError or UserError where Losant doesn't give the whole list
 */
export async function unlessAbsent<Result extends object>(
	losant: Losant,
	call: OrganizationCall,
	what: 'invites' | 'members',
	named: NamedPerson,
	skips: boolean,
	work: () => Promise<Result>,
): Promise<Result | undefined> {
	const end = await work().then(
		(result) => ({ result }),
		(error: unknown) => ({ error }),
	);
	if ('result' in end) return end.result;
	const { error } = end;
	if (!skips || !(error instanceof NotThere || isNotFound(error))) throw error;
	// a mail may have been sent, whoever is there now
	if (what === 'invites' && isUnclear(error)) throw error;

	const isThere = async (since?: number) =>
		what === 'members'
			? await isMember(losant, call, named, since)
			: await isInvited(losant, call, named, since);
	// what the run knows may be older than what became of the person
	if ((await isThere()) && (await isThere(losant.clock.now()))) throw error;
	const people = await (what === 'members'
		? new Members(losant, call).all()
		: new Invites(losant, call).all());
	const checks = shared(losant, call);
	const check =
		checks.get(people) ?? wholeList(losant.forRun(), call, what, people, what === 'invites');
	checks.set(people, check);
	await check;
	return undefined;
}

async function isMember(
	losant: Losant,
	call: OrganizationCall,
	named: NamedPerson,
	since?: number,
): Promise<boolean> {
	const who = 'email' in named ? named : { userId: named.id };
	return (await new Members(losant, call).find(who, since)) !== undefined;
}

async function isInvited(
	losant: Losant,
	call: OrganizationCall,
	named: NamedPerson,
	since?: number,
): Promise<boolean> {
	const invites = new Invites(losant, call);
	if ('email' in named) return (await invites.of(named.email, since)).length > 0;
	return await invites.has(named.id, since);
}

/**
 * What comes out for somebody who isn't there.
 *
 * @param named as the user has named them
 * @param idName what the id is called in the output
 */
export function absentee(named: NamedPerson, idName: 'id' | 'inviteId' | 'userId'): IDataObject {
	return 'email' in named
		? { email: named.email, role: null, [idName]: null }
		: { email: null, role: null, [idName]: named.id };
}
