import fc from 'fast-check';
import { UserError } from 'n8n-workflow';

import { readAddress } from '../../nodes/Losant/fields/address';
import { byAddress, inAscii, legible, normalized } from '../../nodes/Losant/losant/addresses';
import { shown, visible } from '../../nodes/Losant/losant/characters';

const read = (text: unknown) => readAddress(text, 'Email');
const ANN = 'ann@example.com';

/** What a refusal says, and the way out of it. */
function refusal(work: () => unknown): { message: string; description: string } {
	let error: unknown;
	try {
		work();
	} catch (reason) {
		error = reason;
	}
	if (!(error instanceof UserError)) throw new Error('nothing was refused in words');
	return { message: error.message, description: error.description ?? '' };
}

describe('what is around an address is taken off', () => {
	test.each([
		// brackets, quotes
		...['<ann@example.com>', '(ann@example.com)', '[ann@example.com]', '{ann@example.com}'],
		...['"ann@example.com"', "'ann@example.com'", '`ann@example.com`', '"\'ann@example.com\'"'],
		...['“ann@example.com”', '„ann@example.com“', '‘ann@example.com’', '«ann@example.com»'],
		...[
			'""ann@example.com""',
			'\\"ann@example.com\\"',
			'["ann@example.com"]',
			'="ann@example.com"',
		],
		...['**ann@example.com**', '| ann@example.com |', '＜ann@example.com＞'],
		// separators, and the end of a sentence
		...['ann@example.com;', 'ann@example.com,', ' ; ann@example.com ;;', 'ann@example.com:'],
		...['ann@example.com.', '"ann@example.com";', "'ann@example.com,'", 'ann@example.com；'],
		...['ann@example.com、', 'ann@example.com،', 'ann@example.com。', '\tann@example.com\r\n'],
		// half of a pair
		...[
			'<ann@example.com',
			'ann@example.com>',
			'"ann@example.com',
			'ann@example.com"',
			"ann@example.com'",
		],
		// links
		...['mailto:ann@example.com', '<mailto:ann@example.com>', 'MAILTO: ann@example.com'],
		...['mailto:ann@example.com?subject=Hi%20Ann', 'SMTP:ann@example.com', 'smtp:ann@example.com'],
		...['[ann@example.com](mailto:ann@example.com)', '<mailto:ann@example.com|ann@example.com>'],
		...['<mailto:ann@example.com|Ann>', 'Ann Lee [mailto:ann@example.com]'],
		// a name
		...['Ann Lee <ann@example.com>', 'Ann<ann@example.com>', '"Lee, Ann" <ann@example.com>'],
		...[
			'Lee, Ann <ann@example.com>',
			'"Lee; Ann" <ann@example.com>',
			"'Ann Lee' <ann@example.com>;",
		],
		...['"Ann \\"A.\\" Lee" <ann@example.com>', '"Ann (HR) Lee" <ann@example.com>'],
		...[
			'Ann (HR) Lee <ann@example.com>',
			'Ann Lee\n<ann@example.com>',
			'Ann\u00a0Lee\u00a0<ann@example.com>',
		],
		...['Ann Lee (ann@example.com)', 'Ann Lee [ann@example.com].', '"Ann Lee" ann@example.com'],
		...['ann@example.com (Ann Lee)', '(Ann Lee) ann@example.com', 'Ann Lee <ann@example.com> (HR)'],
		// twice the same
		...['ann@example.com <ann@example.com>', '"ann@example.com" <ann@example.com>'],
		...[
			'ann@example.com; ann@example.com',
			'ann@example.com\nann@example.com',
			'ann@example.com/ANN@example.com',
		],
	])('%j', (text) => {
		expect(read(text)).toBe(ANN);
	});

	test.each([
		['<"ann@home"@example.com>', '"ann@home"@example.com'],
		['<ann@[::1]>', 'ann@[::1]'],
		["Pat <o'brien@example.com>", "o'brien@example.com"],
		['Ann <a|b@example.com>', 'a|b@example.com'],
		["'o'brien@example.com'", "o'brien@example.com"],
	])('%j is %s', (text, address) => {
		expect(read(text)).toBe(address);
	});
});

describe('what people can’t see is taken out', () => {
	const NOWHERE = [
		...[0x00, 0x01, 0x08, 0x1f, 0x7f, 0x80, 0x9f, 0xad, 0x34f, 0x61c, 0x115f, 0x180e],
		...[0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
		...[0x2060, 0x2061, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x3164, 0xfe0e, 0xfe0f],
		...[0xfeff, 0xffa0, 0xe0001, 0xe0020, 0xe007f],
	].map((code) => String.fromCodePoint(code));
	test.each(NOWHERE.map((character) => [shown(character), character]))(
		'%s, wherever it stands',
		(_, it) => {
			for (const text of [
				`${it}ann@example.com`,
				`an${it}n@exam${it}ple${it}.com`,
				`ann@example.com${it}`,
			]) {
				expect(read(text)).toBe(ANN);
			}
			expect(read(`${it}<${it}ann${it}@${it}example.com${it}>${it};`)).toBe(ANN);
		},
	);

	const SPACES = [
		...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2003, 0x2007, 0x200a],
		...[0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000],
	].map((code) => String.fromCodePoint(code));
	test.each(SPACES.map((character) => [shown(character), character]))(
		'%s, at the ends; between words something else may be meant',
		(_, it) => {
			expect(read(`${it}ann@example.com${it}`)).toBe(ANN);
			expect(read(`Ann${it}Lee${it}<${it}ann@example.com${it}>`)).toBe(ANN);
			for (const text of [
				`ann${it}lee@example.com`,
				`ann@example.com${it}Lee`,
				`ann@exam${it}ple.com`,
			]) {
				expect(refusal(() => read(text)).message).toContain(
					`'Email' is not an address: ${shown(text)}`,
				);
			}
			expect(refusal(() => read(`ann@example.com${it}ben@example.com`)).message).toContain(
				'holds ann@example.com and ben@example.com',
			);
		},
	);

	test('a space that nobody typed is taken out beside the @, too', () => {
		expect(read('ann\u00a0@\u2009example.com')).toBe(ANN);
		expect(refusal(() => read('Ann @example.com')).message).toContain('has a space before the @');
	});

	test('a joiner stays where it makes another word', () => {
		expect(read('نامه\u200cای@example.com')).toBe('نامه\u200cای@example.com');
		expect(read('ann@نامه\u200cای.com')).toBe('ann@xn--mgba3gch31f060k.com');
		expect(read('ann@نامهای.com')).toBe('ann@xn--mgba3gch31f.com');
	});

	test('nothing else is nothing', () => {
		expect(refusal(() => read('\u200b\u00a0\ufeff')).message).toBe("'Email' is empty");
	});
});

describe('other characters in place of an address’s own', () => {
	test.each([
		['ann＠example．com', ANN],
		['ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', ANN],
		['ann@example。com', ANN],
		['ann@example｡com', ANN],
		['o’brien@example.com', "o'brien@example.com"],
		['ann‑lee@my‑company.com', 'ann-lee@my-company.com'],
		['ann＋x@example.com', 'ann+x@example.com'],
	])('%s is %s', (text, address) => {
		expect(read(text)).toBe(address);
	});

	test('with an @ besides, one may be a part of the name', () => {
		expect(refusal(() => read('ann＠home@example.com')).message).toContain('more than one @');
	});
});

describe('what is not one address is refused, and says what was read', () => {
	const AMBIGUOUS = [
		['Ann Lee ann@example.com', ANN],
		['ann@example.com Ann Lee', ANN],
		['E-Mail: ann@example.com', ANN],
		['Lee; Ann <ann@example.com>', ANN],
		['<Ann Lee> ann@example.com', ANN],
		['ann lee@example.com', 'lee@example.com'],
		['ann@example,com', 'ann@example'],
		['Ann @ Acme <ann@example.com>', ANN],
		['<a href="mailto:ann@example.com">ann@example.com</a>', ANN],
		['https://example.com/ann@example.com', ANN],
		['ann@example.com\r\nX-Injected: 1', ANN],
	];
	test.each(AMBIGUOUS)('%j may be meant otherwise than as %s', (text, address) => {
		expect(refusal(() => read(text))).toEqual({
			message: `'Email' is not an address: ${shown(text)} may be meant otherwise than as ${address}`,
			description: 'Enter one address such as name@example.com, and nothing else',
		});
	});

	test.each([
		...['ann@example.com;ben@example.com', 'ann@example.com,ben@example.com'],
		...['ann@example.com, ben@example.com', 'ann@example.com ben@example.com'],
		...['ann@example.com/ben@example.com', 'ann@example.com / ben@example.com'],
		...['ann@example.com|ben@example.com', 'ann@example.com\nben@example.com'],
		...['ann@example.com and ben@example.com', 'ann@example.com & ben@example.com'],
		...['Ann <ann@example.com>, Ben <ben@example.com>', 'ann@example.com <ben@example.com>'],
		...['["ann@example.com","ben@example.com"]', 'ann@example.com\r\nBcc: ben@example.com'],
		...['ann@example.com（ben@example.com）', 'ann@example.com、ben@example.com'],
		'SMTP:ann@example.com;smtp:ben@example.com',
	])('%j holds two', (text) => {
		expect(refusal(() => read(text))).toEqual({
			message: `'Email' is not an address: ${shown(text)} holds ann@example.com and ben@example.com`,
			description: expect.stringContaining('Split Out'),
		});
	});

	test.each([
		['ann', 'has no @'],
		['ann at example.com', 'has no @'],
		['ann[at]example.com', 'has no @'],
		['575ec8687ae143cd83dc4a97', 'has no @'],
		['ann@@example.com', 'has more than one @'],
		['ann@home@example.com', 'has more than one @'],
		['mailto:ann@example.com?cc=ben@example.com', 'has more than one @'],
		['ann@exa$mple.com', 'has "$" after the @'],
		['ann@example.com?', 'has "?" after the @'],
		['ann@example.com…', 'has "…" after the @'],
		['ann@example.com&nbsp;', 'has "&" after the @'],
		['ann@example–shop.com', 'has "–" after the @'],
		['ann(home)@example.com', 'has "(" before the @'],
		['sip:ann@example.com', 'has ":" before the @'],
		['mailto:ann%2Bx@example.com', 'has ":" before the @'],
		['"ann lee"@example.com', 'has a space before the @'],
		['ann @example.com', 'has a space before the @'],
		['ann  @example.com', 'has a space before the @'],
		['Ann Lee @example.com', 'has a space before the @'],
		['Ann @ example.com', 'has a space before the @'],
		['<ann @example.com>', 'has a space before the @'],
		['ann@ example.com', 'has a space after the @'],
		['Ann Lee <ann@ example.com>', 'has a space after the @'],
		['ann@\texample.com', 'has a space after the @'],
		['ann@-example.com', 'has a domain that cannot exist'],
		['ann@example-.com', 'has a domain that cannot exist'],
		['ann@é\u0301\u0327\u200c.xn--zzzzzzzz.com', 'has a domain that cannot exist'],
	])('%j %s', (text, fault) => {
		expect(refusal(() => read(text)).message).toBe(
			`'Email' is not an address: ${shown(text)} ${fault}`,
		);
	});

	test('a part that is missing is named, with where to look', () => {
		expect(
			Object.fromEntries(
				[
					'@example.com',
					'<@example.com>',
					'""@example.com',
					'ann@',
					'.lee@example.com',
					'ann.@example.com',
				]
					.concat(
						'ann..lee@example.com',
						'ann@.com',
						'ann@example..com',
						'ann@exam...',
						'<Ann> @example.com',
						'ann @',
						'@ example.com',
					)
					.map((text) => {
						const { message, description } = refusal(() => read(text));
						expect(description).toContain('check that its field exists in this item');
						return [text, message.replace(/^.*" has nothing /, '')];
					}),
			),
		).toEqual({
			'@example.com': 'before the @',
			'<@example.com>': 'before the @',
			'""@example.com': 'before the @',
			'ann@': 'after the @',
			'.lee@example.com': 'before the dot that it begins with',
			'ann.@example.com': 'between the last dot and the @',
			'ann..lee@example.com': 'between two dots',
			'ann@.com': 'between the @ and the dot after it',
			'ann@example..com': 'between two dots',
			'ann@exam...': 'between two dots',
			'<Ann> @example.com': 'before the @',
			'ann @': 'after the @',
			'@ example.com': 'before the @',
		});
	});

	test.each([
		...[
			'{{ $json.email }}@example.com',
			'{{ $json.email }}',
			'{{$json.email}}@example.com',
			'{{email}}',
		],
		...[
			'={{ $json.email }}',
			'=$json.email',
			'{{first}}.{{last}}@example.com',
			'${name}@example.com',
		],
		...[
			'{name}@example.com',
			'{first}.{last}@example.com',
			'#{name}@example.com',
			'ann.{last}@example.com',
		],
		...['%EMAIL%', '%%name%%@example.com', '<%= email %>@example.com', 'Ann <{{ $json.email }}>'],
		'{{ $json.name }} <ann@example.com>',
	])('the template %j was not filled in', (text) => {
		expect(refusal(() => read(text))).toEqual({
			message: `'Email' is not an address: ${shown(text)} is a template that was not filled in`,
			description: expect.stringContaining('Enter it as an expression'),
		});
	});

	test.each([
		...['undefined', 'null', 'NaN', '[object Object]', 'undefined@example.com', 'null@example.com'],
		...['NaN@example.com', 'NULL@example.com', 'None@example.com', '[object Object]@example.com'],
		...['undefined@undefined', 'ann@undefined', 'ann@null', 'undefined.lee@example.com'],
		...['ann.undefined@example.com', 'null.lee@example.com', '#N/A', '#REF!', '#NAME?', '#VALUE!'],
		...[
			'#N/A@example.com',
			'#REF!@example.com',
			'#DIV/0!@example.com',
			'#NV',
			'Ann <undefined@example.com>',
		],
	])('%j has something else in place of a value', (text) => {
		const { message, description } = refusal(() => read(text));
		expect(message).toMatch(/ in place of a value$/);
		expect(message).toContain(shown(text));
		expect(description).toContain('check that its field exists in this item');
	});

	test.each([
		...['x'.repeat(1025), `${'a'.repeat(1020)}@b.de`, `ann@${'é.'.repeat(400)}com`],
		...['a@'.repeat(50_000), '('.repeat(100_000), '"'.repeat(100_000), '{{'.repeat(50_000)],
	])('what is longer than Losant takes is refused at once', (text) => {
		expect(() => read(text)).toThrow("'Email' is longer than 1024 characters");
	});

	test.each(['@', '(', '<', '"', '{{', '%a', 'a.', '-', "'", '|', '(@', '" ', '\\'])(
		'a long run of %j is refused in no time',
		(piece) => {
			expect(() => read(piece.repeat(1024 / piece.length))).toThrow("'Email'");
		},
	);
});

describe('a valid address', () => {
	const ATEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-";
	const dotted = (part: fc.Arbitrary<string>, maxLength: number) =>
		fc
			.array(part, { minLength: 1, maxLength: 6 })
			.map((parts) => parts.join('.'))
			.filter(({ length }) => length <= maxLength);
	const of = (characters: string, maxLength: number) =>
		fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });
	const letter = fc.constantFrom(...'äßéñøþčžşığабвгдежзйαβγδ用户名例子ひらカタ한글अआइاب');
	const quoted = fc
		.string({
			unit: fc.constantFrom(...`${ATEXT}.@,:;<>()[]`, '\\"', '\\\\'),
			minLength: 1,
			maxLength: 20,
		})
		.map((text) => `"${text}"`);
	const local = fc.oneof(
		{ weight: 4, arbitrary: dotted(of(ATEXT, 64), 64) },
		{ weight: 1, arbitrary: dotted(fc.string({ unit: letter, minLength: 1, maxLength: 20 }), 64) },
		{ weight: 1, arbitrary: quoted },
	);
	const label = fc.oneof(
		fc.stringMatching(/^[a-zA-Z\d]$/),
		fc.stringMatching(/^[a-zA-Z\d][a-zA-Z\d-]{0,61}[a-zA-Z\d]$/),
	);
	const domain = fc.oneof(
		{ weight: 6, arbitrary: dotted(label, 255) },
		{ weight: 1, arbitrary: fc.ipV4().map((ip) => `[${ip}]`) },
		{ weight: 1, arbitrary: fc.ipV6().map((ip) => `[IPv6:${ip}]`) },
	);
	/** What an unfilled template leaves is an address by the letter of the standard. */
	const isTemplate = (email: string) =>
		/\{\{.*\}\}|(?:^|[._-])(?:[$#]?\{\w+\}|%+\w+%+)(?=[._@-])|\$json\b|^(?:null|None|NULL|NaN)(?=[.@])|undefined/i.test(
			email,
		);
	const valid = fc
		.tuple(local, domain)
		.map((parts) => parts.join('@').normalize('NFC'))
		.filter((email) => !isTemplate(email));

	test('passes unchanged, wrapped or not', () => {
		fc.assert(
			fc.property(valid, (email) => {
				expect(read(email)).toBe(email);
				expect(read(` ${email}\r\n`)).toBe(email);
				expect(read(`<${email}>`)).toBe(email);
				expect(read(`\ufeff${email};`)).toBe(email);
			}),
			{ numRuns: 3_000 },
		);
	});

	test.each([
		...[
			"o'brien@example.com",
			'a+b@example.com',
			'a&b@example.com',
			'a%b@example.com',
			'a*b@example.com',
		],
		...[
			"'ann@example.com",
			'*@example.com',
			'{}@example.com',
			'%@example.com',
			'|ann@example.com',
			'=ann@example.com',
		],
		...[
			'ann@b',
			'a@b.c',
			'ann@intranet',
			'ann@localhost',
			'ann@192.168.0.1',
			'ann@[192.168.0.1]',
			'ann@[::1]',
		],
		...[
			'ann@my_host.local',
			'ANN@EXAMPLE.COM',
			'ann@example.co.uk',
			'_ann_@example.com',
			'ann--lee@example.com',
		],
		...[
			'"ann@home"@example.com',
			'"ann.."@example.com',
			'"a\\"b"@example.com',
			'null-island@example.com',
		],
		...[
			'ann.null@example.com',
			'nan@example.com',
			'none@example.com',
			'undefinedbehaviour@example.com',
		],
		...['josé@example.com', '用户@example.com', 'ﬁona@example.com', 'ann@xn--bcher-kva.example'],
		`${'a'.repeat(64)}@${[63, 63, 63, 61].map((length) => 'b'.repeat(length)).join('.')}`,
		`${'a'.repeat(1012)}@example.com`,
	])('%j passes unchanged', (email) => {
		expect(read(email)).toBe(email);
	});

	test('any text is read in words, or as one that is read as itself', () => {
		const part = fc.oneof(
			valid,
			fc.string({ unit: 'binary', maxLength: 10 }),
			of(' @.,;<>()[]{}"\'%$|:\\\u200b\u00a0', 3),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
				const text = parts.join('').replace(/\p{Surrogate}/gu, '');
				let address: string;
				try {
					address = read(text);
				} catch (error) {
					expect((error as Error).message).toMatch(/^'Email' is (not an address: "|empty$|longer)/);
					return;
				}
				expect(read(address)).toBe(address);
				expect(visible(address)).toBe(address);
				expect(address).toMatch(/^[^\s]+@[^\s@]+$/);
			}),
			{ numRuns: 3_000 },
		);
	});
});

describe('equal addresses are equal', () => {
	const SAME = [
		['ann@example.com', 'ANN@Example.COM'],
		['ann@example.com', ' ann@example.com\u200b'],
		['josé@example.com', 'jose\u0301@example.com'],
		['JOSÉ@example.com', 'jose\u0301@EXAMPLE.com'],
		['ann@bücher.example', 'ann@xn--bcher-kva.example'],
		['ann@bücher.example', 'ann@bu\u0308cher.example'],
		['ann@BÜCHER.example', 'Ann@XN--BCHER-KVA.example'],
		['ann@例え.jp', 'ann@xn--r8jz45g.jp'],
		['ann@faß.example', 'ann@xn--fa-hia.example'],
		['ann@١٢٣.example', 'ann@xn--9hbcd.example'],
		['ann＠example．com', 'ann@example.com'],
		['Å@example.com', '\u212b@example.com'],
		['o’brien@example.com', "o'brien@example.com"],
	] as const;
	test.each(SAME)('%s and %s', (one, other) => {
		expect(normalized(one)).toBe(normalized(other));
		expect(byAddress([{ email: one }, { email: other }]).size).toBe(1);
		// what is sent is compared as Losant gives it back, and what the list is asked for lets both through
		expect(normalized(read(one))).toBe(normalized(other));
	});

	test.each([
		['ann@example.com', 'ann@example.org'],
		['ann@faß.example', 'ann@fass.example'],
		['ann@bücher.example', 'ann@bucher.example'],
		['jose@example.com', 'josé@example.com'],
		['a.nn@example.com', 'ann@example.com'],
		['ann+x@example.com', 'ann@example.com'],
		['ann@1.2.3', 'ann@1.2.0.3'],
		['ann@0x7f.1', 'ann@127.0.0.1'],
		['ann@exa%6Dple.com', 'ann@example.com'],
		['ann@example.com/x', 'ann@example.com'],
		['ann@example.com:80', 'ann@example.com'],
		['ann@éx.com', 'ann@x.com'],
		['نامه\u200cای@example.com', 'نامهای@example.com'],
	])('%s and %s are two', (one, other) => {
		expect(normalized(one)).not.toBe(normalized(other));
	});

	test('what is compared stays the same, whatever Losant holds', () => {
		const anything = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 30 }),
			fc
				.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
				.map((parts) => parts.join('@')),
			fc.webUrl().map((url) => `ann@${url}`),
		);
		fc.assert(
			fc.property(anything, (email) => {
				expect(normalized(normalized(email))).toBe(normalized(email));
			}),
			{ numRuns: 3_000 },
		);
	});
});

describe('a text that is refused is shown', () => {
	test.each([
		['ann\u200b@x\u00a0', '"ann[U+200B]@x[U+00A0]"'],
		['a b\tc\n', '"a b[U+0009]c[U+000A]"'],
		['\u{e0041}\u2800\ue000', '"[U+E0041][U+2800][U+E000]"'],
		['say "hi" \\ bye', '"say \\"hi\\" \\\\ bye"'],
		['é用👍', '"é用👍"'],
		['x'.repeat(100), `"${'x'.repeat(100)}"`],
		['x'.repeat(101), `"${'x'.repeat(100)}…"`],
		['👍'.repeat(101), `"${'👍'.repeat(50)}…"`],
	])('%j as %s', (text, expected) => {
		expect(shown(text)).toBe(expected);
	});
});

test.each([
	['ann@\u00a0\u00a0example.com', 'ann@example.com'],
	['ann\u00a0\u00a0@\u2003\u2003example.com', 'ann@example.com'],
	['Ann \t\u00a0 Lee', 'Ann Lee'],
	['“a b”‟@x', '"a b""@x'],
	['‘a’‐b‑c', "'a'-b-c"],
	['a、b،c؛', 'a,b,c,'],
	['x。y｡z', 'x.y.z'],
])('%j says %j', (text, says) => {
	expect(legible(text)).toBe(says);
});

test('an address in the wide letters of East Asian keyboards alone is the same', () => {
	expect(normalized('ＡＮＮ＠ｅｘａｍｐｌｅ．ｃｏｍ')).toBe('ann@example.com');
});

test.each(['münchen.de/x', 'mün chen.de', '-münchen.de', 'münchen..de', 'a@münchen.de'])(
	'%s is no domain',
	(domain) => {
		expect(inAscii(domain)).toBeUndefined();
	},
);
