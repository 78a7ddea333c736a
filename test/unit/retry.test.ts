import type { IHttpRequestMethods } from 'n8n-workflow';

import {
	MAX_BUSY_RETRIES,
	MAX_DELAY,
	mayHaveActed,
	retryDelay,
	type Outcome,
} from '../../nodes/Losant/transport/retry';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const status = (code: number, headers = {}): Outcome => ({ status: code, headers, body: '' });
const broken = (code: string): Outcome => ({ code, message: '' });
const delay = (method: IHttpRequestMethods, outcome: Outcome, retriesBefore = 0, random = 1) =>
	retryDelay(method, outcome, retriesBefore, NOW, random);

describe('which requests are repeated', () => {
	test.each`
		outcome                       | get      | post
		${status(429)}                | ${true}  | ${true}
		${status(502)}                | ${true}  | ${false}
		${status(503)}                | ${true}  | ${false}
		${status(504)}                | ${true}  | ${false}
		${status(500)}                | ${true}  | ${false}
		${status(501)}                | ${false} | ${false}
		${status(400)}                | ${false} | ${false}
		${status(401)}                | ${false} | ${false}
		${status(403)}                | ${false} | ${false}
		${status(404)}                | ${false} | ${false}
		${status(413)}                | ${false} | ${false}
		${broken('ECONNREFUSED')}     | ${true}  | ${true}
		${broken('ENOTFOUND')}        | ${true}  | ${true}
		${broken('EAI_AGAIN')}        | ${true}  | ${true}
		${broken('ECONNRESET')}       | ${true}  | ${false}
		${broken('EPIPE')}            | ${true}  | ${false}
		${broken('ETIMEDOUT')}        | ${true}  | ${false}
		${broken('ECONNABORTED')}     | ${false} | ${false}
		${broken('ERR_CANCELED')}     | ${false} | ${false}
		${broken('CERT_HAS_EXPIRED')} | ${false} | ${false}
	`(
		'$outcome.status$outcome.code: GET, PATCH, DELETE $get, POST $post',
		({ outcome, get, post }) => {
			expect(delay('GET', outcome) !== undefined).toBe(get);
			expect(delay('PATCH', outcome) !== undefined).toBe(get);
			expect(delay('DELETE', outcome) !== undefined).toBe(get);
			expect(delay('POST', outcome) !== undefined).toBe(post);
		},
	);

	test('three times at most', () => {
		expect(delay('GET', status(503), 2)).toBeDefined();
		expect(delay('GET', status(503), 3)).toBeUndefined();
	});

	test('more often where Losant was only too busy', () => {
		expect(delay('POST', status(429), MAX_BUSY_RETRIES - 1)).toBeDefined();
		expect(delay('POST', status(429), MAX_BUSY_RETRIES)).toBeUndefined();
	});
});

test.each`
	outcome                                        | may
	${status(200)}                                 | ${true}
	${status(302)}                                 | ${false}
	${status(400)}                                 | ${false}
	${status(404)}                                 | ${false}
	${status(429)}                                 | ${false}
	${status(500)}                                 | ${true}
	${status(502)}                                 | ${true}
	${broken('ECONNRESET')}                        | ${true}
	${broken('ECONNABORTED')}                      | ${true}
	${broken('ECONNREFUSED')}                      | ${false}
	${broken('EAI_AGAIN')}                         | ${false}
	${broken('DEPTH_ZERO_SELF_SIGNED_CERT')}       | ${false}
	${broken('SELF_SIGNED_CERT_IN_CHAIN')}         | ${false}
	${broken('UNABLE_TO_VERIFY_LEAF_SIGNATURE')}   | ${false}
	${broken('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')} | ${false}
	${broken('CERT_HAS_EXPIRED')}                  | ${false}
	${broken('ERR_TLS_CERT_ALTNAME_INVALID')}      | ${false}
`('after $outcome.status$outcome.code Losant may have acted: $may', ({ outcome, may }) => {
	expect(mayHaveActed(outcome)).toBe(may);
});

describe('how long a repeat waits', () => {
	const after = (value: unknown) => delay('GET', status(429, { 'retry-after': value }));

	test('as many seconds as Losant asks for', () => {
		expect(after('7')).toBe(7_000);
		expect(after(' 0 ')).toBe(0);
	});

	test('until the date that Losant asks for', () => {
		expect(after('Mon, 23 Nov 2026 12:00:09 GMT')).toBe(9_000);
		expect(after('Mon, 23 Nov 2026 11:00:00 GMT')).toBe(0);
	});

	test('never more than 60 seconds', () => {
		expect(after('3600')).toBe(MAX_DELAY);
		expect(after('Tue, 24 Nov 2026 12:00:00 GMT')).toBe(MAX_DELAY);
	});

	test.each(['', 'soon', undefined, ['5']])('by backoff where Retry-After is %p', (value) => {
		expect(after(value)).toBe(1_000);
	});

	test('by backoff that doubles, spread over its upper half', () => {
		expect([0, 1, 2].map((retries) => delay('GET', status(503), retries, 1))).toEqual([
			1_000, 2_000, 4_000,
		]);
		expect([0, 1, 2].map((retries) => delay('GET', status(503), retries, 0))).toEqual([
			500, 1_000, 2_000,
		]);
	});
});
