import { nameOf } from './characters';

const UNSEEN = '\\p{Cc}\\p{Default_Ignorable_Code_Point}';
const AROUND = `[\\s"'${UNSEEN}]`;

/**
 * What people copy along with a token, and what is never a part of it: quotes, the word before it in a header, however often,
 * and what nobody sees. A line break in the midst is seen.
 */
export const TOKEN_WRAPPING = new RegExp(
	`^(?:${AROUND}|bearer(?=${AROUND}|$))+|${AROUND}+$|(?![\\s\\x85])[${UNSEEN}]`,
	'giu',
);

/** What JavaScript and n8n write where an expression has no value. */
const NO_VALUE = /^(?:undefined|null|NaN|\[object \w+\])$/i;

/** The characters of a token (Losant's are JSON Web Tokens; RFC 6750, section 2.1). */
const TOKEN_CHARACTER = /^[\w\-.~+/=]$/;

/**
 * Reads an API token from what was pasted.
 *
 * @param text as the credential holds it
 * @returns the token; or what is wrong with it, without a part of it
 */
export function readToken(text: unknown): { token: string } | { wrong: string } {
	if (typeof text !== 'string') return { wrong: 'is empty' };
	const token = text.replace(TOKEN_WRAPPING, '');
	if (token === '') return { wrong: 'is empty' };
	if (NO_VALUE.test(token)) return { wrong: `is an expression that gave nothing: ${token}` };
	const odd = [...token].find((character) => !TOKEN_CHARACTER.test(character));
	return odd === undefined
		? { token }
		: { wrong: `can't be a token: it has ${inWords(odd)} in it` };
}

function inWords(character: string): string {
	if (character === ' ') return 'a space';
	if (/[\r\n]/.test(character)) return 'a line break';
	if (/[{}]/.test(character)) return 'an expression that was not resolved';
	return `the character ${nameOf(character)}`;
}
