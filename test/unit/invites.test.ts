import { byAddress } from '../../nodes/Losant/losant/addresses';
import {
	findInvite,
	hasExactRoles,
	hasRoles,
	hasTransferRule,
	invitesIn,
	rolesInOrder,
	rolesOf,
	showsRoles,
	withExpiry,
} from '../../nodes/Losant/losant/invites';

const ann = {
	id: 'a'.repeat(24),
	email: 'ann@example.com',
	inviteDate: '2026-11-01T00:00:00.000Z',
};
const ben = {
	id: 'b'.repeat(24),
	email: 'ben@example.com',
	inviteDate: '2026-11-02T00:00:00.000Z',
};

describe('the invites in an answer', () => {
	test.each([
		['a collection', { count: 2, items: [ann, ben] }, [ann, ben]],
		['an array', [ann, ben], [ann, ben]],
		['a single invite', ann, [ann]],
		['an empty collection', { count: 0, items: [] }, []],
		['entries that are no objects', { items: [null, 'x', ann] }, [ann]],
		['no answer', undefined, []],
		['null', null, []],
		['another object', { success: true }, []],
	])('%s', (_, answer, expected) => {
		expect(invitesIn(answer)).toEqual(expected);
	});
});

describe('the invite of an address', () => {
	test('case and spaces around it do not matter', () => {
		expect(findInvite([ben, { ...ann, email: ' Ann@Example.COM ' }], ' aNN@example.com')).toEqual({
			...ann,
			email: ' Ann@Example.COM ',
		});
	});

	test('one that has not expired comes before a newer one that has', () => {
		const expired = { ...ann, inviteDate: '2026-11-09T00:00:00.000Z', hasExpired: true };
		expect(findInvite([expired, ann], ann.email)).toBe(ann);
		expect(findInvite([ann, expired], ann.email)).toBe(ann);
	});

	test('then the newest, then the one made last', () => {
		const newer = { ...ann, inviteDate: '2026-11-03T00:00:00.000Z' };
		const later = { ...ann, id: 'f'.repeat(24) };
		expect(findInvite([ann, newer], ann.email)).toBe(newer);
		expect(findInvite([later, ann], ann.email)).toBe(later);
	});

	test('then the one that Losant gives first', () => {
		const email = ann.email;
		expect(findInvite([{ email, role: 'view' }, { email }], email)).toEqual({
			email,
			role: 'view',
		});
	});

	test('nobody else is taken for it', () => {
		expect(findInvite([ben, { role: 'view' }], ann.email)).toBeUndefined();
		expect(findInvite([{ ...ann, email: 'ann@example.com.evil.org' }], ann.email)).toBeUndefined();
	});
});

test('people by address: all spellings of one together, those without left out', () => {
	const other = { ...ann, email: ' ANN@example.com', hasExpired: true };
	expect([...byAddress([other, ben, ann, {}])]).toEqual([
		['ann@example.com', [other, ann]],
		['ben@example.com', [ben]],
	]);
});

describe('whether an invite is what was asked for', () => {
	const [one, two] = ['a'.repeat(24), 'b'.repeat(24)] as const;
	const asked = {
		email: ann.email,
		role: 'edit',
		applicationRoles: [
			{ resourceId: one, role: 'view' },
			{ resourceId: two, role: 'none' },
		],
	} as const;
	const given = { ...asked, applicationRoles: [...asked.applicationRoles].reverse() };

	test.each([
		['in another order', given, true],
		[
			'with ids in upper case',
			{
				...given,
				applicationRoles: given.applicationRoles.map((role) => ({
					...role,
					resourceId: role.resourceId.toUpperCase(),
				})),
			},
			true,
		],
		['with an empty list for none', { ...given, dashboardRoles: [] }, true],
		['with null for none', { ...given, dashboardRoles: null }, true],
		[
			'with what is no role',
			{ ...given, applicationRoles: [null, 'x', ...given.applicationRoles] },
			true,
		],
		['with null for some', { ...given, applicationRoles: null }, false],
		['with another role', { ...given, role: 'view' }, false],
		['with a role less', { ...given, applicationRoles: given.applicationRoles.slice(1) }, false],
		[
			'with a role more',
			{ ...given, dashboardRoles: [{ resourceId: one, role: 'view' as const }] },
			false,
		],
		['without any role', { email: ann.email }, false],
	])('roles %s', (_, invite, expected) => {
		const applicationRoles = [...asked.applicationRoles];
		expect(hasRoles(invite, rolesOf({ ...asked, applicationRoles }))).toBe(expected);
	});

	// the role on one application says nothing that the role in the organization doesn't say (members of Losant)
	test.each([
		['view', 'view', true],
		['collaborate', 'collaborate', true],
		['edit', 'collaborate', true],
		['none', 'none', true],
		['admin', 'view', true],
		['view', 'collaborate', false],
		['edit', 'view', false],
		['none', 'view', false],
	] as const)(
		'with the role %s, %s on an application gives nothing more: %s',
		(role, more, same) => {
			const applicationRoles = [{ resourceId: one, role: more }];
			const plain = { role, applicationRoles: [] };
			expect(hasRoles(plain, { role, applicationRoles })).toBe(same);
			expect(hasRoles({ role, applicationRoles }, plain)).toBe(same);
			expect(hasExactRoles(plain, { role, applicationRoles })).toBe(false);
			expect(hasExactRoles({ role, applicationRoles }, { role, applicationRoles })).toBe(true);
		},
	);

	test('roles that Losant leaves out may be any, where they are asked for', () => {
		expect(showsRoles({}, { role: 'view' })).toBe(true);
		expect(showsRoles({}, { applicationRoles: [] })).toBe(false);
		expect(showsRoles({ applicationRoles: [] }, { applicationRoles: [] })).toBe(true);
		expect(showsRoles({ applicationRoles: [] }, { dashboardRoles: [] })).toBe(false);
	});

	test('roles that are not asked for don’t count', () => {
		expect(hasRoles(given, {})).toBe(true);
		expect(hasRoles(given, { role: 'edit' })).toBe(true);
		expect(hasRoles(given, { applicationRoles: [] })).toBe(false);
		expect(hasExactRoles(given, {})).toBe(true);
		expect(hasExactRoles(given, { role: 'edit' })).toBe(true);
		expect(hasExactRoles(given, { applicationRoles: [] })).toBe(false);
	});

	test('all roles that are asked for count, and no more', () => {
		const dashboardRoles = [{ resourceId: two, role: 'view' as const }];
		expect(rolesOf({ role: 'edit', dashboardRoles })).toEqual({
			...{ role: 'edit', applicationRoles: [], dashboardRoles },
		});
	});

	test('the same roles are the same in any order, and on applications not those on dashboards', () => {
		const dashboardRoles = given.applicationRoles;
		expect(rolesInOrder(given)).toBe(rolesInOrder(asked));
		expect(rolesInOrder({ ...asked, dashboardRoles })).not.toBe(rolesInOrder(asked));
		expect(rolesInOrder({ role: 'edit', dashboardRoles })).not.toBe(rolesInOrder(asked));
	});

	test.each([
		[{}, {}, true],
		[{ disallowTransfer: false }, {}, true],
		[{ disallowTransfer: true }, {}, false],
		[{}, { disallowTransfer: true }, false],
	])('the rule for transfers: %p for %p', (invite, more, expected) => {
		expect(hasTransferRule(invite, more)).toBe(expected);
	});
});

test.each([
	[604_800_000, '2026-11-08T00:00:00.000Z'],
	[0, '2026-11-01T00:00:00.000Z'],
	[null, undefined],
	['604800000', undefined],
	[1e300, undefined],
])('an invite that is valid for %j ms expires at %s', (ttl, expiresAt) => {
	const invite = { ...ann, ttl };
	expect(withExpiry(invite)).toEqual({ ...invite, ...(expiresAt !== undefined && { expiresAt }) });
});
