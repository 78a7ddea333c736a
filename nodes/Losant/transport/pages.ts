import { UserError, type IDataObject } from 'n8n-workflow';

import type { Losant } from './losant';
import type { LosantRequest } from './request';

/** The lists that are read whole, with what they hold. */
const PLURALS = {
	'instanceOrgs.get': 'organizations',
	'instance.historicalSummaries': 'applications',
} as const;

/** The most that Losant's own command line tool asks for at once. */
const PER_PAGE = 1_000;

/**
 * Asks for a list that Losant pages. Losant may give fewer at once than it is asked for, so its own numbers say where the
 * end is; and so does a page that brings nothing new. Where the list changes while it is read, the lowest count has to be reached.
 *
 * @param losant the door to Losant
 * @param request the call, without paging
 * @param limit how many are wanted; all unless given
 * @returns as Losant gave them, each once
 * @throws UserError where less is there than Losant counts: a part would pass for the whole
 */
export async function allPages(
	losant: Losant,
	request: LosantRequest<keyof typeof PLURALS>,
	limit = Infinity,
): Promise<IDataObject[]> {
	const all = new Map<string, IDataObject>();
	const perPage = Math.min(limit, PER_PAGE);
	let fewest = Infinity;
	for (let page = 0; ; page++) {
		const { items, totalCount } = await losant({
			...request,
			query: { ...request.query, page, perPage },
		});
		fewest = Math.min(fewest, totalCount ?? Infinity);
		const before = all.size;
		// one that is made meanwhile moves others to the next page, where they come again
		for (const item of items)
			all.set(String(item.id ?? item.resourceId ?? JSON.stringify(item)), item);
		if (all.size >= Math.min(limit, totalCount ?? Infinity)) break;
		if (all.size > before) continue;
		if (fewest === Infinity || all.size >= Math.min(limit, fewest)) break;
		throw new UserError(
			`Losant gave ${all.size} of ${fewest} ${PLURALS[request.action]}, and none of the others when it was asked for them`,
			{
				description:
					'A part would pass for the whole list. If it goes on, ask who runs this Losant.',
			},
		);
	}
	return [...all.values()].slice(0, limit);
}
