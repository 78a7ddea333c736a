import { UserError, type INodePropertyOptions } from 'n8n-workflow';

import { isObject } from '../losant/objects';

/** Reads a parameter of the item at hand, with its expressions resolved. */
export interface Parameters {
	/**
	 * @param name of the parameter, or the path to a value in it: of a collection's fields, only that one is evaluated then
	 * @param absent what is read where the workflow doesn't hold it; without it, n8n throws
	 */
	(name: string, absent?: unknown): unknown;
}

/**
 * Reads what a user entered as text. Numbers, which spreadsheets and expressions give, count as text.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @returns the text without spaces around it; '' where nothing was entered
 * @throws UserError for anything that is no text
 */
export function readText(value: unknown, displayName: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	// half a character can't be sent as it is: n8n's query encoder joins it with what comes after it
	if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return value.trim();
	const given = typeof value === 'string' ? 'half a character' : kindOf(value);
	throw new UserError(`'${displayName}' is not a text`, {
		description: `The expression gives ${given}. Choose one field of the item.`,
	});
}

function kindOf(value: unknown): string {
	if (value === null) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'string' ? 'a text' : String(value);
}

/**
 * The refusal of a field without a value. Taken for one that was not added, it would change what is done without a word.
 *
 * @param displayName the field's name in the editor
 * @param wayOut one sentence without a period
 */
export function emptyField(displayName: string, wayOut: string): UserError {
	return new UserError(`'${displayName}' is empty`, {
		description: `${wayOut}. If an expression gives it, check that its field exists in this item.`,
	});
}

/**
 * Reads a yes or no. The words true and false, which spreadsheets give as text, count too: as text, false would switch on.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @throws UserError for anything else
 */
export function readBoolean(value: unknown, displayName: string): boolean {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (word === 'true' || word === 'false') return word === 'true';
	if (value === undefined || value === null || value === '')
		throw emptyField(displayName, 'Use the switch');
	throw new UserError(`'${displayName}' is neither true nor false`, {
		description: 'Use the switch, or an expression that gives true or false',
	});
}

/**
 * Reads a whole number within bounds.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @param minimum the lowest that is allowed
 * @param maximum the highest that is allowed
 * @throws UserError for anything else
 */
export function readWholeNumber(
	value: unknown,
	displayName: string,
	minimum: number,
	maximum: number,
): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (
		typeof number === 'number' &&
		Number.isInteger(number) &&
		number >= minimum &&
		number <= maximum
	) {
		return number;
	}
	const bounds =
		maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
	throw new UserError(`'${displayName}' is not a whole number ${bounds}`, {
		description: 'Enter one. If an expression gives it, check that its field exists in this item.',
	});
}

/**
 * Reads one of the values that Losant allows.
 *
 * @param value the parameter's value, which an expression may have given
 * @param displayName the field's name in the editor, for the refusal
 * @param allowed the allowed values
 * @throws UserError that names the allowed values
 */
export function readChoice<T extends string>(
	value: unknown,
	displayName: string,
	allowed: readonly T[],
): T {
	const text = readText(value, displayName);
	const choice = allowed.find((one) => one === text);
	if (choice !== undefined) return choice;
	const description = `It has to be one of: ${allowed.join(', ')}`;
	if (text === '') throw emptyField(displayName, description);
	throw new UserError(`'${displayName}' can't be ${JSON.stringify(text.slice(0, 100))}`, {
		description,
	});
}

/**
 * Reads one of the options of a drop-down.
 *
 * @param value the parameter's value, which an expression may have given
 * @param displayName the field's name in the editor, for the refusal
 * @param options of the drop-down
 * @throws UserError that names the allowed values
 */
export function readOption(
	value: unknown,
	displayName: string,
	options: INodePropertyOptions[],
): string {
	const allowed = options.map((option) => String(option.value));
	return readChoice(value, displayName, allowed);
}

/** The fields of a collection that the user added, by name; undefined where an expression gives nothing. */
export type Added = Readonly<Record<string, unknown>>;

/**
 * Reads a collection, such as Options.
 *
 * @param value the parameter's value
 * @param displayName the collection's name in the editor, for the refusal
 * @throws UserError for what has no fields, which would count as if nothing had been added
 */
export function readCollection(value: unknown, displayName: string): Added {
	if (value === undefined || value === '') return {};
	if (isObject(value)) return value;
	throw new UserError(`'${displayName}' is not a collection of fields`, {
		description: `The expression gives ${kindOf(value)}. Add the fields one by one in the editor.`,
	});
}
