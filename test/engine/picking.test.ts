import type { INodeParameters } from 'n8n-workflow';

import type { OperationName } from '../losant/parameters';
import type { NewResource } from '../losant/types';
import { run, searchList } from './engine';
import { ORGANIZATION, refused, useLosant } from './losant';

const losant = useLosant();
const names = (results: Array<{ name: string }>) => results.map(({ name }) => name);
const many = (what: string): NewResource[] =>
	Array.from({ length: 1_000 }, (_, i) => ({ name: `${what} ${String(i).padStart(4, '0')}` }));
const paths = async () =>
	(await losant.server.requests()).map(({ url }) => new URL(url, losant.server.url).pathname);

const LISTS = [
	['applications', 'searchApplications', ['Assembly Line', 'Cold Storage', 'Energy Meters']],
	['dashboards', 'searchDashboards', ['Shift Overview', 'Temperatures']],
] as const;

describe.each(LISTS)('the list of %s', (plural, method, all) => {
	const open = async (scope: string[], filter?: string, page?: string) =>
		await searchList(method, await losant.options('invite', {}, scope), filter, page);

	test.each(['all.User', 'all.Organization.read', `${plural}.get`])(
		'has those of the organization, by name, for a token with %s',
		async (scope) => {
			const [other] = await losant.server.addApplications('60106426dc03c6aad06540bc', [
				{ name: 'Of another plant' },
			]);
			const { results, paginationToken } = await open([scope]);
			expect(names(results)).toEqual(all);
			expect(results.map(({ value }) => value)).not.toContain(other?.id);
			expect(paginationToken).toBeUndefined();
			expect(await paths()).toEqual([`/${plural}`]);
		},
	);

	test('finds what the user types, anywhere in the name', async () => {
		const [, second] = all;
		const { results } = await open(['all.User'], second.slice(1, 5).toUpperCase());
		expect(names(results)).toEqual([second]);
	});

	test('comes page by page, and finds one of 1,000 with one request', async () => {
		const add = plural === 'applications' ? 'addApplications' : 'addDashboards';
		await losant.server[add](ORGANIZATION, many('Robot'));
		const seen: string[] = [];
		let page: string | undefined;
		do {
			const answer = await open(['all.User'], undefined, page);
			seen.push(...names(answer.results));
			page = typeof answer.paginationToken === 'string' ? answer.paginationToken : undefined;
			// an endless list fails by its length
		} while (page && seen.length < 5_000);
		expect(new Set(seen).size).toBe(1_000 + all.length);
		const before = (await losant.methods()).length;
		expect(names((await open(['all.User'], 'robot 0789')).results)).toEqual(['Robot 0789']);
		expect((await losant.methods()).length - before).toBe(1);
	});

	test('without an organization, asks for one', async () => {
		const options = await losant.options('invite', {
			orgId: { __rl: true, mode: 'list', value: '' },
		});
		await expect(searchList(method, options)).rejects.toThrow("'Organization' is empty");
	});
});

describe('the list of applications for a token that may not list them', () => {
	const open = async (scope = ['all.Instance.read'], filter?: string) =>
		await searchList('searchApplications', await losant.options('invite', {}, scope), filter);

	test('has those that Losant counts for the instance, by name', async () => {
		await losant.server.addApplications(ORGANIZATION, [{ name: 'Boilers' }]);
		await losant.server.addApplications('60106426dc03c6aad06540bc', [{ name: 'Boilers South' }]);
		const { results, paginationToken } = await open();
		expect(names(results)).toEqual(['Assembly Line', 'Boilers', 'Cold Storage', 'Energy Meters']);
		expect(results[0]?.value).toBe('575ec8687ae143cd83dc4a97');
		expect(paginationToken).toBeUndefined();
	});

	test('finds what the user types', async () => {
		expect(names((await open(undefined, ' STORAGE ')).results)).toEqual(['Cold Storage']);
	});

	test.each([{}, { maximumPerPage: 100 }, { maximumPerPage: 300, totalCount: 'missing' }] as const)(
		'has all 1,000, however Losant pages them (%j)',
		async (switches) => {
			await losant.server.configure(switches);
			await losant.server.addApplications(ORGANIZATION, many('Robot'));
			const { results } = await open();
			expect(new Set(results.map(({ value }) => value)).size).toBe(1_003);
		},
	);

	test('so has that of a user who isn’t a member of the organization', async () => {
		await losant.server.configure({ foreignOrganizations: [ORGANIZATION] });
		expect(names((await open(['all.User'])).results)).toHaveLength(3);
		expect(names((await open(['applications.get'])).results)).toEqual([]);
		expect((await paths()).filter((path) => path.endsWith('historicalSummaries'))).toHaveLength(2);
	});

	test('refused there too, says how to find the ID and which scope is missing', async () => {
		await expect(open(['instanceOrgInvites.get'])).rejects.toThrow(
			'Losant refused the list of applications (Access is forbidden). Open the application in Losant, copy its address and paste it By ID, or use an API token with the scope applications.get or instance.historicalSummaries',
		);
	});

	// the instance isn't the token's, or its Losant is older
	test.each([
		[404, 'NotFound'],
		[405, 'MethodNotAllowed'],
	])(
		'%d there: is empty for who may list them, and says how to find the ID else',
		async (status, type) => {
			await losant.server.fail({
				...refused(status, type, 'Not here'),
				path: 'historicalSummaries',
				times: Infinity,
			});
			expect(names((await open(['all.User'], 'no such name')).results)).toEqual([]);
			await expect(open()).rejects.toThrow('paste it By ID');
		},
	);

	test('refused there for another reason, says that one', async () => {
		await losant.server.fail({
			...refused(400, 'Validation', 'month is invalid'),
			path: 'historicalSummaries',
		});
		await expect(open()).rejects.toThrow('month is invalid');
	});
});

test('the list of dashboards says to an instance token why there is none, and how to find the ID', async () => {
	const options = await losant.options('invite');
	await expect(searchList('searchDashboards', options)).rejects.toThrow(
		'Losant refused the list of dashboards (Access is forbidden). An API token of an instance may not list them: open the dashboard in Losant, copy its address and paste it By ID',
	);
});

const APPLICATION = '575ec8687ae143cd83dc4a97';
const DASHBOARD = '575ece2b7ae143cd83dc4a9b';

/** The fields of both as n8n saves them: since 1.1.0, and by 1.0.0, where they were texts. */
const SAVED: ReadonlyArray<[how: string, application: unknown, dashboard: unknown]> = [
	['by 1.0.0', APPLICATION, DASHBOARD],
	['by 1.0.0 as expressions', '={{ $json.application }}', '=575ece2b7ae143{{ $json.rest }}'],
	[
		'From List',
		{ __rl: true, mode: 'list', value: APPLICATION, cachedResultName: 'Assembly Line' },
		{ __rl: true, mode: 'list', value: DASHBOARD, cachedResultName: 'Shift Overview' },
	],
	[
		'By ID',
		{ __rl: true, mode: 'id', value: APPLICATION },
		{ __rl: true, mode: 'id', value: `${DASHBOARD} ` },
	],
	[
		'By ID as expressions',
		{ __rl: true, mode: 'id', value: '={{ $json.application }}' },
		{ __rl: true, mode: 'id', value: '={{ $json.page }}' },
	],
	[
		'By ID with the addresses of their pages',
		{
			__rl: true,
			mode: 'id',
			value: `https://app.losant.com/applications/${APPLICATION}/devices?page=0`,
		},
		{
			__rl: true,
			mode: 'id',
			value: `https://app.losant.com/dashboards/${DASHBOARD}?ctx[deviceId]=${APPLICATION}`,
		},
	],
	// n8n's editor, where the text of 1.0.0 was changed before a mode was chosen
	['without a mode', { __rl: true, mode: '', value: APPLICATION }, DASHBOARD],
];

const ADDED: INodeParameters = { email: 'ann@example.com', role: 'view' };
const OPERATIONS: ReadonlyArray<[OperationName, collection: string, INodeParameters]> = [
	['invite', 'additionalFields', ADDED],
	[
		'resend',
		'updateFields',
		{ inviteId: { __rl: true, mode: 'email', value: 'liam.chen@example.com' } },
	],
	[
		'instanceOrgMember.add',
		'additionalFields',
		{ user: { __rl: true, mode: 'email', value: 'ann@example.com' }, role: 'view' },
	],
	[
		'instanceOrgMember.update',
		'updateFields',
		{ userId: { __rl: true, mode: 'email', value: 'hana.sato@example.com' } },
	],
	['instanceOrgMember.sync', 'additionalFields', { ...ADDED, dryRun: false }],
];

describe.each(OPERATIONS)('%s', (operation, collection, more) => {
	test.each(SAVED)('sends roles that were saved %s', async (_, application, dashboard) => {
		const options = await losant.options(operation, {
			...more,
			[collection]: {
				applicationRoles: { roles: [{ resourceId: application, role: 'view' }] },
				dashboardRoles: { roles: [{ resourceId: dashboard, role: 'none' }] },
			} as INodeParameters,
		});
		const input = [
			{
				application: APPLICATION,
				rest: 'cd83dc4a9b',
				page: `https://losant.example.com/dashboards/${DASHBOARD}`,
			},
		];
		const { status, error } = await run({ ...options, input });
		expect(error?.message).toBeUndefined();
		expect(status).toBe('success');
		const sent = (await losant.server.requests()).filter(({ method }) => method !== 'GET');
		expect(sent.map(({ body }) => body)).toEqual([
			expect.objectContaining({
				applicationRoles: [{ resourceId: APPLICATION, role: 'view' }],
				dashboardRoles: [{ resourceId: DASHBOARD, role: 'none' }],
			}),
		]);
	});
});
