import { UserError } from 'n8n-workflow';

import { inAscii, isAddress, legible, normalized, sendable } from '../losant/addresses';
import { shown, visible } from '../losant/characters';
import { EMAIL_MAX_LENGTH } from '../losant/objects';
import { CHECK_FIELD, emptyField, readText, type Parameters } from './values';

const ENTER_ONE = 'Enter one address such as name@example.com, and nothing else';
const SPLIT =
	"Give each address an item of its own: n8n's Split Out node makes an item of each entry of a list";
const LOOK_UP = `${ENTER_ONE}. ${CHECK_FIELD}`;
const ENTER_PATTERN =
	'Enter a whole address, or put * where any characters may stand, such as *@example.com';
const LOOK_UP_PATTERN = `${ENTER_PATTERN}. ${CHECK_FIELD}`;
const WHOLE_WORDS =
	'Write the words of the domain out, such as *@münchen.de: mail servers know them in another form, in which a part of one is not to be found';
const FILL_IN = `Enter it as an expression, not as fixed text. ${CHECK_FIELD}`;

/** A template that nothing was filled into: of n8n, Handlebars, EJS, JavaScript, Python, mail merge. */
const PLACEHOLDER = /[$#]?\{[\w. ]+\}|%+[a-z_][\w. ]*%+/.source;
const TEMPLATE = new RegExp(
	`\\{\\{.*\\}\\}|<%.*%>|\\$json\\b|(?:^|[._-])(?:${PLACEHOLDER})(?=[._@-]|$)`,
	'iu',
);
/** What JavaScript, Python, SQL and spreadsheets write where there is no value. */
const NO_VALUE = /^(?:undefined|null|NULL|NaN|None|#N\/A|#NV|#[A-Z\d/]{2,}[!?])$/;
const OBJECT = /\[object \w+\]/;

const NO_PART_OF_A_DOMAIN = /[^\p{L}\p{M}\p{N}.\u00b7\u30fb_-]/u;
const NO_DOMAIN = 'has a domain that cannot exist';

/** Where a part of an address is missing, such as the value of an empty field. */
const MISSING_PARTS: ReadonlyArray<[gap: RegExp, where: string]> = [
	[/@\s*(?:$|[>)])/u, 'after the @'],
	[/(?:^|[\s<(])@/u, 'before the @'],
	[/^\./u, 'before the dot that it begins with'],
	[/\.@/u, 'between the last dot and the @'],
	[/@\./u, 'between the @ and the dot after it'],
	[/\.\./u, 'between two dots'],
	[/\.$/u, 'after the last dot'],
];

/** A space beside the @, where a word stands before it and another after it. */
const SPACE_BEFORE = /[^\s"(),:;<>]\s+@\s*[^\s"(),:;<>]/u;
const SPACE_AFTER = /[^\s"(),:;<>]@\s+[^\s"(),:;<>]/u;

/** What is around an address and can't be a part of it, in the order in which it is taken off. */
const WRAPPINGS: ReadonlyArray<[wrapping: RegExp, inner: string]> = [
	// more than one full stop is where something was left out
	[/^[\s,;:\\]+|[\s,;:\\]+$|(?<!\.)\.$/gu, ''],
	// one with % has the characters of the address in another form (RFC 6068, section 2)
	[/^mailto:([^?%|]*)(?:[?|][^@]*)?$/iu, '$1'],
	// how directories tell addresses from those of other networks
	[/^smtp:/iu, ''],
	[/^(["'`*|])(.*)\1$/u, '$2'],
	[/^(?:<(.*)>|\((.*)\)|\[(.*)\]|\{(.*)\})$/u, '$1$2$3$4'],
	// what is left of a pair that was torn apart, and what makes a spreadsheet take a value for a text
	[/^(?:[<([]|=?")|[>)\]}"'`*|]$/u, ''],
];

/** A name without an address, which quotes set apart, and a comment. */
const NAMES = /(?<=^|[\s,;>])"[^"@]*"(?=[\s<(]|$)|\([^()@]*\)/gu;

/** A name, and then the address in brackets of some kind. */
const NAMED_ADDRESSES = [
	/^[^<>;]*<([^<>]*)>[\s,;:.'"]*$/u,
	/^[^();]*\(([^()]*@[^()]*)\)[\s,;:.'"]*$/u,
	/^[^[\];]*\[([^[\]]*@[^[\]]*)\][\s,;:.'"]*$/u,
];

/** What a text was read as: an address as it is sent, or what keeps it from being one, after the text, and the way out. */
type Reading = { email: string } | { fault: string; wayOut: string };

/**
 * Reads an address. Takes off what is around it where one is left without doubt, and refuses what no address can be, and what may be meant otherwise; Losant knows
 * the rest.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @param parameters of the item, which are told of an address that is sent otherwise than it was written
 * @returns the address in the one form in which it is sent
 * @throws UserError that says what it was read as
 */
export function readAddress(value: unknown, displayName: string, parameters?: Parameters): string {
	const given = readText(value, displayName);
	const text = legible(given);
	if (text === '') throw emptyField(displayName, 'Enter an address');
	const reading = text.length > EMAIL_MAX_LENGTH ? undefined : read(text);
	if (!reading || ('email' in reading && reading.email.length > EMAIL_MAX_LENGTH)) {
		throw new UserError(`'${displayName}' is longer than ${EMAIL_MAX_LENGTH} characters`, {
			description: ENTER_ONE,
		});
	}
	if ('fault' in reading) {
		throw new UserError(`'${displayName}' is not an address: ${shown(given)} ${reading.fault}`, {
			description: reading.wayOut,
		});
	}
	if (!visible(given).includes(reading.email)) parameters?.sentAs?.(reading.email, given);
	return reading.email;
}

/**
 * Reads a pattern of addresses, in which * stands for any characters, or what may be a part of an address.
 *
 * @param value the parameter's value
 * @param displayName the field's name in the editor, for the refusal
 * @returns the pattern, with its domain in the form in which addresses are sent; '' where nothing was entered
 * @throws UserError for what no address can match, and what a template or an empty value leaves
 */
export function readAddressPattern(value: unknown, displayName: string): string {
	const given = readText(value, displayName);
	const reading = readPattern(legible(given));
	if ('email' in reading) return reading.email;
	throw new UserError(`'${displayName}' finds no address: ${shown(given)} ${reading.fault}`, {
		description: reading.wayOut,
	});
}

function readPattern(text: string): Reading {
	const bare = text.replaceAll('*', '');
	const unfilled = unfilledIn(bare, bare, LOOK_UP_PATTERN);
	if (unfilled) return unfilled;
	if (text.includes(' ')) return { fault: 'has a space in it', wayOut: ENTER_PATTERN };
	// what stands in quotes may be anything
	const missing = text.includes('"') ? undefined : missingIn(text);
	if (missing !== undefined) return { fault: missing, wayOut: LOOK_UP_PATTERN };
	// without an @, what comes after the last * is the end of a domain
	const domainAt = text.includes('@') ? text.lastIndexOf('@') + 1 : text.lastIndexOf('*');
	if (domainAt < 0) return { email: text };
	const domain = text.slice(domainAt);
	const [odd] = NO_PART_OF_A_DOMAIN.exec(domain.replaceAll('*', '')) ?? [];
	if (odd !== undefined && !/[[\]]/.test(domain)) {
		return { fault: `has ${shown(odd)} in its domain`, wayOut: ENTER_PATTERN };
	}
	const labels = domain.split('.');
	const part = labels.find((label) => label.includes('*') && /\P{ASCII}/u.test(label));
	if (part !== undefined) {
		return { fault: `has a part of a word in its domain, ${shown(part)}`, wayOut: WHOLE_WORDS };
	}
	const inForm = labels.map(inAscii);
	return inForm.includes(undefined)
		? { fault: NO_DOMAIN, wayOut: ENTER_PATTERN }
		: { email: text.slice(0, domainAt) + inForm.join('.') };
}

/** What a template that was not filled in, or a value that isn't there, has left in a text, the inner part of which is to be an address. */
function unfilledIn(
	text: string,
	inner: string,
	lookUp: string,
): Extract<Reading, { fault: string }> | undefined {
	if (TEMPLATE.test(text)) {
		return { fault: 'is a template that was not filled in', wayOut: FILL_IN };
	}
	const word = noValueIn(inner) ?? OBJECT.exec(text)?.[0];
	return word === undefined
		? undefined
		: { fault: `has ${shown(word)} in place of a value`, wayOut: lookUp };
}

/** The part that is missing in a text that is no address. */
function missingIn(text: string): string | undefined {
	const missing = MISSING_PARTS.find(([pattern]) => pattern.test(text));
	return missing && `has nothing ${missing[1]}`;
}

function read(text: string): Reading {
	const mailbox = mailboxIn(text);
	const unfilled = unfilledIn(text, mailbox ?? unwrapped(text), LOOK_UP);
	if (unfilled) return unfilled;
	if (mailbox !== undefined) {
		const email = sendable(mailbox);
		return email === undefined ? { fault: NO_DOMAIN, wayOut: ENTER_ONE } : { email };
	}
	const [one, ...others] = addressesIn(wordsIn(text));
	if (one === undefined) return faultOf(unwrapped(text));
	return others.length > 0
		? { fault: `holds ${[one, ...others].slice(0, 3).join(' and ')}`, wayOut: SPLIT }
		: { fault: `may be meant otherwise than as ${one}`, wayOut: ENTER_ONE };
}

/** The address in a text that holds one, alone or beside a name; undefined where something else may be meant. */
function mailboxIn(text: string): string | undefined {
	const alone = unwrapped(text);
	if (isAddress(alone)) return alone;
	const bare = text.replace(NAMES, ' ');
	const words = wordsIn(bare);
	const [one, ...others] = addressesIn(words);
	const isDoubtful = words.some((word) => word.includes('@') && !isAddress(word));
	if (one === undefined || others.length > 0 || isDoubtful) return undefined;
	const isNamed = NAMED_ADDRESSES.some((pattern) => {
		const [, inner] = pattern.exec(bare) ?? [];
		return inner !== undefined && mailboxIn(inner) !== undefined;
	});
	return isNamed || words.every(isAddress) ? one : undefined;
}

/** The words of a text, each without what is around it. */
function wordsIn(text: string): string[] {
	return text
		.split(/[\s,;<>()[\]"]+/u)
		.map(unwrapped)
		.flatMap((word) => (isAddress(word) ? [word] : word.split(/[|/]/).map(unwrapped)))
		.filter((word) => word !== '');
}

/** The addresses among words, each once. */
function addressesIn(words: string[]): string[] {
	const addresses = words.filter(isAddress);
	const known = addresses.map(normalized);
	return addresses.filter((address, index) => known.indexOf(normalized(address)) === index);
}

function unwrapped(text: string): string {
	if (isAddress(text)) return text;
	for (const [wrapping, inner] of WRAPPINGS) {
		const rest = text.replace(wrapping, inner);
		if (rest !== text) return unwrapped(rest);
	}
	return text;
}

/** What stands in an address, or for it, where a value is missing that it was to be made of. */
function noValueIn(text: string): string | undefined {
	const at = text.lastIndexOf('@');
	const [local, domain] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
	const [first = '', ...others] = local.split('.');
	return (
		[local, domain, first].find((part) => NO_VALUE.test(part)) ??
		// a family name may well be Null
		others.find((part) => part === 'undefined' || part === 'NaN')
	);
}

/** What keeps a text without an address in it from being one. */
function faultOf(text: string): Reading {
	const [local = '', domain, ...others] = text.split('@');
	if (domain === undefined) return { fault: 'has no @', wayOut: ENTER_ONE };
	if (others.length > 0) return { fault: 'has more than one @', wayOut: ENTER_ONE };
	if (SPACE_BEFORE.test(text)) return { fault: 'has a space before the @', wayOut: ENTER_ONE };
	if (SPACE_AFTER.test(text)) return { fault: 'has a space after the @', wayOut: ENTER_ONE };
	const missing = missingIn(text);
	if (missing !== undefined) return { fault: missing, wayOut: LOOK_UP };
	const [before] = /[\s"(),:;<>[\\\]]/u.exec(local) ?? [];
	const [after] = NO_PART_OF_A_DOMAIN.exec(domain) ?? [];
	const character = before ?? after;
	if (character === undefined) return { fault: NO_DOMAIN, wayOut: ENTER_ONE };
	const name = character === ' ' ? 'a space' : shown(character);
	return {
		fault: `has ${name} ${before === undefined ? 'after' : 'before'} the @`,
		wayOut: ENTER_ONE,
	};
}
