import { readAdditionalFields } from '../../nodes/Losant/fields/additionalFields';
import { readAlreadyThere } from '../../nodes/Losant/fields/alreadyThere';
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
import { organization } from '../../nodes/Losant/locators/organization';

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
const FIELDS = [
	{ name: 'Email', value: 'email' },
	{ name: 'Role', value: 'role' },
];

describe('instance and organization', () => {
	test.each([ID, ` ${ID.toUpperCase()}\n`])('%p is an id, spaces forgiven', (value) => {
		expect(instance.read(given({ instanceId: { mode: 'id', value } }))).toBe(value.trim());
		expect(organization.read(given({ orgId: value }))).toBe(value.trim());
	});

	test.each([
		['', "'Instance' is empty"],
		[undefined, "'Instance' is empty"],
		['acme', `'Instance' is not an ID: "acme"`],
		[`${ID}a`, `'Instance' is not an ID: "${ID}a"`],
		['../../../me/x/orgs/y/invites', `'Instance' is not an ID: "../../../me/x/orgs/y/invites"`],
		[{ a: 1 }, "'Instance' is not a text"],
	])('%p is none', (value, message) => {
		expect(() => instance.read(given({ instanceId: { mode: 'id', value } }))).toThrow(message);
	});
});

describe('email', () => {
	test('spaces around it are forgiven', () => {
		expect(readEmail(given({ email: ' ann+x@example.com ' }))).toBe('ann+x@example.com');
	});

	test.each([
		['', "'Email' is empty"],
		[null, "'Email' is empty"],
		['ann', `'Email' is not an address: "ann"`],
		['Ann <ann@example.com>', "'Email' is not an address"],
		['ann@example.com, ben@example.com', "'Email' is not an address"],
		['ann@example.com\nBcc: ben@example.com', "'Email' is not an address"],
		[`${'a'.repeat(1020)}@b.de`, "'Email' is longer than 1024 characters"],
		[['ann@example.com'], "'Email' is not a text"],
	])('%p is refused', (email, message) => {
		expect(() => readEmail(given({ email }))).toThrow(message);
	});
});

describe('role', () => {
	test.each(['admin', 'edit', 'collaborate', 'view', 'none'])('%s', (role) => {
		expect(readRole(given({ role }))).toBe(role);
	});

	test.each(['Administrator', 'owner', '', undefined, 'toString', 5])(
		'%p is refused with the list',
		(role) => {
			expect(() => readRole(given({ role }))).toThrow(
				expect.objectContaining({
					message: expect.stringContaining("'Role'"),
					description: expect.stringContaining(
						'It has to be one of: admin, edit, collaborate, view, none',
					),
				}),
			);
		},
	);
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

	test.each([{}, { roles: [] }])('a list without a role (%p) is refused', (dashboardRoles) => {
		expect(() => read({ dashboardRoles })).toThrow("'Dashboard Roles' is empty");
		expect(read({ dashboardRoles, removeAllDashboardRoles: true })).toEqual({ dashboardRoles: [] });
	});
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
		expect(read({ applicationRoles: {}, dashboardRoles: { roles: [] } })).toEqual({});
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
		[{ resourceId: 'x', role: 'view' }, `'Application ID' is not an ID: "x"`],
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

	test('a text that is neither true nor false does not count as true', () => {
		expect(() => read({ disallowTransfer: 'no' })).toThrow(
			"'Disallow Transfer' is neither true nor false",
		);
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
		[{ filter: 'a*' }, "'Filter' needs 'Filter Field'"],
		[{ filterField: 'email' }, "'Filter Field' needs 'Filter'"],
		[{ filterField: 'inviteDate', filter: 'x' }, `'Filter Field' can't be "inviteDate"`],
	])('%p is refused', (filters, message) => {
		expect(() => read(filters)).toThrow(message);
	});
});

describe('sort', () => {
	const read = (options: unknown) => readSort(given({ options }), FIELDS);

	test('only what is set is sent', () => {
		expect(read({})).toEqual({});
		expect(read({ sortField: 'role' })).toEqual({ sortField: 'role' });
		expect(read({ sortDirection: 'desc' })).toEqual({ sortDirection: 'desc' });
	});

	test('other values are refused', () => {
		expect(() => read({ sortField: 'ttl' })).toThrow(`'Sort Field' can't be "ttl"`);
		expect(() => read({ sortDirection: 'DESC' })).toThrow(`'Sort Direction' can't be "DESC"`);
	});
});

describe('limit', () => {
	test('all, or so many', () => {
		expect(readLimit(given({ returnAll: true }))).toBeUndefined();
		expect(readLimit(given({ returnAll: false, limit: 50 }))).toBe(50);
		expect(readLimit(given({ returnAll: 'false', limit: '3' }))).toBe(3);
	});

	test.each([0, -1, 1.5, 'many', undefined])('%p is refused', (limit) => {
		expect(() => readLimit(given({ returnAll: false, limit }))).toThrow(
			"'Limit' is not a whole number from 1",
		);
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

	test.each([0, 51, 2.5, 'x', '', undefined])('%p is refused', (concurrentRequests) => {
		expect(() => readConcurrentRequests(given({ options: { concurrentRequests } }))).toThrow(
			"'Concurrent Requests' is not a whole number from 1 to 50",
		);
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

	test.each(['example.com\r\nX-Evil: 1', 'exa mple', 'exämple.com'])(
		'the domain %p is refused',
		(losantdomain) => {
			expect(() => read({ losantdomain })).toThrow("'Losant Domain' is not a domain");
		},
	);
});

describe('a field that was added, but for which an expression gives nothing', () => {
	const FIELDS_ADDED: Array<[string, string, (parameters: (name: string) => unknown) => unknown]> =
		[
			['additionalFields', 'disallowTransfer', readAdditionalFields],
			['updateFields', 'role', readUpdateFields],
			['updateFields', 'removeAllApplicationRoles', readUpdateFields],
			['updateFields', 'removeAllDashboardRoles', readUpdateFields],
			['options', 'ifAlreadyInvited', readAlreadyThere],
			['options', 'ifAlreadyMember', readAlreadyThere],
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
