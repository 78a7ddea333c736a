import axios from 'axios';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { actions } from '../../nodes/Losant/losant/actions';
import { operations } from '../../nodes/Losant/operations';
import type { RecordedRequest } from '../losant/types';
import { run, searchList, type RunOptions } from '../engine/engine';
import { INSTANCE, ORGANIZATION, useLosant } from '../engine/losant';
import documented from './losant-api-1.30.1.json';
import official from './losant-rest.json';
import { manifest } from './manifest';

const losant = useLosant();

type Values = Readonly<Record<string, unknown>>;
interface Reference {
	$ref: string;
}
interface Parameter {
	name: string;
	in: string;
	enum?: string[];
	schema?: Reference;
}
interface Schema {
	properties?: Record<string, { type?: string; enum?: unknown[]; items?: Schema } | undefined>;
	oneOf?: Schema[];
}
interface Call {
	path: string;
	method: string;
	auth: string[];
	params: Parameter[];
	/** by status, those of success; of people only */
	responses?: Readonly<Record<string, { schema: Reference } | undefined>>;
}
interface Resource extends Omit<Call, 'method'> {
	/** the path of an action is below that of the resource */
	actions: Readonly<Record<string, Omit<Call, 'path'> & { path?: string }>>;
}

const definitions: Readonly<Record<string, Schema>> = documented.definitions;
const resources: Readonly<Record<string, Resource>> = documented.resources;

/** What a reference stands for. */
const definitionOf = ({ $ref }: Reference) => definitions[$ref.split('/').at(-1) ?? ''];

/** The documented calls by name, with the parameters of their resource and of every call. */
const calls = new Map(
	Object.entries(resources).flatMap(([resource, { path, auth, params, actions }]) =>
		Object.entries(actions).map(([action, own]): [string, Call] => [
			`${resource}.${action}`,
			{
				...own,
				path: path + (own.path ?? ''),
				auth: [...auth, ...own.auth],
				params: [...params, ...documented.globalParams, ...own.params],
			},
		]),
	),
);
const callOf = (operation: string): Call => {
	const call = calls.get(manifest[operation]?.call ?? '');
	if (!call) throw new Error(`${operation} is in no manifest`);
	return call;
};

/** The fields of a body, of each of its forms. */
function bodyFields({ schema }: Parameter): NonNullable<Schema['properties']> {
	const definition = schema && definitionOf(schema);
	const forms = definition?.oneOf ?? (definition ? [definition] : []);
	return Object.assign({}, ...forms.map(({ properties }) => properties));
}

/** The documented parameters of a call, a body's fields one by one. */
function names({ params }: Call): string[] {
	return params.flatMap((parameter) =>
		parameter.in === 'body'
			? Object.keys(bodyFields(parameter)).map((field) => `${parameter.name}.${field}`)
			: [parameter.name],
	);
}

/** The node's parameters that say the same as the documented ones. */
function parametersFor(operation: string, values: Values): RunOptions['parameters'] {
	const [resource, value] = operation.split('.');
	const parameters: Record<string, unknown> = { resource, operation: value };
	for (const [name, entered] of Object.entries(values)) {
		const field = manifest[operation]?.fields[name];
		if (field === undefined) throw new Error(`no field sends ${name}`);
		const [locator = '', mode] = field.split(':');
		if (mode) {
			parameters[locator] = { __rl: true, mode, value: entered };
			continue;
		}
		// a list without roles takes all away, for which there is a switch, since n8n's editor doesn't keep such a list
		const takesAllAway = Array.isArray(entered) && entered.length === 0;
		const path = (
			takesAllAway
				? field.replace(
						/\.(\w)(\w+)\.roles$/,
						(_, first, rest) => `.removeAll${first.toUpperCase()}${rest}`,
					)
				: field
		).split('.');
		const last = path.pop() ?? '';
		let target = parameters;
		for (const part of path) target = (target[part] ??= {}) as Record<string, unknown>;
		target[last] = takesAllAway || entered;
	}
	return parameters as RunOptions['parameters'];
}

/** Has the node send an operation's own request. */
async function request(operation: string, values: Values): Promise<RecordedRequest> {
	const { method } = callOf(operation);
	// the invite is read before it is sent again; a token need not be allowed that
	if (operation === 'instanceOrgInvite.resend') {
		const body = { type: 'Forbidden', message: 'Access is forbidden' };
		await losant.server.fail({ kind: 'json', status: 403, body, method: 'GET' });
	}
	await run({
		credential: { apiUrl: losant.server.url, apiToken: 'a-token' },
		parameters: parametersFor(operation, values),
		onError: 'continueRegularOutput',
	});
	const sent = (await losant.server.requests()).filter((one) => one.method === method);
	expect(sent).toHaveLength(1);
	return sent[0]!;
}

/** The operations that make a call for each item; one for all of them together makes what calls it needs. */
const single = operations.filter((operation) => !('together' in operation));

test('every operation is in the manifest, and every call in the documentation', () => {
	expect(single.map(({ resource, value }) => `${resource}.${value}`).sort()).toEqual(
		Object.keys(manifest).sort(),
	);
	for (const { resource, value, losantAction } of single) {
		expect(manifest[`${resource}.${value}`]?.call).toBe(losantAction);
	}
	expect(
		Object.entries(actions).map(([name, { path, method, scopes }]) => [
			name,
			{ path, method, scopes: scopes.slice(-2) },
		]),
	).toEqual(
		[...calls].map(([name, { path, method, auth }]) => [name, { path, method, scopes: auth }]),
	);
});

test.each(Object.keys(manifest))(
	'%s has a field for each documented parameter, and none besides',
	(operation) => {
		const { fields = {}, leftOut = {} } = manifest[operation] ?? {};
		expect([...Object.keys(fields), ...Object.keys(leftOut)].sort()).toEqual(
			names(callOf(operation)).sort(),
		);
	},
);

const ID = 'c'.repeat(24);
const samples: Values = {
	instanceId: 'a'.repeat(24),
	orgId: 'b'.repeat(24),
	inviteId: ID,
	userId: ID,
	losantdomain: 'example.com',
	_actions: true,
	_links: false,
	_embedded: true,
	sortField: undefined,
	sortDirection: 'desc',
	filter: 'v*',
	summaryInclude: 'payloadCount,deviceCount',
	query: '{"name":"x"}',
	role: 'edit',
	email: 'ann@example.com',
	applicationRoles: [{ resourceId: ID, role: 'view' }],
	dashboardRoles: [{ resourceId: ID, role: 'none' }],
	disallowTransfer: true,
};

/** A value for each parameter of an operation; of a body with two forms, for the one that has an address. */
function valuesFor(operation: string): Values {
	const { params } = callOf(operation);
	return Object.fromEntries(
		Object.keys(manifest[operation]?.fields ?? {})
			.filter((name) => name !== 'member.userId')
			.map((name) => {
				const choices = params.find((parameter) => parameter.name === name)?.enum;
				return [name, samples[name.split('.').at(-1) ?? ''] ?? choices?.at(-1)];
			}),
	);
}

test.each(Object.keys(manifest))(
	'%s sends each field under its documented name, in its documented place',
	async (operation) => {
		const { path, params } = callOf(operation);
		const values = valuesFor(operation);
		const sent = await request(operation, values);
		const { pathname, searchParams } = new URL(sent.url, losant.server.url);
		expect(pathname).toBe(path.replace(/\{(\w+)\}/g, (_, name) => String(values[name])));

		const of = (place: string) => params.filter((parameter) => parameter.in === place);
		for (const { name } of of('header')) expect(sent.headers[name]).toBe(values[name]);
		const { leftOut = {} } = manifest[operation] ?? {};
		expect([...searchParams.keys()].sort()).toEqual(
			of('query')
				.map(({ name }) => name)
				.sort(),
		);
		for (const { name } of of('query')) {
			if (!(name in leftOut)) expect(searchParams.get(name)).toBe(String(values[name]));
		}
		for (const body of of('body')) {
			const fields = Object.keys(bodyFields(body)).map((field) => [
				field,
				values[`${body.name}.${field}`],
			]);
			expect(sent.body).toEqual(
				Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
			);
		}
	},
);

/** Path, and query without the flags that the node sets otherwise than the official client does; order is free. */
function parts(url: string) {
	const [path, query = ''] = url.split('?');
	const pairs = query
		.split('&')
		.filter((pair) => pair !== '' && !/^_(actions|links|embedded)=/.test(pair));
	return { path, query: pairs.sort() };
}

test.each(
	official.recorded.map((call, index) => [`${call.resource}.${call.action}`, index, call] as const),
)(
	`what ${official.client} puts on the wire for %s, the node does too (call %i)`,
	async (name, _, { params, wire }) => {
		const [operation] = Object.entries(manifest).find(([, { call }]) => call === name) ?? [''];
		const { fields = {}, leftOut = {} } = manifest[operation] ?? {};
		const values = Object.entries(params).flatMap(([key, value]) => {
			if (key in leftOut) return [];
			if (key in fields) return [[key, key === 'query' ? JSON.stringify(value) : value]];
			return Object.entries(value).map(([field, inner]) => [`${key}.${field}`, inner]);
		});
		const sent = await request(operation, Object.fromEntries(values));
		// the official client adds an empty body to a DELETE, which Losant doesn't document
		const isDelete = wire.method === 'DELETE';
		const { 'content-type': contentType, ...headers } = wire.headers;
		expect({
			method: sent.method,
			...parts(sent.url),
			body: sent.body === '' ? undefined : sent.body,
			headers: Object.fromEntries(
				Object.entries(sent.headers).filter(([header]) =>
					['accept', 'authorization', 'content-type', 'losantdomain'].includes(header),
				),
			),
		}).toEqual({
			method: wire.method,
			...parts(wire.url),
			body: isDelete ? undefined : wire.body,
			headers: { ...headers, ...(contentType && !isDelete && { 'content-type': contentType }) },
		});
	},
);

/** What a field of an operation offers to choose from. */
function choices(operation: string, path: string): unknown[] {
	let fields: Array<INodeProperties | INodePropertyOptions | INodePropertyCollection> =
		operations.find(({ resource, value }) => `${resource}.${value}` === operation)?.properties ??
		[];
	const parts = path.split('.');
	for (const part of parts) {
		const field = fields.find(({ name }) => name === part);
		fields =
			field && 'values' in field
				? field.values
				: field && 'options' in field
					? (field.options ?? [])
					: [];
	}
	return fields.map((option) => ('value' in option ? option.value : option.name)).sort();
}

test.each(Object.keys(manifest))('%s offers what the documentation allows', (operation) => {
	const { fields = {} } = manifest[operation] ?? {};
	for (const parameter of callOf(operation).params) {
		const field = fields[parameter.name];
		if (parameter.enum && field) {
			expect(choices(operation, field)).toEqual([...parameter.enum].sort());
		}
		if (parameter.in !== 'body') continue;
		for (const [name, schema] of Object.entries(bodyFields(parameter))) {
			const bodyField = fields[`${parameter.name}.${name}`] ?? '';
			if (schema?.enum) expect(choices(operation, bodyField)).toEqual([...schema.enum].sort());
			const role = schema?.items?.properties?.role?.enum;
			if (role) expect(choices(operation, `${bodyField}.role`)).toEqual([...role].sort());
		}
	}
	const summary = fields.summaryInclude;
	if (summary) expect(choices(operation, summary)).toEqual([...documented.summary].sort());
});

test.each([...calls].filter(([, { responses }]) => responses).map(([name]) => name))(
	'the test Losant answers %s as the documentation says',
	async (name) => {
		const { path, method, params, responses } = calls.get(name)!;
		const ids: Values = {
			instanceId: INSTANCE,
			orgId: ORGANIZATION,
			inviteId: '60106426dc03c6aad0656001',
			userId: '575ef90f7ae143cd83dc4aa2',
		};
		const body: Values = {
			...(name.endsWith('.post') && { email: 'ann@example.com' }),
			role: 'edit',
			applicationRoles: [{ resourceId: ID, role: 'view' }],
		};
		const unknown = { ...body, email: 'nobody@example.com' };
		await losant.server.configure({ unknownUsers: [unknown.email] });
		const seen = new Set<string>();
		for (const data of name === 'instanceOrgMembers.post' ? [body, unknown] : [body]) {
			const answer = await axios.request<Record<string, unknown>>({
				method,
				url: losant.server.url + path.replace(/\{(\w+)\}/g, (_, id) => String(ids[id])),
				params: { _links: false, _actions: false },
				headers: { Authorization: `Bearer ${await losant.server.token({ scope: ['all.User'] })}` },
				...(params.some((parameter) => parameter.in === 'body') && { data }),
			});
			const response = responses?.[answer.status];
			const schema = response && definitionOf(response.schema);
			const items = Array.isArray(answer.data.items) ? answer.data.items : [];
			expectFields(answer.data, schema);
			for (const item of items) expectFields(item, schema?.properties?.items?.items);
			seen.add(String(answer.status));
		}
		expect([...seen]).toEqual(Object.keys(responses ?? {}));
	},
);

test.each([
	['searchInstances', 'all.User', ['instances.get']],
	['searchOrganizations', 'all.Instance', ['instanceOrgs.get']],
	['searchInvites', 'all.Instance', ['instanceOrgInvites.get']],
	['searchMembers', 'all.Instance', ['instanceOrgMembers.get']],
	['searchApplications', 'all.Organization', ['applications.get']],
	['searchApplications', 'all.Instance', ['applications.get', 'instance.historicalSummaries']],
	['searchDashboards', 'all.Organization', ['dashboards.get']],
] as const)(
	'the pick list of %s asks with %s for what is documented',
	async (method, scope, made) => {
		await searchList(method, await losant.options('invite', {}, [scope]), 'a');
		const sent = await losant.server.requests();
		expect(sent).toHaveLength(made.length);
		for (const [index, name] of made.entries()) {
			const { path, params } = calls.get(name)!;
			const { pathname, searchParams } = new URL(sent[index]!.url, losant.server.url);
			const ids: Values = { instanceId: INSTANCE, orgId: ORGANIZATION };
			expect(pathname).toBe(path.replace(/\{(\w+)\}/g, (_, id) => String(ids[id])));
			for (const [key, value] of searchParams) {
				const documentedAs = params.find((one) => one.name === key && one.in === 'query');
				expect([key, documentedAs?.name]).toEqual([key, key]);
				if (documentedAs?.enum) expect(documentedAs.enum).toContain(value);
			}
			if (path === `/${name.split('.')[0]}` && name !== 'instances.get') {
				expect(searchParams.get('orgId')).toBe(ORGANIZATION);
			}
		}
	},
);

/** Every field is a documented one, but for the type that Losant's framework adds. */
function expectFields(answer: Values, schema?: Schema) {
	expect(['_type', ...Object.keys(schema?.properties ?? {})]).toEqual(
		expect.arrayContaining(Object.keys(answer)),
	);
}
