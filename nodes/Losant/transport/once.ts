import { NodeApiError } from 'n8n-workflow';

import { isUnclear, type Losant, type LosantRequest } from './losant';

/** How often a request is sent at most. */
const MAX_SENDINGS = 3;

/**
 * The wait between the first and the second look after the first sending, in milliseconds; it doubles with each further one.
 * It is also the time that Losant has, at least, to carry out a request whose end was unclear, before it is sent again.
 */
const FIRST_WAIT = 2_000;

/**
 * Sends a request that must not be carried out twice. Where it ends without Losant's verdict, what it
 * makes is looked for, at once and again after a while, before the request is sent once more.
 *
 * @param losant the door to Losant
 * @param request changes something
 * @param what the request makes, for the refusal: "a pending invite for ann@example.com"
 * @param look finds what the request makes, if it is there by now; an error of its own, when that can't be told from what was there before, ends it
 * @returns what Losant answered, or what was found in its place
 * @throws NodeApiError with Losant's verdict; or, without one, with what is known and what isn't
 */
export async function sendOnce<Found>(
	losant: Losant,
	request: LosantRequest,
	what: string,
	look: () => Promise<Found | undefined>,
): Promise<{ answer: unknown } | { found: Found }> {
	for (let sendings = 1; ; sendings++) {
		const end = await losant(request).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in end) return end;
		const { error } = end;
		if (!isUnclear(error)) {
			// an earlier sending may have been carried out after all, and be the reason for the refusal
			const found = sendings > 1 ? await look().catch(nothingIfRefused) : undefined;
			if (found !== undefined) return { found };
			throw error;
		}
		const wait = FIRST_WAIT * 2 ** (sendings - 1);
		const found = await lookTwice(losant, wait, look).catch((reason: unknown) => {
			throw reason instanceof NodeApiError ? withoutLook(error, what, reason) : reason;
		});
		if (found !== undefined) return { found };
		if (sendings === MAX_SENDINGS) throw withoutVerdict(error, what, wait);
	}
}

async function lookTwice<Found>(
	losant: Losant,
	wait: number,
	look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
	const found = await look();
	if (found !== undefined) return found;
	await losant.pause(wait);
	return await look();
}

function nothingIfRefused(reason: unknown): undefined {
	if (!(reason instanceof NodeApiError)) throw reason;
}

function withoutLook(error: NodeApiError, what: string, reason: NodeApiError): NodeApiError {
	error.description = `Losant may or may not have carried out the request. It was not sent again, because ${what} could not be looked for: ${reason.message}. ${reason.description ?? ''}`;
	return error;
}

function withoutVerdict(error: NodeApiError, what: string, wait: number): NodeApiError {
	error.description = `Losant gave no clear answer ${MAX_SENDINGS} times, and ${what} was not there ${wait / 1_000} seconds after the last. Losant may still make it: look there before you send it again.`;
	return error;
}
