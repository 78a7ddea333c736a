import { NodeApiError, UserError } from 'n8n-workflow';

import type { LosantActionName } from '../losant/actions';
import type { Answers } from '../losant/answers';
import {
	asNoVerdict,
	asUnclear,
	isNotFound,
	isRefusal,
	isUnclear,
	wayOutOf,
	type Losant,
} from './losant';
import { sentences } from './refusal';
import type { LosantRequest } from './request';

/** How often a request is sent at most. */
const MAX_SENDINGS = 5;

/**
 * The wait between the first and the second look after the first sending, in milliseconds; it doubles with each further one, up to the longest.
 * It is also the time that Losant has, at least, to carry out a request whose end was unclear, before it is sent again.
 */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 16_000;

/** What a request makes, and where it is to be found. */
export interface Made<Answer, Found> {
	/** In words, for the refusal: "a pending invite for ann@example.com" */
	what: string;
	/** Finds it in Losant's answer, which need not show it */
	shownIn(answer: Answer): Found | undefined;
	/**
	 * Finds it at Losant.
	 *
	 * @param since only what Losant says after this moment of the run's clock counts
	 * @returns undefined where it isn't there, so that the request was not carried out
	 * @throws UserError where that can't be told from what is there
	 */
	look(since: number): Promise<Found | undefined>;
}

/**
 * Sends a request that must not be carried out twice. Where it ends without Losant's verdict, what it
 * makes is looked for, at once and again after a while, before the request is sent once more.
 *
 * @param losant the door to Losant
 * @param request changes something
 * @param made what it makes
 * @returns what was made, in Losant's answer or found in its place; or the answer, where Losant says that it was made and doesn't show it
 * @throws NodeApiError with Losant's verdict; or, without one, with what is known and what isn't
 * @throws UserError likewise, where a look can't tell what was made from what was there before
 */
export async function sendOnce<Name extends LosantActionName, Found>(
	losant: Losant,
	request: LosantRequest<Name>,
	{ what, shownIn, look }: Made<Answers[Name], Found>,
): Promise<{ found: Found } | { answer: Answers[Name] }> {
	let unclear: Error | undefined;
	for (let sendings = 1; ; sendings++) {
		const end = await losant(request).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in end) {
			const found = shownIn(end.answer);
			if (found !== undefined) return { found };
			unclear = asUnclear(new UserError(`Losant answered, but doesn't show ${what}`));
		} else if (isUnclear(end.error)) {
			unclear = end.error;
		} else {
			if (!unclear) throw end.error;
			// an earlier sending may have been carried out after all, and be the reason for the refusal
			const found = await look(losant.clock.now()).catch(nothingIfRefused);
			if (found !== undefined) return { found };
			throw withEarlier(end.error, unclear);
		}

		const wait = Math.min(FIRST_WAIT * 2 ** (sendings - 1), LONGEST_WAIT);
		const looked = await lookTwice(losant, wait, look).then(
			(found) => ({ found }),
			(reason: unknown) => ({ reason }),
		);
		if ('found' in looked) {
			if (looked.found !== undefined) return { found: looked.found };
			if (sendings === MAX_SENDINGS) throw withoutVerdict(unclear, what, wait);
			continue;
		}
		const { reason } = looked;
		if (reason instanceof UserError) throw asUnclear(reason);
		if (!(reason instanceof NodeApiError)) throw reason;
		if ('answer' in end) return end;
		throw withoutLook(unclear, what, reason);
	}
}

/**
 * Sends a request that deletes something. Where it ends without Losant's verdict, or Losant no longer finds what an
 * earlier try may have deleted, a look tells whether it is gone.
 *
 * @param losant the door to Losant
 * @param request deletes something
 * @param what it deletes, for the refusal: "the invite of ann@example.com"
 * @param isThere looks whether it is there; only what Losant says after this moment of the run's clock counts
 * @throws NodeApiError with Losant's verdict on the request or on the look; or, without one, with what is known and what isn't
 */
export async function deleteOnce(
	losant: Losant,
	request: LosantRequest<'instanceOrgInvite.delete' | 'instanceOrgMember.delete'>,
	what: string,
	isThere: (since: number) => Promise<boolean>,
): Promise<void> {
	const error = await losant(request).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error === undefined) return;
	if (!(error instanceof NodeApiError) || !isUnclear(error)) throw error;
	const looked = await isThere(losant.clock.now()).then(
		(isStillThere) => ({ isStillThere }),
		(reason: unknown) => ({ reason }),
	);
	if ('reason' in looked) {
		const { reason } = looked;
		if (!(reason instanceof NodeApiError) || isNotFound(reason)) throw reason;
		throw withoutLook(error, what, reason);
	}
	if (!looked.isStillThere) return;
	if (isRefusal(error) && !isNotFound(error)) throw error;
	throw described(
		error,
		`Losant gave no clear answer, and ${what} is still there. Losant may still delete it: look there before you run this again.`,
	);
}

async function lookTwice<Found>(
	{ clock }: Losant,
	wait: number,
	look: Made<unknown, Found>['look'],
): Promise<Found | undefined> {
	const found = await look(clock.now());
	if (found !== undefined) return found;
	await clock.wait(wait);
	return await look(clock.now());
}

function nothingIfRefused(reason: unknown): undefined {
	if (!(reason instanceof NodeApiError || reason instanceof UserError)) throw reason;
}

/** A later sending was refused, or could not be sent; that says nothing about the earlier one. */
function withEarlier(error: unknown, earlier: Error): unknown {
	if (!(error instanceof NodeApiError)) return error;
	error.description = sentences(
		isRefusal(error) ? (error.description ?? '') : '',
		`An earlier sending for this item ended without a clear answer (${earlier.message}), and may have been carried out: look there before you send it again.`,
	);
	return asUnclear(error);
}

function withoutLook(error: Error, what: string, reason: NodeApiError): Error {
	return described(
		error,
		`Losant may or may not have carried out the request. It was not sent again, because ${what} could not be looked for: ${reason.message}. ${wayOutOf(reason)}`,
	);
}

function withoutVerdict(error: Error, what: string, wait: number): Error {
	return described(
		error,
		`Losant gave no clear answer ${MAX_SENDINGS} times, and ${what} was not there ${wait / 1_000} seconds after the last. Losant may still make it: look there before you send it again.`,
	);
}

function described(error: Error, description: string): Error {
	return Object.assign(asNoVerdict(error), { description });
}
