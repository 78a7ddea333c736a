import type { IDataObject } from 'n8n-workflow';

import type { People } from '../losant/answers';
import type { NamedPerson } from '../losant/objects';
import { isNotFound, type Losant } from '../transport/losant';
import { Invites } from './invites';
import { Members } from './members';
import { NotThere } from './named';
import { wholeList } from './roster';
import { perOrganization, type OrganizationCall } from './sharedList';

/** The lists that have been made sure of, so that many items ask for that once. */
const shared = perOrganization(() => new WeakMap<People<unknown>, Promise<unknown>>());

/**
 * Does something with a person of an organization who need not be there, if the user says so. That nobody is there counts only where Losant gives the whole list: a list
 * cut short, or an organization that isn't there, would pass for it.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param what the person is one of
 * @param skips whether the user says so
 * @param work what is done
 * @returns what the work gives; undefined where nobody is there
 * @throws what the work throws otherwise; NodeApiError or UserError where Losant doesn't give the whole list
 */
export async function unlessAbsent<Result extends object>(
	losant: Losant,
	call: OrganizationCall,
	what: 'invites' | 'members',
	skips: boolean,
	work: () => Promise<Result>,
): Promise<Result | undefined> {
	const result = await work().catch((error: unknown) => {
		if (!skips || !(error instanceof NotThere || isNotFound(error))) throw error;
	});
	if (result) return result;
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
