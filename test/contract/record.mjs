/*
 * Records what Losant's official client puts on the wire into losant-rest.json, which the contract
 * test holds the node against. Run it again when Losant publishes a new client:
 *
 *   node test/contract/record.mjs <folder of a losant-rest checkout, with its dependencies installed>
 */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { listen } from '../../scripts/loopback.js';

const checkout = path.resolve(process.argv[2] ?? '');
const { createClient } = await import(pathToFileURL(path.join(checkout, 'lib/index.js')).href);
const { version } = JSON.parse(fs.readFileSync(path.join(checkout, 'package.json'), 'utf8'));

const instanceId = '5ff89ff825013dc6c2856188';
const at = { instanceId, orgId: '60106426dc03c6aad06540bb' };
const inviteId = '60106426dc03c6aad0656001';
const userId = '575ef90f7ae143cd83dc4aa2';
const resourceId = '575ec8687ae143cd83dc4a97';
const email = '"zoë+o\'neil\\"x"@example.com';
const applicationRoles = [{ resourceId, role: 'collaborate' }];
const dashboardRoles = [
	{ resourceId, role: 'view' },
	{ resourceId: 'f'.repeat(24), role: 'none' },
];
const sort = { sortField: 'role', sortDirection: 'asc' };
const filter = { filterField: 'role', filter: 'c*b*e' };
const oddName = "my * (inst)'s! & = ? # % é 😀 ~/";
const losantdomain = 'example.com';

/** @type {Array<[resource: string, action: string, params: object]>} */
const calls = [
	['instanceOrgInvites', 'get', at],
	['instanceOrgInvites', 'get', { ...at, ...sort, filterField: 'email', filter: 'a+b*@ex.com' }],
	['instanceOrgInvites', 'get', { ...at, ...filter, losantdomain }],
	['instanceOrgInvites', 'post', { ...at, invite: { email: 'ann@example.com', role: 'edit' } }],
	[
		'instanceOrgInvites',
		'post',
		{
			...at,
			losantdomain,
			invite: { email, role: 'none', applicationRoles, dashboardRoles, disallowTransfer: true },
		},
	],
	['instanceOrgInvite', 'get', { ...at, inviteId, losantdomain }],
	['instanceOrgInvite', 'delete', { ...at, inviteId, losantdomain }],
	['instanceOrgInvite', 'resendInvite', { ...at, inviteId, roleInfo: {} }],
	[
		'instanceOrgInvite',
		'resendInvite',
		{ ...at, inviteId, losantdomain, roleInfo: { role: 'view', applicationRoles, dashboardRoles } },
	],
	['instanceOrgMembers', 'get', at],
	['instanceOrgMembers', 'get', { ...at, ...sort, ...filter, losantdomain }],
	['instanceOrgMembers', 'post', { ...at, member: { userId, role: 'edit' } }],
	[
		'instanceOrgMembers',
		'post',
		{
			...at,
			losantdomain,
			member: { email, role: 'none', applicationRoles, dashboardRoles, disallowTransfer: false },
		},
	],
	['instanceOrgMember', 'get', { ...at, userId, losantdomain }],
	['instanceOrgMember', 'patch', { ...at, userId, member: { role: 'admin' } }],
	[
		'instanceOrgMember',
		'patch',
		{ ...at, userId, losantdomain, member: { role: 'none', applicationRoles, dashboardRoles: [] } },
	],
	['instanceOrgMember', 'delete', { ...at, userId, losantdomain }],
	['instanceOrgs', 'get', { instanceId, page: 0, perPage: 1000 }],
	[
		'instanceOrgs',
		'get',
		{
			instanceId,
			page: 0,
			perPage: 1000,
			sortField: 'lastUpdated',
			sortDirection: 'desc',
			filterField: 'name',
			filter: oddName,
			summaryInclude: 'payloadCount,deviceCount',
			query: { $or: [{ name: { $startsWith: 'Ä & B' } }, { isReadOnly: true }] },
			losantdomain,
		},
	],
	['instanceOrg', 'get', at],
	['instanceOrg', 'get', { ...at, summaryInclude: 'payloadCount', losantdomain }],
];

let wire;
const server = http.createServer(async (request, response) => {
	let body = '';
	for await (const chunk of request) body += chunk;
	const { method, url, headers } = request;
	const { accept, authorization, losantdomain } = headers;
	wire = {
		method,
		url,
		headers: { accept, authorization, 'content-type': headers['content-type'], losantdomain },
		body: body === '' ? undefined : JSON.parse(body),
	};
	response.setHeader('content-type', 'application/json').end('{}');
});
const port = await listen(server);

const client = createClient({
	accessToken: 'a-token',
	url: `http://127.0.0.1:${port}`,
});
const recorded = [];
for (const [resource, action, params] of calls) {
	await client[resource][action](params);
	recorded.push({ resource, action, params, wire });
}
server.close();
fs.writeFileSync(
	new URL('losant-rest.json', import.meta.url),
	`${JSON.stringify({ client: `losant-rest ${version}`, recorded }, null, '\t')}\n`,
);
