import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

/** What stands between this n8n and Losant, and the token that doesn't get there. */

// what never answers is waited for as long as a user has it
jest.setTimeout(60_000);

const losant = useLosant();
const invite = async (credential: Partial<{ apiToken: unknown; apiUrl: string }> = {}) => {
	const options = await losant.options('invite', { email: 'ann@example.com', role: 'view' });
	return await run({
		...options,
		credential: { ...options.credential, ...credential } as typeof options.credential,
		onError: 'continueErrorOutput',
	});
};
const failure = ({ failed }: Awaited<ReturnType<typeof invite>>) => failed[0]?.json;
const page = (title: string) => `<html><head><title>${title}</title></head></html>`;

describe('something else answers in Losant’s place', () => {
	test.each([400, 403, 404] as const)(
		'%p: it says who, and what to ask for; nobody is invited twice',
		async (status) => {
			await losant.server.fail({
				kind: 'text',
				status,
				body: page('Access  Denied'),
				contentType: 'text/html',
				headers: { Server: 'squid/5.7', Via: '1.1 proxy.example' },
				times: Infinity,
			});
			expect(failure(await invite())).toMatchObject({
				error: `Not Losant, but something between this n8n and Losant answered (${status}) ("Access Denied", Server: squid/5.7, Via: 1.1 proxy.example)`,
				message: expect.stringContaining('ask who runs your network to allow the address'),
			});
		},
	);

	test('403 to the sending alone: it is looked for before it is sent again', async () => {
		await losant.server.fail({ kind: 'html', status: 403, when: 'after', method: 'POST' });
		const { success } = await invite();
		expect(success).toHaveLength(1);
		expect(await losant.server.mails(ORGANIZATION)).toEqual(['ann@example.com']);
	});

	test('407: the proxy asks for a login, and nothing was sent', async () => {
		await losant.server.fail({ kind: 'html', status: 407, times: Infinity });
		const json = failure(await invite());
		expect(json?.error).toContain('The proxy between this n8n and Losant asks for a login (407)');
		expect(json?.message).toContain('Nothing was sent for this item');
		expect(await losant.methods()).toEqual(['POST']);
	});
});

describe('what never left this machine', () => {
	test('https at a port without it', async () => {
		// by its name, since TLS has no names for addresses, of which Node would warn
		const apiUrl = `https://localhost:${losant.server.port}`;
		const json = failure(await invite({ apiUrl }));
		expect(json?.message).toContain('Nothing was sent for this item');
		expect(json?.message).not.toContain('may or may not');
	});

	test('a name that isn’t found', async () => {
		const apiUrl = 'https://losant.invalid';
		const json = failure(await invite({ apiUrl }));
		expect(json?.message).not.toContain('may or may not');
		expect(json?.message).toContain('Nothing was sent');
	});

	test('an address that is none', async () => {
		const json = failure(await invite({ apiUrl: 'https://127.0.0.1:999999' }));
		expect(json?.error).toBe("'API URL' in the Losant API credential can't be used");
	});
});

describe('the API token', () => {
	const token = async () => (await losant.options('list')).credential.apiToken;

	test.each([
		(one: string) => `Bearer ${one}`,
		(one: string) => `bearer  ${one}\n`,
		(one: string) => `"${one}"`,
		(one: string) => `'Bearer ${one}'`,
		(one: string) => `Bearer "${one}"`,
		(one: string) => `Bearer Bearer ${one}`,
		(one: string) => `"Bearer  'BEARER\tbearer ${one}'"`,
		(one: string) => `${one}\u200b`,
		(one: string) => `\ufeffBearer\u200b\u00a0${one}"\u200e\n`,
		(one: string) => `\0${one.slice(0, 9)}\u00ad\u2060${one.slice(9)}\u202c`,
	])('is taken out of what was pasted around it', async (wrap) => {
		const { success } = await invite({ apiToken: wrap(await token()) });
		expect(success).toHaveLength(1);
	});

	test.each([
		['', 'is empty'],
		['  ', 'is empty'],
		['""', 'is empty'],
		[undefined, 'is empty'],
		['{{ $vars.token }}', "can't be a token: it has an expression that was not resolved in it"],
		['abc\ndef', "can't be a token: it has a line break in it"],
		['abc def', "can't be a token: it has a space in it"],
		['abc\u00e9def', "can't be a token: it has the character U+00E9 in it"],
		['Bearer', 'is empty'],
		['Bearer\u200b "Bearer"', 'is empty'],
		['\u200b', 'is empty'],
		['undefined', 'is an expression that gave nothing: undefined'],
		['null', 'is an expression that gave nothing: null'],
		['NaN', 'is an expression that gave nothing: NaN'],
		['[object Object]', 'is an expression that gave nothing: [object Object]'],
		['Bearer undefined', 'is an expression that gave nothing: undefined'],
	])('%j can’t be one, and nothing is sent', async (apiToken, wrong) => {
		const json = failure(await invite({ apiToken }));
		expect(json?.error).toBe(`'API Token' in the Losant API credential ${wrong}`);
		expect(await losant.methods()).toEqual([]);
	});
});
