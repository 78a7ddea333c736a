import { operations } from '../../nodes/Losant/operations';
import { actions } from '../../nodes/Losant/losant/actions';
import { run, type RunOptions } from '../engine/engine';
import { ORGANIZATION, useLosant } from '../engine/losant';
import documented from './losant-api-1.30.0.json';
import official from './losant-rest.json';

const losant = useLosant();
const { get, post } = documented.resources.instanceOrgInvites.actions;

/** Which field of the node sends each documented parameter: the path of the parameter's value. */
const everyCall = {
	instanceId: 'instanceId.value',
	orgId: 'orgId.value',
	losantdomain: 'options.losantdomain',
	_actions: 'options.includeActions',
	_links: 'options.includeLinks',
	_embedded: 'options.includeEmbedded',
};
const fieldOf = {
	list: {
		...everyCall,
		sortField: 'options.sortField',
		sortDirection: 'options.sortDirection',
		filterField: 'filters.filterField',
		filter: 'filters.filter',
	},
	invite: {
		...everyCall,
		'invite.email': 'email',
		'invite.role': 'role',
		'invite.applicationRoles': 'additionalFields.applicationRoles.roles',
		'invite.dashboardRoles': 'additionalFields.dashboardRoles.roles',
		'invite.disallowTransfer': 'additionalFields.disallowTransfer',
	},
} as const;

type Values = Readonly<Record<string, unknown>>;

/** The node's parameters that say the same as the documented ones. */
function parametersFor(operation: 'list' | 'invite', values: Values): RunOptions['parameters'] {
	const parameters: Record<string, unknown> = {
		resource: 'instanceOrgInvite',
		operation,
		instanceId: { __rl: true, mode: 'id' },
		orgId: { __rl: true, mode: 'id' },
	};
	const fields: Readonly<Record<string, string>> = fieldOf[operation];
	for (const [name, value] of Object.entries(values)) {
		const path = fields[name]?.split('.') ?? [];
		const last = path.pop();
		if (last === undefined) throw new Error(`no field sends ${name}`);
		let target = parameters;
		for (const part of path) target = (target[part] ??= {}) as Record<string, unknown>;
		target[last] = value;
	}
	return parameters as RunOptions['parameters'];
}

async function wire(operation: 'list' | 'invite', values: Values) {
	await run({
		credential: { apiUrl: losant.server.url, apiToken: 'a-token' },
		parameters: parametersFor(operation, values),
		onError: 'continueRegularOutput',
	});
	const requests = await losant.server.requests();
	expect(requests).toHaveLength(1);
	const { method, url, headers, body } = requests[0]!;
	const { accept, authorization, losantdomain } = headers;
	return {
		method,
		...parts(url),
		headers: { accept, authorization, 'content-type': headers['content-type'], losantdomain },
		body,
	};
}

/** Path, and query without the flags that the node sets otherwise than the official client does; order is free. */
function parts(url: string) {
	const [path, query = ''] = url.split('?');
	const pairs = query
		.split('&')
		.filter((pair) => pair !== '' && !/^_(actions|links|embedded)=/.test(pair));
	return { path, query: pairs.sort() };
}

/** The documented parameters of a call, the body's fields one by one. */
function names(params: Array<{ name: string; in: string }>): string[] {
	return [
		...documented.resources.instanceOrgInvites.params,
		...documented.globalParams,
		...params,
	].flatMap(({ name, in: place }) =>
		place === 'body'
			? Object.keys(documented.definitions.orgInvitePost.properties).map(
					(field) => `${name}.${field}`,
				)
			: [name],
	);
}

test.each([
	['list', get],
	['invite', post],
] as const)(
	'%s has a field for each documented parameter, and none besides',
	(operation, { params }) => {
		expect(Object.keys(fieldOf[operation]).sort()).toEqual(names(params).sort());
	},
);

test.each([
	['list', get],
	['invite', post],
] as const)(
	'%s sends each field under its documented name, in its documented place',
	async (operation, { params }) => {
		const roles = [{ resourceId: 'c'.repeat(24), role: 'view' }];
		const values: Values = {
			instanceId: 'a'.repeat(24),
			orgId: 'b'.repeat(24),
			losantdomain: 'example.com',
			_actions: true,
			_links: false,
			_embedded: true,
			...(operation === 'list'
				? { sortField: 'role', sortDirection: 'asc', filterField: 'email', filter: 'x*' }
				: {
						'invite.email': 'ann@example.com',
						'invite.role': 'edit',
						'invite.applicationRoles': roles,
						'invite.dashboardRoles': roles,
						'invite.disallowTransfer': true,
					}),
		};
		expect(Object.keys(values).sort()).toEqual(names(params).sort());
		await wire(operation, values);
		const [request] = await losant.server.requests();
		const { pathname, searchParams } = new URL(request?.url ?? '', losant.server.url);
		expect(pathname).toBe(
			documented.resources.instanceOrgInvites.path.replace(/\{(\w+)\}/g, (_, name) =>
				String(values[name]),
			),
		);
		for (const { name, in: place } of [...documented.globalParams, ...params]) {
			if (place === 'query') expect(searchParams.get(name)).toBe(String(values[name]));
			if (place === 'header') expect(request?.headers[name]).toBe(values[name]);
			if (place === 'body') {
				expect(request?.body).toEqual(
					Object.fromEntries(
						Object.keys(documented.definitions.orgInvitePost.properties).map((field) => [
							field,
							values[`${name}.${field}`],
						]),
					),
				);
			}
		}
		expect([...searchParams.keys()].sort()).toEqual(
			[...documented.globalParams, ...params]
				.flatMap(({ name, in: place }) => (place === 'query' ? [name] : []))
				.sort(),
		);
	},
);

test.each(official.recorded.map((call, index) => [index, call] as const))(
	`what ${official.client} puts on the wire, the node does too (call %i)`,
	async (_, { action, params: { invite, ...params }, wire: expected }) => {
		const operation = action === 'get' ? 'list' : 'invite';
		const body = Object.entries(invite ?? {}).map(([field, value]) => [`invite.${field}`, value]);
		expect(await wire(operation, { ...params, ...Object.fromEntries(body) })).toEqual({
			method: expected.method,
			...parts(expected.url),
			headers: expected.headers,
			body: expected.body,
		});
	},
);

test('every call has its documented path, method and scopes', () => {
	const calls = Object.entries(documented.resources).flatMap(
		([resource, { path, auth, actions }]) =>
			Object.entries(actions).map(([action, { method, auth: own }]) => [
				`${resource}.${action}`,
				{ path, method, scopes: [...auth, ...own] },
			]),
	);
	expect(
		Object.entries(actions).map(([name, { path, method, scopes }]) => [
			name,
			{ path, method, scopes: scopes.slice(-2) },
		]),
	).toEqual(calls);
});

test('an invite is sent again with every role field that is documented, so that none stays as it was', async () => {
	const [expired] = await losant.server.addInvites(ORGANIZATION, [
		{ email: 'ann@example.com', role: 'admin', inviteDate: '2020-01-01T00:00:00.000Z' },
	]);
	await run({
		...(await losant.options('invite', {
			email: 'ann@example.com',
			role: 'view',
			options: { ifAlreadyInvited: 'skip' },
		})),
	});
	const { path, actions: resend } = documented.resources.instanceOrgInvite;
	const sent = (await losant.server.requests()).find(
		({ method }) => method === resend.resendInvite.method,
	);
	expect(sent?.url.split('?')[0]).toMatch(
		new RegExp(`^${path.replace('{inviteId}', expired?.id ?? '').replace(/\{\w+\}/g, '\\w+')}$`),
	);
	expect(Object.keys(Object(sent?.body)).sort()).toEqual(
		Object.keys(documented.definitions.orgRoleInfo.properties).sort(),
	);
});

test('what a field offers is what the documentation allows', () => {
	const choices = (operation: 'list' | 'invite', path: string) => {
		let fields = operations.find(({ value }) => value === operation)?.properties ?? [];
		const [...parts] = path.split('.');
		for (const [depth, part] of parts.entries()) {
			const field = fields.find(({ name }) => name === part);
			const inner = field?.options ?? [];
			if (depth === parts.length - 1)
				return inner.map((option) => ('value' in option ? option.value : ''));
			fields = inner.flatMap((option) =>
				'values' in option ? option.values : 'type' in option ? [option] : [],
			);
		}
		return [];
	};
	const allowed = (params: Array<{ name: string; enum?: string[] }>, name: string) =>
		params.find((param) => param.name === name)?.enum;
	for (const name of ['sortField', 'sortDirection', 'filterField'] as const) {
		expect(choices('list', fieldOf.list[name]).sort()).toEqual(allowed(get.params, name)?.sort());
	}
	const { role, applicationRoles, dashboardRoles } =
		documented.definitions.orgInvitePost.properties;
	expect(choices('invite', 'role').sort()).toEqual([...role.enum].sort());
	for (const [field, { items }] of Object.entries({ applicationRoles, dashboardRoles })) {
		expect(choices('invite', `additionalFields.${field}.role`).sort()).toEqual(
			[...items.properties.role.enum].sort(),
		);
	}
});
