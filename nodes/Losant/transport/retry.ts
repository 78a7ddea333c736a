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
	return Math.min(asked ?? backoff, MAX_DELAY);
}

/** Reads Retry-After, in seconds or as a date (RFC 9110, section 10.2.3), into milliseconds. */
function retryAfter(headers: IDataObject, now: number): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
