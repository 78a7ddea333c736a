import fc from 'fast-check';
import { jsonParse, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { INSTANCE, NO_ORGANIZATION, ORGANIZATION } from './losant';

/** Items with bad and odd values in every field, and what each of them may ask of Losant. */

type Value = IDataObject[string];
export type Operation = 'invite' | 'list';

export const ROLES = ['admin', 'edit', 'collaborate', 'view', 'none'];
export const RESOURCE_ROLES = ['collaborate', 'view', 'none'];
const ITEMS = 500;
const RESOURCE = '575ec8687ae143cd83dc4a97';

/** Stands in an address for the number of its item: Losant refuses an address that it knows. */
const NUMBER = '§';

const POLLUTION = [
	'{"__proto__":{"polluted":"yes"}}',
	'{"constructor":{"prototype":{"polluted":"yes"}}}',
	'{"prototype":{"polluted":"yes"},"toString":"yes","valueOf":1,"length":-1}',
	'{"value":{"__proto__":{"polluted":"yes"}},"roles":{"__proto__":["yes"]}}',
	'[{"__proto__":{"resourceId":"575ec8687ae143cd83dc4a97","role":"view"}}]',
];

const TEXTS = [
	...['', ' ', 'a', '\0', '\t', '\x7f', '\u0085', '\ufeff', '\u2028', '\u200b', '\u00ad'],
	...['x'.repeat(1024), 'x'.repeat(1025), '\r\nX-Injected: 1', '\nX-Injected: 1\n\n{}'],
	...['%0d%0aX-Injected:%201', '\u560d\u560aX-Injected: 1', '../', '%2e%2e%2f', '//evil.example/'],
	...['?x=1', '#x', '@evil.example', '\\..\\', '%00', '&_actions=true', ';', '*', '$(id)', '`id`'],
	...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '$where'],
	...['EPERM', 'ENOENT', 'ECONNRESET', '={{ 1 + 1 }}', '{{ $env }}', '={{ $json.email }}'],
	...['😀', '👩‍👩‍👧', '\u202egro.elpmaxe', '\u2066x\u2069', 'e\u0301', 'ﬁ', 'İ', 'ß'],
	...['\ud800', '\udc00x'],
	...['null', 'true', 'FALSE ', '0', '-1', '1e3', '[]', '{}', "' OR 1=1 --", '<b>', '"', "'"],
];

const text = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
	{ weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 50 }) },
);

/** Makes a request so long that a server refuses the whole of it without a word, so it must not be sent. */
const huge = fc.constantFrom('x'.repeat(100_000), '👾'.repeat(50_000));

/** An expression's result that is a number by type only, and no text of the user's. */
const failedCalculation = fc.constantFrom(NaN, Infinity);

/** n8n's encoder of queries makes another character of it and of what follows. */
const halfCharacter = fc.constantFrom('\ud800.*', '*@example.com\udc00');

const noText: fc.Arbitrary<Value> = fc.oneof(
	fc.constantFrom<Value>(null, undefined, true, false, 0, -1, 1.5, 1e308, 2 ** 53, NaN, Infinity),
	fc.jsonValue({ maxDepth: 2 }),
	fc.constantFrom(...POLLUTION).map((json) => jsonParse<IDataObject>(json)),
	text.map((value) => [value]),
	text.map((value) => ({ [value]: { [value]: value }, value, mode: 'id', __rl: true })),
);

export const anything = fc.oneof(
	{ weight: 50, arbitrary: text },
	{ weight: 49, arbitrary: noText },
	{ weight: 1, arbitrary: huge },
);

/** Text with something before it, after it or in its midst. */
function spoilt(good: string): fc.Arbitrary<string> {
	return fc
		.tuple(fc.constantFrom(0, Math.floor(good.length / 2), good.length), text)
		.map(([at, bad]) => good.slice(0, at) + bad + good.slice(at));
}

/** What is no id, or the same id in another spelling. */
export function oddId(id: string): fc.Arbitrary<Value> {
	const digit = id.charAt(0);
	const lookalikes = [
		...[id.slice(1), `${id}0`, id.replace(/.$/, 'g'), id.replace(/..$/, '%61'), `0x${id.slice(2)}`],
		...[id.replace(digit, String.fromCharCode(digit.charCodeAt(0) + 0xfee0)), id.replace('a', 'а')],
		...[` ${id.toUpperCase()}\n`, `\ufeff${id}\u00a0`, NO_ORGANIZATION],
	];
	return fc.oneof(
		fc.constantFrom<Value>(...lookalikes, [id], { value: id }, { value: [id] }, { id }),
		spoilt(id),
		anything,
	);
}

interface Field {
	good: fc.Arbitrary<Value>;
	odd: fc.Arbitrary<Value>;
}

const flag: Field = {
	good: fc.boolean(),
	odd: fc.oneof(
		fc.constantFrom<Value>('true', ' False ', 'Yes', 'off', 1, 0, '1', 'maybe', 2, ''),
		anything,
	),
};
const id = (good: string): Field => ({ good: fc.constant(good), odd: oddId(good) });
const word = (one: string, ...others: string[]): Field => ({
	good: fc.constantFrom(one, ...others),
	odd: fc.oneof(
		spoilt(one),
		fc.constantFrom(one.toUpperCase(), ` ${one}\u200b`, 'Administrator', 'Viewer', 'Invite Date'),
		anything,
	),
});

const COMMON_FIELDS = {
	instanceId: id(INSTANCE),
	orgId: id(ORGANIZATION),
	losantdomain: {
		good: fc.constantFrom('example.com', ' other.example '),
		odd: fc.oneof(spoilt('example.com'), anything, huge, failedCalculation),
	},
	includeActions: flag,
	includeEmbedded: flag,
	includeLinks: flag,
};

/** The fields of an item. */
const FIELDS: Readonly<Record<Operation, Readonly<Record<string, Field>>>> = {
	invite: {
		...COMMON_FIELDS,
		email: {
			good: fc.constant(`good${NUMBER}@example.com`),
			odd: fc.oneof(
				fc.constantFrom(
					...['P§@EXAMPLE.COM', ' p§@example.com\r\n', 'P <p§@example.com>', 'p§', 'p§@', '@x.io'],
					...['olivia.martin@example.com', 'grace.hill@example.com'],
					...['<p§@x.io>', '"p§@x.io";', 'P (p§@x.io)', 'mailto:p§@x.io', 'p§@bücher.example'],
					...[
						'p\u200b§@x.io\u00a0',
						'p§＠x．io',
						'p§@x.io; P§@X.IO',
						'undefined@x.io',
						'{{ p§ }}@x.io',
					],
					...['p§@x.io\r\nBcc: q@x.io', 'p§@x.io,q@x.io', 'p§@a@x.io', '"p §"@x.io', 'p§@[::1]'],
					...[1024, 1025, 100_000].map((length) => '@example.com'.padStart(length, 'x')),
				),
				spoilt(`p${NUMBER}@example.com`),
				anything,
			),
		},
		role: word('admin', ...ROLES),
		application: id(RESOURCE),
		applicationRole: word('view', ...RESOURCE_ROLES),
		secondApplication: { good: fc.constant('a'.repeat(24)), odd: oddId(RESOURCE) },
		dashboard: id(RESOURCE),
		dashboardRole: word('none', ...RESOURCE_ROLES),
		disallowTransfer: flag,
		ifAlreadyInvited: word('fail'),
		ifAlreadyMember: word('fail'),
	},
	list: {
		...COMMON_FIELDS,
		returnAll: { ...flag, good: fc.constant(false) },
		limit: {
			good: fc.constant(1),
			odd: fc.oneof(fc.constantFrom<Value>(0, -1, '2', ' 3 ', 1.5, '0x2'), anything),
		},
		filterField: word('email'),
		filter: {
			good: fc.constantFrom('*@example.com', 'olivia.*'),
			odd: fc.oneof(spoilt('*@example.com'), anything, huge, failedCalculation, halfCharacter),
		},
		sortField: word('email', 'role', 'inviteDate'),
		sortDirection: word('asc', 'desc'),
	},
};

/** What one run gets. */
export interface Batch {
	/** Every item has its `number`, and `isGood` where nothing in it is odd */
	items: IDataObject[];
	/** Whether the expression of Instance and of Organization stands for the whole locator, or for the id in it */
	isWholeLocator: boolean;
	/** Whether the roles on applications and dashboards are there, which n8n has no expression for as a whole */
	hasResourceRoles: boolean;
	/** Whether Losant answers an invite with nothing, so that the node has to look for it */
	isAnswerEmpty: boolean;
}

/** Makes batches of items: some perfectly good, some with a few odd values, some with little else. */
export function batches(operation: Operation): fc.Arbitrary<Batch> {
	const item = fc.oneof(
		{ weight: 2, arbitrary: itemOf(operation, 0).map((json) => ({ ...json, isGood: true })) },
		{ weight: 6, arbitrary: itemOf(operation, 12) },
		{ weight: 1, arbitrary: itemOf(operation, 90) },
	);
	return fc
		.record<Batch>({
			items: fc
				.array(item, { minLength: ITEMS, maxLength: ITEMS, size: 'max' })
				.map((items) => items.map(withNumber)),
			isWholeLocator: fc.boolean(),
			hasResourceRoles: fc.boolean(),
			isAnswerEmpty: fc.boolean(),
		})
		.map((batch) => ({
			...batch,
			// a report of all items helps nobody: the failed expectation shows those that it is about
			[fc.toStringMethod]: () => fc.stringify({ ...batch, items: ITEMS }),
		}));
}

function itemOf(operation: Operation, percentOdd: number): fc.Arbitrary<IDataObject> {
	const fields = Object.entries(FIELDS[operation]).map(
		([name, { good, odd }]): [string, fc.Arbitrary<Value>] => [
			name,
			fc.oneof(
				{ weight: 100 - percentOdd, arbitrary: good },
				{ weight: percentOdd, arbitrary: odd },
			),
		],
	);
	return fc.record<IDataObject>(Object.fromEntries(fields), { noNullPrototype: true });
}

function withNumber(json: IDataObject, number: number): IDataObject {
	const { email } = json;
	return {
		...json,
		number,
		...(typeof email === 'string' && { email: email.replaceAll(NUMBER, String(number)) }),
	};
}

/** The parameters that take every field from the item. */
export function parametersFor(
	operation: Operation,
	{ isWholeLocator, hasResourceRoles }: Batch,
): INodeParameters {
	const of = (name: string) => `={{ $json.${name} }}`;
	const each = (...names: string[]) => Object.fromEntries(names.map((name) => [name, of(name)]));
	const locator = (name: string) =>
		isWholeLocator ? of(name) : { __rl: true, mode: 'id', value: of(name) };
	const common = { instanceId: locator('instanceId'), orgId: locator('orgId') };
	const options = each('losantdomain', 'includeActions', 'includeEmbedded', 'includeLinks');
	if (operation === 'list') {
		return {
			...common,
			...each('returnAll', 'limit'),
			filters: each('filterField', 'filter'),
			options: { ...options, ...each('sortField', 'sortDirection') },
		};
	}
	return {
		...common,
		...each('email', 'role'),
		additionalFields: {
			...each('disallowTransfer'),
			...(hasResourceRoles && {
				applicationRoles: {
					roles: [
						{ resourceId: of('application'), role: of('applicationRole') },
						{ resourceId: of('secondApplication'), role: 'none' },
					],
				},
				dashboardRoles: { roles: [{ resourceId: of('dashboard'), role: of('dashboardRole') }] },
			}),
		},
		options: { ...options, ...each('ifAlreadyInvited', 'ifAlreadyMember') },
	};
}

/** The one thing that an item may ask of Losant, in the words of Losant's API. */
export interface Asked {
	path: string;
	losantdomain: string;
	query: Record<string, string>;
	/** Of an invite, without the address */
	body?: IDataObject;
	/** What the item holds for the address of an invite, or for the filter of a list */
	text: string;
}

/** What an item asks for, by its own options, if all in it can be sent. What can't, is in no request; nothing can't either. */
export function asked(operation: Operation, json: IDataObject, { hasResourceRoles }: Batch): Asked {
	const common = {
		path: `/instances/${idOf(json.instanceId)}/orgs/${idOf(json.orgId)}/invites`,
		losantdomain: textOf(json.losantdomain) || UNSENDABLE,
	};
	const inclusions = {
		_actions: String(flagOf(json.includeActions)),
		_embedded: String(flagOf(json.includeEmbedded)),
		_links: String(flagOf(json.includeLinks)),
	};
	if (operation === 'list') {
		const { filterField, sortField, sortDirection } = json;
		return {
			...common,
			query: {
				...inclusions,
				filterField: wordOf(filterField, LIST_WORDS),
				sortField: wordOf(sortField, LIST_WORDS),
				sortDirection: wordOf(sortDirection, LIST_WORDS),
			},
			text: textOf(json.filter) || UNSENDABLE,
		};
	}
	const role = (resourceId: Value, name: Value) => ({
		resourceId: textOf(resourceId),
		role: wordOf(name, ROLE_WORDS),
	});
	return {
		...common,
		query: inclusions,
		body: {
			role: wordOf(json.role, ROLE_WORDS),
			...(hasResourceRoles && {
				applicationRoles: [
					role(json.application, json.applicationRole),
					role(json.secondApplication, 'none'),
				],
				dashboardRoles: [role(json.dashboard, json.dashboardRole)],
			}),
			disallowTransfer: flagOf(json.disallowTransfer),
		},
		text: textOf(json.email) || UNSENDABLE,
	};
}

/**
 * Whether what was sent is in the text, and nothing else is in it. What of a text is an address has tests of its own
 * (test/unit/addresses.test.ts).
 */
export function isOf(sent: string, text: string): boolean {
	if (ROLE_WORDS[text.toLowerCase()] === sent) return true;
	const plain = (it: string) => it.replace(/[\s"'\u2010-\u201f]/g, '').toLowerCase();
	const given = plain(text);
	if (text.includes('*') && !sent.includes('@')) return given === plain(textOf(sent));
	if (given.includes(plain(textOf(sent)))) return true;
	const at = sent.lastIndexOf('@') + 1;
	const [, domain = ''] = given.split(plain(textOf(sent.slice(0, at))));
	return [...domain].some((_, index, all) => {
		const url = `http://${all.slice(0, index + 1).join('')}`;
		return URL.canParse(url) && new URL(url).hostname === sent.slice(at);
	});
}

/** Stands for a value that can't be sent, so that no request is like it. */
const UNSENDABLE = '(can’t be sent)';

/** The words for each role, and for what a list can be filtered and sorted by. */
const ROLE_WORDS: Readonly<Record<string, string>> = {
	...Object.fromEntries(ROLES.map((role) => [role, role])),
	...{ administrator: 'admin', editor: 'edit', collaborator: 'collaborate', viewer: 'view' },
};
const LIST_WORDS: Readonly<Record<string, string>> = {
	...{ email: 'email', role: 'role', invitedate: 'inviteDate', 'invite date': 'inviteDate' },
	...{ asc: 'asc', desc: 'desc', ascending: 'asc', descending: 'desc' },
};
const FLAG_WORDS: Readonly<Record<string, boolean>> = {
	...{ true: true, yes: true, on: true, 1: true },
	...{ false: false, no: false, off: false, 0: false },
};

export function isFields(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What people see of a value. */
function textOf(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value !== 'string') return UNSENDABLE;
	return value
		.replace(/(?!\s)\p{Cc}|\p{Default_Ignorable_Code_Point}/gu, (it) =>
			it === '\u0085' ? ' ' : '',
		)
		.replace(/[\s\u2800]+/g, ' ')
		.trim()
		.normalize('NFKC');
}

const idOf = (value: Value) => textOf(isFields(value) ? value.value : value);

const wordOf = (value: Value, words: Readonly<Record<string, string>>) => {
	const word = textOf(value).toLowerCase();
	return Object.hasOwn(words, word) ? (words[word] ?? UNSENDABLE) : UNSENDABLE;
};

function flagOf(value: Value): boolean | string {
	if (typeof value === 'boolean') return value;
	const word = textOf(value).toLowerCase();
	return Object.hasOwn(FLAG_WORDS, word) ? (FLAG_WORDS[word] ?? UNSENDABLE) : UNSENDABLE;
}
