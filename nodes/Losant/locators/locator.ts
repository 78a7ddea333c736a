import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeProperties,
} from 'n8n-workflow';

import type { Parameters } from '../fields/values';
import { scopesInWords, type LosantActionName } from '../losant/actions';
import type { Answers } from '../losant/answers';
import { connect, IMPATIENT, isRefusal } from '../transport/losant';
import type { LosantRequest } from '../transport/request';

/** One thing that a user can pick: its field, its search and its reading. */
export interface Locator<Picked = string> {
	field: INodeProperties;
	/** n8n calls it for the pick list, page by page. */
	search(
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
	/**
	 * @param parameters reads the parameters of one item
	 * @returns the id, 24 hex digits; for people, the id or the address
	 * @throws UserError when it is none
	 */
	read(parameters: Parameters): Picked;
}

/** Losant adds these to every object unless it is told not to (bravado-core, extend-context.js). */
const NOTHING_INCLUDED = { _actions: false, _links: false, _embedded: false };

/** How many entries of a pick list are asked for at once: Losant's own default. It may give fewer. */
const PER_PAGE = 100;

/** The lists that Losant pages, and filters by name. */
type Paged = 'instances.get' | 'instanceOrgs.get' | 'applications.get' | 'dashboards.get';

/** What the next page of a pick list has to know, as n8n gives it back: its number, how many entries came before, and the first of the last page. */
const FIRST_PAGE = '0/0/';

/**
 * Gets one page of a pick list, in Losant's order. Losant may give fewer entries at once than it is asked for, so the list
 * ends where all that Losant counts have come; without a count, or where it ignores the page, where nothing new comes.
 *
 * @param context n8n's context of the pick list
 * @param request the call, without paging and filter
 * @param plural what the list holds, for the refusal
 * @param filter what the user typed; matches anywhere in the name
 * @param paginationToken the page, as n8n gives it back
 * @param wayOut for the refusal, unless By ID or the scope is all there is to say
 * @throws NodeApiError that names the mode that works without the list
 */
export async function searchPage(
	context: ILoadOptionsFunctions,
	request: LosantRequest<Paged>,
	plural: string,
	filter = '',
	paginationToken = FIRST_PAGE,
	wayOut?: string,
): Promise<INodeListSearchResult> {
	const [page, before, firstBefore] = paginationToken.split('/');
	const name = filter.trim();
	const query = {
		...request.query,
		page: Number(page),
		perPage: PER_PAGE,
		...NOTHING_INCLUDED,
		...(name !== '' && { filterField: 'name', filter: `*${name}*` }),
	};
	const answer = await askForList(context, { ...request, query }, plural, wayOut);
	const results = answer.items.map(asEntry);
	const [first] = results;
	if (!first || first.value === firstBefore) return { results: [] };
	const count = Number(before) + results.length;
	if (count >= (answer.totalCount ?? Infinity)) return { results };
	return { results, paginationToken: [Number(page) + 1, count, first.value].join('/') };
}

/**
 * Gets the people for a pick list. Losant doesn't page them, so the whole list is searched here.
 *
 * @param context n8n's context of the pick list
 * @param request the call
 * @param plural what the list holds, for the refusal
 * @param asPerson the entry for one of them
 * @param filter what the user typed; matches anywhere in an entry
 * @throws NodeApiError that names the modes that work without the list
 */
export async function searchPeople(
	context: ILoadOptionsFunctions,
	request: Pick<
		LosantRequest<'instanceOrgInvites.get' | 'instanceOrgMembers.get'>,
		'action' | 'path'
	>,
	plural: string,
	asPerson: (person: IDataObject) => { name: string; value: string },
	filter = '',
): Promise<INodeListSearchResult> {
	const query = { ...NOTHING_INCLUDED, sortField: 'email', sortDirection: 'asc' };
	const { items: people } = await askForList(context, { ...request, query }, plural);
	const wanted = filter.trim().toLowerCase();
	return {
		results: people.map(asPerson).filter(({ name }) => name.toLowerCase().includes(wanted)),
	};
}

async function askForList<Name extends LosantActionName>(
	context: ILoadOptionsFunctions,
	request: LosantRequest<Name>,
	plural: string,
	wayOut = `Use By ID, or an API token with the scope ${scopesInWords(request.action)}`,
): Promise<Answers[Name]> {
	return await connect(
		context,
		IMPATIENT,
	)(request).catch((error: unknown) => {
		if (isRefusal(error, ['403'])) {
			error.message = `Losant refused the list of ${plural} (${error.message}). ${wayOut}`;
		}
		throw error;
	});
}

function asEntry({ id, name }: IDataObject): { name: string; value: string } {
	return { name: String(name ?? id), value: String(id) };
}
