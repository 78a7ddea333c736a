import { isRefusal, type Losant, type LosantRequest } from '../transport/losant';
import { keyOf } from './named';

/** How an organization is asked for its people: all of a request but what it does. */
export type OrganizationCall = Omit<LosantRequest, 'action' | 'body'>;

/**
 * Keeps what the items of a run share about an organization.
 *
 * @param create makes it, for the item that asks first
 * @returns gives it to every item of the run
 */
export function perOrganization<Shared>(
	create: (losant: Losant, call: OrganizationCall) => Shared,
): (losant: Losant, call: OrganizationCall) => Shared {
	const runs = new WeakMap<Losant, Map<string, Shared>>();
	return (losant, call) => {
		const organizations = runs.get(losant) ?? new Map<string, Shared>();
		runs.set(losant, organizations);
		const key = keyOf(call.path);
		const shared = organizations.get(key) ?? create(losant, call);
		organizations.set(key, shared);
		return shared;
	};
}

/** The refusals that may be none a moment later: Losant was too busy, or the request was too slow (RFC 9110, section 15.5.9). */
const PASSING = ['408', '429'];

/** A list that many items need, and that is asked for once. */
export class SharedList<List> {
	#list: Promise<List> | undefined;

	/** @param ask asks Losant for the list */
	constructor(private readonly ask: () => Promise<List>) {}

	/** @throws NodeApiError when Losant doesn't give it */
	async get(): Promise<List> {
		return await (this.#list ??= this.ask().catch((error: unknown) => {
			// a refusal holds for all items, but a passing trouble must not fail those that come later
			if (!isRefusal(error) || isRefusal(error, PASSING)) this.#list = undefined;
			throw error;
		}));
	}
}
