/*
 * Records what Losant's official client puts on the wire into losant-rest.json, which the contract
 * test holds the node against. Run it again when Losant publishes a new client:
 *
 *   node test/contract/record.mjs <folder of a losant-rest checkout, with its dependencies installed>
 */
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const checkout = path.resolve(process.argv[2] ?? '');
const { createClient } = await import(pathToFileURL(path.join(checkout, 'lib/index.js')).href);
const { version } = JSON.parse(fs.readFileSync(path.join(checkout, 'package.json'), 'utf8'));

const at = { instanceId: '5ff89ff825013dc6c2856188', orgId: '60106426dc03c6aad06540bb' };
const resourceId = '575ec8687ae143cd83dc4a97';
const calls = [
	{ action: 'get', params: at },
	{
		action: 'get',
		params: {
			...at,
			filterField: 'email',
			filter: 'a+b*@ex.com',
			sortField: 'role',
			sortDirection: 'asc',
		},
	},
	{
		action: 'get',
		params: { ...at, filterField: 'role', filter: "my * (inst)'s! & = ? # % é 😀 ~/" },
	},
	{ action: 'get', params: { ...at, losantdomain: 'example.com' } },
	{ action: 'post', params: { ...at, invite: { email: 'invitedUser@example.com', role: 'edit' } } },
	{
		action: 'post',
		params: {
			...at,
			losantdomain: 'example.com',
			invite: {
				email: 'zoë+o\'neil"x@exämple.com',
				role: 'none',
				applicationRoles: [{ resourceId, role: 'collaborate' }],
				dashboardRoles: [
					{ resourceId, role: 'view' },
					{ resourceId: 'f'.repeat(24), role: 'none' },
				],
				disallowTransfer: true,
			},
		},
	},
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
await once(server.listen(0, '127.0.0.1'), 'listening');
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;

const client = createClient({
	accessToken: 'a-token',
	url: `http://127.0.0.1:${port}`,
});
const recorded = [];
for (const { action, params } of calls) {
	await client.instanceOrgInvites[action](params);
	recorded.push({ action, params, wire });
}
server.close();
fs.writeFileSync(
	new URL('losant-rest.json', import.meta.url),
	`${JSON.stringify({ client: `losant-rest ${version}`, recorded }, null, '\t')}\n`,
);
