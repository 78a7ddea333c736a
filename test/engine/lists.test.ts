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
	test('comes page by page', async () => {
		const options = await losant.options('list');
		const seen: string[] = [];
		let page: string | undefined;
		do {
			const answer = await searchList('searchOrganizations', options, undefined, page);
			seen.push(...names(answer.results));
			page = typeof answer.paginationToken === 'string' ? answer.paginationToken : undefined;
		} while (page);
		expect(seen.length).toBeGreaterThan(200);
		expect(new Set(seen).size).toBe(seen.length);
		expect(await losant.methods()).toHaveLength(Math.ceil(seen.length / 100));
	});

	test.each(['null', 'missing'] as const)(
		'comes page by page where Losant doesn’t say how many there are (%s)',
		async (totalCount) => {
			await losant.server.configure({ totalCount });
			const options = await losant.options('list');
			const pages = [undefined, '1', '2'].map(
				async (page) => await searchList('searchOrganizations', options, undefined, page),
			);
			expect((await Promise.all(pages)).map(({ paginationToken }) => paginationToken)).toEqual([
				'1',
				'2',
				undefined,
			]);
		},
	);

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
