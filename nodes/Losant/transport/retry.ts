import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** How often a request is repeated at most for a trouble of its own. */
export const MAX_RETRIES = 3;

/** The longest wait that Losant can ask for, in milliseconds. */
const MAX_DELAY = 60_000;

const FIRST_DELAY = 1_000;

/** Methods that do nothing more when they are carried out again (RFC 9110, section 9.2.2; Losant's PATCH sets values). */
const REPEATABLE: ReadonlySet<IHttpRequestMethods> = new Set(['GET', 'PATCH', 'DELETE']);

/**
 * Whether a request may be sent again though Losant may have carried it out.
 *
 * @param method of the request
 */
export function isRepeatable(method: IHttpRequestMethods): boolean {
	return REPEATABLE.has(method);
}

/**
 * The wait before a request is repeated.
 *
 * @param retriesBefore how often it was repeated already
 * @param random a number from 0 to 1, which spreads repeats that would otherwise come all at once
 * @returns milliseconds
 */
export function backoff(retriesBefore: number, random: number): number {
	return FIRST_DELAY * 2 ** retriesBefore * (0.5 + random / 2);
}

/**
 * Reads Retry-After, in seconds or as a date (RFC 9110, section 10.2.3).
 *
 * @param headers of the answer
 * @param now the time of day, in milliseconds since 1970
 * @returns milliseconds
 */
export function retryAfter(headers: IDataObject, now: number): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	if (/^\s*\d+\s*$/.test(value)) return Math.min(Number(value) * 1000, MAX_DELAY);
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), MAX_DELAY);
}
