/** A letter or mark of the scripts in which a joiner belongs to the word (RFC 5892, appendix A); elsewhere it is what copying left. */
const JOINABLE =
	'[^\\p{sc=Common}\\p{sc=Inherited}\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}]';
const JOINER_IN_A_WORD = `(?<=${JOINABLE})[\\u200c\\u200d](?=${JOINABLE})`;

/** Control characters, and what has no width: joiners, direction marks, the soft hyphen, the byte order mark. */
const INVISIBLE = new RegExp(
	`(?![\\t-\\r\\x85]|${JOINER_IN_A_WORD})[\\p{Cc}\\p{Default_Ignorable_Code_Point}]`,
	'gu',
);

/** Spaces of every kind, the blank of braille, tabs and line breaks. */
const SPACES = /[\t-\r\x85\p{Z}\u2800]+/gu;

/** What can't be told from nothing, or from a space, by looking at it. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/u;

/** How much of a text a refusal shows, in characters. */
const SHOWN_LENGTH = 100;

/**
 * What people see of a text. Only for values that have no such characters themselves, as addresses, ids and words.
 *
 * @param text as it was given
 * @returns without invisible characters and without spaces around it, each space in it a plain one, letters composed
 */
export function visible(text: string): string {
	return text.replace(INVISIBLE, '').replace(SPACES, ' ').trim().normalize('NFC');
}

/**
 * Shows a text in a refusal.
 *
 * @param text as it was given
 * @returns its beginning in double quotes, with the characters that people don't see by name, such as [U+200B]
 */
export function shown(text: string): string {
	let beginning = '';
	for (const character of text) {
		if (beginning.length >= SHOWN_LENGTH) return `"${beginning}…"`;
		beginning += /["\\]/.test(character)
			? `\\${character}`
			: UNSEEN.test(character)
				? `[${nameOf(character)}]`
				: character;
	}
	return `"${beginning}"`;
}

/**
 * Compares texts by the numbers of their characters, whatever the language.
 *
 * @returns negative where the first one comes first, positive where the second one does
 */
export function compareTexts(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

/** The name of a character in Unicode, such as U+200B. */
export function nameOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
