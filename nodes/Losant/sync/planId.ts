import { normalized } from '../losant/addresses';
import { rolesInOrder } from '../losant/invites';
import { RESOURCE_KINDS } from '../losant/objects';
import { keyOf } from '../people/named';
import type { OrganizationCall } from '../people/sharedList';
import type { State } from './person';
import type { PlannedPerson } from './plan';

/** How many hex digits an ID has. */
const LENGTH = 16;

/**
 * The ID of a plan: the same for the same changes of the same organization, whatever the time and the order of the items. Roles that Losant doesn't show are
 * set in every run, so they don't count.
 *
 * @param path to the organization
 * @param changes who is changed in this run, and how
 */
export async function planIdOf(
	path: OrganizationCall['path'],
	changes: readonly PlannedPerson[],
): Promise<string> {
	const text = JSON.stringify([keyOf(path), ...changes.map(asText).sort()]);
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Buffer.from(digest).toString('hex').slice(0, LENGTH);
}

function asText({ email, action, before, after, resend, desired, revoke }: PlannedPerson): string {
	// only a new invite has a rule for transfers of its own
	const isNew = (action === 'invite' || action === 'renewInvite') && !resend;
	return JSON.stringify([
		normalized(email ?? ''),
		action,
		stateAsText(before),
		stateAsText(after),
		...(isNew ? [desired?.disallowTransfer ?? false] : []),
		...revoke.map(({ id }) => String(id)).sort(),
	]);
}

function stateAsText({ status, ...person }: State): string {
	const kinds = RESOURCE_KINDS.map((kind) =>
		person[kind] === undefined ? 'as they are' : rolesInOrder({ [kind]: person[kind] }),
	);
	return [status, String(person.role), ...kinds].join(' | ');
}
