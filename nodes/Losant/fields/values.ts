import { UserError, type INodePropertyOptions } from 'n8n-workflow';

import { isObject } from '../losant/objects';

/** Reads a parameter of the item at hand, with expressions resolved. */
export type Parameters = (name: string) => unknown;

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
	throw new UserError(`'${displayName}' is not a text`, {
		description: `The expression gives ${kindOf(value)}. Choose one field of the item`,
	});
}

function kindOf(value: unknown): string {
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return 'half a character';
	return Array.isArray(value) ? 'a list' : typeof value;
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
	throw new UserError(`'${displayName}' is not a whole number ${bounds}`);
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
	throw new UserError(
		text === ''
			? `'${displayName}' is empty`
			: `'${displayName}' can't be ${JSON.stringify(text.slice(0, 100))}`,
		{ description: `It has to be one of: ${allowed.join(', ')}` },
	);
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

/**
 * Reads a collection, such as Options, of which only what the user added is there.
 *
 * @param value the parameter's value
 */
export function readCollection(value: unknown): Readonly<Record<string, unknown>> {
	return isObject(value) ? value : {};
}
