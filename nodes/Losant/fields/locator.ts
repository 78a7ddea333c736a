import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { ID_PATTERN, isObject } from '../losant/objects';
import { idInAddress, idOrAddressPattern } from '../losant/pages';
import { asGiven, emptyField, readWord } from './values';

/** What a field names by its id. */
export interface Identified {
	/** The field's name in the editor */
	displayName: string;
	/** What stands before the id in the addresses of its pages; none where it has no page */
	places: readonly string[];
	/** The way to name it without an id; From List unless told, and blank where there is none */
	orElse?: string;
}

/**
 * A mode in which the user enters text.
 *
 * @param names its name in the editor, and the one that saved workflows hold
 * @param example of what to enter
 * @param regex of what may be entered. The editor lets expressions through by itself (n8n-workflow, node-helpers.ts)
 * @param errorMessage what the editor says of anything else
 */
export function textMode(
	names: Pick<INodePropertyMode, 'displayName' | 'name'>,
	example: string,
	regex: string,
	errorMessage: string,
): INodePropertyMode {
	return {
		...names,
		type: 'string',
		placeholder: `e.g. ${example}`,
		validation: [{ type: 'regex', properties: { regex, errorMessage } }],
	};
}

/**
 * The mode that names something by its id, or by the address of its page.
 *
 * @param what it names
 */
export function byId(what: Identified): INodePropertyMode {
	return textMode(
		{ displayName: 'By ID', name: 'id' },
		'575ec8687ae143cd83dc4a97',
		`\\s*${idOrAddressPattern(what.places)}\\s*`,
		`Not an ID. ${wayOutOf(what)}`,
	);
}

/**
 * The field for something that is picked from a list or named by its id.
 *
 * @param what it names
 * @param name of the parameter
 * @param searchListMethod the key of its search in the node's methods
 * @param description what it is
 * @param furtherModes other ways to name it
 */
export function locatorField(
	what: Identified,
	name: string,
	searchListMethod: string,
	description: string,
	furtherModes: INodePropertyMode[] = [],
): INodeProperties {
	return {
		displayName: what.displayName,
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
			byId(what),
			...furtherModes,
		],
	};
}

/**
 * What a locator names. n8n's editor saves it with the mode; an expression, and a workflow of a version in which the field was a text, give it alone.
 *
 * @param value the parameter's value
 */
export function namedIn(value: unknown): unknown {
	return isObject(value) && 'value' in value ? value.value : value;
}

/**
 * Reads an id, or the address of a page that has it. The editor checks what is typed into it, but not what an expression gives.
 *
 * @param value the parameter's value, with or without the locator's mode
 * @param what it names
 * @returns 24 hex digits
 * @throws UserError when it is neither
 */
export function readId(value: unknown, what: Identified): string {
	const { displayName, places } = what;
	const named = namedIn(value);
	const word = readWord(named, displayName);
	const id = ID_PATTERN.test(word) ? word : idInAddress(word, places);
	if (id !== undefined) return id;
	const description = wayOutOf(what);
	if (word === '') throw emptyField(displayName, description);
	throw new UserError(`'${displayName}' is not an ID: ${asGiven(named)}`, { description });
}

function wayOutOf({ places, orElse = 'Choose From List' }: Identified): string {
	const id = 'the 24 characters (digits and letters from a to f) that name it in Losant';
	const entered = places.length > 0 ? `${id}, or the address of its page` : id;
	return orElse === '' ? `Enter ${entered}` : `${orElse}, or enter ${entered}`;
}
