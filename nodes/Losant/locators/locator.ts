import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeProperties,
	INodePropertyMode,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { asGiven, emptyField, readWord, type Parameters } from '../fields/values';
import { scopesInWords, type LosantActionName } from '../losant/actions';
import type { Answers } from '../losant/answers';
import { ID_PATTERN, isObject } from '../losant/objects';
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

/**
 * A mode in which the user enters text.
 *
 * @param names its name in the editor, and the one that saved workflows hold
 * @param example of what to enter
 */
export function textMode(
	names: Pick<INodePropertyMode, 'displayName' | 'name'>,
	example: string,
): INodePropertyMode {
	return { ...names, type: 'string', placeholder: `e.g. ${example}` };
}

/** The mode that names something by its id. */
export const byId: INodePropertyMode = {
	...textMode({ displayName: 'By ID', name: 'id' }, '575ec8687ae143cd83dc4a97'),
	validation: [
		{
			type: 'regex',
			properties: {
				regex: `^\\s*${ID_PATTERN.source.slice(1, -1)}\\s*$`,
				errorMessage: 'A Losant ID has 24 characters, each a digit or a letter from a to f',
			},
		},
	],
};

/**
 * The field for something that is picked from a list or named by its id.
 *
 * @param displayName its name in the editor
 * @param name of the parameter
 * @param searchListMethod the key of its search in the node's methods
 * @param description what it is
 * @param furtherModes other ways to name it
 */
export function locatorField(
	displayName: string,
	name: string,
	searchListMethod: string,
	description: string,
	furtherModes: INodePropertyMode[] = [],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			byId,
			...furtherModes,
		],
	};
}

const CHOOSE_OR_ENTER =
	'Choose it from the list, or enter the 24 characters (digits and letters from a to f) that name it in Losant';

/**
 * Reads an id. The editor checks what is typed into it, but not what an expression gives.
 *
 * @param value the parameter's value, with or without the locator's mode
 * @param displayName the field's name in the editor
 * @throws UserError when it is no id
 */
export function readId(value: unknown, displayName: string): string {
	const named = isObject(value) ? value.value : value;
	const id = readWord(named, displayName);
	if (ID_PATTERN.test(id)) return id;
	if (id === '') throw emptyField(displayName, CHOOSE_OR_ENTER);
	throw new UserError(`'${displayName}' is not an ID: ${asGiven(named)}`, {
		description: CHOOSE_OR_ENTER,
	});
}

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
 * @throws NodeApiError that names the mode that works without the list
 */
export async function searchPage(
	context: ILoadOptionsFunctions,
	request: Pick<LosantRequest<'instances.get' | 'instanceOrgs.get'>, 'action' | 'path'>,
	plural: string,
	filter = '',
	paginationToken = FIRST_PAGE,
): Promise<INodeListSearchResult> {
	const [page, before, firstBefore] = paginationToken.split('/');
	const name = filter.trim();
	const query = {
		page: Number(page),
		perPage: PER_PAGE,
		...NOTHING_INCLUDED,
		...(name !== '' && { filterField: 'name', filter: `*${name}*` }),
	};
	const answer = await askForList(context, { ...request, query }, plural);
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
): Promise<Answers[Name]> {
	return await connect(
		context,
		IMPATIENT,
	)(request).catch((error: unknown) => {
		if (isRefusal(error, ['403'])) {
			error.message = `Losant refused the list of ${plural} (${error.message}). Use By ID, or an API token with the scope ${scopesInWords(request.action)}`;
		}
		throw error;
	});
}

function asEntry({ id, name }: IDataObject): { name: string; value: string } {
	return { name: String(name ?? id), value: String(id) };
}
