import type { IDataObject } from 'n8n-workflow';

import type { Losant } from './losant';
import type { LosantRequest } from './request';

/** The most that Losant's own command line tool asks for at once. */
const PER_PAGE = 1_000;

/**
 * Asks for a list that Losant pages. Losant may give fewer at once than it is asked for, so its own numbers say where the
 * end is; and so does a page that brings nothing new.
 *
 * @param losant the door to Losant
 * @param request the call, without paging
 * @param limit how many are wanted; all unless given
 * @returns as Losant gave them, each once
 */
export async function allPages(
	losant: Losant,
	request: LosantRequest<'instanceOrgs.get'>,
	limit = Infinity,
): Promise<IDataObject[]> {
	const all = new Map<string, IDataObject>();
	const perPage = Math.min(limit, PER_PAGE);
	for (let page = 0; ; page++) {
		const { items, totalCount = Infinity } = await losant({
			...request,
			query: { ...request.query, page, perPage },
		});
		const before = all.size;
		// an organization that is made meanwhile moves others to the next page, where they come again
		for (const item of items) all.set(String(item.id ?? JSON.stringify(item)), item);
		if (all.size === before || all.size >= Math.min(limit, totalCount)) {
			return [...all.values()].slice(0, limit);
		}
	}
}
