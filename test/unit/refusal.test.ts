import { givenUpInWords, refusal, sentences } from '../../nodes/Losant/transport/refusal';

const asTheyAre = (words: string) => words;

test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
	'%s: the certificate is named, and who can have it trusted',
	(code) => {
		const outcome = { code, message: 'self-signed certificate', isUnsent: true };
		expect(refusal('instanceOrgInvites.post', {}, false, outcome, asTheyAre)).toEqual({
			message: `Losant could not be reached: the certificate of its address is not trusted (${code})`,
			description: expect.stringMatching(/NODE_EXTRA_CA_CERTS\. Nothing was sent for this item$/),
			wayOut: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
			httpCode: code,
		});
	},
);

test.each([
	[{ orgId: 'x' }, "Check 'Organization': Losant finds no such thing"],
	[{}, "Check 'API URL' in the Losant API credential: Losant finds no such thing"],
])('404 for the path %j names what to check', (path, words) => {
	const outcome = { status: 404, headers: {}, body: { type: 'NotFound', message: 'x' } };
	expect(refusal('instances.get', path, false, outcome, asTheyAre).description).toContain(words);
});

describe('without an answer', () => {
	test.each([
		['ERR_CANCELED', 'The execution was canceled'],
		['ECONNREFUSED', 'Losant could not be reached: the connection was refused (ECONNREFUSED)'],
		['ENOTFOUND', 'Losant could not be reached: its address was not found (ENOTFOUND)'],
		['EAI_AGAIN', 'Losant could not be reached: its address was not found (EAI_AGAIN)'],
		['ECONNABORTED', 'Losant did not answer in time (ECONNABORTED)'],
		['ETIMEDOUT', 'Losant did not answer in time (ETIMEDOUT)'],
		['EPROTO', 'Losant could not be reached: there is no https at this address (EPROTO)'],
		['ECONNRESET', 'The connection to Losant broke before the whole answer was there (ECONNRESET)'],
		['EPIPE', 'The connection to Losant broke before the whole answer was there (EPIPE)'],
		[
			'ERR_BAD_RESPONSE',
			'The connection to Losant broke before the whole answer was there (ERR_BAD_RESPONSE)',
		],
		['EHOSTUNREACH', 'Losant could not be reached: no way to a host (EHOSTUNREACH)'],
	])('%s', (code, message) => {
		const outcome = { code, message: 'no way to a host', isUnsent: false };
		const said = refusal('instanceOrgInvites.get', {}, false, outcome, asTheyAre);
		expect(said).toMatchObject({ message, httpCode: code });
		expect(said.wayOut).toContain("Check 'API URL' in the Losant API credential");
		expect(said.description).toBe(
			code === 'EPROTO' ? `${said.wayOut}. Nothing was sent for this item` : said.wayOut,
		);
	});

	test('an address that n8n blocks: nothing was sent, and where it can be allowed', () => {
		const outcome = { code: 'SsrfBlockedIpError', message: 'blocked', isUnsent: true };
		expect(refusal('instanceOrgInvites.post', {}, false, outcome, asTheyAre)).toMatchObject({
			message: 'n8n blocks requests to this address (its protection against SSRF)',
			description: expect.stringMatching(/N8N_SSRF_ALLOWED_HOSTNAMES.*Nothing was sent/),
		});
	});

	test('unclear: that it may have been carried out', () => {
		const outcome = { code: 'ECONNRESET', message: 'x', isUnsent: false };
		expect(refusal('instanceOrgInvites.post', {}, true, outcome, asTheyAre).description).toContain(
			'Losant may or may not have carried out the request',
		);
	});
});

describe('an answer', () => {
	const losants = (status: number, body: object) => ({ status, headers: {}, body });
	const path = { instanceId: 'i', orgId: 'o', userId: 'u' };

	test.each([
		[400, 'Validation', 'instanceOrgInvites.post', 'Check the fields of this item'],
		[400, 'Validation', 'instanceOrgMember.patch', 'last administrator'],
		[400, 'Validation', 'instanceOrgMember.delete', 'last administrator'],
		[401, 'Unauthorized', 'instanceOrgInvites.post', "Check 'API Token'"],
		[
			403,
			'Forbidden',
			'instanceOrgInvites.post',
			"what 'Instance', 'Organization' and the member names",
		],
		[404, 'NotFound', 'instanceOrgMember.get', "Check 'Instance', 'Organization' and the member:"],
		[405, 'MethodNotAllowed', 'instanceOrgMember.get', "This address doesn't know the request"],
		[413, 'TooLarge', 'instanceOrgInvites.post', 'Send fewer application and dashboard roles'],
		[429, 'RateLimitExceeded', 'instanceOrgInvites.post', "Lower 'Concurrent Requests'"],
		[418, 'Teapot', 'instanceOrgInvites.post', 'Check the fields of this item'],
		[500, 'Internal', 'instanceOrgInvites.post', 'Try again later'],
		[409, 'AlreadyExists', 'instanceOrgInvites.post', "Set 'If Already Invited'"],
		[409, 'AlreadyExists', 'instanceOrgMembers.post', 'Check the fields of this item'],
	] as const)(
		'%s %s of %s keeps its words, and says what to do',
		(status, type, action, wayOut) => {
			const outcome = losants(status, { type, message: 'as Losant says' });
			expect(refusal(action, path, false, outcome, asTheyAre)).toMatchObject({
				message: 'as Losant says',
				wayOut: expect.stringContaining(wayOut),
				httpCode: String(status),
			});
		},
	);

	test.each([
		[413, 'The request is too large (413)'],
		[429, 'Losant is receiving too many requests (429)'],
		[502, 'Losant or a proxy before it failed to answer (502)'],
	])('%s without words is put into words', (status, message) => {
		for (const body of ['', {}, { message: ' ' }, { message: 1 }]) {
			const outcome = { status, headers: {}, body };
			expect(refusal('instanceOrgInvites.get', path, false, outcome, asTheyAre).message).toBe(
				message,
			);
		}
	});

	test('Losant without words is told so', () => {
		const outcome = losants(400, { type: 'Validation', message: '' });
		expect(refusal('instanceOrgInvites.get', path, false, outcome, asTheyAre).message).toBe(
			'Losant refused the request (400) without saying why',
		);
	});

	test('a page is not Losant: its title and its server are named, at a length that can be read', () => {
		const long = 'x'.repeat(200);
		const outcome = {
			status: 403,
			headers: { server: `nginx${long}`, via: '1.1 proxy' },
			body: `<html><title lang="en"> Blocked\n by policy ${long}</title></html>`,
		};
		const { message, wayOut } = refusal('instanceOrgInvites.get', path, false, outcome, asTheyAre);
		expect(message).toMatch(
			/^Not Losant, but something between this n8n and Losant answered \(403\) \("Blocked by policy x+", Server: nginxx+, Via: 1\.1 proxy\)$/,
		);
		expect(message.length).toBeLessThan(320);
		expect(wayOut).toContain('ask who runs your network');
	});

	test.each([
		[200, "The answer (200) can't be read", "in Losant's place (Server: nginx)"],
		[300, 'The address redirects to another one (300)', 'the address that answers itself'],
		[302, 'The address redirects to another one (302)', 'the address that answers itself'],
		[407, 'asks for a login (407) (Server: nginx)', 'HTTPS_PROXY'],
		[500, 'failed to answer (500)', "ask Losant's support (Server: nginx)"],
		[503, 'failed to answer (503)', "ask Losant's support (Server: nginx)"],
	])('%s of another server', (status, message, wayOut) => {
		const outcome = { status, headers: { server: 'nginx' }, body: '' };
		expect(refusal('instanceOrgInvites.get', path, false, outcome, asTheyAre)).toMatchObject({
			message: expect.stringContaining(message),
			wayOut: expect.stringContaining(wayOut),
		});
	});

	test('Losant’s own trouble isn’t put down to the server that Losant names', () => {
		const outcome = {
			status: 500,
			headers: { server: 'Losant' },
			body: { type: 'Internal', message: 'Something broke' },
		};
		expect(refusal('instanceOrgInvites.get', path, false, outcome, asTheyAre)).toMatchObject({
			message: 'Something broke',
			wayOut: "Try again later; if it goes on, ask Losant's support",
		});
	});

	test('a scope is asked for by what the path names, or by the request where it names nothing', () => {
		const outcome = losants(403, { type: 'Forbidden', message: 'No' });
		expect(refusal('instances.get', {}, false, outcome, asTheyAre).wayOut).toContain(
			'it may not be allowed to use what the request names',
		);
	});

	test.each([
		[500, 'x'.repeat(500)],
		[501, `${'x'.repeat(500)}…`],
	])('%s characters of words', (length, message) => {
		const outcome = losants(400, { type: 'Validation', message: 'x'.repeat(length) });
		expect(refusal('instanceOrgInvites.post', path, false, outcome, asTheyAre).message).toBe(
			message,
		);
	});

	test('long words are cut, after the token was taken out of them', () => {
		const body = { type: 'Validation', message: `${'x'.repeat(495)}token${'y'.repeat(200)}` };
		const withoutToken = (words: string) => words.replaceAll('token', '***');
		expect(
			refusal('instanceOrgInvites.post', path, false, losants(400, body), withoutToken).message,
		).toBe(`${'x'.repeat(495)}***yy…`);
	});
});

describe('nothing is sent any more', () => {
	const outcome = { code: 'ECONNREFUSED', message: 'x', isUnsent: true };
	const last = {
		message: 'Losant could not be reached',
		description: "Check 'API URL'",
		wayOut: "Check 'API URL'",
		httpCode: 'ECONNREFUSED',
	};
	const away = { why: 'away', outcome, lastAnswer: new Date('2026-03-04T05:06:07.890Z') } as const;
	const useless = { why: 'useless', outcome, lastAnswer: undefined } as const;

	test('since Losant stopped answering: since when, and what to do', () => {
		expect(givenUpInWords(last, away, false)).toEqual({
			...last,
			message: 'Losant stopped answering at 2026-03-04T05:06:07Z. Losant could not be reached',
			description: expect.stringMatching(/^Nothing was sent for this item\. .*'Wait for Losant'/),
		});
	});

	test('and an earlier try may have been carried out: it says so instead', () => {
		expect(givenUpInWords(last, away, true).description).toBe(
			'Losant may or may not have carried out the request: look there before you send it again.',
		);
		expect(givenUpInWords(last, useless, true)).toBe(last);
	});

	test('since it is no use, or Losant was never there: nothing was sent, and that is said once', () => {
		const said = givenUpInWords(last, useless, false);
		expect(said.description).toBe("Check 'API URL'. Nothing was sent for this item");
		expect(givenUpInWords(said, useless, false)).toBe(said);
		const never = { ...away, lastAnswer: undefined };
		expect(givenUpInWords(last, never, false)).toEqual(said);
	});
});

test.each([
	[['One', 'two'], 'One. two'],
	[['One.', 'Two.'], 'One. Two.'],
	[['', 'Two'], 'Two'],
	[['One.'], 'One.'],
])('the sentences %j', ([first = '', ...others], text) => {
	expect(sentences(first, ...others)).toBe(text);
});
