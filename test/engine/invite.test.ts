import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const ID = '575ec8687ae143cd83dc4a97';

const invitesOf = async (email: string) =>
	(await losant.server.invites(ORGANIZATION)).filter(
		(invite) => invite.email.toLowerCase() === email.toLowerCase(),
	);

test('invites with all that the fields say, and gives back the invite', async () => {
	const { success, status } = await run(
		await losant.options('invite', {
			email: ' Ann+1@Example.com ',
			role: 'none',
			additionalFields: {
				applicationRoles: { roles: [{ resourceId: ID, role: 'collaborate' }] },
				dashboardRoles: { roles: [{ resourceId: ID, role: 'view' }] },
				disallowTransfer: true,
			},
		}),
	);
	expect(status).toBe('success');
	const [invite, ...more] = await invitesOf('ann+1@example.com');
	expect(more).toEqual([]);
	expect(invite).toMatchObject({
		role: 'none',
		applicationRoles: [{ resourceId: ID, role: 'collaborate' }],
		dashboardRoles: [{ resourceId: ID, role: 'view' }],
		disallowTransfer: true,
	});
	expect(success).toEqual([{ json: expect.objectContaining(invite), pairedItem: { item: 0 } }]);
	expect(await losant.methods()).toEqual(['POST']);
});

test('sends only what is set', async () => {
	await run(await losant.options('invite', { email: 'ann@example.com', role: 'edit' }));
	const [request] = await losant.server.requests();
	expect(request?.body).toEqual({ email: 'ann@example.com', role: 'edit' });
	expect(request?.headers['content-type']).toBe('application/json');
	expect(request?.headers).not.toHaveProperty('accept-version');
});

test('sends the options', async () => {
	const options = { includeLinks: true, losantdomain: 'example.com' };
	const { success } = await run(
		await losant.options('invite', { email: 'ann@example.com', role: 'edit', options }),
	);
	const [request] = await losant.server.requests();
	expect(request?.url.split('?')[1]).toBe('_actions=false&_embedded=false&_links=true');
	expect(request?.headers.losantdomain).toBe('example.com');
	expect(success[0]?.json).toHaveProperty('_links');
});

describe.each(['collection-one', 'collection-all', 'single', 'array'] as const)(
	'where Losant answers with %s',
	(postResponse) => {
		test.each([false, true])('the invite is given back (case kept: %p)', async (keepCase) => {
			await losant.server.configure({ postResponse, keepCase });
			const { success } = await run(
				await losant.options('invite', { email: 'Ann@Example.com', role: 'view' }),
			);
			expect(success.map(({ json }) => json)).toEqual([
				expect.objectContaining((await invitesOf('ann@example.com'))[0]),
			]);
			expect(await losant.methods()).toEqual(['POST']);
		});
	},
);

describe.each(['empty', 'other'] as const)(
	'where Losant’s answer (%s) lacks the invite',
	(postResponse) => {
		test('it is looked up once', async () => {
			await losant.server.configure({ postResponse });
			const { success } = await run(
				await losant.options('invite', { email: 'ann*{1}@example.com', role: 'view' }),
			);
			expect(success[0]?.json).toMatchObject({ email: 'ann*{1}@example.com', role: 'view' });
			expect(await losant.methods()).toEqual(['POST', 'GET']);
		});

		test('a token that may not list gets what Losant answered, and no failure', async () => {
			await losant.server.configure({ postResponse });
			const { success, status } = await run(
				await losant.options('invite', { email: 'ann@example.com', role: 'view' }, [
					'instanceOrgInvites.post',
				]),
			);
			expect(status).toBe('success');
			expect(success).toHaveLength(1);
			expect(success[0]?.json).not.toHaveProperty('error');
			expect(await invitesOf('ann@example.com')).toHaveLength(1);
			expect(await losant.methods()).toEqual(['POST', 'GET']);
		});
	},
);

describe('someone who is invited already', () => {
	const again = async () =>
		await run({
			...(await losant.options('invite', { email: '={{ $json.email }}', role: 'view' })),
			input: [{ email: 'ann@example.com' }, { email: 'ANN@example.com' }],
			onError: 'continueErrorOutput',
		});

	test.each(['refuse400', 'refuse409'] as const)(
		'%s: Losant’s words are shown',
		async (duplicates) => {
			await losant.server.configure({ duplicates });
			const { success, failed } = await again();
			expect(success).toHaveLength(1);
			expect(failed).toHaveLength(1);
			expect(failed[0]?.json.error).toMatch(/already/i);
			expect(await invitesOf('ann@example.com')).toHaveLength(1);
		},
	);

	test.each(['second', 'replace'] as const)(
		'%s: the newest invite is given back',
		async (duplicates) => {
			await losant.server.configure({ duplicates, postResponse: 'collection-all' });
			const { success } = await again();
			expect(success).toHaveLength(2);
			const ids = success.map(({ json }) => json.id);
			expect(new Set(ids).size).toBe(2);
		},
	);
});

test.each(['list', 'omit'] as const)(
	'no roles on applications (%s) are no trouble',
	async (emptyRoles) => {
		await losant.server.configure({ emptyRoles });
		const { status } = await run(
			await losant.options('invite', { email: 'ann@example.com', role: 'view' }),
		);
		expect(status).toBe('success');
	},
);

test('fills in each item’s own values, and pairs each invite with its item', async () => {
	const input = [
		{ mail: 'ann@example.com', role: 'admin', app: ID },
		{ mail: 'ben@example.com', role: 'edit', app: 'a'.repeat(24) },
		{ mail: 'cem@example.com', role: 'none', app: 'b'.repeat(24) },
	];
	const { success } = await run({
		...(await losant.options('invite', {
			email: '={{ $json.mail }}',
			role: '={{ $json.role }}',
			additionalFields: {
				applicationRoles: { roles: [{ resourceId: '={{ $json.app }}', role: 'view' }] },
			},
		})),
		input,
	});
	expect(success.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
		input.map(({ mail, role, app }, item) => [
			expect.objectContaining({
				email: mail,
				role,
				applicationRoles: [{ resourceId: app, role: 'view' }],
			}),
			{ item },
		]),
	);
});

test('each item is sent with its own options', async () => {
	const input = [
		{ email: 'ann@example.com', domain: 'one.example', links: true },
		{ email: 'ben@example.com', domain: 'two.example', links: false },
	];
	const { success } = await run({
		...(await losant.options('invite', {
			email: '={{ $json.email }}',
			role: 'view',
			options: {
				losantdomain: '={{ $json.domain }}',
				includeLinks: '={{ $json.links }}',
				concurrentRequests: 1,
			},
		})),
		input,
	});
	expect(success.map(({ json }) => '_links' in json)).toEqual([true, false]);
	const requests = await losant.server.requests();
	expect(requests.map(({ headers }) => headers.losantdomain)).toEqual([
		'one.example',
		'two.example',
	]);
});
