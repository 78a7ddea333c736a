import fc from 'fast-check';

import { readAdditionalFields } from '../../nodes/Losant/fields/additionalFields';
import {
	readAlreadyThere,
	readAlreadyThereWhenAdded,
} from '../../nodes/Losant/fields/alreadyThere';
import { readConcurrentRequests } from '../../nodes/Losant/fields/concurrentRequests';
import { readEmail } from '../../nodes/Losant/fields/email';
import { readAdvancedQuery, readFilter } from '../../nodes/Losant/fields/filter';
import { readLimit } from '../../nodes/Losant/fields/limit';
import { readRequestOptions } from '../../nodes/Losant/fields/requestOptions';
import { readRole } from '../../nodes/Losant/fields/role';
import { readSort } from '../../nodes/Losant/fields/sort';
import { readSummaryInclude } from '../../nodes/Losant/fields/summaryInclude';
import { readUpdateFields } from '../../nodes/Losant/fields/updateFields';
import type { Parameters } from '../../nodes/Losant/fields/values';
import { readWaitForLosant } from '../../nodes/Losant/fields/waitForLosant';
import { instance } from '../../nodes/Losant/locators/instance';
import { invite } from '../../nodes/Losant/locators/invite';
import { member } from '../../nodes/Losant/locators/member';
import { organization } from '../../nodes/Losant/locators/organization';
import { user } from '../../nodes/Losant/locators/user';
import { resourceRoles } from '../../nodes/Losant/fields/resourceRoles';
import { shown } from '../../nodes/Losant/losant/characters';

const ID = '575ec8687ae143cd83dc4a97';
/** Reads these parameters as n8n does: by the path of a value, and what is absent is something else than what is undefined. */
const given =
	(parameters: Record<string, unknown>): Parameters =>
	(name, absent) => {
		let value: unknown = parameters;
		for (const key of name.split('.')) {
			if (typeof value !== 'object' || value === null || !(key in value)) return absent;
			value = Reflect.get(value, key);
		}
		return value;
	};
const ANN = 'ann@example.com';
const FIELDS = [
	{ name: 'Email', value: 'email' },
	{ name: 'Role', value: 'role' },
];

describe('instance and organization', () => {
	test.each([
		[ID, ID],
		[` ${ID.toUpperCase()}\n`, ID.toUpperCase()],
		[`\ufeff${ID}\u00a0\u200b`, ID],
		[`${ID.slice(0, 9)}\u00ad\u200e${ID.slice(9)}`, ID],
	])('%j is an id: what people can’t see is taken out', (value, id) => {
		expect(instance.read(given({ instanceId: { mode: 'id', value } }))).toBe(id);
		expect(organization.read(given({ orgId: value }))).toBe(id);
	});

	test.each([
		['', "'Instance' is empty"],
		[undefined, "'Instance' is empty"],
		['\u200b', "'Instance' is empty"],
		[`${ID}\u200b?`, `'Instance' is not an ID: "${ID}[U+200B]?"`],
		[
			`${ID.slice(0, 9)}\u00a0${ID.slice(9)}`,
			`'Instance' is not an ID: "${ID.slice(0, 9)}[U+00A0]`,
		],
		['ann@example.com', `'Instance' is not an ID: "ann@example.com"`],
		['acme', `'Instance' is not an ID: "acme"`],
		[`${ID}a`, `'Instance' is not an ID: "${ID}a"`],
		['../../../me/x/orgs/y/invites', `'Instance' is not an ID: "../../../me/x/orgs/y/invites"`],
		[{ a: 1 }, "'Instance' is not a text"],
	])('%p is none', (value, message) => {
		expect(() => instance.read(given({ instanceId: { mode: 'id', value } }))).toThrow(message);
	});
});

describe('people', () => {
	const PEOPLE = [
		['Invite', 'inviteId', invite.read],
		['Member', 'userId', member.read],
		['User', 'user', user.read],
	] as const;
	test.each(PEOPLE)('%s: by address, clean', (displayName, name, read) => {
		const by = (mode: string, value: unknown) => read(given({ [name]: { mode, value } }));
		expect(by('email', 'Ann Lee <ann@example.com>;')).toEqual({ email: 'ann@example.com' });
		expect(by('email', '\ufeffann@example.com\u00a0')).toEqual({ email: 'ann@example.com' });
		expect(by('id', ` ${ID}\u200b`)).toEqual({ id: ID });
		expect(read(given({ [name]: ID }))).toEqual({ id: ID });
		expect(() => by('email', 'ann')).toThrow(`'${displayName}' is not an address: "ann" has no @`);
	});

	test.each(PEOPLE)('%s: an empty one says which field', (displayName, name, read) => {
		for (const value of [undefined, null, '', ' ', '\u200b']) {
			for (const locator of [value, { mode: 'id', value }, { mode: 'email', value }]) {
				expect(() => read(given({ [name]: locator }))).toThrow(
					expect.objectContaining({
						message: `'${displayName}' is empty`,
						description: expect.stringContaining('check that its field exists in this item'),
					}),
				);
			}
		}
	});

	test.each(PEOPLE)('%s By ID that is given an address', (displayName, name, read) => {
		for (const locator of [ANN, { mode: 'id', value: ANN }, { mode: 'list', value: ANN }]) {
			expect(() => read(given({ [name]: locator }))).toThrow(
				expect.objectContaining({
					message: `'${displayName}' is not an ID, but an address: "ann@example.com"`,
					description: 'Switch it from By ID to By Email',
				}),
			);
		}
	});
});

describe('email', () => {
	test.each([
		['', "'Email' is empty"],
		[null, "'Email' is empty"],
		['ann', `'Email' is not an address: "ann" has no @`],
		[5, `'Email' is not an address: "5" has no @`],
		[['ann@example.com'], "'Email' is not a text"],
	])('%p is refused', (email, message) => {
		expect(() => readEmail(given({ email }))).toThrow(message);
	});

	test('is told where it looks otherwise than it was written', () => {
		const told = (email: string) => {
			const both: string[] = [];
			const parameters = Object.assign(given({ email }), {
				sentAs: (address: string, written: string) => both.push(address, written),
			});
			return [readEmail(parameters), ...both];
		};
		expect(told('ann@bücher.example')).toEqual([
			...['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example', 'ann@bücher.example'],
		]);
		expect(told('ann＠example.com')).toEqual([ANN, ANN, 'ann＠example.com']);
		expect(told('Ann\u200b <ann\u200b@example.com>;')).toEqual([ANN]);
		expect(told('jose\u0301@example.com')).toEqual(['josé@example.com']);
	});
});

describe('role', () => {
	test.each([
		[
			'admin',
			'admin',
			'Admin',
			'ADMIN',
			' admin\n',
			'Administrator',
			'ADMINISTRATOR',
			'ad\u200bmin',
			'\ufeffadmin',
		],
		['edit', 'edit', 'Edit', 'EDIT', 'Editor', 'editor ', 'edi\u00adtor\u00a0'],
		['collaborate', 'collaborate', 'Collaborate', 'Collaborator', '\tCOLLABORATOR'],
		['view', 'view', 'View', 'Viewer', 'viewer\r\n', '\u202aView\u202c'],
		['none', 'none', 'None', 'NONE', ' none '],
	])('%s, in every word for it', (role, ...words) => {
		for (const word of words) {
			expect(readRole(given({ role: word }))).toBe(role);
			expect(readUpdateFields(given({ updateFields: { role: word } }))).toEqual({ role });
		}
	});

	test.each([
		'owner',
		'Administrators',
		'admin;',
		'view only',
		'ed it',
		'',
		undefined,
		'toString',
		5,
	])('%p is refused with the list', (role) => {
		expect(() => readRole(given({ role }))).toThrow(
			expect.objectContaining({
				message: expect.stringContaining("'Role'"),
				description: expect.stringContaining(
					'It has to be one of: admin, collaborate, edit, none, view',
				),
			}),
		);
	});

	test('a refusal shows what people can’t see', () => {
		expect(() => readRole(given({ role: 'ow\u200bner' }))).toThrow(
			`'Role' can't be "ow[U+200B]ner"`,
		);
	});
});

describe('update fields', () => {
	const read = (updateFields: unknown) => readUpdateFields(given({ updateFields }));
	const one = [{ resourceId: ID, role: 'none' }];

	test('only what is added is sent; all roles of a kind are taken away where that is asked for', () => {
		expect(read({})).toEqual({});
		expect(read({ role: 'edit' })).toEqual({ role: 'edit' });
		expect(read({ dashboardRoles: { roles: one } })).toEqual({ dashboardRoles: one });
		expect(read({ removeAllApplicationRoles: false })).toEqual({});
		expect(
			read({
				removeAllApplicationRoles: true,
				removeAllDashboardRoles: 'true',
				dashboardRoles: { roles: one },
			}),
		).toEqual({ applicationRoles: [], dashboardRoles: one });
	});

	test.each([
		{ dashboardRoles: { roles: [] } },
		{ dashboardRolesFromData: [] },
		{ dashboardRolesFromData: {} },
		{ dashboardRolesFromData: ' [] ' },
		{ dashboardRolesFromData: '{}' },
	])(
		'a list without a role takes all away where that is asked for, else it is refused: %j',
		(fields) => {
			expect(() => read(fields)).toThrow(
				expect.objectContaining({
					message: "'Dashboard Roles' is empty",
					description: expect.stringContaining("'Remove All Dashboard Roles'"),
				}),
			);
			expect(() => read({ ...fields, removeAllDashboardRoles: 'no' })).toThrow('is empty');
			expect(read({ ...fields, removeAllDashboardRoles: true })).toEqual({ dashboardRoles: [] });
		},
	);

	test.each(['', ' ', '\u200b', null, undefined])(
		'an empty cell (%j) takes nothing away',
		(cell) => {
			for (const removeAllApplicationRoles of [true, false]) {
				expect(() => read({ applicationRolesFromData: cell, removeAllApplicationRoles })).toThrow(
					expect.objectContaining({
						message: "'Application Roles From Data' is empty",
						description: expect.stringContaining('[] where there are none'),
					}),
				);
			}
		},
	);
});

describe('additional fields', () => {
	const read = (additionalFields: unknown) => readAdditionalFields(given({ additionalFields }));
	const roles = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			resourceId: i.toString(16).padStart(24, '0'),
			role: 'view',
		}));

	test('only what is set is sent', () => {
		expect(read({})).toEqual({});
		expect(read(undefined)).toEqual({});
		expect(read({ applicationRoles: { roles: [] }, dashboardRolesFromData: [] })).toEqual({});
		expect(read({ disallowTransfer: false })).toEqual({ disallowTransfer: false });
	});

	test('all at once', () => {
		expect(
			read({
				applicationRoles: { roles: [{ resourceId: ` ${ID} `, role: 'collaborate' }] },
				dashboardRoles: { roles: [{ resourceId: ID, role: 'none' }] },
				disallowTransfer: 'TRUE',
			}),
		).toEqual({
			applicationRoles: [{ resourceId: ID, role: 'collaborate' }],
			dashboardRoles: [{ resourceId: ID, role: 'none' }],
			disallowTransfer: true,
		});
	});

	test('up to 100 roles', () => {
		expect(read({ applicationRoles: { roles: roles(100) } }).applicationRoles).toHaveLength(100);
		expect(() => read({ dashboardRoles: { roles: roles(101) } })).toThrow(
			"'Dashboard Roles' has 101 entries, and Losant takes up to 100",
		);
	});

	test.each([
		[{ resourceId: 'x', role: 'view' }, `'Application' is not an ID: "x"`],
		[{ resourceId: '', role: 'view' }, "'Application' is empty"],
		[{ resourceId: ID, role: 'admin' }, `can't be "admin"`],
		[{ resourceId: ID }, `'Role of Application ${ID}' is empty`],
		['x', "'Application Role' is not a collection of fields"],
	])('%p is refused', (role, message) => {
		expect(() => read({ applicationRoles: { roles: [role] } })).toThrow(message);
	});

	test('no id twice', () => {
		const twice = [
			{ resourceId: ID, role: 'view' },
			{ resourceId: ID.toUpperCase(), role: 'none' },
		];
		expect(() => read({ applicationRoles: { roles: twice } })).toThrow('twice');
	});

	test('roles are known by every word for them, ids without what people can’t see', () => {
		const entries = [
			...['view', 'View', 'Viewer', 'VIEWER '].map((word, i) => [i, word, 'view'] as const),
			...['collaborate', 'Collaborator', 'colla\u00adborator'].map(
				(word, i) => [i + 4, word, 'collaborate'] as const,
			),
			...['none', 'None', '\u00a0NONE'].map((word, i) => [i + 7, word, 'none'] as const),
		].map(([i, word, role]) => ({ id: String(i).repeat(24), word, role }));
		expect(
			read({
				applicationRoles: {
					roles: entries.map(({ id, word }) => ({ resourceId: `\ufeff${id}\u200b`, role: word })),
				},
			}).applicationRoles,
		).toEqual(entries.map(({ id, role }) => ({ resourceId: id, role })));
	});

	test('one that n8n has emptied is refused, and names the field for it', () => {
		expect(() => read({ applicationRoles: {} })).toThrow(
			expect.objectContaining({
				message: "'Application Roles' is empty",
				description: expect.stringContaining("use 'Application Roles From Data'"),
			}),
		);
	});
});

describe('switches', () => {
	const read = (disallowTransfer: unknown) =>
		readAdditionalFields(given({ additionalFields: { disallowTransfer } })).disallowTransfer;
	test.each([
		[
			true,
			true,
			'true',
			'TRUE',
			' True ',
			'yes',
			'Yes',
			'YES',
			'on',
			'ON',
			'1',
			1,
			'y\u200bes',
			'true\u00a0',
		],
		[false, false, 'false', 'FALSE', 'no', 'No', 'off', 'Off', '0', 0, -0, '\ufeffno'],
	])('%p, in every word for it', (flag, ...words) => {
		for (const word of words) {
			expect(read(word)).toBe(flag);
			expect(readLimit(given({ returnAll: word, limit: 3 }))).toBe(flag ? undefined : 3);
			expect(readRequestOptions(given({ options: { includeActions: word } })).query._actions).toBe(
				flag,
			);
			expect(readUpdateFields(given({ updateFields: { removeAllDashboardRoles: word } }))).toEqual(
				flag ? { dashboardRoles: [] } : {},
			);
		}
	});

	test.each([
		['maybe', '"maybe"'],
		['wahr', '"wahr"'],
		['no\u200bt', '"no[U+200B]t"'],
		['1.0', '"1.0"'],
		[2, '2'],
		[-1, '-1'],
		[NaN, 'NaN'],
		[['true'], 'a list'],
		[{ yes: true }, 'an object'],
	])('%j is refused by name', (value, name) => {
		expect(() => read(value)).toThrow(
			expect.objectContaining({
				message: `'Disallow Transfer' is neither true nor false: ${name}`,
				description: expect.stringContaining('true, yes, on, 1, false, no, off, 0'),
			}),
		);
	});

	test.each([undefined, null, '', ' ', '\u200b'])('%j is empty', (value) => {
		expect(() => read(value)).toThrow("'Disallow Transfer' is empty");
	});
});

describe('roles on applications and dashboards from data', () => {
	const OTHER = 'A'.repeat(24);
	const both = [
		{ resourceId: ID, role: 'view' },
		{ resourceId: OTHER, role: 'collaborate' },
	];
	const READERS = [
		['additionalFields', readAdditionalFields],
		['updateFields', readUpdateFields],
	] as const;
	const KINDS = [
		['Application', 'applicationRoles'],
		['Dashboard', 'dashboardRoles'],
	] as const;
	const all = READERS.flatMap(([collection, read]) =>
		KINDS.map(([what, name]) => ({
			what,
			name,
			read: (fields: object) => read(given({ [collection]: fields }))[name],
			refusing: (value: unknown) => () =>
				read(given({ [collection]: { [`${name}FromData`]: value } })),
		})),
	);

	test.each([
		[
			[
				{ id: ID, role: 'view' },
				{ id: OTHER, role: 'Collaborator' },
			],
		],
		[
			[
				{ resourceId: ID, role: 'Viewer' },
				{ resourceId: OTHER, role: 'collaborate', name: 'Plant' },
			],
		],
		[
			[
				{ id: 17, resourceId: ID, role: 'view' },
				{ id: 18, resourceId: OTHER, role: 'collaborate' },
			],
		],
		[{ [ID]: 'view', [OTHER]: 'collaborate' }],
		[
			JSON.stringify([
				{ id: ID, role: 'view' },
				{ id: OTHER, role: 'collaborate' },
			]),
		],
		[`\ufeff ${JSON.stringify({ [ID]: 'View', [OTHER]: 'COLLABORATE' }, undefined, 2)}\n`],
		[`${ID}:view, ${OTHER}:collaborate`],
		[`${ID}:view;${OTHER}:collaborate;`],
		[`${ID}: Viewer\n${OTHER} : Collaborator\r\n`],
		[`\u200b${ID}\u00a0:view,\u00a0${OTHER}:collaborate,`],
	])('%j', (value) => {
		for (const { name, read } of all) expect(read({ [`${name}FromData`]: value })).toEqual(both);
	});

	test.each([[{ id: ID, role: 'none' }], [`${ID}:none`], [{ [ID]: 'None' }]])(
		'one: %j',
		(value) => {
			for (const { name, read } of all) {
				expect(read({ [`${name}FromData`]: value })).toEqual([{ resourceId: ID, role: 'none' }]);
			}
		},
	);

	test('what is said in data and what is added in the editor is the same', () => {
		const entry = fc.record({
			id: fc.stringMatching(/^[\da-fA-F]{24}$/),
			role: fc.constantFrom('view', 'collaborate', 'none'),
		});
		const entries = fc.uniqueArray(entry, {
			minLength: 1,
			maxLength: 100,
			selector: ({ id }) => id.toLowerCase(),
		});
		fc.assert(
			fc.property(entries, fc.constantFrom(', ', ';', '\n', ' ,\r\n'), (list, separator) => {
				const object = Object.fromEntries(list.map(({ id, role }) => [id, role]));
				const rows = list.map(({ id, role }) => ({ resourceId: id, role }));
				// an object keeps no order where all of a key is digits
				const sorted = (roles: typeof rows) =>
					[...roles].sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
				for (const { name, read } of all) {
					const fromData = (value: unknown) => read({ [`${name}FromData`]: value });
					const added = read({ [name]: { roles: rows } });
					expect(added).toEqual(rows);
					expect(fromData(list)).toEqual(added);
					expect(fromData(JSON.stringify(list))).toEqual(added);
					expect(fromData(list.map(({ id, role }) => `${id}:${role}`).join(separator))).toEqual(
						added,
					);
					expect(sorted(fromData(object) as typeof rows)).toEqual(sorted(rows));
				}
			}),
			{ numRuns: 50 },
		);
	});

	test.each([
		['x', /'\w+ Roles From Data' has an entry that is not id:role: "x"/],
		[`${ID}`, /'\w+ Roles From Data' has an entry that is not id:role: "575ec/],
		[`${ID}:view:none`, /has an entry that is not id:role/],
		['={{ $json.roles }}', /has an entry that is not id:role: "=\{\{ \$json\.roles }}"/],
		['{{ $json.roles }}', /'\w+ Roles From Data' is not valid JSON: "\{\{ \$json\.roles }}"/],
		['[object Object]', /is not valid JSON: "\[object Object]"/],
		["[{'id': 'x'}]", /is not valid JSON/],
		['acme:view', /'\w+' is not an ID: "acme"/],
		[`${ID.slice(1)}\u200b:view`, /'\w+' is not an ID: "75ec8687ae143cd83dc4a97\[U\+200B]"/],
		[{ plant: 'view' }, /'\w+' is not an ID: "plant"/],
		[[{ id: 575, role: 'view' }], /'\w+' is not an ID: 575/],
		[[{ role: 'view' }], /'\w+' is empty/],
		[':view', /'\w+' is empty/],
		[`${ID}:admin`, /'Role of \w+ 575ec8687ae143cd83dc4a97' can't be "admin"/],
		[{ [ID]: 'Editor' }, /'Role of \w+ 575ec8687ae143cd83dc4a97' can't be "Editor"/],
		[`${ID}:`, /'Role of \w+ 575ec8687ae143cd83dc4a97' is empty/],
		[[{ id: ID }], /'Role of \w+ 575ec8687ae143cd83dc4a97' is empty/],
		[
			`${ID}:view, ${ID.toUpperCase()}:none`,
			/'\w+ Roles From Data' names 575EC8687AE143CD83DC4A97 twice/,
		],
		[['x'], /'\w+ Role' is not a collection of fields/],
		[[null], /'\w+ Role' is not a collection of fields/],
		[[[]], /'\w+ Role' is not a collection of fields/],
		[5, /has an entry that is not id:role: "5"/],
		[true, /'\w+ Roles From Data' is not a text/],
		[
			Object.fromEntries(Array.from({ length: 101 }, (_, i) => [String(i), 'view'])),
			/has 101 entries, and Losant takes up to 100/,
		],
		['', /'\w+ Roles From Data' is empty/],
		[undefined, /'\w+ Roles From Data' is empty/],
	])('%j is refused', (value, message) => {
		for (const { refusing } of all) expect(refusing(value)).toThrow(message);
	});

	test.each([
		[`{"${ID}":"view","${ID}":"none"}`, `"${ID}" twice in one object`],
		[`{ "${ID}" : "view" , "${OTHER}":"view", "${ID}"\n: "none" }`, `"${ID}" twice in one object`],
		[`{"${ID}":"view","\\u0035${ID.slice(1)}":"none"}`, `"${ID}" twice in one object`],
		[`{"${ID}":"view","${ID.toUpperCase()}":"none"}`, `names ${ID.toUpperCase()} twice`],
		[`[{"id":"${ID}","role":"view","role":"none"}]`, '"role" twice in one object'],
		[`[{"id":"${ID}","id":"${OTHER}","role":"view"}]`, '"id" twice in one object'],
		[`{"id":"${ID}","role":"view","role":"none"}`, '"role" twice in one object'],
		[[{ id: OTHER, resourceId: ID, role: 'view' }], `two IDs in one entry: ${OTHER} and ${ID}`],
		[`[{"resourceId":"${ID}","role":"view","id":"${OTHER}\u200b"}]`, 'two IDs in one entry'],
	])('of two, none is taken in silence: %j', (value, words) => {
		for (const { refusing } of all) {
			expect(refusing(value)).toThrow(
				expect.objectContaining({
					message: expect.stringContaining(words),
					description: expect.stringMatching(/^Keep .*, so that it is clear/),
				}),
			);
		}
	});

	test.each([
		[{ id: ID.toUpperCase(), resourceId: ID, role: 'view' }],
		[{ id: 'plant-7', resourceId: ID, role: 'view' }],
		`[{"id":"${ID}","role":"view","note":"{\\"role\\": \\"none\\", \\"role\\": 1}"}]`,
		`[{"id":"${ID}","role":"view","more":{"id":1,"role":2}}]`,
	])('one that only looks like two is read: %j', (value) => {
		for (const { name, read } of all) {
			expect(read({ [`${name}FromData`]: value })).toEqual([{ resourceId: ID, role: 'view' }]);
		}
	});

	test('both ways at once are refused', () => {
		for (const { what, name, read } of all) {
			for (const [rows, data] of [
				[{ roles: [{ resourceId: ID, role: 'view' }] }, `${OTHER}:none`],
				[{}, '[]'],
			]) {
				expect(() => read({ [name]: rows, [`${name}FromData`]: data })).toThrow(
					`'${what} Roles' and '${what} Roles From Data' are both there`,
				);
			}
		}
	});

	test('each kind its own way', () => {
		expect(
			readAdditionalFields(
				given({
					additionalFields: {
						applicationRoles: { roles: [{ resourceId: ID, role: 'view' }] },
						dashboardRolesFromData: `${OTHER}:none`,
					},
				}),
			),
		).toEqual({
			applicationRoles: [{ resourceId: ID, role: 'view' }],
			dashboardRoles: [{ resourceId: OTHER, role: 'none' }],
		});
	});

	test('the names of the fields are those that saved workflows hold', () => {
		expect(resourceRoles.map(({ name }) => name)).toEqual([
			...[
				'applicationRoles',
				'applicationRolesFromData',
				'dashboardRoles',
				'dashboardRolesFromData',
			],
		]);
	});
});

describe('filters', () => {
	const read = (filters: unknown) => readFilter(given({ filters }), FIELDS);

	test('nothing is sent unless added', () => {
		expect(read({})).toEqual({});
	});

	test('both together', () => {
		expect(read({ filterField: 'email', filter: '*@example.com' })).toEqual({
			filterField: 'email',
			filter: '*@example.com',
		});
	});

	test.each([
		['email', 'Ann Lee <ann@example.com>;', ANN],
		['Email', ' \ufeffann@exam\u200bple.com', ANN],
		['email', 'ann@bücher.example', 'ann@xn--bcher-kva.example'],
		['email', '*@exam\u200bple.com', '*@example.com'],
		['email', 'ann*', 'ann*'],
		['email', 'ann', 'ann'],
		['email', '*@münchen.de', '*@xn--mnchen-3ya.de'],
		['email', '*@MU\u0308NCHEN.de', '*@xn--mnchen-3ya.de'],
		['email', 'v*@*.münchen.*', 'v*@*.xn--mnchen-3ya.*'],
		['email', '*.münchen.de', '*.xn--mnchen-3ya.de'],
		['email', 'jürgen*@münchen.de', 'jürgen*@xn--mnchen-3ya.de'],
		['email', '*müller*', '*müller*'],
		['email', '*＠example．com', '*@example.com'],
		['email', '*@[192.168.*]', '*@[192.168.*]'],
		['email', '*"a b"@example.com'.replace(' ', '..'), '*"a..b"@example.com'],
		['email', 'nullmann*', 'nullmann*'],
		['email', '*', '*'],
		['role', 'Administrator', 'admin'],
		['role', 'ADMIN', 'admin'],
		['Role', ' Editor\u00a0', 'edit'],
		['role', 'Collaborator', 'collaborate'],
		['role', 'vi\u200bew', 'view'],
		['role', 'none', 'none'],
		['role', 'Adm*', 'adm*'],
		['role', 'View*', 'view*'],
		['role', 'ADMIN*', 'admin*'],
		['role', ' *\u200bEdit ', '*edit'],
		['role', '*o*', '*o*'],
		['role', 'c*e', 'c*e'],
		['role', '*', '*'],
	])('%s %j is sent as %s', (filterField, filter, sent) => {
		expect(read({ filterField, filter })).toEqual({
			filterField: filterField.toLowerCase(),
			filter: sent,
		});
	});

	test.each([
		['\u200bPlant 1\u00a0\ufeff', 'Plant 1'],
		['Plant\u00a01', 'Plant\u00a01'],
		['👩\u200d👧 ❤\ufe0f', '👩\u200d👧 ❤\ufe0f'],
		['Administrator', 'Administrator'],
		['ann@example.com;', 'ann@example.com;'],
		['*Null*Plant', '*Null*Plant'],
		['None', 'None'],
	])('a name may hold anything but what copying leaves around it: %j', (filter, sent) => {
		const fields = [{ name: 'Name', value: 'name' }];
		expect(readFilter(given({ filters: { filterField: 'name', filter } }), fields)).toEqual({
			filterField: 'name',
			filter: sent,
		});
	});

	test.each([
		...['undefined', 'null*', '*NaN*', '[object Object]', '*[object Object]*', '**', '* *'],
		...['{{ $json.plant }}', 'Plant {{ $json.number }}*'],
	])('a name that is none is refused, with where to look: %j', (filter) => {
		const fields = [{ name: 'Name', value: 'name' }];
		expect(() => readFilter(given({ filters: { filterField: 'name', filter } }), fields)).toThrow(
			expect.objectContaining({
				message: expect.stringMatching(/^'Filter' has (?:no value in it|nothing between two \*): /),
				description: expect.stringContaining('check that its field exists in this item'),
			}),
		);
	});

	test('a role pattern is refused with the roles', () => {
		expect(() => read({ filterField: 'role', filter: 'Editor*' })).toThrow(
			expect.objectContaining({
				description: 'It has to match one of: admin, edit, collaborate, view, none',
			}),
		);
	});

	test.each([
		['role', 'Owner', `'Filter' can't be "Owner"`],
		['role', 'Admini\u200bstrators', `'Filter' can't be "Admini[U+200B]strators"`],
		['email', 'ann@example.com, ben@example.com', 'holds ann@example.com and ben@example.com'],
		['email', '{{ $json.email }}@example.com', 'is a template that was not filled in'],
		['email', '\u200b', "'Filter' is empty"],
		['role', '*Viewer*', `'Filter' matches no role: "*Viewer*"`],
		['role', 'Administrator*', `'Filter' matches no role: "Administrator*"`],
		['role', 'undefined*', `'Filter' matches no role: "undefined*"`],
		['role', '{{ $json.role }}*', "'Filter' matches no role"],
		['role', 'adm.n*', "'Filter' matches no role"],
		['role', `${'*o'.repeat(500)}`, "'Filter' matches no role"],
		['email', '{{ $json.email }}', 'is a template that was not filled in'],
		['email', '*{{ $json.email }}*', 'is a template that was not filled in'],
		['email', '*@{{ $json.domain }}', 'is a template that was not filled in'],
		['email', 'undefined', 'has "undefined" in place of a value'],
		['email', 'undefined*', 'has "undefined" in place of a value'],
		['email', '*@undefined', 'has "undefined" in place of a value'],
		['email', '*null@example.com', 'has "null" in place of a value'],
		['email', '[object Object]', 'has "[object Object]" in place of a value'],
		['email', '*@[object Object]', 'has "[object Object]" in place of a value'],
		['email', '#N/A*', 'has "#N/A" in place of a value'],
		['email', '*@', 'has nothing after the @'],
		['email', '@example.com', 'has nothing before the @'],
		['email', '*@.example.com', 'has nothing between the @ and the dot after it'],
		['email', '* @example.com', 'has a space in it'],
		['email', '*@example.com;', 'has ";" in its domain'],
		['email', '<*@example.com>', 'has ">" in its domain'],
		['email', '*@{domain}', 'has "{" in its domain'],
		['email', '*@mün*', 'has a part of a word in its domain, "mün*"'],
		['email', '*münchen.de', 'has a part of a word in its domain, "*münchen"'],
		['email', '**', "'Filter' has nothing between two *"],
		['email', '**@example.com', "'Filter' has nothing between two *"],
		['role', '*\u200b*', "'Filter' has nothing between two *"],
		['email', `*${'@'.repeat(1024)}`, "'Filter' is longer than 1024 characters"],
		['email', '{{'.repeat(50_000), "'Filter' is longer than 1024 characters"],
	])('%s %j is refused: it would find nobody', (filterField, filter, message) => {
		expect(() => read({ filterField, filter })).toThrow(message);
	});

	test.each([
		[{ filter: 'a*' }, "'Filter' needs 'Filter Field'"],
		[{ filterField: 'email' }, "'Filter Field' needs 'Filter'"],
		[{ filterField: 'inviteDate', filter: 'x' }, `'Filter Field' can't be "inviteDate"`],
	])('%p is refused', (filters, message) => {
		expect(() => read(filters)).toThrow(message);
	});
});

describe('an advanced query', () => {
	const read = (query: unknown) => readAdvancedQuery(given({ filters: { query } }));

	test('is sent in one line, with what stands in several objects', () => {
		expect(read('{ "$or": [{ "name": "a" },\n{ "name": "b" }] }')).toEqual({
			query: '{"$or":[{"name":"a"},{"name":"b"}]}',
		});
	});

	test('of two conditions with one name, none is left out in silence', () => {
		expect(() => read('{ "name": { "$startsWith": "a" }, "name": { "$ne": "ab" } }')).toThrow(
			`'Advanced Query (JSON)' has "name" twice in one object`,
		);
	});
});

describe('sort', () => {
	const read = (options: unknown) => readSort(given({ options }), FIELDS);

	test('only what is set is sent', () => {
		expect(read({})).toEqual({});
		expect(read({ sortField: 'role' })).toEqual({ sortField: 'role' });
		expect(read({ sortDirection: 'desc' })).toEqual({ sortDirection: 'desc' });
	});

	test('the names in the editor count too', () => {
		expect(read({ sortField: 'Role' })).toEqual({ sortField: 'role' });
		expect(read({ sortDirection: 'Descending' })).toEqual({ sortDirection: 'desc' });
		expect(read({ sortDirection: ' DESC' })).toEqual({ sortDirection: 'desc' });
	});

	test('other values are refused', () => {
		expect(() => read({ sortField: 'ttl' })).toThrow(`'Sort Field' can't be "ttl"`);
		expect(() => read({ sortDirection: 'down' })).toThrow(`'Sort Direction' can't be "down"`);
	});
});

describe('limit', () => {
	test('all, or so many', () => {
		expect(readLimit(given({ returnAll: true }))).toBeUndefined();
		expect(readLimit(given({ returnAll: false, limit: 50 }))).toBe(50);
		expect(readLimit(given({ returnAll: 'false', limit: '3' }))).toBe(3);
		expect(readLimit(given({ returnAll: false, limit: '\u200b3\u00a0' }))).toBe(3);
		expect(readLimit(given({ returnAll: false, limit: '3.0' }))).toBe(3);
		expect(readLimit(given({ returnAll: false, limit: '03' }))).toBe(3);
	});

	test.each([
		[0, '0'],
		[-1, '-1'],
		[1.5, '1.5'],
		[NaN, 'NaN'],
		[Infinity, 'Infinity'],
		[-Infinity, '-Infinity'],
		[1e99, '1e+99'],
		[2 ** 53, '9007199254740992'],
		['many', '"many"'],
		['-1', '"-1"'],
		['1e99', '"1e99"'],
		['Infinity', '"Infinity"'],
		['1,000', '"1,000"'],
		['3\u200bx', '"3[U+200B]x"'],
		[true, 'true'],
		[[3], 'a list'],
		[{ limit: 3 }, 'an object'],
	])('%p is refused by name', (limit, name) => {
		expect(() => readLimit(given({ returnAll: false, limit }))).toThrow(
			`'Limit' is not a whole number from 1 to 9007199254740991: ${name}`,
		);
	});

	test.each(['0x10', '0b1', '0o7', '1e1', '1E1', '+5', '5.', '.5e1', '1_000', '1.5'])(
		'%j is in another notation than the refusal asks for',
		(limit) => {
			expect(() => readLimit(given({ returnAll: false, limit }))).toThrow(
				expect.objectContaining({
					message: `'Limit' is not a whole number from 1 to 9007199254740991: "${limit}"`,
					description: 'Enter one, in digits alone',
				}),
			);
		},
	);

	test.each([undefined, null, '', '\u200b'])('%j is empty', (limit) => {
		expect(() => readLimit(given({ returnAll: false, limit }))).toThrow("'Limit' is empty");
	});
});

describe('concurrent requests', () => {
	test.each([
		[{}, 5],
		[{ concurrentRequests: 1 }, 1],
		[{ concurrentRequests: '50' }, 50],
	])('%p gives %p', (options, expected) => {
		expect(readConcurrentRequests(given({ options }))).toBe(expected);
	});

	test.each([0, 51, 2.5, -5, Infinity, 1e99, 'x', '', undefined])('%p is refused', (value) => {
		const isEmpty = value === '' || value === undefined;
		expect(() => readConcurrentRequests(given({ options: { concurrentRequests: value } }))).toThrow(
			isEmpty
				? "'Concurrent Requests' is empty"
				: /^'Concurrent Requests' is not a whole number from 1 to 50: /,
		);
	});

	test('nothing else of the options is read for it', () => {
		const read: Parameters = (name, absent) => {
			if (name !== 'options.concurrentRequests') throw new Error(`${name} was read`);
			return absent;
		};
		expect(readConcurrentRequests(read)).toBe(5);
	});
});

describe('wait for Losant', () => {
	test.each([
		[{}, 3],
		[{ waitForLosant: 0 }, 0],
		[{ waitForLosant: '60' }, 60],
	])('%p gives %p minutes', (options, expected) => {
		expect(readWaitForLosant(given({ options }))).toBe(expected);
	});

	test.each([-1, 61, 2.5, 'long'])('%p is refused', (waitForLosant) => {
		expect(() => readWaitForLosant(given({ options: { waitForLosant } }))).toThrow(
			"'Wait for Losant (Minutes)' is not a whole number from 0 to 60",
		);
	});

	test('nothing else of the options is read for it', () => {
		const read: Parameters = (name, absent) => {
			if (name !== 'options.waitForLosant') throw new Error(`${name} was read`);
			return absent;
		};
		expect(readWaitForLosant(read)).toBe(3);
	});
});

describe('request options', () => {
	const read = (options: unknown) => readRequestOptions(given({ options }));

	test('nothing extra unless asked', () => {
		expect(read({})).toEqual({
			query: { _actions: false, _links: false, _embedded: false },
			headers: {},
		});
	});

	test('all at once', () => {
		expect(
			read({
				includeActions: true,
				includeLinks: true,
				includeEmbedded: true,
				losantdomain: ' example.com ',
			}),
		).toEqual({
			query: { _actions: true, _links: true, _embedded: true },
			headers: { losantdomain: 'example.com' },
		});
	});

	test.each(['example.com\r\nX-Evil: 1', 'exa mple', 'exa\u00a0mple', 'exämple.com'])(
		'the domain %p is refused',
		(losantdomain) => {
			expect(() => read({ losantdomain })).toThrow(
				`'Losant Domain' is not a domain: ${shown(losantdomain)}`,
			);
		},
	);

	test('of a domain, what people can’t see is taken out', () => {
		expect(read({ losantdomain: '\ufeffexam\u200bple.com\u00a0' }).headers).toEqual({
			losantdomain: 'example.com',
		});
	});
});

describe('a field that was added, but for which an expression gives nothing', () => {
	const FIELDS_ADDED: Array<[string, string, (parameters: Parameters) => unknown]> = [
		['additionalFields', 'disallowTransfer', readAdditionalFields],
		['updateFields', 'role', readUpdateFields],
		['updateFields', 'removeAllApplicationRoles', readUpdateFields],
		['updateFields', 'removeAllDashboardRoles', readUpdateFields],
		['additionalFields', 'applicationRolesFromData', readAdditionalFields],
		['additionalFields', 'dashboardRolesFromData', readAdditionalFields],
		['options', 'ifAlreadyInvited', readAlreadyThere],
		['options', 'ifAlreadyMember', readAlreadyThere],
		['options', 'ifAlreadyInvited', readAlreadyThereWhenAdded],
		['options', 'ifAlreadyMember', readAlreadyThereWhenAdded],
		['options', 'includeActions', readRequestOptions],
		['options', 'includeEmbedded', readRequestOptions],
		['options', 'includeLinks', readRequestOptions],
		['options', 'losantdomain', readRequestOptions],
		['options', 'summaryInclude', readSummaryInclude],
		['options', 'sortField', (parameters) => readSort(parameters, FIELDS)],
		['options', 'sortDirection', (parameters) => readSort(parameters, FIELDS)],
		['filters', 'query', readAdvancedQuery],
	];

	test.each(
		FIELDS_ADDED.flatMap(([collection, name, read]) =>
			[undefined, null, ''].map((value) => ({ collection, name, value, read })),
		),
	)(
		'$collection.$name: $value is refused, with the way out',
		({ collection, name, value, read }) => {
			expect(() => read(given({ [collection]: { [name]: value } }))).toThrow(
				expect.objectContaining({
					message: expect.stringMatching(/^'.*' is empty$/),
					description: expect.stringContaining('check that its field exists in this item'),
				}),
			);
		},
	);

	test.each([undefined, null, '', ' '])('filters: %p is refused', (value) => {
		const read = (filters: object) => () => readFilter(given({ filters }), FIELDS);
		expect(read({ filterField: 'email', filter: value })).toThrow("'Filter' is empty");
		expect(read({ filterField: value, filter: 'x' })).toThrow("'Filter Field' is empty");
		expect(read({ filterField: value, filter: value })).toThrow("'Filter Field' is empty");
	});
});

describe('what is no collection', () => {
	test.each([undefined, '', {}])('%p has nothing added', (value) => {
		expect(readAdditionalFields(given({ additionalFields: value }))).toEqual({});
		expect(readConcurrentRequests(given({ options: value }))).toBe(5);
	});

	test.each([null, 'x', '{"role":"view"}', ['x'], 5, true])('%p is refused', (value) => {
		const refused = (displayName: string) => `'${displayName}' is not a collection of fields`;
		expect(() => readAdditionalFields(given({ additionalFields: value }))).toThrow(
			refused('Additional Fields'),
		);
		expect(() => readUpdateFields(given({ updateFields: value }))).toThrow(
			refused('Update Fields'),
		);
		expect(() => readAlreadyThere(given({ options: value }))).toThrow(refused('Options'));
		expect(() => readFilter(given({ filters: value }), FIELDS)).toThrow(refused('Filters'));
	});

	const roles = [{ resourceId: ID, role: 'view' }];
	test.each([
		undefined,
		null,
		'',
		roles,
		JSON.stringify({ roles }),
		{ roles: undefined },
		{ roles: JSON.stringify(roles) },
		{ role: roles },
		{ roles, more: [] },
	])('the roles %j are refused', (applicationRoles) => {
		for (const read of [
			() => readAdditionalFields(given({ additionalFields: { applicationRoles } })),
			() => readUpdateFields(given({ updateFields: { applicationRoles } })),
		]) {
			expect(read).toThrow("'Application Roles' is not a list of roles");
		}
	});
});
