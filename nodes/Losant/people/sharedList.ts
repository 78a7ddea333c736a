import { isRefusal, type Losant } from '../transport/losant';
import type { LosantRequest } from '../transport/request';
import { keyOf } from './named';

/** How an organization is asked for its people: all of a request but what it does. */
export type OrganizationCall = Omit<LosantRequest, 'action' | 'body'>;

/**
 * Keeps what the items of a run share about an organization that is asked in the same way.
 *
 * @param create makes it, with the door of the run
 * @returns gives it to every item of the run
 */
export function perOrganization<Shared>(
	create: (losant: Losant, call: OrganizationCall) => Shared,
): (losant: Losant, call: OrganizationCall) => Shared {
	const runs = new WeakMap<Losant, Map<string, Shared>>();
	return (losant, call) => {
		const run = losant.forRun();
		const organizations = runs.get(run) ?? new Map<string, Shared>();
		runs.set(run, organizations);
		const key = JSON.stringify([keyOf(call.path), call.query, call.headers]);
		const shared = organizations.get(key) ?? create(run, call);
		organizations.set(key, shared);
		return shared;
	};
}

/** A list that many items need, and that is asked for as seldom as they can do with. */
export class SharedList<List> {
	#asked: { list: Promise<List>; sentAt: number } | undefined;

	/** @param ask asks Losant for the list, and calls `sending` each time that it does */
	constructor(
		private readonly losant: Losant,
		private readonly ask: (sending: () => void) => Promise<List>,
	) {}

	/**
	 * @param since only a list counts that was asked for at or after this moment of the run's clock
	 * @throws NodeApiError when Losant doesn't give it
	 */
	async get(since: number): Promise<List> {
		// one that hasn't been sent yet is as new as can be
		if (!this.#asked || this.#asked.sentAt < since) this.#asked = this.#askAnew();
		return await this.#asked.list;
	}

	#askAnew(): { list: Promise<List>; sentAt: number } {
		const asked = {
			sentAt: Infinity,
			list: this.ask(() => {
				asked.sentAt = this.losant.clock.now();
			}),
		};
		asked.list.then(
			() => {},
			(error: unknown) => {
				// what Losant refuses it refuses to all items, but a passing trouble must not fail those that come later
				if (isRefusal(error)) asked.sentAt = Infinity;
				else if (this.#asked === asked) this.#asked = undefined;
			},
		);
		return asked;
	}
}
