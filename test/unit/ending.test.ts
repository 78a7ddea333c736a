import { endingOf, isFromLosant, isRedirect } from '../../nodes/Losant/transport/ending';
import type { Outcome } from '../../nodes/Losant/transport/request';

const LOSANTS = { type: 'Odd', message: 'No' };
const status = (code: number, body: unknown = LOSANTS): Outcome => ({
	status: code,
	headers: {},
	body,
});
const broken = (code: string, isUnsent = false): Outcome => ({ code, message: '', isUnsent });

describe('what the end of a request means', () => {
	test.each`
		outcome                                                  | ending
		${status(200, { items: [] })}                            | ${'answered'}
		${status(200)}                                           | ${'unclear'}
		${status(204, '')}                                       | ${'unclear'}
		${status(300, { items: [] })}                            | ${'refused'}
		${status(302, '')}                                       | ${'refused'}
		${status(400)}                                           | ${'refused'}
		${status(400, '')}                                       | ${'unclear'}
		${status(400, { code: 5, message: 'x' })}                | ${'unclear'}
		${status(400, { code: 'InvalidContent', message: 'x' })} | ${'refused'}
		${status(404, { code: 'NotFound', message: 'x' })}       | ${'unclear'}
		${status(404, { message: 'no Route' })}                  | ${'unclear'}
		${status(404, { type: 'NotFound' })}                     | ${'unclear'}
		${broken('no answer')}                                   | ${'unclear'}
		${status(404, 'default backend - 404')}                  | ${'unclear'}
		${status(403, '<html></html>')}                          | ${'unclear'}
		${status(401)}                                           | ${'refused'}
		${status(407, '')}                                       | ${'impossible'}
		${status(408, '')}                                       | ${'unclear'}
		${status(413, '')}                                       | ${'refused'}
		${status(429, '<html></html>')}                          | ${'busy'}
		${status(500)}                                           | ${'unclear'}
		${status(502, '')}                                       | ${'unclear'}
		${broken('ECONNREFUSED')}                                | ${'unreachable'}
		${broken('ENOTFOUND')}                                   | ${'unreachable'}
		${broken('EAI_AGAIN')}                                   | ${'unreachable'}
		${broken('EHOSTUNREACH', true)}                          | ${'unreachable'}
		${broken('EHOSTUNREACH')}                                | ${'unclear'}
		${broken('ENETUNREACH')}                                 | ${'unclear'}
		${broken('ETIMEDOUT', true)}                             | ${'unreachable'}
		${broken('ECONNRESET')}                                  | ${'unclear'}
		${broken('EPIPE')}                                       | ${'unclear'}
		${broken('ECONNABORTED')}                                | ${'unclear'}
		${broken('ERR_BAD_RESPONSE')}                            | ${'unclear'}
		${broken('ERR_INVALID_URL')}                             | ${'impossible'}
		${broken('EPROTO')}                                      | ${'impossible'}
		${broken('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE')}       | ${'impossible'}
		${broken('ERR_SSL_UNSUPPORTED_PROTOCOL')}                | ${'impossible'}
		${broken('ERR_SSL_WRONG_VERSION_NUMBER')}                | ${'unclear'}
		${broken('ERR_SSL_BAD_RECORD_TYPE')}                     | ${'unclear'}
		${broken('ERR_OSSL_EPROTO')}                             | ${'unclear'}
		${broken('SsrfBlockedIpError')}                          | ${'impossible'}
		${broken('ERR_TLS_CERT_ALTNAME_INVALID')}                | ${'impossible'}
	`('$outcome.status $outcome.body $outcome.code: $ending', ({ outcome, ending }) => {
		expect(endingOf('instanceOrgInvites.get', outcome).ending).toBe(ending);
	});

	test.each`
		outcome                       | isThere
		${status(200, { items: [] })} | ${true}
		${status(200, {})}            | ${false}
		${status(200)}                | ${false}
		${status(302)}                | ${false}
		${status(404)}                | ${true}
		${status(404, '')}            | ${false}
		${status(429, '')}            | ${true}
		${status(500)}                | ${true}
		${status(500, '')}            | ${false}
		${status(501)}                | ${true}
		${status(502)}                | ${false}
		${status(503)}                | ${false}
		${status(504)}                | ${false}
		${broken('ECONNREFUSED')}     | ${false}
	`(
		'$outcome.status $outcome.body $outcome.code shows that Losant is there: $isThere',
		({ outcome, isThere }) => {
			expect(isFromLosant(outcome, endingOf('instanceOrgInvites.get', outcome).ending)).toBe(
				isThere,
			);
		},
	);
});

// as Node names them (Node's documentation, tls: X509 certificate error codes)
test.each(
	`UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_CRL UNABLE_TO_DECRYPT_CERT_SIGNATURE UNABLE_TO_DECRYPT_CRL_SIGNATURE
	UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY CERT_SIGNATURE_FAILURE CRL_SIGNATURE_FAILURE CERT_NOT_YET_VALID CERT_HAS_EXPIRED
	CRL_NOT_YET_VALID CRL_HAS_EXPIRED ERROR_IN_CERT_NOT_BEFORE_FIELD ERROR_IN_CERT_NOT_AFTER_FIELD
	ERROR_IN_CRL_LAST_UPDATE_FIELD ERROR_IN_CRL_NEXT_UPDATE_FIELD DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_CHAIN_TOO_LONG CERT_REVOKED INVALID_CA
	PATH_LENGTH_EXCEEDED INVALID_PURPOSE CERT_UNTRUSTED CERT_REJECTED HOSTNAME_MISMATCH`.split(/\s+/),
)('the certificate is no good (%s): nothing was sent', (code) => {
	expect(endingOf('instanceOrgInvites.post', broken(code)).ending).toBe('impossible');
});

test.each([
	[299, false],
	[300, true],
	[307, true],
	[399, true],
	[400, false],
])('%s sends elsewhere: %s', (code, isElsewhere) => {
	expect(isRedirect(status(code))).toBe(isElsewhere);
});
