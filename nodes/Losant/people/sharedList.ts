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

/** A list that has been asked for. */
interface Asked<List> {
	list: Promise<List>;
	/** On the run's clock; what hasn't been sent yet is as new as can be */
	sentAt: number;
	isUnderWay: boolean;
}

/** A list that many items need, and that is asked for as seldom as they can do with: never twice at the same time. */
export class SharedList<List> {
	#asked: Asked<List> | undefined;

	/**
	 * @param losant the door of the run
	 * @param ask asks Losant for the list, and calls `sending` each time that it does
	 */
	constructor(
		private readonly losant: Losant,
		private readonly ask: (sending: () => void) => Promise<List>,
	) {}

	/**
	 * @param losant the door of the item, which lets others have its place while it waits for an older list to end
	 * @param since only a list counts that was asked for at or after this moment of the run's clock
	 * @throws NodeApiError when Losant doesn't give it
	 * @throws NodeOperationError when the run is cancelled before
	 */
	async get(losant: Losant, since: number): Promise<List> {
		for (;;) {
			const asked = (this.#asked ??= this.#askAnew());
			if (asked.sentAt >= since) return await asked.list;
			// all who wait for its end ask for the next one together
			if (asked.isUnderWay) await losant.clock.until(asked.list.catch(() => {}));
			if (this.#asked === asked) this.#asked = undefined;
		}
	}

	#askAnew(): Asked<List> {
		const asked: Asked<List> = {
			sentAt: Infinity,
			isUnderWay: true,
			list: this.ask(() => {
				asked.sentAt = this.losant.clock.now();
			}),
		};
		asked.list
			.catch((error: unknown) => {
				// what Losant refuses it refuses to all items, but a passing trouble must not fail those that come later
				if (isRefusal(error)) asked.sentAt = Infinity;
				else if (this.#asked === asked) this.#asked = undefined;
			})
			.finally(() => {
				asked.isUnderWay = false;
			});
		return asked;
	}
}
