import { run, searchList, type RunOptions } from './engine';
import { INSTANCE, NO_ORGANIZATION, ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
type Invite = { email?: string; role?: string; orgId?: string };

/** Invites three people, the second of whom is changed so that it fails. */
async function inviteThree(bad: Invite, onError?: RunOptions['onError']) {
	const good = { email: 'ann@example.com', role: 'view', orgId: ORGANIZATION };
	return await run({
		...(await losant.options('invite', {
			orgId: { __rl: true, mode: 'id', value: '={{ $json.orgId }}' },
			email: '={{ $json.email }}',
			role: '={{ $json.role }}',
		})),
		input: [
			good,
			{ ...good, email: 'ben@example.com', ...bad },
			{ ...good, email: 'cem@example.com' },
		],
		...(onError && { onError }),
	});
}

describe('an item that Losant refuses', () => {
	const bad = { email: 'geperman@x.io', orgId: NO_ORGANIZATION };

	test('stops the run with Losant’s words, the way out, the item and the status', async () => {
		const { status, error, success } = await inviteThree(bad);
		expect(status).toBe('error');
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message:
				"Organization was not found [item 2]. 2 invites were sent. With 'If Already Invited' set to Skip, running again sends nobody a second one",
			description:
				"Check 'Instance' and 'Organization': Losant finds no such thing, or the API token may not see it",
			httpCode: '404',
			context: { itemIndex: 1 },
		});
		expect(success).toEqual([]);
	});

	test('with Continue, stands among the others as { error, message }', async () => {
		const { status, success } = await inviteThree(bad, 'continueRegularOutput');
		expect(status).toBe('success');
		expect(success.map(({ json, pairedItem }) => [json.email ?? json.error, pairedItem])).toEqual([
			['ann@example.com', { item: 0 }],
			['Organization was not found', { item: 1 }],
			['cem@example.com', { item: 2 }],
		]);
		expect(success[1]?.json.message).toMatch(/^Status 404\. Check 'Instance'/);
	});

	test('with the error output, goes there with its input; the others succeed', async () => {
		const { success, failed } = await inviteThree(bad, 'continueErrorOutput');
		expect(success.map(({ json, pairedItem }) => [json.email, pairedItem])).toEqual([
			['ann@example.com', { item: 0 }],
			['cem@example.com', { item: 2 }],
		]);
		expect(failed).toEqual([
			expect.objectContaining({
				pairedItem: { item: 1 },
				json: {
					...bad,
					role: 'view',
					error: 'Organization was not found',
					message: expect.stringContaining('Status 404'),
				},
			}),
		]);
	});
});

describe('an item that can’t be sent', () => {
	const bad = { role: 'owner' };

	test('stops the run before anything is sent', async () => {
		const { error } = await inviteThree(bad);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `'Role' can't be "owner" [item 2]. Nothing was sent for any of the items`,
			description: 'It has to be one of: admin, collaborate, edit, none, view',
			context: { itemIndex: 1 },
		});
		expect(await losant.methods()).toEqual([]);
	});

	test('with the error output, goes there; the others succeed', async () => {
		const { success, failed } = await inviteThree(bad, 'continueErrorOutput');
		expect(success.map(({ json }) => json.email)).toEqual(['ann@example.com', 'cem@example.com']);
		expect(failed.map(({ json }) => [json.email, json.error])).toEqual([
			['ben@example.com', `'Role' can't be "owner"`],
		]);
	});

	test.each([
		[{ email: 'EPERM' }, `'Email' is not an address: "EPERM"`],
		[{ email: '' }, "'Email' is empty"],
		[{ orgId: 'ENOENT/../x' }, `'Organization' is not an ID: "ENOENT/../x"`],
		[{ orgId: '={{ $json.nothing }}' }, `'Organization' is not an ID`],
	])('%p is told in the field’s own words', async (item, message) => {
		const { failed } = await inviteThree(item, 'continueErrorOutput');
		expect(failed.map(({ json }) => json.error)).toEqual([expect.stringContaining(message)]);
	});

	test.each([
		[
			'invite',
			{ additionalFields: { disallowTransfer: '={{ $json.typo }}' } },
			'Disallow Transfer',
		],
		['invite', { options: { ifAlreadyInvited: '={{ $json.typo }}' } }, 'If Already Invited'],
		['resend', { updateFields: { role: '={{ $json.typo }}' } }, 'Role'],
		['list', { options: { sortField: '={{ $json.typo }}' } }, 'Sort Field'],
	] as const)(
		'%s, %j: a field that was added does not count as if it had not been',
		async (operation, parameters, field) => {
			const { failed } = await run({
				...(await losant.options(operation, {
					email: 'ann@example.com',
					role: 'view',
					inviteId: { __rl: true, mode: 'email', value: 'olivia.martin@example.com' },
					...parameters,
				})),
				onError: 'continueErrorOutput',
			});
			expect(failed.map(({ json }) => json)).toEqual([
				{
					error: `'${field}' is empty`,
					message: expect.stringContaining('check that its field exists in this item'),
				},
			]);
			expect(await losant.methods()).toEqual([]);
		},
	);

	test('an expression that fails belongs to its item', async () => {
		const { failed, success } = await run({
			...(await losant.options('invite', { email: '={{ $json.person.email }}', role: 'view' })),
			input: [{ person: { email: 'ann@example.com' } }, {}],
			onError: 'continueErrorOutput',
		});
		expect(success).toHaveLength(1);
		expect(failed).toHaveLength(1);
	});
});

test('with Stop, what is under way is finished and nothing new starts', async () => {
	await losant.server.fail(
		{ kind: 'json', status: 404, body: { type: 'NotFound', message: 'gone' }, times: 1 },
		{ kind: 'slow', milliseconds: 100, times: Infinity },
	);
	const { error } = await run({
		...(await losant.options('invite', {
			email: '={{ $json.email }}',
			role: 'view',
			options: { concurrentRequests: 3 },
		})),
		input: Array.from({ length: 20 }, (_, i) => ({ email: `person${i}@example.com` })),
	});
	expect(error?.message).toMatch(
		/^gone \[item \d\]\. 2 invites were sent\. With 'If Already Invited' set to Skip, running again sends nobody a second one$/,
	);
	const requests = await losant.server.requests();
	expect(requests).toHaveLength(3);
	expect(requests.every(({ status }) => status === 404 || status === 201)).toBe(true);
});

describe('what is said of running again, when an item failed', () => {
	const SKIP = "With 'If Already Invited' set to Skip, running again sends nobody a second one";
	const invite = async (emails: string[], options = {}) =>
		await run({
			...(await losant.options('invite', { email: '={{ $json.email }}', role: 'view', options })),
			input: emails.map((email) => ({ email })),
			onError: 'continueErrorOutput',
		});

	test('with Continue, a hint above the output says how many failed and how many were sent', async () => {
		const { hints } = await invite(['ann@example.com', 'olivia.martin@example.com', 'nobody']);
		expect(hints).toEqual([
			`2 of 3 items failed. 1 of them: Email address "olivia.martin@example.com" already exists. 1 of them: 'Email' is not an address: "nobody" has no @. 1 invite was sent. ${SKIP}`,
		]);
	});

	test('only invites that were sent are counted', async () => {
		const { hints } = await invite(
			['olivia.martin@example.com', 'ann@example.com', 'ben@example.com', 'nobody'],
			{ ifAlreadyInvited: 'skip' },
		);
		expect(hints).toEqual([
			`1 of 4 items failed: 'Email' is not an address: "nobody" has no @. 2 invites were sent. ${SKIP}`,
		]);
	});

	test('without what was sent, where nothing was; and none where nothing failed', async () => {
		expect((await invite(['nobody'])).hints).toEqual([
			`1 of 1 items failed: 'Email' is not an address: "nobody" has no @`,
		]);
		expect((await invite(['ann@example.com'])).hints).toEqual([]);
	});
});

describe('what Losant answers', () => {
	const once = async (scope?: string[]) =>
		await run({
			...(await losant.options('list', {}, scope)),
			onError: 'continueRegularOutput',
		});
	const failure = async (scope?: string[]) => (await once(scope)).success[0]?.json;

	test('403: the scopes that would allow it', async () => {
		expect(await failure(['instanceOrgInvites.post'])).toEqual({
			error: 'Access is forbidden',
			message: expect.stringContaining(
				'Status 403. The API token needs the scope instanceOrgInvites.get (or one that includes it: all.Instance, all.Instance.bounded, all.Instance.read,',
			),
		});
	});

	test('400: Losant’s words as they are', async () => {
		await losant.server.configure({ memberLimit: 0 });
		const { success } = await run({
			...(await losant.options('invite', { email: 'ann@example.com', role: 'view' })),
			onError: 'continueRegularOutput',
		});
		expect(success[0]?.json).toEqual({
			error: expect.stringContaining('limit'),
			message: expect.stringContaining('Status 400. Losant refused a value'),
		});
	});

	test.each([404, 403] as const)(
		'an organization that the token may not see (%p)',
		async (hidden) => {
			await losant.server.configure({ hidden });
			const { success } = await run({
				...(await losant.options('list', {
					orgId: { __rl: true, mode: 'id', value: NO_ORGANIZATION },
				})),
				onError: 'continueRegularOutput',
			});
			expect(success[0]?.json).toMatchObject({
				message: expect.stringMatching(`Status ${hidden}.*'Instance' and 'Organization'`),
			});
		},
	);

	test.each([
		['Invalid access token', async () => 'no.token.atall'],
		['Access token has expired', async () => await losant.server.token({ expiresIn: -60 })],
	])('401 %s: the token', async (message, token) => {
		const options = await losant.options('list');
		const { success } = await run({
			...options,
			credential: { ...options.credential, apiToken: await token() },
			onError: 'continueRegularOutput',
		});
		expect(success[0]?.json).toEqual({
			error: message,
			message: expect.stringContaining("Status 401. Check 'API Token'"),
		});
	});

	test.each([
		[
			{
				kind: 'json',
				status: 405,
				body: { type: 'MethodNotAllowed', message: 'GET is not allowed' },
			},
			'GET is not allowed',
			'405',
		],
		[
			{ kind: 'json', status: 400, body: { code: 'InvalidContent', message: 'Invalid JSON: x' } },
			'Invalid JSON: x',
			'400',
		],
		[
			{
				kind: 'json',
				status: 400,
				body: { type: 'Validation', message: 'invite.role must be an enum value' },
			},
			'invite.role must be an enum value',
			'400',
		],
		[
			{
				kind: 'json',
				status: 400,
				body: { type: 'Validation', message: 'invite.role must be one of: admin, edit' },
			},
			'invite.role must be one of: admin, edit',
			'400',
		],
		[{ kind: 'empty', status: 413 }, 'The request is too large (413)', '413'],
		[
			{ kind: 'redirect', location: 'http://127.0.0.1:9/' },
			'The address redirects to another one (302), where the API token is not sent',
			'302',
		],
	] as const)('%p', async (fault, error, httpCode) => {
		await losant.server.fail({ ...fault, times: Infinity });
		expect(await failure()).toEqual({
			error,
			message: expect.stringContaining(`Status ${httpCode}. `),
		});
		expect(await losant.methods()).toEqual(['GET']);
	});

	test.each([
		[{ kind: 'html', status: 501 }, 'Losant or a proxy before it failed to answer (501)', '501'],
		[
			{ kind: 'text', status: 200, body: '{"items": [', contentType: 'application/json' },
			"The answer (200) can't be read: it isn't the JSON that Losant sends",
			'200',
		],
		[
			{ kind: 'json', status: 418, body: ['teapot'] },
			'Not Losant, but something between this n8n and Losant answered (418) (Server: Losant API)',
			'418',
		],
	] as const)(
		'%p isn’t Losant’s, so it is asked again before that is told',
		async (fault, error, httpCode) => {
			await losant.server.fail({ ...fault, times: Infinity });
			expect(await failure()).toEqual({
				error,
				message: expect.stringContaining(`Status ${httpCode}. `),
			});
			expect((await losant.methods()).length).toBeGreaterThan(3);
		},
	);
});

test.each([
	['', 'is empty'],
	['abc def', "can't be a token: it has a space in it"],
])('the token %p is refused before anything is sent, and not shown', async (apiToken, wrong) => {
	const { credential, parameters } = await losant.options('list');
	const { failed } = await run({
		credential: { ...credential, apiToken },
		parameters,
		onError: 'continueErrorOutput',
	});
	expect(failed.map(({ json }) => json)).toEqual([
		{
			error: `'API Token' in the Losant API credential ${wrong}`,
			message:
				'Paste the token as Losant showed it when it was created, and nothing else. Nothing was sent.',
		},
	]);
	expect(await losant.methods()).toEqual([]);
});

describe('an address where no Losant is', () => {
	const at = async (apiUrl: string) => {
		const { credential, parameters } = await losant.options('list');
		return await run({
			credential: { ...credential, apiUrl },
			parameters,
			onError: 'continueErrorOutput',
		});
	};

	test.each(['http://api.losant.com', 'ftp://x', '', 'https://user:secret@example.com'])(
		'%p is refused before anything is sent, for each item',
		async (apiUrl) => {
			const { success, failed } = await at(apiUrl);
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json)).toEqual([
				{
					error: "'API URL' in the Losant API credential can't be used",
					message: expect.stringMatching(/^It has to start with https:\/\/, .*in clear text\.$/),
				},
			]);
			expect(await losant.methods()).toEqual([]);
		},
	);

	test('a port that there can’t be: nothing was sent, and that is not in doubt', async () => {
		const { credential, parameters } = await losant.options('invite', {
			email: 'ann@example.com',
			role: 'view',
		});
		const { failed, hints } = await run({
			credential: { ...credential, apiUrl: 'https://a:999999' },
			parameters,
			onError: 'continueErrorOutput',
		});
		expect(failed.map(({ json }) => json)).toEqual([
			{
				error: "'API URL' in the Losant API credential can't be used",
				message: expect.not.stringContaining('may or may not'),
			},
		]);
		expect(hints).toEqual([
			"1 of 1 items failed: 'API URL' in the Losant API credential can't be used",
		]);
	});

	test('slashes and spaces around it don’t matter', async () => {
		const { success } = await at(`  ${losant.server.url}//  `);
		expect(success.length).toBeGreaterThan(0);
		const [request] = await losant.server.requests();
		expect(request?.url).toMatch(new RegExp(`^/instances/${INSTANCE}/`));
	});
});

describe('passing troubles', () => {
	const invite = async () =>
		await run({
			...(await losant.options('invite', { email: 'ann@example.com', role: 'view' })),
			onError: 'continueErrorOutput',
		});

	test.each([
		{ kind: 'tooManyRequests', retryAfter: '0' },
		{ kind: 'error', status: 500, when: 'before', retryAfter: '0' },
		{ kind: 'error', status: 503, when: 'before', retryAfter: '0' },
		{ kind: 'error', status: 502, when: 'after', html: true, retryAfter: '0' },
		{ kind: 'cut', when: 'before' },
		{ kind: 'cut', when: 'halfway' },
	] as const)('a list is asked for again after %p', async (fault) => {
		await losant.server.fail({ ...fault, times: 1 });
		const { success, error } = await run(await losant.options('list'));
		expect(error).toBeUndefined();
		expect(success.length).toBeGreaterThan(0);
		expect(await losant.methods()).toEqual(['GET', 'GET']);
	});

	test('a list is asked for four times at most, after a longer wait each time', async () => {
		await losant.server.fail({
			kind: 'error',
			status: 500,
			when: 'before',
			retryAfter: '0',
			times: Infinity,
		});
		const { error } = await run(await losant.options('list'));
		expect(error).toMatchObject({ httpCode: '500' });
		const requests = await losant.server.requests();
		expect(requests).toHaveLength(4);
		requests.slice(1).forEach(({ startedAt }, index) => {
			// half a second at least; a timer may be a moment early
			expect(startedAt - (requests[index]?.endedAt ?? NaN)).toBeGreaterThan(450 * 2 ** index);
		});
	});

	test('an invite is sent again after 429, which Losant has not acted on', async () => {
		await losant.server.fail({ kind: 'tooManyRequests', retryAfter: '0', times: 2 });
		const { success } = await invite();
		expect(success).toHaveLength(1);
		expect(await losant.methods()).toEqual(['POST', 'POST', 'POST']);
	});
});

describe('the token', () => {
	test.each([
		{ kind: 'error', status: 500, when: 'before' },
		{ kind: 'cut', when: 'before' },
		{ kind: 'json', status: 403, body: { type: 'Forbidden', message: 'Access is forbidden' } },
	] as const)('is in nothing that n8n stores after %p', async (fault) => {
		for (const onError of [
			'stopWorkflow',
			'continueRegularOutput',
			'continueErrorOutput',
		] as const) {
			await losant.server.reset();
			await losant.server.fail({ ...fault, method: 'POST', times: Infinity });
			const parameters = { email: 'ann@example.com', role: 'view' };
			// without the right to look, the first unclear end is the last
			const options = await losant.options('invite', parameters, ['instanceOrgInvites.post']);
			const { stored } = await run({ ...options, onError });
			expect(stored).not.toContain(options.credential.apiToken);
		}
	});

	test('is taken out where a server repeats it', async () => {
		const options = await losant.options('list');
		const message = `Bad header: Bearer ${options.credential.apiToken}`;
		await losant.server.fail({ kind: 'json', status: 400, body: { type: 'Validation', message } });
		const { error, stored } = await run(options);
		expect(error?.message).toBe('Bad header: Bearer *** [item 1]');
		expect(stored).not.toContain(options.credential.apiToken);
	});
});

test('the token is in nothing that can be reached from an error, nor is a part of it where words are cut', async () => {
	const { credential, parameters } = await losant.options('list');
	const apiToken = Array.from({ length: 100 }, (_, i) => `tok${i}`.padEnd(8, 'x')).join('');
	expect(apiToken).toHaveLength(800);
	// with a Node error code in it, which makes n8n's error keep the message a second time
	const message = `EPERM: ${'A long story. '.repeat(20)}Bearer ${apiToken} was refused`;
	await losant.server.fail({ kind: 'json', status: 400, body: { type: 'Validation', message } });
	const error: unknown = await searchList('searchInvites', {
		credential: { ...credential, apiToken },
		parameters,
	}).catch((reason: unknown) => reason);
	expect(error).toMatchObject({ message: message.replace(apiToken, '***') });
	const texts = textsIn(error);
	expect(texts.some((text) => text.includes('A long story'))).toBe(true);
	expect(texts.filter((text) => text.includes(apiToken.slice(0, 20)))).toEqual([]);
});

/** All texts that can be reached from a value, in whatever property. */
function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Reflect.ownKeys(value).flatMap((key) => textsIn(Reflect.get(value, key), seen));
}

describe('what is wrong for the whole run', () => {
	test.each([
		[
			{ options: { concurrentRequests: 99 } },
			"'Concurrent Requests' is not a whole number from 1 to 50: 99",
		],
		[{ operation: 'banish' }, 'The operation banish of instanceOrgInvite is not known'],
	])('%p fails every item, so that none looks as if it had succeeded', async (more, error) => {
		const { success, failed } = await run({
			...(await losant.options('invite', { email: 'ann@example.com', role: 'view', ...more })),
			input: [{}, {}],
			onError: 'continueErrorOutput',
		});
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual([error, error]);
		expect(await losant.methods()).toEqual([]);
	});
});
