import { endingOf, isFromLosant } from '../../nodes/Losant/transport/ending';
import type { Outcome } from '../../nodes/Losant/transport/request';

const broken = (code: string): Outcome => ({ code, message: '' });
const answer = (status: number, body: unknown = '<html></html>'): Outcome => ({
	status,
	headers: {},
	body,
});
const losants = (status: number) => answer(status, { type: 'Some', message: 'words' });

describe('what the end of a request means', () => {
	test.each`
		outcome                                           | ending
		${broken('ECONNREFUSED')}                         | ${'unreachable'}
		${broken('ENOTFOUND')}                            | ${'unreachable'}
		${broken('EAI_AGAIN')}                            | ${'unreachable'}
		${broken('ECONNRESET')}                           | ${'unclear'}
		${broken('EPIPE')}                                | ${'unclear'}
		${broken('ETIMEDOUT')}                            | ${'unclear'}
		${broken('ECONNABORTED')}                         | ${'unclear'}
		${broken('EHOSTUNREACH')}                         | ${'unclear'}
		${broken('ENETUNREACH')}                          | ${'unclear'}
		${broken('no answer')}                            | ${'unclear'}
		${broken('ERR_INVALID_URL')}                      | ${'impossible'}
		${broken('CERT_HAS_EXPIRED')}                     | ${'impossible'}
		${broken('CERT_NOT_YET_VALID')}                   | ${'impossible'}
		${broken('CERT_REVOKED')}                         | ${'impossible'}
		${broken('UNABLE_TO_GET_ISSUER_CERT')}            | ${'impossible'}
		${broken('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')}    | ${'impossible'}
		${broken('UNABLE_TO_VERIFY_LEAF_SIGNATURE')}      | ${'impossible'}
		${broken('DEPTH_ZERO_SELF_SIGNED_CERT')}          | ${'impossible'}
		${broken('SELF_SIGNED_CERT_IN_CHAIN')}            | ${'impossible'}
		${broken('ERR_TLS_CERT_ALTNAME_INVALID')}         | ${'impossible'}
		${answer(200, { id: 'a' })}                       | ${'answered'}
		${answer(299, { id: 'a' })}                       | ${'answered'}
		${answer(200, {})}                                | ${'unclear'}
		${answer(200)}                                    | ${'unclear'}
		${answer(302)}                                    | ${'refused'}
		${answer(413)}                                    | ${'refused'}
		${answer(429)}                                    | ${'busy'}
		${losants(429)}                                   | ${'busy'}
		${losants(400)}                                   | ${'refused'}
		${answer(400, { code: 'Invalid', message: 'x' })} | ${'refused'}
		${answer(400)}                                    | ${'unclear'}
		${losants(401)}                                   | ${'refused'}
		${losants(403)}                                   | ${'refused'}
		${answer(403)}                                    | ${'unclear'}
		${answer(403, { code: 'NoRoute', message: 'x' })} | ${'unclear'}
		${losants(404)}                                   | ${'refused'}
		${answer(404)}                                    | ${'unclear'}
		${answer(404, { message: 'no Route' })}           | ${'unclear'}
		${answer(404, { type: 'NotFound' })}              | ${'unclear'}
		${losants(409)}                                   | ${'refused'}
		${losants(500)}                                   | ${'unclear'}
		${answer(502)}                                    | ${'unclear'}
	`('$outcome.status$outcome.code $outcome.body: $ending', ({ outcome, ending }) => {
		expect(endingOf('instanceOrgInvite.get', outcome).ending).toBe(ending);
	});
});

test.each`
	outcome                     | is
	${losants(500)}             | ${true}
	${losants(404)}             | ${true}
	${answer(404)}              | ${false}
	${answer(200, {})}          | ${false}
	${answer(200, { id: 'a' })} | ${true}
	${answer(429)}              | ${true}
	${answer(302)}              | ${false}
	${broken('ECONNRESET')}     | ${false}
`(
	'$outcome.status$outcome.code $outcome.body shows that Losant is there: $is',
	({ outcome, is }) => {
		expect(isFromLosant(outcome, endingOf('instanceOrgInvite.get', outcome).ending)).toBe(is);
	},
);
