import { answers } from '../../nodes/Losant/losant/answers';

const invite = { id: 'a', email: 'ann@example.com', role: 'view' };
const page = (items: unknown, more = {}) => ({ items, ...more });

describe('what is no answer of Losant’s, to any call', () => {
	const bodies = [
		undefined,
		null,
		'',
		'<html></html>',
		0,
		true,
		{},
		{ message: 'Service is in maintenance' },
		{ status: 'ok' },
		{ success: false },
		{ items: {} },
		{ items: null },
		['ok'],
		[null],
		[{}],
		[{ id: '' }],
		[{ id: 1 }],
		page([{ other: 'x' }]),
	];
	test.each(Object.entries(answers))('%s', (_, read) => {
		for (const body of bodies) expect([body, read(body, 200)]).toEqual([body, undefined]);
	});
});

describe('a page', () => {
	test.each([
		['instances.get', 'id'],
		['instances.get', 'name'],
		['instance.historicalSummaries', 'resourceId'],
		['instanceOrgs.get', 'id'],
		['instanceOrgs.get', 'orgId'],
		['instanceOrgs.get', 'name'],
		['instanceOrgInvites.get', 'id'],
		['instanceOrgInvites.get', 'inviteId'],
		['instanceOrgInvites.get', 'email'],
		['instanceOrgMembers.get', 'userId'],
		['instanceOrgMembers.get', 'email'],
		['applications.get', 'id'],
		['applications.get', 'applicationId'],
		['dashboards.get', 'id'],
		['dashboards.get', 'dashboardId'],
	] as const)('%s is known by the %s of each entry', (name, field) => {
		const entry = { [field]: 'x' };
		expect(answers[name](page([entry]), 200)?.items).toMatchObject([entry]);
		expect(answers[name]([entry], 200)?.items).toMatchObject([entry]);
		expect(answers[name]([], 200)?.items).toEqual([]);
		expect(answers[name](page([entry, { other: 'x' }]), 200)).toBeUndefined();
		expect(answers[name](page([entry, { [field]: '' }]), 200)).toBeUndefined();
	});

	test.each([
		[3, 3],
		['3', 3],
		['', undefined],
		[' ', undefined],
		['many', undefined],
		[NaN, undefined],
		[Infinity, undefined],
		[null, undefined],
		[{}, undefined],
	])('totalCount %j', (totalCount, counted) => {
		expect(answers['instanceOrgs.get'](page([invite], { totalCount }), 200)?.totalCount).toBe(
			counted,
		);
	});

	test('with the error of a server in it is none', () => {
		const read = answers['instanceOrgs.get'];
		const said = { type: 'Unavailable', message: 'Starting' };
		expect(read(page([], said), 200)).toBeUndefined();
		expect(read(page([], { type: said.type }), 200)).toBeDefined();
		expect(read(page([], { message: said.message }), 200)).toBeDefined();
		expect(read(page([], { type: 1, message: said.message }), 200)).toBeDefined();
		expect(read(page([], { type: said.type, message: 1 }), 200)).toBeDefined();
	});

	test('is empty only where it is the last one, or nothing is there', () => {
		const read = answers['instanceOrgs.get'];
		expect(read(page([], { totalCount: 6 }), 200)).toBeUndefined();
		expect(read(page([], { totalCount: 6, page: 0 }), 200)).toBeUndefined();
		expect(read(page([], { totalCount: 6, page: 1 }), 200)).toBeDefined();
		expect(read(page([], { totalCount: 0 }), 200)).toBeDefined();
	});
});

describe.each(['instanceOrgInvites.get', 'instanceOrgMembers.get'] as const)(
	'the people of %s',
	(name) => {
		const people = [
			{ ...invite, userId: 'a' },
			{ ...invite, userId: 'b', id: 'b' },
		];
		test.each([
			[{}, 2],
			[{ count: 1 }, 2],
			[{ count: 2, totalCount: 2 }, 2],
			[{ count: 5 }, 5],
			[{ count: '5' }, 5],
			[{ totalCount: 1 }, 2],
		])('with %j', (more, count) => {
			expect(answers[name](page(people, more), 200)).toEqual({ items: people, count });
		});

		test('are not the whole list where more are counted in all', () => {
			expect(answers[name](page(people, { totalCount: 3 }), 200)).toBeUndefined();
		});
	},
);

describe('one thing', () => {
	test.each([
		['instanceOrg.get', 'id'],
		['instanceOrg.get', 'orgId'],
		['instanceOrgInvite.get', 'id'],
		['instanceOrgInvite.get', 'inviteId'],
		['instanceOrgInvite.resendInvite', 'id'],
		['instanceOrgInvite.resendInvite', 'inviteId'],
		['instanceOrgMembers.post', 'userId'],
		['instanceOrgMember.get', 'userId'],
		['instanceOrgMember.patch', 'userId'],
	] as const)('%s is known by its %s', (name, field) => {
		expect(answers[name]({ [field]: 'x', more: 1 }, 200)).toMatchObject({ [field]: 'x', more: 1 });
		expect(answers[name]({ [field]: '', more: 1 }, 200)).toBeUndefined();
		expect(answers[name]({ [field]: 1, more: 1 }, 200)).toBeUndefined();
	});

	test('an invite has its id where it is given under the second name alone', () => {
		const read = answers['instanceOrgInvite.get'];
		expect(read({ inviteId: 'b', email: 'x' }, 200)).toEqual({
			id: 'b',
			inviteId: 'b',
			email: 'x',
		});
		expect(read({ id: 'a', inviteId: 'b' }, 200)).toEqual({ id: 'a', inviteId: 'b' });
		expect(read({ id: 'a', inviteId: 1 }, 200)).toEqual({ id: 'a', inviteId: 1 });
		expect(answers['instanceOrgInvites.get']([{ email: 'x', inviteId: 1 }], 200)?.items).toEqual([
			{ email: 'x', inviteId: 1 },
		]);
		expect(answers['instanceOrgInvites.get']([{ inviteId: 'b' }], 200)?.items).toEqual([
			{ id: 'b', inviteId: 'b' },
		]);
	});

	test.each(['instanceOrgInvite.delete', 'instanceOrgMember.delete'] as const)(
		'%s is done where Losant says so',
		(name) => {
			expect(answers[name]({ success: true }, 200)).toEqual({ success: true });
			expect(answers[name]({ success: 'true' }, 200)).toBeUndefined();
		},
	);
});

describe('something new', () => {
	test('is shown, as a list or by itself', () => {
		const read = answers['instanceOrgInvites.post'];
		for (const body of [invite, { inviteId: 'a', email: 'x' }])
			expect(read(body, 200)).toEqual(body);
		expect(read([invite], 200)).toBeDefined();
		expect(read(page([invite]), 200)).toEqual(page([invite]));
		expect(answers['instanceOrgMembers.post']({ inviteSent: true }, 200)).toEqual({
			inviteSent: true,
		});
		expect(answers['instanceOrgMembers.post']({ inviteSent: 'true' }, 200)).toBeUndefined();
	});

	test.each([{}, null, '', undefined])('201 needs to show nothing: %j', (body) => {
		expect(answers['instanceOrgInvites.post'](body, 201)).toEqual({});
		expect(answers['instanceOrgInvites.post'](body, 202)).toBeUndefined();
	});

	test('but a page is none with 201 either', () => {
		expect(answers['instanceOrgInvites.post']('<html></html>', 201)).toBeUndefined();
		expect(answers['instanceOrgInvites.post'](1, 201)).toBeUndefined();
	});
});
