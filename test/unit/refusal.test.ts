import { refusal } from '../../nodes/Losant/transport/refusal';

const asTheyAre = (words: string) => words;

test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
	'%s: the certificate is named, and who can have it trusted',
	(code) => {
		const outcome = { code, message: 'self-signed certificate', isUnsent: true };
		expect(refusal('instanceOrgInvites.post', {}, false, outcome, asTheyAre)).toEqual({
			message: `Losant could not be reached: the certificate of its address is not trusted (${code})`,
			description: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
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
