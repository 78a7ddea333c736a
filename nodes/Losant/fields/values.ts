import { UserError } from 'n8n-workflow';

import { shown, visible } from '../losant/characters';
import { isObject } from '../losant/objects';

/** Reads a parameter of the item at hand, with its expressions resolved. */
export interface Parameters {
	/**
	 * @param name of the parameter, or the path to a value in it: of a collection's fields, only that one is evaluated then
	 * @param absent what is read where the workflow doesn't hold it; without it, n8n throws
	 */
	(name: string, absent?: unknown): unknown;
	/** Told of an address that looks otherwise where it is sent, so that what is reported can name both */
	sentAs?(address: string, written: string): void;
}

/** The advice for a value that an expression gave, or was to give. */
export const CHECK_FIELD = 'If an expression gives it, check that its field exists in this item.';

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

/**
 * Reads what has no invisible characters in it, such as an id or a word.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @returns what people see of it; '' where that is nothing
 * @throws UserError for anything that is no text
 */
export function readWord(value: unknown, displayName: string): string {
	return visible(readText(value, displayName));
}

function kindOf(value: unknown): string {
	if (value === null) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'string' ? 'a text' : String(value);
}

/** What a refusal says was given. */
export function asGiven(value: unknown): string {
	return typeof value === 'string' ? shown(value.trim()) : kindOf(value);
}

/** Whether a parameter has nothing in it that can be seen. */
function isEmpty(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && visible(value) === '')
	);
}

/**
 * The refusal of a field without a value. Taken for one that was not added, it would change what is done without a word.
 *
 * @param displayName the field's name in the editor
 * @param wayOut one sentence without a period
 */
export function emptyField(displayName: string, wayOut: string): UserError {
	return new UserError(`'${displayName}' is empty`, {
		description: `${wayOut}. ${CHECK_FIELD}`,
	});
}

/** The words for yes and no, which spreadsheets and forms give. As texts, all of them would switch on. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
	...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
	...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
]);

/**
 * Reads a yes or no, in one of the words for it.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @throws UserError for anything else
 */
export function readBoolean(value: unknown, displayName: string): boolean {
	if (isEmpty(value)) throw emptyField(displayName, 'Use the switch');
	const isWord = ['boolean', 'number', 'string'].includes(typeof value);
	const flag = isWord ? FLAGS.get(visible(String(value)).toLowerCase()) : undefined;
	if (flag !== undefined) return flag;
	throw new UserError(`'${displayName}' is neither true nor false: ${asGiven(value)}`, {
		description: `Use the switch, or an expression that gives one of: ${[...FLAGS.keys()].join(', ')}`,
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
	const bounds = `a whole number from ${minimum} to ${maximum}`;
	if (isEmpty(value)) throw emptyField(displayName, `Enter ${bounds}`);
	const number = typeof value === 'string' ? numberIn(visible(value)) : value;
	if (
		typeof number === 'number' &&
		Number.isInteger(number) &&
		number >= minimum &&
		number <= maximum
	) {
		return number;
	}
	throw new UserError(`'${displayName}' is not ${bounds}: ${asGiven(value)}`, {
		description: 'Enter one, in digits alone',
	});
}

/** A whole number in digits alone, and as spreadsheets write it; in other notations, it is one by chance. */
function numberIn(text: string): number {
	return /^\d+(?:\.0+)?$/.test(text) ? Number(text) : NaN;
}

/** A value of a drop-down, with the name that the editor shows for it. */
export interface Choice<Value extends string> {
	name: string;
	value: Value;
}

/**
 * Reads one of the options of a drop-down: by its value, or by its name in the editor, in upper or lower case.
 *
 * @param value the parameter's value, which an expression may have given
 * @param displayName the field's name in the editor, for the refusal
 * @param choices the options
 * @throws UserError that names the values
 */
export function readChoice<Value extends string>(
	value: unknown,
	displayName: string,
	choices: ReadonlyArray<Choice<Value>>,
): Value {
	const word = readWord(value, displayName).toLowerCase();
	const choice = choices.find((one) =>
		[one.value, one.name].some((it) => it.toLowerCase() === word),
	);
	if (choice) return choice.value;
	const description = `It has to be one of: ${choices.map((one) => one.value).join(', ')}`;
	if (word === '') throw emptyField(displayName, description);
	throw new UserError(`'${displayName}' can't be ${asGiven(value)}`, { description });
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
