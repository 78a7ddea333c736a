import { visible } from './characters';

/** A run of the characters that RFC 5321 (section 4.1.2, Atom) and RFC 6531 allow before the @. */
const ATOM = /[^\s\p{Cc}\p{Z}"(),:;<>@[\\\].]+/u.source;
/** Losant takes no spaces (format `email` of is-my-json-valid and of Ajv), which RFC 5321 would allow in quotes. */
const LOCAL_PART = `(?:${ATOM}(?:\\.${ATOM})*|"(?:[^"\\\\\\s]|\\\\\\S)+")`;
/** Letters and digits of any script (RFC 5890), with the signs that some words have in them, and the underscore of private networks. */
const LABEL = /[\p{L}\p{N}](?:[\u200d\p{L}\p{M}\p{N}\u00b7\u30fb\u200c_-]*[\p{L}\p{M}\p{N}])?/u
	.source;
const HOST_NAME = `${LABEL}(?:\\.${LABEL})*`;
const HOST = new RegExp(`^${HOST_NAME}$`, 'u');
const ADDRESS_LITERAL = /\[[^\s"(),;<>@[\\\]]+\]/.source;
const ADDRESS = new RegExp(`^${LOCAL_PART}@(?:${HOST_NAME}|${ADDRESS_LITERAL})$`, 'u');

/** What is read as it is written, but for upper and lower case. */
const PLAIN = /^[\x21-\x7e]*$/;

/** Where the forms of ASCII that East Asian keyboards write stand, as far from their own: U+FF01 is an exclamation mark. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_DISTANCE = 0xfee0;

/**
 * What a text says, where an address can be in it: word processors, keyboards and web pages put other characters in place
 * of those that an address is made of.
 *
 * @param text as it was given
 */
export function legible(text: string): string {
	return visible(
		// a space that is no plain one is none that somebody typed, and the @ has none on its sides
		text.replace(/(?! )\p{Zs}+(?=[@\uff20])|(?<=[@\uff20])(?! )\p{Zs}+/gu, ''),
	)
		.replace(FULL_WIDTH, (character) =>
			String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_DISTANCE),
		)
		.replace(/[\u2018-\u201b\u2039\u203a]/g, "'")
		.replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
		.replace(/[\u2010\u2011]/g, '-')
		.replace(/[\u3001\u060c\u061b]/g, ',')
		.replace(/[\u3002\uff61]/g, '.');
}

/**
 * Whether a text is an address that mail servers know (RFC 5321, RFC 6531), and nothing else.
 *
 * @param text as `legible` gives it
 */
export function isAddress(text: string): boolean {
	return ADDRESS.test(text);
}

/**
 * The form in which an address is sent: as it was written, but with an internationalized domain in ASCII, the form in which mail servers and both of Losant's
 * validators take it.
 *
 * @param address which `isAddress` takes
 * @returns undefined where there can be no such domain
 */
export function sendable(address: string): string | undefined {
	const at = address.lastIndexOf('@') + 1;
	const domain = inAscii(address.slice(at));
	return domain === undefined ? undefined : address.slice(0, at) + domain;
}

/**
 * The form in which two spellings of an address are the same: upper and lower case, composed and decomposed letters, a
 * domain in Unicode and in ASCII, with and without invisible characters.
 *
 * @param email the address, as a user or Losant gave it
 */
export function normalized(email: string): string {
	// almost all are of these characters alone, and lists are long
	if (PLAIN.test(email)) return email.toLowerCase();
	const address = legible(email).toLowerCase();
	return sendable(address) ?? address;
}

/**
 * People by address, in Losant's order.
 *
 * @param people invites or members; those without an address are left out
 * @returns the keys are normalized addresses
 */
export function byAddress<Person extends { email?: string }>(
	people: readonly Person[],
): Map<string, Person[]> {
	const addresses = new Map<string, Person[]>();
	for (const person of people) {
		if (typeof person.email !== 'string') continue;
		const address = normalized(person.email);
		const others = addresses.get(address);
		if (others) others.push(person);
		else addresses.set(address, [person]);
	}
	return addresses;
}

/**
 * The standard's own way to ASCII (WHATWG URL, domain to ASCII). The last label keeps it from taking numbers for an IPv4 address.
 *
 * @param domain or whole labels of one
 * @returns undefined where there can be no such domain
 */
export function inAscii(domain: string): string | undefined {
	if (!/\P{ASCII}/u.test(domain)) return domain;
	if (!HOST.test(domain)) return undefined;
	try {
		return new URL(`http://${domain}.x`).hostname.slice(0, -'.x'.length);
	} catch {
		return undefined;
	}
}
