import type { Switches } from '../losant/types';
import { searchList } from './engine';
import { INSTANCE, useLosant } from './losant';

const losant = useLosant();
const names = (results: Array<{ name: string }>) => results.map(({ name }) => name);

describe('the list of instances', () => {
	test('has all that a user token may see, by name', async () => {
		const { results, paginationToken } = await searchList(
			'searchInstances',
			await losant.options('list', {}, ['all.User']),
		);
		expect(names(results)).toEqual(['Acme IoT', 'Globex IoT']);
		expect(results[0]?.value).toBe(INSTANCE);
		expect(paginationToken).toBeUndefined();
	});

	test('finds what the user types, anywhere in the name', async () => {
		const options = await losant.options('list', {}, ['all.User']);
		const { results } = await searchList('searchInstances', options, 'lobe');
		expect(names(results)).toEqual(['Globex IoT']);
	});

	test('refused, says which mode works and which scope is missing', async () => {
		const searching = searchList('searchInstances', await losant.options('list'));
		await expect(searching).rejects.toThrow(
			'Losant refused the list of instances (Access is forbidden). Use By ID, or an API token with the scope instances.get',
		);
	});
});

describe('the list of organizations', () => {
	/** All entries, as n8n asks for them while the user scrolls down. */
	const scrollDown = async () => {
		const options = await losant.options('list');
		const seen: unknown[] = [];
		let page: string | undefined;
		do {
			const answer = await searchList('searchOrganizations', options, undefined, page);
			seen.push(...answer.results.map(({ value }) => value));
			page = typeof answer.paginationToken === 'string' ? answer.paginationToken : undefined;
			// an endless list fails by its length
		} while (page && seen.length < 1_000);
		return seen;
	};

	test('comes page by page', async () => {
		const seen = await scrollDown();
		expect(seen).toHaveLength(252);
		expect(new Set(seen).size).toBe(252);
		expect(await losant.methods()).toHaveLength(3);
	});

	test.each<Partial<Switches>>([
		{ maximumPerPage: 50 },
		{ maximumPerPage: 99 },
		{ maximumPerPage: 50, totalCount: 'missing' },
		{ maximumPerPage: 84, totalCount: 'null' },
		{ totalCount: 'missing' },
		{ totalCount: 'null' },
	])('is whole, and ends, where Losant gives what it likes (%j)', async (switches) => {
		await losant.server.configure(switches);
		const seen = await scrollDown();
		expect(seen).toHaveLength(252);
		expect(new Set(seen).size).toBe(252);
		const pages = Math.ceil(252 / Math.min(switches.maximumPerPage ?? 100, 100));
		expect((await losant.methods()).length).toBeLessThanOrEqual(pages + 1);
	});

	test.each<Partial<Switches>>([
		{ pages: 'ignored', maximumPerPage: 50 },
		{ pages: 'ignored', totalCount: 'missing' },
	])('ends where Losant gives the same again (%j)', async (switches) => {
		await losant.server.configure(switches);
		expect(await scrollDown()).toHaveLength(switches.maximumPerPage ?? 100);
		expect(await losant.methods()).toHaveLength(2);
	});

	test('finds what the user types', async () => {
		const { results } = await searchList(
			'searchOrganizations',
			await losant.options('list'),
			'plant',
		);
		expect(names(results)).toEqual(['North Plant', 'South Plant']);
	});

	test('without an instance, asks for one', async () => {
		const options = await losant.options('list', {
			instanceId: { __rl: true, mode: 'list', value: '' },
		});
		await expect(searchList('searchOrganizations', options)).rejects.toThrow("'Instance' is empty");
	});

	test('refused, says which mode works and which scope is missing', async () => {
		const options = await losant.options('list', {}, ['instanceOrgInvites.get']);
		await expect(searchList('searchOrganizations', options)).rejects.toThrow(
			'Losant refused the list of organizations (Access is forbidden). Use By ID, or an API token with the scope instanceOrgs.get',
		);
	});
});

describe.each([
	[
		'invites',
		'searchInvites',
		[
			'contractor@partner.example (none)',
			'former.intern@example.com (view, expired)',
			'liam.chen@example.com (edit)',
			'olivia.martin@example.com (admin)',
			'priya.nair@example.com (collaborate)',
		],
		'60106426dc03c6aad0656004',
		['EXPIRED', 'former.intern@example.com (view, expired)'],
		'instanceOrgInvites.get',
	],
	[
		'members',
		'searchMembers',
		[
			'Grace Hill (grace.hill@example.com)',
			'Hana Sato (hana.sato@example.com)',
			'Mateo Silva (mateo.silva@example.com)',
		],
		'575ef90f7ae143cd83dc4aa1',
		['sato', 'Hana Sato (hana.sato@example.com)'],
		'instanceOrgMembers.get',
	],
] as const)('the list of %s', (plural, method, all, first, [typed, found], scope) => {
	test('shows who they are, by address', async () => {
		const { results } = await searchList(method, await losant.options('get'));
		expect(names(results)).toEqual(all);
		expect(results[0]?.value).toBe(first);
	});

	test('finds what the user types, anywhere in an entry', async () => {
		const { results } = await searchList(method, await losant.options('get'), typed);
		expect(names(results)).toEqual([found]);
	});

	test('without an organization, asks for one', async () => {
		const options = await losant.options('get', { orgId: { __rl: true, mode: 'list', value: '' } });
		await expect(searchList(method, options)).rejects.toThrow("'Organization' is empty");
	});

	test('refused, says which modes work and which scope is missing', async () => {
		const options = await losant.options('get', {}, ['instanceOrgs.get']);
		await expect(searchList(method, options)).rejects.toThrow(
			`Losant refused the list of ${plural} (Access is forbidden). Use By ID, or an API token with the scope ${scope}`,
		);
	});
});
