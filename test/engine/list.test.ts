import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const emails = (items: Array<{ json: { email?: unknown } }>) => items.map(({ json }) => json.email);

test('gives one item per invite, with Losant’s fields as they are, in Losant’s order', async () => {
	const { success, status } = await run(await losant.options('list'));
	const stored = await losant.server.invites(ORGANIZATION);
	expect(status).toBe('success');
	expect(success).toHaveLength(stored.length);
	const dates = success.map(({ json }) => String(json.inviteDate));
	expect(dates).toEqual([...dates].sort().reverse());
	for (const invite of stored) {
		expect(success.map(({ json }) => json)).toContainEqual(expect.objectContaining(invite));
	}
	expect(success.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
});

test('asks for nothing that was not asked for', async () => {
	const { success } = await run(await losant.options('list'));
	const [request] = await losant.server.requests();
	expect(request?.url.split('?')[1]).toBe('_actions=false&_embedded=false&_links=false');
	expect(request?.headers).not.toHaveProperty('accept-version');
	expect(request?.headers).not.toHaveProperty('losantdomain');
	for (const { json } of success) {
		expect(Object.keys(json)).toEqual(
			expect.not.arrayContaining(['_links', '_actions', '_embedded']),
		);
	}
});

test('gives Losant’s links, actions and embedded objects when asked', async () => {
	const options = {
		includeActions: true,
		includeLinks: true,
		includeEmbedded: true,
		losantdomain: 'example.com',
	};
	const { success } = await run(await losant.options('list', { options }));
	const [request] = await losant.server.requests();
	expect(request?.url.split('?')[1]).toBe('_actions=true&_embedded=true&_links=true');
	expect(request?.headers.losantdomain).toBe('example.com');
	expect(success[0]?.json).toHaveProperty('_links');
});

test('gives as many as the limit allows', async () => {
	const { success } = await run(await losant.options('list', { returnAll: false, limit: 2 }));
	expect(success).toHaveLength(2);
	const { success: all } = await run(await losant.options('list', { returnAll: true }));
	expect(emails(all.slice(0, 2))).toEqual(emails(success));
});

test('filters and sorts by what is set', async () => {
	await losant.server.addInvites(ORGANIZATION, [
		{ email: 'zoe+one@filter.example', role: 'admin' },
		{ email: 'adam@filter.example', role: 'view' },
	]);
	const { success } = await run(
		await losant.options('list', {
			filters: { filterField: 'email', filter: '*@filter.example' },
			options: { sortField: 'email', sortDirection: 'asc' },
		}),
	);
	expect(emails(success)).toEqual(['adam@filter.example', 'zoe+one@filter.example']);
	const { success: plus } = await run(
		await losant.options('list', { filters: { filterField: 'email', filter: 'zoe+one@*' } }),
	);
	expect(emails(plus)).toEqual(['zoe+one@filter.example']);
});

test.each([
	[{ filters: { filterField: 'email', filter: '' } }, "'Filter' is empty [item 1]"],
	[{ filters: { filterField: '', filter: '' } }, "'Filter Field' is empty [item 1]"],
	[{ options: { sortField: '' } }, "'Sort Field' is empty [item 1]"],
])('%j would give another list than was meant, and is refused', async (parameters, message) => {
	const { error } = await run(await losant.options('list', parameters));
	expect(error?.message).toBe(message);
	expect(await losant.methods()).toEqual([]);
});

test('gives no item for an organization without invites', async () => {
	const { id } = await losant.server.addOrganization({
		instanceId: '5ff89ff825013dc6c2856188',
		name: 'Empty',
	});
	const { success, status } = await run(
		await losant.options('list', { orgId: { __rl: true, mode: 'id', value: id } }),
	);
	expect(status).toBe('success');
	expect(success).toEqual([]);
});

test('gives 10,000 invites in one list', async () => {
	const { id } = await losant.server.addOrganization({
		instanceId: '5ff89ff825013dc6c2856188',
		name: 'Large',
	});
	await losant.server.addInvites(
		id,
		Array.from({ length: 10_000 }, (_, i) => ({ email: `person${i}@example.com`, role: 'view' })),
	);
	const { success } = await run(
		await losant.options('list', { orgId: { __rl: true, mode: 'id', value: id } }),
	);
	expect(new Set(emails(success)).size).toBe(10_000);
});

test('runs once for each item, each paired with its own', async () => {
	const { success } = await run({
		...(await losant.options('list', {
			returnAll: false,
			limit: 1,
			filters: { filterField: 'role', filter: '={{ $json.role }}' },
		})),
		input: [{ role: 'admin' }, { role: 'edit' }, { role: 'view' }],
	});
	expect(success.map(({ json, pairedItem }) => [json.role, pairedItem])).toEqual([
		['admin', { item: 0 }],
		['edit', { item: 1 }],
		['view', { item: 2 }],
	]);
});

test.each([
	['edit', ['liam.chen@example.com']],
	['Editor', ['liam.chen@example.com']],
	['={{ "edit" }}', ['liam.chen@example.com']],
	['*o*', ['priya.nair@example.com', 'contractor@partner.example']],
])('filters by the role %s, which 1.0.0 saved as a text', async (filter, expected) => {
	const filters = { filterField: 'role', filter };
	const { success } = await run(await losant.options('list', { filters }));
	expect(emails(success)).toEqual(expected);
});

test.each(['editors', '*@example.com', ''])(
	'a role that is none, %j, is refused before anything is sent',
	async (filter) => {
		const filters = { filterField: 'role', filter };
		const { status, error } = await run(await losant.options('list', { filters }));
		expect(status).toBe('error');
		expect(error?.message).toContain("'Filter'");
		expect(await losant.methods()).toEqual([]);
	},
);

test('gives nothing for nothing', async () => {
	const { success } = await run({ ...(await losant.options('list')), input: [] });
	expect(success).toEqual([]);
	expect(await losant.methods()).toEqual([]);
});
