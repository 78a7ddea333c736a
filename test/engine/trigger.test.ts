import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import { eventNames } from '../../nodes/Losant/trigger/events';
import { register, type Registered, type TriggerOptions } from './engine';
import { INSTANCE, ORGANIZATION, refused, useLosant } from './losant';

const losant = useLosant();
const DAY = 86_400_000;

interface Place {
	instanceId: string;
	orgIds: string[];
}

/** An instance of its own, with organizations that have nobody in them. */
async function anInstance(count: number): Promise<Place> {
	const { id: instanceId } = await losant.server.addInstance({ name: 'Fabrikam' });
	const orgIds: string[] = [];
	for (let number = 1; number <= count; number++) {
		const name = `Plant ${number}`;
		const creationDate = new Date(Date.UTC(2026, 0, number)).toISOString();
		const { id } = await losant.server.addOrganization({ instanceId, name, creationDate });
		orgIds.push(id);
	}
	return { instanceId, orgIds };
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

function parametersOf(
	{ instanceId, orgIds }: Place,
	events: readonly string[],
	watch: 'all' | 'one' = 'all',
	options: INodeParameters = {},
): INodeParameters {
	return {
		events: [...events],
		instanceId: byId(instanceId),
		watch,
		orgId: byId(orgIds[0] ?? ''),
		options,
	};
}

async function credential(scope = ['all.Instance']) {
	return { apiUrl: losant.server.url, apiToken: await losant.server.token({ scope }) };
}

async function aTrigger(
	parameters: INodeParameters,
	more: Partial<TriggerOptions> = {},
): Promise<Registered> {
	return await register({ credential: await credential(), parameters, ...more });
}

/** A trigger that has its baseline. */
async function begun(
	parameters: INodeParameters,
	more: Partial<TriggerOptions> = {},
): Promise<Registered> {
	const trigger = await aTrigger(parameters, more);
	expect((await trigger.poll()).items).toEqual([]);
	return trigger;
}

/** Does something in Losant, as somebody else would. */
async function api(
	method: string,
	{ instanceId, orgIds }: Place,
	path: string,
	data?: unknown,
): Promise<{ id?: string; userId?: string }> {
	const { data: answer } = await axios.request({
		method,
		url: `${losant.server.url}/instances/${instanceId}/orgs/${orgIds[0]}/${path}`,
		data,
		headers: { Authorization: `Bearer ${await losant.server.token()}`, Connection: 'close' },
	});
	return answer;
}

const told = async (trigger: Registered) =>
	(await trigger.poll()).items.map(({ event, email }) => [event, email]);

/** What Losant was asked for since the last time: the organization and the list. */
async function asked(from = 0): Promise<string[]> {
	const requests = await losant.server.requests();
	return requests.slice(from).map(({ url }) => /\/(invites|members|orgs)\?/.exec(url)?.[1] ?? url);
}

const email = 'ann@example.com';

describe('what starts the workflow', () => {
	test('each of the eight events, with all that there is to say', async () => {
		const place = await anInstance(1);
		const [orgId = ''] = place.orgIds;
		const trigger = await begun(parametersOf(place, eventNames));

		const { id } = await api('POST', place, 'invites', { email, role: 'view' });
		const [created, ...none] = (await trigger.poll()).items;
		expect(none).toEqual([]);
		expect(created).toEqual({
			event: 'inviteCreated',
			eventId: `inviteCreated/${id}`,
			detectedAt: expect.stringMatching(/^\d{4}-.+Z$/),
			occurredAt: expect.stringMatching(/^\d{4}-.+Z$/),
			instanceId: place.instanceId,
			orgId,
			orgName: 'Plant 1',
			email,
			role: 'view',
			previousRole: null,
			inviteId: id,
			userId: null,
			reason: null,
			expiresAt: expect.stringMatching(/^\d{4}-.+Z$/),
			previousInviteId: null,
			previousInviteDate: null,
			invite: expect.objectContaining({ id, email, role: 'view', ttl: 604_800_000 }),
			member: null,
		});
		expect(created?.invite).not.toHaveProperty('_links');

		await api('POST', place, `invites/${id}`, { role: 'edit' });
		expect(await told(trigger)).toEqual([['inviteResent', email]]);

		const userId = (await losant.server.accept(orgId, email)).userId;
		const [accepted, added] = (await trigger.poll()).items;
		expect(accepted).toMatchObject({
			event: 'inviteAccepted',
			inviteId: id,
			userId,
			role: 'edit',
			member: { firstName: 'Test' },
		});
		expect(added).toMatchObject({ event: 'memberAdded', inviteId: id, userId });

		await losant.server.addMembers(orgId, [{ email: 'chief@example.com', role: 'admin' }]);
		await api('PATCH', place, `members/${userId}`, { role: 'collaborate' });
		expect((await trigger.poll()).items).toMatchObject([
			{ event: 'memberRoleChanged', email, role: 'collaborate', previousRole: 'edit' },
			{ event: 'memberAdded', email: 'chief@example.com', inviteId: null },
		]);

		await api('DELETE', place, `members/${userId}`);
		expect(await told(trigger)).toEqual([['memberRemoved', email]]);

		const [late] = await losant.server.addInvites(orgId, [{ email, ttl: 0 }]);
		expect(await told(trigger)).toEqual([
			['inviteCreated', email],
			['inviteExpired', email],
		]);
		await api('DELETE', place, `invites/${late?.id}`);
		expect((await trigger.poll()).items).toMatchObject([
			{
				event: 'inviteRemoved',
				reason: 'revokedOrDeclined',
				invite: { id: late?.id, hasExpired: true },
			},
		]);
		expect(await told(trigger)).toEqual([]);
	});

	test.each(['shown', 'hidden'] as const)(
		'an older Losant, which shows fewer fields (%s): the same events',
		async (shown) => {
			await losant.server.configure({
				memberRoles: shown,
				inviteIds: shown,
				inviteDates: shown,
				emptyRoles: shown === 'shown' ? 'list' : 'omit',
				totalCount: shown === 'shown' ? 'shown' : 'missing',
			});
			const place = await anInstance(1);
			const [orgId = ''] = place.orgIds;
			await losant.server.addInvites(orgId, [{ email }, { email: 'ben@example.com' }]);
			const trigger = await begun(parametersOf(place, eventNames));
			expect(await told(trigger)).toEqual([]);
			await losant.server.accept(orgId, email);
			expect(await told(trigger)).toEqual([
				['inviteAccepted', email],
				['memberAdded', email],
			]);
		},
	);

	test('a Losant that gives what is sent again another id: it is sent again, not created', async () => {
		await losant.server.configure({ resendId: 'new' });
		const place = await anInstance(1);
		const { id } = await api('POST', place, 'invites', { email, role: 'view' });
		const trigger = await begun(parametersOf(place, eventNames));
		await api('POST', place, `invites/${id}`, {});
		expect((await trigger.poll()).items).toMatchObject([
			{ event: 'inviteResent', previousInviteId: id },
		]);
	});
});

describe('what Losant is asked', () => {
	test.each([
		[
			['inviteCreated', 'inviteExpired'],
			['orgs', 'invites', 'invites'],
		],
		[['memberAdded'], ['orgs', 'members', 'members']],
		[['inviteAccepted'], ['orgs', 'invites', 'members', 'invites', 'members']],
	])('for %p, in two organizations: %p', async (events, requests) => {
		const trigger = await begun(
			parametersOf(await anInstance(2), events, 'all', { concurrentRequests: 1 }),
		);
		expect(await asked()).toEqual(requests);
		await trigger.poll();
		expect(await asked(requests.length)).toEqual(requests);
	});

	test('one organization needs no list of them', async () => {
		const trigger = await begun(parametersOf(await anInstance(1), ['inviteAccepted'], 'one'));
		await trigger.poll();
		expect(await asked()).toEqual(['invites', 'members', 'invites', 'members']);
	});

	test.each([1, 7])('%p organizations at a time', async (concurrentRequests) => {
		await losant.server.fail({
			kind: 'slow',
			milliseconds: 20,
			untilOpen: concurrentRequests,
			path: '/orgs/',
			times: Infinity,
		});
		await begun(parametersOf(await anInstance(20), eventNames, 'all', { concurrentRequests }));
		expect(await losant.server.peakConcurrency()).toBe(concurrentRequests);
	});

	test('nothing that changes anything, and nothing but what is output', async () => {
		const trigger = await begun(
			parametersOf(await anInstance(2), eventNames, 'all', { losantdomain: 'example.com' }),
		);
		await trigger.poll();
		for (const { method, url, headers } of await losant.server.requests()) {
			expect(method).toBe('GET');
			expect(url).toContain('_actions=false&_embedded=false&_links=false');
			expect(headers.losantdomain).toBe('example.com');
		}
	});
});

describe('what is no answer of Losant’s', () => {
	test.each([
		['a proxy’s page', { kind: 'html', status: 200 }],
		['{}', { kind: 'json', status: 200, body: {} }],
		['null', { kind: 'json', status: 200, body: null }],
		['items: null', { kind: 'json', status: 200, body: { items: null } }],
		['204', { kind: 'empty', status: 204 }],
		['a list that is cut', { kind: 'json', status: 200, body: { items: [], totalCount: 3 } }],
		['somebody without a name', { kind: 'json', status: 200, body: { items: [{}] } }],
	] as const)('%s: a failed poll, no event, and nothing is forgotten', async (_, fault) => {
		const place = { instanceId: INSTANCE, orgIds: [ORGANIZATION] };
		const trigger = await begun(parametersOf(place, eventNames, 'one'));
		const kept = trigger.kept();
		await losant.server.fail({ ...fault, path: `${ORGANIZATION}/invites`, times: Infinity });
		const error = await trigger.poll().catch((thrown: unknown) => thrown);
		expect(JSON.parse(JSON.stringify(error))).toMatchObject({
			message: expect.stringMatching(/Losant/),
			description: expect.stringMatching(/./),
		});
		expect(trigger.kept()).toBe(kept);
		await losant.server.forgetFaults();
		expect(await told(trigger)).toEqual([]);
	});

	test('nobody where somebody was, though Losant counts more: a failed poll, and nobody is told to be removed', async () => {
		const place = await anInstance(1);
		await losant.server.addMembers(place.orgIds[0] ?? '', [{ email }]);
		const trigger = await begun(parametersOf(place, eventNames));
		const kept = trigger.kept();
		const body = { items: [] };
		await losant.server.fail({
			kind: 'json',
			status: 200,
			body,
			path: '/members',
			times: Infinity,
		});
		await expect(trigger.poll()).rejects.toThrow('Losant gave no members, but counts 1');
		expect(trigger.kept()).toBe(kept);
		await losant.server.forgetFaults();
		expect(await told(trigger)).toEqual([]);
	});

	test('members fail, invites don’t: neither is remembered', async () => {
		const place = await anInstance(1);
		const trigger = await begun(parametersOf(place, eventNames));
		const kept = trigger.kept();
		await api('POST', place, 'invites', { email, role: 'view' });
		await losant.server.fail({
			kind: 'error',
			status: 500,
			when: 'before',
			path: '/members',
			times: 4,
		});
		await expect(trigger.poll()).rejects.toThrow();
		expect(trigger.kept()).toBe(kept);
		expect(await told(trigger)).toEqual([['inviteCreated', email]]);
	});
});

describe('organizations', () => {
	test('one of many is forbidden: the others go on, it is told once a day, and what happened there comes once when it is back', async () => {
		const place = await anInstance(20);
		const [first = '', second = ''] = place.orgIds;
		const trigger = await begun(parametersOf(place, eventNames));
		const forbidden = {
			kind: 'json',
			status: 403,
			body: { type: 'Forbidden', message: 'Access is forbidden' },
			path: `/${first}/`,
			times: Infinity,
		} as const;
		await losant.server.fail(forbidden);
		await losant.server.addInvites(first, [{ email: 'missed@example.com' }]);
		await losant.server.addInvites(second, [{ email }]);
		const { items, errors, log } = await trigger.poll();
		expect(items).toMatchObject([{ event: 'inviteCreated', email }]);
		expect(JSON.parse(JSON.stringify(errors))).toMatchObject([
			{
				message: '1 of 20 organizations could not be looked at: Plant 1 (Access is forbidden)',
				description: expect.stringContaining('The events of the others were handed on.'),
			},
		]);
		expect(log).toEqual([expect.stringContaining('1 of 20')]);
		expect((await trigger.poll()).errors).toEqual([]);

		const now = Date.now();
		const time = jest.spyOn(Date, 'now').mockReturnValue(now + DAY - 60_000);
		expect((await trigger.poll()).errors).toEqual([]);
		time.mockReturnValue(now + DAY + 60_000);
		expect((await trigger.poll()).errors).toHaveLength(1);
		time.mockRestore();

		await losant.server.forgetFaults();
		expect(await told(trigger)).toEqual([['inviteCreated', 'missed@example.com']]);
		expect(await told(trigger)).toEqual([]);
	});

	test('a passing trouble is told when it lasts for three looks', async () => {
		const place = await anInstance(2);
		const trigger = await begun(parametersOf(place, ['memberAdded']));
		const times = 4 * 4;
		const path = `/${place.orgIds[0]}/`;
		await losant.server.fail({ kind: 'error', status: 500, when: 'before', path, times });
		const reports = [];
		for (let look = 0; look < 4; look++) reports.push((await trigger.poll()).errors.length);
		expect(reports).toEqual([0, 0, 1, 0]);
		expect((await trigger.poll()).errors).toEqual([]);
		expect(JSON.parse(trigger.kept())['node:Losant Trigger'].state.trouble).toEqual({});
	}, 120_000);

	test('one is gone from the list: nobody was removed; it comes back, and what has changed is told', async () => {
		const place = await anInstance(2);
		const [first = ''] = place.orgIds;
		await losant.server.addMembers(first, [{ email }]);
		const trigger = await begun(parametersOf(place, eventNames));
		await losant.server.configure({ hiddenOrganizations: [first] });
		expect(await told(trigger)).toEqual([]);
		await losant.server.addMembers(first, [{ email: 'ben@example.com' }]);
		await losant.server.configure({ hiddenOrganizations: [] });
		expect(await told(trigger)).toEqual([['memberAdded', 'ben@example.com']]);
	});

	test('one is gone for more than 30 days: it is forgotten, and comes back in silence', async () => {
		const place = await anInstance(2);
		const [, second = ''] = place.orgIds;
		await losant.server.addMembers(second, [{ email }]);
		const trigger = await begun(parametersOf(place, eventNames));
		await losant.server.configure({ hiddenOrganizations: [second] });
		await trigger.poll();
		const time = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 31 * DAY);
		await trigger.poll();
		time.mockRestore();
		expect(trigger.kept()).not.toContain(email);
		await losant.server.configure({ hiddenOrganizations: [] });
		await losant.server.addMembers(second, [{ email: 'ben@example.com' }]);
		expect(await told(trigger)).toEqual([]);
		await losant.server.addMembers(second, [{ email: 'cem@example.com' }]);
		expect(await told(trigger)).toEqual([['memberAdded', 'cem@example.com']]);
	});

	test('one that is made later: all its people are new; an older one that shows up later is silent', async () => {
		const place = await anInstance(3);
		const [, hidden = ''] = place.orgIds;
		await losant.server.configure({ hiddenOrganizations: [hidden] });
		await losant.server.addMembers(hidden, [{ email: 'old@example.com' }]);
		const trigger = await begun(parametersOf(place, eventNames));
		const { id } = await losant.server.addOrganization({
			instanceId: place.instanceId,
			name: 'Plant New',
		});
		await losant.server.addMembers(id, [{ email }]);
		await losant.server.configure({ hiddenOrganizations: [] });
		expect((await trigger.poll()).items).toMatchObject([
			{ event: 'memberAdded', email, orgName: 'Plant New' },
		]);
	});

	test('all fail, or their list does: a failed poll, and nothing is forgotten', async () => {
		const place = await anInstance(2);
		const trigger = await begun(parametersOf(place, eventNames));
		const kept = trigger.kept();
		for (const path of ['/invites', '/orgs\\?']) {
			const body = { type: 'Forbidden', message: 'Access is forbidden' };
			await losant.server.fail({ kind: 'json', status: 403, body, path, times: 2 });
			const error = await trigger.poll().catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({
				name: 'NodeApiError',
				message: 'Access is forbidden',
				description: expect.stringContaining('The API token needs the scope'),
				failure: { cause: 'configuration-invalid' },
			});
			expect(trigger.kept()).toBe(kept);
			await losant.server.forgetFaults();
		}
	});

	test('the token is no good any more: a failed poll at once, whatever others say', async () => {
		const place = await anInstance(20);
		const trigger = await begun(parametersOf(place, eventNames));
		const kept = trigger.kept();
		const before = (await losant.server.requests()).length;
		await losant.server.fail({
			...refused(401, 'Unauthorized', 'Invalid access token'),
			path: '/invites',
			times: Infinity,
		});
		const error = await trigger.poll().catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			message: 'Invalid access token',
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		});
		expect((await asked(before)).length).toBeLessThanOrEqual(1 + 5);
		expect(trigger.kept()).toBe(kept);
	});
});

describe('a limit, and the time of a poll', () => {
	test('a limit that asks to wait for longer than there is: a failed poll in time', async () => {
		const place = await anInstance(3);
		const trigger = await begun(parametersOf(place, ['memberAdded']), { budget: 8_000 });
		await losant.server.fail({ kind: 'tooManyRequests', retryAfter: '50', times: Infinity });
		const begunAt = performance.now();
		const error = await trigger.poll().catch((thrown: unknown) => thrown);
		expect(performance.now() - begunAt).toBeLessThan(8_000);
		expect(error).toMatchObject({
			message: 'Over rate limit, request throttled',
			description: expect.stringContaining('Or choose longer Poll Times.'),
			failure: { cause: 'rate-limited' },
		});
	});

	test('Losant hangs: a failed poll in time, with what to do', async () => {
		const place = await anInstance(3);
		const trigger = await begun(parametersOf(place, ['memberAdded'], 'one'), { budget: 6_000 });
		await losant.server.away('hang');
		const error = await trigger.poll().catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			name: expect.stringMatching(/^Node(Api|Operation)Error$/),
			message: expect.stringMatching(/did not answer/),
			failure: { cause: 'temporarily-unavailable' },
		});
		await losant.server.back();
		expect(await told(trigger)).toEqual([]);
	});

	test('too many organizations for one poll: a baseline in pieces starts nothing, and each has its turn', async () => {
		const place = await anInstance(12);
		const [first = ''] = place.orgIds;
		const last = place.orgIds.at(-1) ?? '';
		await losant.server.configure({ latency: 500 });
		const parameters = parametersOf(place, ['memberAdded'], 'all', { concurrentRequests: 1 });
		const trigger = await aTrigger(parameters, { budget: 6_000 });
		for (let piece = 0; piece < 4; piece++) expect(await told(trigger)).toEqual([]);
		const state = JSON.parse(trigger.kept())['node:Losant Trigger'].state;
		expect(Object.keys(state.organizations)).toHaveLength(12);
		await losant.server.addMembers(first, [{ email }]);
		await losant.server.addMembers(last, [{ email: 'zoe@example.com' }]);
		const events = [];
		for (let piece = 0; piece < 4; piece++) events.push(...(await told(trigger)));
		expect(events.sort()).toEqual([
			['memberAdded', email],
			['memberAdded', 'zoe@example.com'],
		]);
	}, 120_000);
});

describe('what is remembered', () => {
	test('nothing the first time starts a workflow, and the log says so', async () => {
		const place = await anInstance(1);
		await losant.server.addInvites(place.orgIds[0] ?? '', [{ email }]);
		const trigger = await aTrigger(parametersOf(place, eventNames));
		const { items, log } = await trigger.poll();
		expect(items).toEqual([]);
		expect(log).toEqual([
			'Losant Trigger remembers what it sees, and starts nothing yet (organizations: 1)',
		]);
		expect(trigger.isChanged()).toBe(true);
	});

	test('a poll without a change writes nothing', async () => {
		const place = await anInstance(2);
		const parameters = parametersOf(place, eventNames);
		const kept = (await begun(parameters)).kept();
		const trigger = await aTrigger(parameters, { kept });
		await trigger.poll();
		await trigger.poll();
		expect(trigger.isChanged()).toBe(false);
		expect(trigger.kept()).toBe(kept);
	});

	test('after a restart it goes on from what was kept', async () => {
		const place = await anInstance(1);
		const parameters = parametersOf(place, eventNames);
		const kept = (await begun(parameters)).kept();
		await api('POST', place, 'invites', { email, role: 'view' });
		const again = await aTrigger(parameters, { kept, activation: 'init' });
		expect(await told(again)).toEqual([['inviteCreated', email]]);
	});

	test('told twice, an event has the same id', async () => {
		const place = await anInstance(1);
		const [orgId = ''] = place.orgIds;
		const parameters = parametersOf(place, eventNames);
		await losant.server.addInvites(orgId, [{ email }]);
		const kept = (await begun(parameters)).kept();
		await losant.server.accept(orgId, email);
		const ids = async () =>
			(await (await aTrigger(parameters, { kept })).poll()).items.map(({ eventId }) => eventId);
		const first = await ids();
		expect(first).toHaveLength(2);
		expect(await ids()).toEqual(first);
	});

	test('an event that is chosen later tells nothing old, and the others lose nothing', async () => {
		const place = await anInstance(1);
		const [orgId = ''] = place.orgIds;
		await losant.server.addMembers(orgId, [{ email: 'old@example.com' }]);
		const kept = (await begun(parametersOf(place, ['inviteCreated']))).kept();
		await losant.server.addInvites(orgId, [{ email }]);
		await losant.server.addMembers(orgId, [{ email: 'quiet@example.com' }]);
		const trigger = await aTrigger(parametersOf(place, eventNames), { kept });
		expect(await told(trigger)).toEqual([['inviteCreated', email]]);
		await losant.server.addMembers(orgId, [{ email: 'new@example.com' }]);
		expect(await told(trigger)).toEqual([['memberAdded', 'new@example.com']]);
	});

	test('from one organization to all and back: nothing old', async () => {
		const place = await anInstance(2);
		const [first = '', second = ''] = place.orgIds;
		const one = parametersOf(place, ['memberAdded'], 'one');
		const all = parametersOf(place, ['memberAdded']);
		const add = async (orgId: string, address: string) =>
			void (await losant.server.addMembers(orgId, [{ email: address }]));
		let trigger = await begun(one);
		await add(first, 'a@example.com');
		await add(second, 'b@example.com');
		trigger = await aTrigger(all, { kept: trigger.kept() });
		expect(await told(trigger)).toEqual([['memberAdded', 'a@example.com']]);
		await add(second, 'c@example.com');
		expect(await told(trigger)).toEqual([['memberAdded', 'c@example.com']]);
		trigger = await aTrigger(one, { kept: trigger.kept() });
		expect(await told(trigger)).toEqual([]);
		await add(second, 'd@example.com');
		expect(await told(trigger)).toEqual([]);
		trigger = await aTrigger(all, { kept: trigger.kept() });
		expect(await told(trigger)).toEqual([]);
	});

	test('another instance begins anew', async () => {
		const [here, there] = [await anInstance(1), await anInstance(1)];
		await losant.server.addMembers(there.orgIds[0] ?? '', [{ email }]);
		const { kept } = await begun(parametersOf(here, eventNames));
		const trigger = await aTrigger(parametersOf(there, eventNames), { kept: kept() });
		expect(await told(trigger)).toEqual([]);
		expect(trigger.kept()).toContain(email);
	});

	test.each([
		['activate', true, 1],
		['activate', false, 0],
		['init', false, 1],
		['update', false, 1],
		['leadershipChange', false, 1],
	] as const)('registered by %s, catching up %p: %p events', async (activation, catchUp, count) => {
		const place = await anInstance(1);
		const parameters = parametersOf(place, ['inviteCreated'], 'all', { catchUp });
		const kept = (await begun(parameters)).kept();
		await api('POST', place, 'invites', { email, role: 'view' });
		const trigger = await aTrigger(parameters, { kept, activation });
		expect(await told(trigger)).toHaveLength(count);
		await api('POST', place, 'invites', { email: 'ben@example.com', role: 'view' });
		expect(await told(trigger)).toEqual([['inviteCreated', 'ben@example.com']]);
	});

	test.each([
		['of a later version', (state: object) => ({ ...state, version: 2 })],
		['cut', (state: object) => ({ ...state, organizations: { a: 'x' } })],
		['something else', () => 'x'],
	])('what is kept is %s: it begins anew, and the log says so', async (_, spoil) => {
		const place = await anInstance(1);
		const parameters = parametersOf(place, eventNames);
		const all = JSON.parse((await begun(parameters)).kept());
		const name = 'node:Losant Trigger';
		const kept = JSON.stringify({ ...all, [name]: { state: spoil(all[name].state) } });
		await api('POST', place, 'invites', { email, role: 'view' });
		const trigger = await aTrigger(parameters, { kept });
		const { items, log } = await trigger.poll();
		expect(items).toEqual([]);
		expect(log[0]).toBe("What the last poll remembered can't be read, so this one starts afresh");
		await api('POST', place, 'invites', { email: 'ben@example.com', role: 'view' });
		expect(await told(trigger)).toEqual([['inviteCreated', 'ben@example.com']]);
	});
});

describe('n8n', () => {
	test('polls while a poll goes on: the second one asks nothing', async () => {
		const place = await anInstance(1);
		const trigger = await begun(parametersOf(place, ['memberAdded'], 'one'));
		await losant.server.configure({ latency: 300 });
		const before = (await losant.server.requests()).length;
		const [first, second] = [trigger.poll(), trigger.poll()];
		expect((await second).items).toEqual([]);
		await first;
		expect(await asked(before)).toEqual(['members']);
		await trigger.poll();
		expect(await asked(before)).toEqual(['members', 'members']);
	});

	test.each(['init', 'leadershipChange'] as const)(
		'starts (%s) while Losant is away: the trigger lives, and the next poll says what is wrong',
		async (activation) => {
			const place = await anInstance(1);
			const trigger = await aTrigger(parametersOf(place, eventNames, 'one'), { activation });
			await losant.server.away('refused');
			const { items, log } = await trigger.poll();
			expect(items).toEqual([]);
			expect(log).toEqual([
				expect.stringMatching(
					/^Losant could not be looked at while n8n was starting: .+\. The next poll tries again\.$/,
				),
			]);
			await expect(trigger.poll()).rejects.toMatchObject({ name: 'NodeApiError' });
			await losant.server.back();
			await trigger.poll();
			await api('POST', place, 'invites', { email, role: 'view' });
			expect(await told(trigger)).toEqual([['inviteCreated', email]]);
		},
		60_000,
	);

	test('publishes while Losant is away: who publishes is told', async () => {
		const place = await anInstance(1);
		const trigger = await aTrigger(parametersOf(place, eventNames), { activation: 'activate' });
		await losant.server.away('refused');
		await expect(trigger.poll()).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining('Losant could not be reached'),
			description: expect.not.stringContaining('item'),
		});
	}, 60_000);

	test.each([
		[{ events: [] }, "'Events' is empty", 'Choose at least one'],
		[{ instanceId: byId('x') }, '\'Instance\' is not an ID: "x"', 'Choose From List'],
		[
			{ options: { concurrentRequests: 0 } },
			"'Concurrent Requests' is not a whole number",
			'Enter',
		],
	])('shows what is wrong with %p', async (wrong, message, description) => {
		const trigger = await aTrigger({
			...parametersOf(await anInstance(1), eventNames),
			...wrong,
		});
		const error = await trigger.poll().catch((thrown: unknown) => thrown);
		expect(JSON.parse(JSON.stringify(error))).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(message),
			description: expect.stringContaining(description),
		});
	});

	test('is an older one, without a budget and without errors beside events', async () => {
		const place = await anInstance(2);
		const without = ['getPollBudgetMs', '__emitError'] as const;
		const trigger = await begun(parametersOf(place, eventNames), { without });
		const body = { type: 'Forbidden', message: 'Access is forbidden' };
		const path = `/${place.orgIds[0]}/`;
		await losant.server.fail({ kind: 'json', status: 403, body, path, times: Infinity });
		const { items, errors, log } = await trigger.poll();
		expect({ items, errors }).toEqual({ items: [], errors: [] });
		expect(log).toEqual([expect.stringContaining('1 of 2 organizations')]);
	});

	test('gets the token in no message, no log line and no memory', async () => {
		const place = await anInstance(2);
		const { apiToken } = await credential();
		const trigger = await register({
			credential: { apiUrl: losant.server.url, apiToken },
			parameters: parametersOf(place, eventNames),
			activation: 'init',
		});
		const body = { type: 'Forbidden', message: `No: Bearer ${apiToken}` };
		await losant.server.fail({ kind: 'json', status: 403, body, times: 1 });
		const seen = [await trigger.poll(), await trigger.poll()];
		await losant.server.fail({ kind: 'json', status: 403, body, path: place.orgIds[0], times: 1 });
		seen.push(await trigger.poll());
		await losant.server.fail({ kind: 'json', status: 403, body, times: 1 });
		const error = await trigger.poll().catch((thrown: Error) => thrown);
		const all = JSON.stringify([seen, seen.flatMap(({ errors }) => errors.map(String)), error]);
		expect(all).toContain('No: Bearer ***');
		expect(all + String(error) + trigger.kept()).not.toContain(apiToken);
	});
});

describe('Fetch Test Event', () => {
	test('shows one item for each chosen event, and touches no memory', async () => {
		const place = { instanceId: INSTANCE, orgIds: [ORGANIZATION] };
		const trigger = await aTrigger(parametersOf(place, eventNames, 'one'), { isTest: true });
		const { items } = await trigger.poll();
		expect(items.map(({ event }) => event)).toEqual(eventNames);
		const [keys] = items.map((item) => Object.keys(item));
		for (const item of items) {
			expect(Object.keys(item)).toEqual(keys);
			expect(item.eventId).toMatch(/^test\//);
			expect(item).toMatchObject({ instanceId: INSTANCE, orgId: ORGANIZATION });
		}
		const of = (name: string) => items.find(({ event }) => event === name);
		expect(of('inviteCreated')).toMatchObject({ email: 'olivia.martin@example.com' });
		expect(of('inviteExpired')).toMatchObject({ email: 'former.intern@example.com' });
		expect(of('memberAdded')?.email).toMatch(/grace|mateo|hana/);
		expect(trigger.isChanged()).toBe(false);
		expect(trigger.kept()).not.toContain('state');
	});

	test('shows somebody who could be, where nobody is', async () => {
		const trigger = await aTrigger(parametersOf(await anInstance(2), eventNames), { isTest: true });
		const { items } = await trigger.poll();
		expect(items.map(({ event }) => event)).toEqual(eventNames);
		for (const item of items) expect(item).toMatchObject({ email, orgName: 'Plant 1' });
	});

	test('shows somebody where there is no organization', async () => {
		const trigger = await aTrigger(parametersOf(await anInstance(0), eventNames), { isTest: true });
		expect((await trigger.poll()).items).toHaveLength(eventNames.length);
	});

	test('shows what Losant refuses', async () => {
		const trigger = await aTrigger(parametersOf(await anInstance(1), eventNames), {
			isTest: true,
			credential: await credential(['none']),
		});
		await expect(trigger.poll()).rejects.toMatchObject({ message: 'Access is forbidden' });
	});
});

test('more people than n8n should keep are refused, with a way out', async () => {
	const place = await anInstance(2);
	const trigger = await begun(parametersOf(place, ['memberAdded']));
	const people = Array.from({ length: 50_001 }, (_, index) => ({
		userId: index.toString(16).padStart(24, '0'),
		email: `person${index}@example.com`,
		role: 'view',
	}));
	const body = { items: people, totalCount: people.length };
	const kept = trigger.kept();
	await losant.server.fail({ kind: 'json', status: 200, body, path: place.orgIds[0] });
	await expect(trigger.poll()).rejects.toMatchObject({
		message: 'The watched organizations have more than 50,000 people',
		description: 'Watch one organization, or share them among several workflows',
	});
	expect(trigger.kept()).toBe(kept);
}, 120_000);
