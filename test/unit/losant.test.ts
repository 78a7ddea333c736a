import axios, { type AxiosResponse } from 'axios';

import { startLosant } from '../losant/index.js';
import type { Absence, Fault, Switches, TestLosant } from '../losant/types';

const INSTANCE = '5ff89ff825013dc6c2856188';
const ORGANIZATION = '60106426dc03c6aad06540bb';
const INVITE = '60106426dc03c6aad0656001';
const NOWHERE = '0'.repeat(24);
const INVITES = `/instances/${INSTANCE}/orgs/${ORGANIZATION}/invites`;
const MEMBERS = `/instances/${INSTANCE}/orgs/${ORGANIZATION}/members`;
const ANN = { email: 'Ann@Example.com', role: 'view' };

describe('the test Losant', () => {
	let losant: TestLosant;
	let token: string;

	beforeAll(async () => {
		losant = await startLosant();
		token = await losant.token();
	});

	beforeEach(async () => await losant.reset());

	afterAll(async () => await losant.stop());

	const call = async (
		method: string,
		path: string,
		data?: unknown,
		headers: Record<string, string> = { Authorization: `Bearer ${token}` },
	): Promise<AxiosResponse> =>
		await axios.request({
			method,
			url: losant.url + path,
			data,
			// an idle connection could be cut by an outage while it is used again
			headers: { Connection: 'close', ...headers },
			validateStatus: () => true,
			maxRedirects: 0,
		});

	const invite = async (data: object | null = ANN) => await call('POST', INVITES, data);

	describe('routes', () => {
		it('lists the invites, newest first, with links', async () => {
			const { status, data, headers } = await call('GET', `${INVITES}/`);
			expect(status).toBe(200);
			expect(headers.server).toBe('Losant API');
			expect(data).toMatchObject({
				_type: 'instanceOrgInvites',
				_links: { self: { href: INVITES } },
				count: 5,
				totalCount: 5,
				sortField: 'inviteDate',
				sortDirection: 'desc',
				instanceId: INSTANCE,
				orgId: ORGANIZATION,
			});
			expect(data.items[0]).toMatchObject({
				id: INVITE,
				_type: 'instanceOrgInvite',
				_links: { self: { href: `${INVITES}/${INVITE}` } },
				_actions: { delete: { href: `${INVITES}/${INVITE}`, method: 'DELETE' } },
				hasExpired: false,
			});
			expect(data.items[4]).toMatchObject({ hasExpired: true });
		});

		it('leaves out links and actions when asked', async () => {
			const { data } = await call('GET', `${INVITES}/${INVITE}?_links=false&_actions=0`);
			expect(Object.keys(data).sort()).toEqual([
				'_type',
				'applicationRoles',
				'dashboardRoles',
				'disallowTransfer',
				'email',
				'hasExpired',
				'id',
				'instanceId',
				'inviteDate',
				'inviteId',
				'orgId',
				'role',
				'ttl',
			]);
		});

		it.each([
			['sortField=email&sortDirection=asc', 'contractor@partner.example', 5],
			['sortField=role', 'former.intern@example.com', 5],
			['filterField=email&filter=L*@EXAMPLE.com', 'liam.chen@example.com', 1],
			['filterField=role&filter=edit', 'liam.chen@example.com', 1],
			['filter=liam*', 'olivia.martin@example.com', 5],
			['filterField=email&filter=lia?.chen@example.com', undefined, 0],
		])('sorts and filters by %s', async (query, email, count) => {
			const { data } = await call('GET', `${INVITES}?${query}`);
			expect(data).toMatchObject({ count });
			expect(data.items[0]?.email).toBe(email);
		});

		it('pages the organizations', async () => {
			const orgs = `/instances/${INSTANCE.toUpperCase()}/orgs`;
			const { data } = await call('GET', `${orgs}?page=2`);
			expect(data).toMatchObject({ count: 52, page: 2, perPage: 100, totalCount: 252 });
			expect(data.items[51]).toMatchObject({ name: 'South Plant', instanceId: INSTANCE });
			const found = await call('GET', `${orgs}?filterField=name&filter=north*&perPage=5`);
			expect(found.data).toMatchObject({ count: 1, perPage: 5, totalCount: 1 });
		});

		it('reads one instance, organization and the members', async () => {
			expect((await call('GET', `/instances/${INSTANCE}`)).data.name).toBe('Acme IoT');
			const organization = await call('GET', `/instances/${INSTANCE}/orgs/${ORGANIZATION}`);
			expect(organization.data.name).toBe('North Plant');
			const { data } = await call('GET', `${MEMBERS}?sortField=role`);
			expect(data.items.map(({ role }: { role: string }) => role)).toEqual([
				'admin',
				'edit',
				'view',
			]);
		});

		it('resends and revokes an invite', async () => {
			const path = `${INVITES}/60106426dc03c6aad0656005`;
			const resent = await call('POST', path, { role: 'edit' });
			expect(resent.status).toBe(201);
			expect(resent.data).toMatchObject({ role: 'edit', hasExpired: false });
			expect(await call('DELETE', path)).toMatchObject({ status: 200, data: { success: true } });
			expect(await call('GET', path)).toMatchObject({
				status: 404,
				data: { type: 'NotFound', message: 'Organization Invite was not found' },
			});
		});

		it('answers what it does not know, or cannot read', async () => {
			expect(await call('PUT', INVITES)).toMatchObject({
				status: 405,
				data: { type: 'MethodNotAllowed', message: 'PUT is not allowed' },
			});
			const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
			const { status, data } = await call('POST', INVITES, Buffer.from('{'), headers);
			expect(status).toBe(400);
			expect(data).toEqual({
				code: 'InvalidContent',
				message: expect.stringContaining('Invalid JSON: '),
			});
		});
	});

	describe('tokens', () => {
		const writers = ['all.Instance', 'all.User'];
		const userReaders = ['all.User', 'all.User.bounded', 'all.User.read'];
		const readers = ['all.Instance', 'all.Instance.bounded', 'all.Instance.read', ...userReaders];
		const onlyUser = ['only.User', 'only.User.bounded', 'only.User.read'];
		const actions: [string, string[], string, string, unknown][] = [
			['instances.get', [...userReaders, ...onlyUser], 'GET', '/instances', undefined],
			['instance.get', readers, 'GET', `/instances/${NOWHERE}`, undefined],
			['instanceOrgs.get', readers, 'GET', `/instances/${NOWHERE}/orgs`, undefined],
			['instanceOrg.get', readers, 'GET', `/instances/${NOWHERE}/orgs/${NOWHERE}`, undefined],
			['instanceOrgInvites.get', readers, 'GET', INVITES, undefined],
			['instanceOrgInvites.post', writers, 'POST', INVITES, ANN],
			['instanceOrgInvite.get', readers, 'GET', `${INVITES}/${NOWHERE}`, undefined],
			['instanceOrgInvite.delete', writers, 'DELETE', `${INVITES}/${NOWHERE}`, undefined],
			['instanceOrgInvite.resendInvite', writers, 'POST', `${INVITES}/${NOWHERE}`, {}],
			['instanceOrgMembers.get', readers, 'GET', MEMBERS, undefined],
		];
		const own = (action: string) => [action, action.replace(/\.\w+$/, '.*')];
		const scopes = new Set([
			'all.Application',
			...actions.flatMap(([action, groups]) => [...own(action), ...groups]),
		]);

		it.each(actions)('%s is for its scopes alone', async (action, groups, method, path, data) => {
			await losant.configure({ duplicates: 'second' });
			const allowed = [];
			for (const scope of scopes) {
				const Authorization = `Bearer ${await losant.token({ scope: [scope] })}`;
				const { status } = await call(method, path, data, { Authorization });
				if (status !== 403) allowed.push(scope);
			}
			expect(allowed.sort()).toEqual([...groups, ...own(action)].sort());
		});

		it('refuses a bad, an expired and no token, but looks at the request first', async () => {
			const expired = await losant.token({ expiresIn: -60 });
			const refusal = async (headers: Record<string, string>, path = INVITES) => {
				const { status, data } = await call('GET', path, undefined, headers);
				return [status, data.type, data.message];
			};
			const bad = { Authorization: 'Bearer nonsense' };
			expect(await refusal(bad)).toEqual([401, 'Unauthorized', 'Invalid access token']);
			expect(await refusal({ Authorization: `Bearer ${expired}` })).toEqual([
				401,
				'Unauthorized',
				'Access token has expired',
			]);
			expect(await refusal({})).toEqual([403, 'Forbidden', 'Access is forbidden']);
			expect(await refusal(bad, '/instances/x')).toEqual([
				400,
				'Validation',
				'instanceId pattern mismatch',
			]);
		});
	});

	describe('validation', () => {
		const valid = { email: 'ann@example.com', role: 'view' };
		const role = { resourceId: ORGANIZATION, role: 'view' };
		const roles = 'admin, edit, collaborate, view, none';

		it.each([
			[null, 'invite is required', ''],
			[{}, 'invite.email is required', ''],
			[{ ...valid, email: 'ann' }, 'invite.email must be email format', ''],
			[
				{ ...valid, email: `${'a'.repeat(1020)}@x.io` },
				'invite.email has longer length than allowed',
				'',
			],
			[
				{ ...valid, role: 'owner' },
				'invite.role must be an enum value',
				`invite.role must be one of: ${roles}`,
			],
			[
				{ ...valid, foo: 1 },
				'invite has additional properties',
				'invite.foo is an additional property',
			],
			[
				{ ...valid, applicationRoles: [{ ...role, resourceId: 'x' }] },
				'invite.applicationRoles.0.resourceId pattern mismatch',
				'',
			],
			[
				{ ...valid, dashboardRoles: [role, { ...role, role: 'admin' }] },
				'invite.dashboardRoles.1.role must be an enum value',
				'invite.dashboardRoles.1.role must be one of: collaborate, view, none',
			],
			[
				{ ...valid, applicationRoles: [{ ...role, foo: 1 }] },
				'invite.applicationRoles.0 has additional properties',
				'invite.applicationRoles.0.foo is an additional property',
			],
			[
				{ ...valid, applicationRoles: Array(101).fill(role) },
				'invite.applicationRoles has more items than allowed',
				'',
			],
			[{ ...valid, disallowTransfer: 'yes' }, 'invite.disallowTransfer is the wrong type', ''],
		])('of an invite in both dialects %#', async (body, legacy, ajv) => {
			expect(await invite(body)).toMatchObject({
				status: 400,
				data: { type: 'Validation', message: legacy },
			});
			await losant.configure({ dialect: 'ajv' });
			expect((await invite(body)).data.message).toBe(ajv || legacy);
		});

		it.each([
			['sortField=', 'sortField must be an enum value'],
			['filterField=name', 'filterField must be an enum value'],
			['sortDirection=ASC', 'sortDirection must be an enum value'],
			['filter=a&filter=b', 'filter is the wrong type'],
			['filter[a]=b', 'filter is the wrong type'],
		])('of the query %s', async (query, message) => {
			const { status, data } = await call('GET', `${INVITES}?${query}`);
			expect([status, data]).toEqual([400, { type: 'Validation', message }]);
		});
	});

	describe('switches', () => {
		const old = 'olivia.martin@example.com';

		it.each<[Switches['postResponse'], (data: { items: unknown[] }) => void]>([
			[
				'collection-one',
				({ items }) => expect(items).toMatchObject([{ email: 'ann@example.com' }]),
			],
			['collection-all', ({ items }) => expect(items).toHaveLength(6)],
			['single', (data) => expect(data).toMatchObject({ email: 'ann@example.com' })],
			['array', (data) => expect(data).toMatchObject([{ email: 'ann@example.com' }])],
			['empty', (data) => expect(data).toBe('')],
			['other', ({ items }) => expect(items).toHaveLength(5)],
		])('postResponse %s', async (postResponse, check) => {
			await losant.configure({ postResponse });
			const { status, data } = await invite();
			expect(status).toBe(201);
			check(data);
			expect(await losant.invites(ORGANIZATION)).toHaveLength(6);
		});

		it('postResponse is one invite unless told', async () => {
			const { status, data } = await invite();
			expect(status).toBe(201);
			const ids = { inviteId: data.id, instanceId: INSTANCE, orgId: ORGANIZATION };
			expect(data).toMatchObject({ email: 'ann@example.com', ...ids });
		});

		it('inviteIds', async () => {
			await losant.configure({ inviteIds: 'hidden' });
			const { data } = await call('GET', INVITES);
			expect(data).not.toHaveProperty('totalCount');
			expect(data.items[0]).toMatchObject({
				id: INVITE,
				_links: { self: { href: `${INVITES}/${INVITE}` } },
			});
			for (const name of ['inviteId', 'instanceId', 'orgId']) {
				expect(data.items[0]).not.toHaveProperty(name);
			}
			expect(await losant.invites(ORGANIZATION)).toMatchObject([
				{ inviteId: INVITE },
				{},
				{},
				{},
				{},
			]);
		});

		it.each<[Switches['duplicates'], number, number]>([
			['refuse400', 400, 5],
			['refuse409', 409, 5],
			['second', 201, 6],
			['replace', 201, 5],
		])('duplicates %s', async (duplicates, expected, count) => {
			await losant.configure({ duplicates });
			const { status, data } = await invite({ email: old.toUpperCase(), role: 'view' });
			expect(status).toBe(expected);
			if (expected !== 201) {
				const message = `Email address "${old}" already exists`;
				expect(data).toEqual({ type: 'AlreadyExists', message });
			}
			expect(await losant.invites(ORGANIZATION)).toHaveLength(count);
		});

		it('a member is refused, an expired invite is no duplicate', async () => {
			expect((await invite({ ...ANN, email: 'hana.sato@example.com' })).status).toBe(400);
			expect((await invite({ ...ANN, email: 'former.intern@example.com' })).status).toBe(201);
		});

		it('keepCase', async () => {
			await losant.configure({ keepCase: true });
			expect((await invite()).data.email).toBe('Ann@Example.com');
			expect((await invite({ ...ANN, email: 'ann@example.com' })).status).toBe(400);
		});

		it.each([403, 404] as const)('hidden %d', async (hidden) => {
			await losant.configure({ hidden });
			const missing = await call('GET', `/instances/${NOWHERE}`);
			expect(missing.status).toBe(hidden);
			const elsewhere = `/instances/5ff89ff825013dc6c2856189/orgs/${ORGANIZATION}/invites`;
			expect((await call('GET', elsewhere)).data.message).toBe(
				hidden === 404 ? 'Organization was not found' : 'Access is forbidden',
			);
		});

		it('emptyRoles, unknownRoute and memberLimit', async () => {
			await losant.configure({ emptyRoles: 'omit', unknownRoute: 404, memberLimit: 8 });
			expect((await invite()).data).not.toHaveProperty('applicationRoles');
			const { data } = await call('GET', MEMBERS);
			expect(data.items[0]).not.toHaveProperty('dashboardRoles');
			expect(await call('GET', '/nothing')).toMatchObject({
				status: 404,
				data: { type: 'NotFound' },
			});
			expect(await invite({ ...ANN, email: 'bob@example.com' })).toMatchObject({
				status: 400,
				data: { type: 'Validation', message: 'The limit of 8 members has been reached' },
			});
		});
	});

	describe('what Losant makes of what it is asked', () => {
		const applicationRoles = [{ resourceId: '575ec8687ae143cd83dc4a97', role: 'view' }];
		const asked = { role: 'admin', applicationRoles, dashboardRoles: applicationRoles };

		it.each<[Switches['adminRoles'], unknown[]]>([
			['kept', applicationRoles],
			['dropped', []],
		])('adminRoles %s', async (adminRoles, kept) => {
			await losant.configure({ adminRoles });
			const stored = { role: 'admin', applicationRoles: kept, dashboardRoles: kept };
			const person = { ...asked, email: 'bob@example.com' };
			expect((await invite({ ...ANN, ...asked })).data).toMatchObject(stored);
			expect((await call('POST', `${INVITES}/${INVITE}`, asked)).data).toMatchObject(stored);
			expect((await call('POST', MEMBERS, person)).data).toMatchObject(stored);
			const mateo = `${MEMBERS}/575ef90f7ae143cd83dc4aa2`;
			expect((await call('PATCH', mateo, { ...asked, role: 'edit' })).data).toMatchObject({
				...asked,
				role: 'edit',
			});
			expect((await call('PATCH', mateo, { role: 'admin' })).data).toMatchObject(stored);
		});

		it('resendDate: the invite is valid again, though its date is the old one', async () => {
			await losant.configure({ resendDate: 'kept' });
			const path = `${INVITES}/60106426dc03c6aad0656005`;
			const { data: before } = await call('GET', path);
			const { data: after } = await call('POST', path, {});
			expect(before.hasExpired).toBe(true);
			expect(after).toEqual({ ...before, hasExpired: false });
			expect(await losant.mails(ORGANIZATION)).toEqual([before.email]);
		});

		it('inviteDates: left out, and the newest are first all the same', async () => {
			await losant.configure({ inviteDates: 'hidden' });
			const { data } = await call('GET', INVITES);
			expect(data.items[0]).toMatchObject({ id: INVITE, hasExpired: false });
			expect(data.items[4]).toMatchObject({ hasExpired: true });
			for (const item of data.items) expect(item).not.toHaveProperty('inviteDate');
		});
	});

	describe('pages', () => {
		const page = async (query: string) =>
			(await call('GET', `/instances/${INSTANCE}/orgs?${query}`)).data;

		it('that are ignored', async () => {
			await losant.configure({ pages: 'ignored' });
			const first = await page('page=0&perPage=5');
			expect(first).toMatchObject({ page: 0, count: 5, totalCount: 252 });
			expect(await page('page=1&perPage=5')).toEqual(first);
		});

		it.each([
			[1000, 252],
			[7, 7],
		])('of %d at most', async (maximumPerPage, perPage) => {
			await losant.configure({ maximumPerPage });
			const { count } = await page('perPage=1000');
			expect(count).toBe(perPage);
		});

		it.each<[Switches['totalCount'], object]>([
			['shown', { totalCount: 252 }],
			['null', { totalCount: null }],
			['missing', {}],
		])('totalCount %s', async (totalCount, expected) => {
			await losant.configure({ totalCount });
			const counts = (data: { totalCount?: number }) =>
				'totalCount' in data ? { totalCount: data.totalCount } : {};
			expect(counts(await page('perPage=5'))).toEqual(expected);
			const { data } = await call('GET', INVITES);
			expect('totalCount' in data).toBe(totalCount !== 'missing');
		});
	});

	describe('members', () => {
		const HANA = `${MEMBERS}/575ef90f7ae143cd83dc4aa3`;
		const applicationRoles = [{ resourceId: '575ec8687ae143cd83dc4a97', role: 'view' }] as const;
		const dashboardRoles = [{ resourceId: ORGANIZATION, role: 'none' }] as const;
		const roles = { role: 'collaborate', applicationRoles, dashboardRoles } as const;

		it.each([{ email: 'ann@example.com' }, { userId: 'a'.repeat(24) }])(
			'%j is added with the roles that are asked for',
			async (who) => {
				const { status, data } = await call('POST', MEMBERS, { ...who, ...roles });
				expect(status).toBe(201);
				expect(data).toMatchObject({ ...who, ...roles });
				expect((await call('GET', `${MEMBERS}/${data.userId}`)).data).toMatchObject(roles);
				expect(await losant.mails(ORGANIZATION)).toEqual([]);
			},
		);

		it('are changed in the roles that are sent, and keep the others', async () => {
			expect((await call('GET', HANA)).data).toMatchObject({
				role: 'view',
				applicationRoles: [],
				dashboardRoles: [],
			});
			expect((await call('PATCH', HANA, { applicationRoles })).status).toBe(200);
			const { data } = await call('PATCH', HANA, { role: 'edit' });
			expect(data).toMatchObject({ role: 'edit', applicationRoles, dashboardRoles: [] });
		});

		it('have the roles of the invite that they accepted', async () => {
			await invite({ ...ANN, ...roles });
			await losant.accept(ORGANIZATION, ANN.email);
			const { data } = await call('GET', `${MEMBERS}?filterField=email&filter=ann*`);
			expect(data.items).toMatchObject([roles]);
		});

		it('memberRoles and addedStatus: as they were in API 1.30.0', async () => {
			await losant.configure({ memberRoles: 'hidden', addedStatus: 200 });
			const { status, data } = await call('POST', MEMBERS, { ...ANN, ...roles });
			expect(status).toBe(200);
			const { items } = (await call('GET', MEMBERS)).data;
			for (const member of [data, items[0], (await call('GET', HANA)).data]) {
				expect(Object.keys(member).filter((name) => name.endsWith('Roles'))).toEqual([]);
			}
			expect((await losant.members(ORGANIZATION)).at(-1)).toMatchObject(roles);
		});

		it('unknownUsers: are invited, by the rules for invites', async () => {
			await losant.configure({ unknownUsers: ['ann@example.com'] });
			const body = { ...ANN, ...roles, disallowTransfer: true };
			const { status, data } = await call('POST', MEMBERS, body);
			expect([status, data]).toEqual([202, { inviteSent: true }]);
			expect(await losant.members(ORGANIZATION)).toHaveLength(3);
			expect((await losant.invites(ORGANIZATION)).at(-1)).toMatchObject({
				...body,
				email: 'ann@example.com',
			});
			expect(await losant.mails(ORGANIZATION)).toEqual(['ann@example.com']);
			expect(await call('POST', MEMBERS, ANN)).toMatchObject({
				status: 400,
				data: { type: 'AlreadyExists' },
			});
			expect((await call('POST', MEMBERS, { ...ANN, email: 'bob@example.com' })).status).toBe(201);
		});
	});

	describe('faults', () => {
		const body = { type: 'Odd' };

		it.each<[Fault, object, boolean]>([
			[
				{ kind: 'tooManyRequests', retryAfter: '3' },
				{ status: 429, headers: { 'retry-after': '3' } },
				false,
			],
			[
				{ kind: 'error', status: 503, when: 'before' },
				{ status: 503, data: { type: 'Error', message: 'Service Unavailable' } },
				false,
			],
			[
				{ kind: 'error', status: 502, when: 'after', html: true, retryAfter: '0' },
				{
					status: 502,
					data: expect.stringContaining('<h1>502 Bad Gateway</h1>'),
					headers: { 'retry-after': '0' },
				},
				true,
			],
			[{ kind: 'slow', milliseconds: 1 }, { status: 201 }, true],
			[
				{ kind: 'html', status: 200 },
				{ status: 200, data: expect.stringContaining('<html>'), headers: { server: 'nginx' } },
				false,
			],
			[
				{ kind: 'html', status: 407, when: 'after', headers: { server: 'squid', Via: '1.1 edge' } },
				{ status: 407, headers: { server: 'squid', via: '1.1 edge', 'content-type': 'text/html' } },
				true,
			],
			[{ kind: 'empty', status: 413 }, { status: 413, data: '' }, false],
			[{ kind: 'empty', status: 204, when: 'after' }, { status: 204, data: '' }, true],
			[
				{ kind: 'json', status: 418, body },
				{ status: 418, data: body, headers: { server: 'Losant API' } },
				false,
			],
			[{ kind: 'json', status: 200, body, when: 'before' }, { status: 200, data: body }, false],
			[{ kind: 'json', status: 200, body: null, when: 'after' }, { data: null }, true],
			[
				{ kind: 'text', status: 200, body: 'ok', contentType: 'text/x', when: 'after' },
				{ status: 200, data: 'ok' },
				true,
			],
			[
				{ kind: 'text', status: 200, body: '{', contentType: 'text/x' },
				{ status: 200, data: '{', headers: { 'content-type': 'text/x' } },
				false,
			],
			[
				{ kind: 'redirect', location: '/elsewhere' },
				{ status: 302, headers: { location: '/elsewhere' } },
				false,
			],
		])('%j', async (fault, expected, acted) => {
			await losant.fail(fault);
			expect(await invite()).toMatchObject(expected);
			expect(await losant.invites(ORGANIZATION)).toHaveLength(acted ? 6 : 5);
			expect(await losant.requests()).toMatchObject([{ acted }]);
			expect((await call('GET', INVITES)).status).toBe(200);
		});

		it.each<['before' | 'after' | 'halfway', boolean]>([
			['before', false],
			['after', true],
			['halfway', true],
		])('cut %s', async (when, acted) => {
			await losant.fail({ kind: 'cut', when });
			await expect(invite()).rejects.toThrow(when === 'halfway' ? /aborted/ : /hang up|ECONNRESET/);
			expect(await losant.requests()).toMatchObject([{ acted, status: 'cut' }]);
			expect(await losant.invites(ORGANIZATION)).toHaveLength(acted ? 6 : 5);
		});

		it('are met in order, by method, path and luck, as often as told', async () => {
			await losant.fail(
				{ kind: 'html', status: 500, method: 'POST' },
				{ kind: 'html', status: 501, path: '/members$', times: 2 },
				{
					kind: 'html',
					status: 502,
					path: `^/instances/${INSTANCE}$`,
					times: Infinity,
					probability: 0.5,
				},
			);
			const statuses = async (path: string, count: number) => {
				const seen = [];
				while (seen.length < count) seen.push((await call('GET', path)).status);
				return seen;
			};
			expect(await statuses(MEMBERS, 3)).toEqual([501, 501, 200]);
			const seen = await statuses(`/instances/${INSTANCE}`, 20);
			expect(new Set(seen)).toEqual(new Set([200, 502]));
			expect((await invite()).status).toBe(500);
			expect((await invite()).status).toBe(201);
		});
	});

	describe('a bad connection', () => {
		it('late: a proxy gives up, and the work is done after it', async () => {
			await losant.fail({ kind: 'late', status: 504, milliseconds: 50 });
			expect((await invite()).status).toBe(504);
			expect(await losant.invites(ORGANIZATION)).toHaveLength(5);
			while ((await losant.invites(ORGANIZATION)).length < 6);
		});

		it('requestsPerSecond: what is too many is refused, and not done', async () => {
			await losant.configure({ requestsPerSecond: 3, duplicates: 'second' });
			const answers = await Promise.all(Array.from({ length: 6 }, async () => await invite()));
			const refused = answers.filter(({ status }) => status === 429);
			expect(refused.length).toBeGreaterThan(0);
			expect(refused[0]).toMatchObject({
				data: { type: 'TooManyRequests' },
				headers: { 'retry-after': '1' },
			});
			expect(await losant.mails(ORGANIZATION)).toHaveLength(6 - refused.length);
		});

		it.each([
			['0.5', '0.5'],
			[null, undefined],
		])('retryAfter %s, at less than one request a second', async (retryAfter, header) => {
			await losant.configure({ requestsPerSecond: 0.001, retryAfter });
			expect((await call('GET', INVITES)).status).toBe(200);
			const { status, headers } = await call('GET', INVITES);
			expect(status).toBe(429);
			expect(headers['retry-after']).toBe(header);
		});

		it('a seed decides which requests meet a fault, in whatever order they come', async () => {
			const people = Array.from({ length: 20 }, (_, i) => ({ ...ANN, email: `p${i}@example.com` }));
			const unlucky = async (seed: number, order: typeof people) => {
				await losant.reset(seed);
				await losant.fail({ kind: 'html', status: 500, times: Infinity, probability: 0.5 });
				const met = [];
				for (const one of order) if ((await invite(one)).status === 500) met.push(one.email);
				return met.sort();
			};
			const met = await unlucky(7, people);
			expect(await unlucky(7, [...people].reverse())).toEqual(met);
			expect(await unlucky(8, people)).not.toEqual(met);
		});
	});

	describe('an outage', () => {
		const ask = async () =>
			await call('GET', MEMBERS).then(
				({ status, headers: { server } }) => [status, server],
				({ code }) => [code],
			);
		const THERE = [200, 'Losant API'];

		it.each<[Absence, unknown[], object[]]>([
			['refused', ['ECONNREFUSED'], []],
			['reset', ['ECONNRESET'], [{ method: 'GET', url: MEMBERS, status: 'cut', acted: false }]],
			[503, [503, 'nginx'], [{ status: 503, acted: false }]],
		])('%s, until it is back on the same port', async (how, seen, recorded) => {
			await losant.away(how);
			expect(await ask()).toEqual(seen);
			await losant.back();
			expect(await losant.requests()).toMatchObject(recorded);
			expect(await ask()).toEqual(THERE);
		});

		it('hang: nothing is answered, and cut when Losant is back', async () => {
			await losant.away('hang');
			const asked = ask();
			while ((await losant.requests()).length === 0);
			await losant.away(502);
			expect(await ask()).toEqual([502, 'nginx']);
			expect(await losant.requests()).toMatchObject([{ acted: false }, { status: 502 }]);
			expect((await losant.requests())[0]?.status).toBeUndefined();
			await losant.back();
			expect((await losant.requests())[0]).toMatchObject({ status: 'cut', acted: false });
			expect(await asked).toEqual(['ECONNRESET']);
			expect(await ask()).toEqual(THERE);
		});

		it.each<[Absence, number | 'cut', number]>([
			['refused', 'cut', 60_000],
			['reset', 'cut', 60_000],
			['hang', 201, 100],
			[504, 201, 100],
		])('%s: what is under way then ends with %s', async (how, status, milliseconds) => {
			await losant.fail({ kind: 'slow', milliseconds });
			const inviting = invite().then(
				(answer) => answer.status,
				() => 'cut',
			);
			while (!(await losant.requests())[0]?.acted);
			await losant.away(how);
			expect(await inviting).toBe(status);
			expect(await losant.requests()).toMatchObject([{ status, acted: true }]);
		});

		it.each<[Absence, Absence, unknown[]]>([
			['refused', 503, [503, 'nginx']],
			['hang', 'refused', ['ECONNREFUSED']],
			[502, 'reset', ['ECONNRESET']],
		])('%s goes on as %s, and ends at a reset', async (first, then, seen) => {
			await losant.away(first);
			await losant.away(then);
			expect(await ask()).toEqual(seen);
			await losant.reset();
			expect(await ask()).toEqual(THERE);
			expect(await losant.peakConcurrency()).toBe(1);
		});
	});

	it('takes down the mails, and renews an invite under a new id when told to', async () => {
		await losant.configure({ resendId: 'new' });
		const { data } = await call('POST', `${INVITES}/${INVITE}`, { role: 'view' });
		expect(data).toMatchObject({ email: 'olivia.martin@example.com', role: 'view' });
		expect(data.id).not.toBe(INVITE);
		expect((await call('GET', `${INVITES}/${INVITE}`)).status).toBe(404);
		await invite();
		expect(await losant.mails(ORGANIZATION)).toEqual([
			'olivia.martin@example.com',
			'ann@example.com',
		]);
	});

	it('records the requests and how many were open at once', async () => {
		await losant.fail({ kind: 'slow', milliseconds: 0, untilOpen: 2, times: Infinity });
		await Promise.all([invite(), call('GET', `${INVITES}?filter=a%20b`)]);
		expect(await losant.peakConcurrency()).toBe(2);
		const requests = await losant.requests();
		expect(requests.find(({ method }) => method === 'POST')).toEqual({
			method: 'POST',
			url: INVITES,
			headers: expect.objectContaining({ authorization: `Bearer ${token}` }),
			body: ANN,
			status: 201,
			startedAt: expect.any(Number),
			endedAt: expect.any(Number),
			acted: true,
		});
		expect(requests.map(({ url }) => url)).toContain(`${INVITES}?filter=a%20b`);
	});

	it('notes a client that hangs up before the answer', async () => {
		await losant.fail({ kind: 'slow', milliseconds: 60_000 });
		const hangUp = new AbortController();
		const asking = axios.post(losant.url + INVITES, ANN, {
			headers: { Authorization: `Bearer ${token}` },
			signal: hangUp.signal,
		});
		while (!(await losant.requests())[0]?.acted);
		hangUp.abort();
		await expect(asking).rejects.toThrow('canceled');
		while (!(await losant.requests())[0]?.status);
		expect(await losant.requests()).toMatchObject([{ acted: true, status: 'cut' }]);
	});

	it('holds what a test adds', async () => {
		const instance = await losant.addInstance({ name: 'New' });
		const { id } = await losant.addOrganization({ instanceId: instance.id, name: 'Newer' });
		await losant.addInvites(id, [
			{ email: 'Zoe@Example.com', inviteDate: '2020-01-01T00:00:00.000Z' },
		]);
		await losant.addMembers(id, [{ email: 'bob@example.com', role: 'admin' }]);
		expect(await losant.invites(id)).toMatchObject([
			{ email: 'Zoe@Example.com', hasExpired: true },
		]);
		expect(await losant.members(id)).toMatchObject([{ email: 'bob@example.com', role: 'admin' }]);
		await losant.reset();
		await expect(losant.invites(id)).rejects.toThrow('Organization was not found');
	});
});
