import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** What came of one request: an answer with a status, or none at all. */
export type Outcome =
	| { status: number; headers: IDataObject; body: unknown }
	| { status?: never; code: string; message: string };

/** How often a request is repeated at most. */
export const MAX_RETRIES = 3;

/** Losant's answer when it is asked too often. It has not looked at the request, so repeating can't do anything twice. */
export const TOO_MANY_REQUESTS = 429;

/** How often a request is repeated at most that Losant was too busy for. */
export const MAX_BUSY_RETRIES = 10;

/** The longest wait before a repeat, in milliseconds, also where Losant asks for more. */
export const MAX_DELAY = 60_000;

const FIRST_DELAY = 1_000;

/** Methods that do nothing more when they are carried out again (RFC 9110, section 9.2.2; Losant's PATCH sets values). */
const REPEATABLE: ReadonlySet<IHttpRequestMethods> = new Set(['GET', 'PATCH', 'DELETE']);

/** The connection was never made, so nothing of the request has left this machine. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * The server's certificate isn't trusted, so the connection was given up before anything of the request was sent, and would
 * be again (Node's documentation, tls: X509 certificate error codes).
 */
const BAD_CERTIFICATE: ReadonlySet<string> = new Set([
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'CERT_HAS_EXPIRED',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Passing troubles of a server or a proxy before it. Losant may have acted. */
const PASSING_STATUS: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** The connection broke. Losant may have acted. */
const BROKEN_CONNECTION: ReadonlySet<string> = new Set([
	'ECONNRESET',
	'EPIPE',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH',
	// an answer that ends half way (axios: "stream has been aborted")
	'ERR_BAD_RESPONSE',
]);

/**
 * Whether Losant may have carried out a request that ended like this: it broke off, or what came back is not Losant's verdict.
 *
 * @param outcome how the request ended, other than with a readable success
 */
export function mayHaveActed(outcome: Outcome): boolean {
	return outcome.status === undefined
		? !NEVER_CONNECTED.has(outcome.code) && !isBadCertificate(outcome.code)
		: outcome.status < 300 || outcome.status >= 500;
}

/**
 * Whether a connection was given up because of the server's certificate.
 *
 * @param code of the broken connection
 */
export function isBadCertificate(code: string): boolean {
	return BAD_CERTIFICATE.has(code);
}

/**
 * Decides whether a request is worth repeating, and when.
 *
 * @param method of the request; a POST is not repeated when Losant may have acted
 * @param outcome how the request ended
 * @param retriesBefore how often it was repeated already
 * @param now the time, in milliseconds since 1970
 * @param random a number from 0 to 1, which spreads repeats that would otherwise come all at once
 * @returns the wait before the repeat in milliseconds, or `undefined` where it must not be repeated
 */
export function retryDelay(
	method: IHttpRequestMethods,
	outcome: Outcome,
	retriesBefore: number,
	now: number,
	random: number,
): number | undefined {
	const isBusy = outcome.status === TOO_MANY_REQUESTS;
	if (retriesBefore >= (isBusy ? MAX_BUSY_RETRIES : MAX_RETRIES)) return undefined;
	const isWorthRepeating =
		outcome.status === undefined
			? NEVER_CONNECTED.has(outcome.code) ||
				(REPEATABLE.has(method) && BROKEN_CONNECTION.has(outcome.code))
			: isBusy || (REPEATABLE.has(method) && PASSING_STATUS.has(outcome.status));
	if (!isWorthRepeating) return undefined;

	const asked = outcome.status === undefined ? undefined : retryAfter(outcome.headers, now);
	const backoff = FIRST_DELAY * 2 ** retriesBefore * (0.5 + random / 2);
	return Math.min(Math.max(asked ?? 0, backoff), MAX_DELAY);
}

/**
 * Reads how long Losant, or a proxy before it, asks to wait: seconds, which some servers send with decimals, or a date
 * (RFC 9110, section 10.2.3).
 *
 * @param headers of the answer, named in lower case
 * @param now the time, in milliseconds since 1970
 * @returns milliseconds, `MAX_DELAY` at most; `undefined` where it asks for no wait, or can't be read
 */
export function retryAfter(headers: IDataObject, now: number): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string') return undefined;
	const asked = value.trim();
	const wait = /^\d+(\.\d+)?$/.test(asked) ? Number(asked) * 1_000 : readDate(asked) - now;
	return wait > 0 ? Math.min(wait, MAX_DELAY) : undefined;
}

/**
 * Reads a date in one of the three forms of RFC 9110, section 5.6.7. The two old ones are brought into today's, which is the
 * one that JavaScript writes: what it writes otherwise is no date, or no date of this century (the weekday tells).
 *
 * @returns milliseconds since 1970, or NaN
 */
function readDate(text: string): number {
	const date = text
		.replace(
			/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?day, (\d\d)-(\w{3})-(\d\d) /,
			'$1, $2 $3 20$4 ',
		)
		.replace(/^(\w{3} \w{3}) {2}/, '$1 0')
		.replace(/^(\w{3}) (\w{3}) (\d\d) (\S+) (\d{4})$/, '$1, $3 $2 $5 $4 GMT');
	const time = Date.parse(date);
	return new Date(time).toUTCString() === date ? time : NaN;
}
