import type { INodeParameters } from 'n8n-workflow';

import type { OperationName } from '../losant/parameters';
import { run, type RunOptions } from './engine';
import { NO_ORGANIZATION, ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const doIt = async (
	operation: 'list' | 'get',
	parameters: INodeParameters = {},
	{ scope, ...more }: Partial<RunOptions> & { scope?: string[] } = {},
) => {
	const name: OperationName = `instanceOrg.${operation}`;
	const options = await losant.options(name, parameters, scope);
	return await run({ ...options, onError: 'continueErrorOutput', ...more });
};
const names = ({ success }: Awaited<ReturnType<typeof doIt>>) =>
	success.map(({ json }) => json.name);
const query = async () =>
	new URL((await losant.server.requests())[0]?.url ?? '', losant.server.url).searchParams;

describe('List Organizations', () => {
	test('gives one item for each, by name', async () => {
		const all = names(await doIt('list'));
		expect(all).toHaveLength(252);
		expect(all.slice(-3)).toEqual(['Customer 250', 'North Plant', 'South Plant']);
		expect(await losant.methods()).toEqual(['GET']);
	});

	test.each([
		['gives fewer at once than it is asked for', {}],
		['doesn’t say how many there are', { totalCount: undefined }],
	])('walks all pages where Losant %s', async (_, more) => {
		const page = (from: number, count: number) => ({
			kind: 'json' as const,
			status: 200,
			body: {
				items: Array.from({ length: count }, (__, i) => ({ name: `Plant ${from + i}` })),
				page: from / 3,
				perPage: 3,
				totalCount: 7,
				...more,
			},
		});
		await losant.server.fail(page(0, 3), page(3, 3), page(6, 1), page(9, 0));
		expect(names(await doIt('list'))).toEqual(Array.from({ length: 7 }, (__, i) => `Plant ${i}`));
		const pages = (await losant.server.requests()).map(({ url }) => /page=(\d+)/.exec(url)?.[1]);
		expect(pages.slice(0, 3)).toEqual(['0', '1', '2']);
	});

	test.each([
		{ pages: 'ignored', maximumPerPage: 100, totalCount: 'null' },
		{ pages: 'ignored', totalCount: 'missing' },
	] as const)('ends where a page brings nothing new (%j)', async (switches) => {
		await losant.server.configure(switches);
		const ids = (await doIt('list')).success.map(({ json }) => json.id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toHaveLength(Math.min(252, 'maximumPerPage' in switches ? 100 : 252));
		expect((await losant.methods()).length).toBeLessThanOrEqual(2);
	});

	test.each([{}, { returnAll: false, limit: 100 }])(
		'fails where a part would pass for the whole (%j)',
		async (parameters) => {
			await losant.server.configure({ pages: 'ignored', maximumPerPage: 50 });
			const { success, failed } = await doIt('list', parameters);
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json)).toEqual([
				{
					error:
						'Losant gave 50 of 252 organizations, and none of the others when it was asked for them',
					message: expect.stringContaining('A part would pass for the whole list'),
				},
			]);
			expect(await losant.methods()).toHaveLength(2);
			expect((await doIt('list', { returnAll: false, limit: 50 })).success).toHaveLength(50);
		},
	);

	test('so it does where Losant stops in the middle', async () => {
		await losant.server.configure({ maximumPerPage: 100 });
		await losant.server.fail({
			kind: 'json',
			status: 200,
			body: { items: [], page: 2, totalCount: 252 },
			path: 'page=2',
		});
		const { failed } = await doIt('list');
		expect(failed[0]?.json.error).toMatch(/^Losant gave 200 of 252 organizations/);
	});

	const page = (totalCount: number, ...ids: number[]) => ({
		kind: 'json' as const,
		status: 200,
		body: { items: ids.map((id) => ({ id: String(id).repeat(24) })), page: 1, totalCount },
	});
	test.each([
		['one that was read is deleted', [page(5, 1, 2), page(4, 4, 5), page(4)], '1245'],
		['one that was to come is deleted', [page(5, 1, 2), page(4, 3, 5), page(4)], '1235'],
		['several are deleted', [page(5, 1, 2), page(3, 3), page(3)], '123'],
		['one is made at the beginning', [page(4, 1, 2), page(5, 2, 3), page(5, 4), page(5)], '1234'],
		['one is made before the last page', [page(4, 1, 2), page(4, 3, 4)], '1234'],
	])('doesn’t fail where %s meanwhile', async (_, pages, expected) => {
		await losant.server.fail(...pages);
		const { success, failed } = await doIt('list');
		expect(failed).toEqual([]);
		expect(success.map(({ json }) => String(json.id)[0]).join('')).toBe(expected);
	});

	test.each([
		{ maximumPerPage: 100 },
		{ maximumPerPage: 100, totalCount: 'null' },
		{ maximumPerPage: 7, totalCount: 'missing' },
	] as const)('has all, each once, where Losant gives what it likes (%j)', async (switches) => {
		await losant.server.configure(switches);
		const ids = (await doIt('list')).success.map(({ json }) => json.id);
		expect(ids).toHaveLength(252);
		expect(new Set(ids).size).toBe(252);
	});

	test('has none twice that moved to the next page while it was read', async () => {
		const plants = (...ids: number[]) => ({
			kind: 'json' as const,
			status: 200,
			body: { items: ids.map((id) => ({ id: String(id).repeat(24) })), totalCount: 5 },
		});
		await losant.server.fail(plants(1, 2), plants(2, 3), plants(4, 5));
		const { success } = await doIt('list');
		expect(success.map(({ json }) => String(json.id)[0])).toEqual(['1', '2', '3', '4', '5']);
	});

	test('up to a limit, gives no more than that, though Losant does', async () => {
		const items = Array.from({ length: 5 }, (_, i) => ({ id: String(i).repeat(24) }));
		await losant.server.fail({ kind: 'json', status: 200, body: { items } });
		const { success } = await doIt('list', { returnAll: false, limit: 3 });
		expect(success).toHaveLength(3);
	});

	test('up to a limit, asks for no more than that', async () => {
		const result = await doIt('list', { returnAll: false, limit: 3 });
		expect(names(result)).toEqual(['Customer 001', 'Customer 002', 'Customer 003']);
		expect((await query()).get('perPage')).toBe('3');
	});

	test('sorted, filtered and with a summary', async () => {
		const result = await doIt('list', {
			filters: { filterField: 'name', filter: '*plant' },
			options: {
				sortField: 'name',
				sortDirection: 'desc',
				summaryInclude: ['payloadCount', 'deviceCount'],
			},
		});
		expect(names(result)).toEqual(['South Plant', 'North Plant']);
		expect((await query()).get('summaryInclude')).toBe('payloadCount,deviceCount');
		expect(result.success[1]?.json.summary).toMatchObject({
			memberCount: 3,
			pendingInviteCount: 5,
			payloadCount: 0,
		});
	});

	test.each([
		['JSON', '{ "name": { "$startsWith": "North" } }'],
		['an object of an expression', '={{ { name: { $startsWith: "North" } } }}'],
	])('by an advanced query (%s)', async (_, advanced) => {
		expect(names(await doIt('list', { filters: { query: advanced } }))).toEqual(['North Plant']);
		expect((await query()).get('query')).toBe('{"name":{"$startsWith":"North"}}');
	});

	test.each(['{ name: North }', '[]', '"North"', '7'])(
		'the advanced query %p is refused before it is sent',
		async (advanced) => {
			const { failed } = await doIt('list', { filters: { query: advanced } });
			expect(failed.map(({ json }) => json.error)).toEqual([
				"'Advanced Query (JSON)' is not a JSON object",
			]);
			expect(await losant.methods()).toEqual([]);
		},
	);

	test('an advanced query that Losant refuses: its words', async () => {
		const { failed } = await doIt('list', { filters: { query: '{ "colour": "red" }' } });
		expect(failed[0]?.json.error).toMatch(/additional propert/);
	});

	test('a summary that Losant doesn’t know is refused before it is sent', async () => {
		const { failed } = await doIt('list', { options: { summaryInclude: ['payloads'] } });
		expect(failed[0]?.json.error).toBe(`'Summary Include' can't be "payloads"`);
	});
});

describe('Get Organization', () => {
	test('gives the organization, with the summary asked for', async () => {
		const { success } = await doIt('get', { options: { summaryInclude: ['payloadCount'] } });
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				id: ORGANIZATION,
				name: 'North Plant',
				summary: { memberCount: 3, pendingInviteCount: 5, payloadCount: 0 },
			}),
		]);
	});

	test('one that isn’t there: Losant’s words', async () => {
		const { failed } = await doIt('get', {
			orgId: { __rl: true, mode: 'id', value: NO_ORGANIZATION },
		});
		expect(failed[0]?.json.error).toBe('Organization was not found');
	});
});

test.each([
	['list', 'instanceOrg.*', 'instanceOrgs.get'],
	['get', 'instanceOrgs.*', 'instanceOrg.get'],
] as const)(
	'%s: the scope %s doesn’t cover it, and the item says what does',
	async (operation, has, needs) => {
		const { failed } = await doIt(operation, {}, { scope: [has] });
		expect(failed[0]?.json.message).toContain(`The API token needs the scope ${needs} (`);
		const { success } = await doIt(operation, {}, { scope: [needs] });
		expect(success.length).toBeGreaterThan(0);
	},
);
