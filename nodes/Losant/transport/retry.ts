import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** How often a request is repeated at most for a trouble of its own. */
export const MAX_RETRIES = 3;

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

/** Where the values of a header stand that was there more than once (RFC 9110, section 5.3); a date has a comma too. */
const BETWEEN_VALUES = /,(?!\s*\d\d[ -][A-Za-z])/;

/** Seconds, which some servers send with decimals. */
const SECONDS = /^(?:\d+\.?\d*|\.\d+)$/;

/**
 * Reads how long Losant, or a proxy before it, asks to wait: seconds or a date (RFC 9110, section 10.2.3). Of several,
 * the longest counts.
 *
 * @param headers of the answer, named in lower case
 * @param now the time by the sender's clock, in milliseconds since 1970
 * @returns milliseconds; `undefined` where it asks for no wait, or can't be read
 */
export function retryAfter(headers: IDataObject, now: number): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string') return undefined;
	const waits = value
		.split(BETWEEN_VALUES)
		.map((one) => one.trim())
		.map((asked) => (SECONDS.test(asked) ? Number(asked) * 1_000 : readDate(asked) - now))
		.filter((wait) => wait > 0);
	return waits.length > 0 ? Math.max(...waits) : undefined;
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
