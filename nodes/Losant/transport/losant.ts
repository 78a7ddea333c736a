import { NodeApiError } from 'n8n-workflow';

import { actions, type LosantActionName } from '../losant/actions';
import type { Answers } from '../losant/answers';
import { isObject, NO_ID } from '../losant/objects';
import { clockOf, type Clock } from './clock';
import { readCredential, withoutToken, type Credential } from './credential';
import { endingOf, isFromLosant, type Ending } from './ending';
import type { Patience, Trouble } from './outage';
import { givenUpInWords, refusal, type Refusal } from './refusal';
import { sendRequest, type Context, type LosantRequest, type Outcome } from './request';
import { backoff, isRepeatable, MAX_RETRIES } from './retry';
import { Run } from './run';

/** The one door to Losant. */
export interface Losant {
	/**
	 * @param request the call
	 * @param sending is called each time that the request is sent
	 * @returns what Losant answered
	 * @throws NodeApiError with Losant's words as the message, the way out as the description and the
	 * HTTP status (or the code of the broken connection) as `httpCode`
	 * @throws NodeOperationError when the credential can't be used, the run was cancelled, or its time is over
	 */
	<Name extends LosantActionName>(
		request: LosantRequest<Name>,
		sending?: () => void,
	): Promise<Answers[Name]>;

	/** The time of the run */
	clock: Clock;

	/**
	 * @param moment of the run's clock
	 * @returns when that is by Losant's own clock, or up to a second before; undefined while no answer has told
	 */
	dateOf(moment: number): Date | undefined;

	/** The door of the run itself, for what its items share: an item that waits for another's work must not have that one wait for its place */
	forRun(): Losant;

	/**
	 * The same door for one item.
	 *
	 * @param aside lets others have the item's place while it waits
	 */
	forItem(aside: Aside): Losant;

	/**
	 * @returns the address of the API, in one form for all its spellings
	 * @throws NodeOperationError when the credential can't be used
	 */
	address(): Promise<string>;
}

/** Waits for something while others go on. */
export type Aside = (waiting: Promise<void>) => Promise<void>;

const MINUTE = 60_000;

/**
 * The patience of a run: in its midst Losant is waited for, but before its first answer something is wrong rather than passing.
 *
 * @param minutes to wait for Losant when it stops answering. A limit is waited for longer, since Losant is there
 */
export function patient(minutes: number): Patience {
	const later = minutes * MINUTE;
	return { atFirst: 15_000, later, busy: Math.max(later, 3 * MINUTE) };
}

/** For a pick list, which somebody waits for. */
export const IMPATIENT: Patience = { atFirst: 5_000, later: 0, busy: 5_000 };

/** Asks for what isn't there, since any answer shows that Losant is. */
const ARE_YOU_THERE: LosantRequest<'instanceOrgInvites.get'> = {
	action: 'instanceOrgInvites.get',
	path: { instanceId: NO_ID, orgId: NO_ID },
};

/**
 * Opens the door for one run of the node, one pick list, or one poll of the trigger. The credential is read when the first
 * request needs it, and then once: n8n decrypts it from its database each time it is asked for.
 *
 * @param context n8n's context
 * @param patience how long Losant is waited for
 */
export function connect(context: Context, patience: Patience): Losant {
	const cancelSignal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const runClock = clockOf(context.getNode(), cancelSignal, patience.inAll);
	const run = new Run(runClock, patience);
	let reading: Promise<Credential> | undefined;
	const credential = async () => await (reading ??= readCredential(context));

	const ask = async <Name extends LosantActionName>(
		clock: Clock,
		request: LosantRequest<Name>,
		sending?: () => void,
	): Promise<Answers[Name]> => {
		const using = await credential();
		const { action, path } = request;
		const { method } = actions[action];
		const inWords = (outcome: Outcome) =>
			refusal(action, path, mayHaveActed, outcome, (words) => withoutToken(using, words));

		let mayHaveActed = false;
		let troubles = 0;
		let ownTroubles = 0;
		let last: { ending: Ending; trouble: Trouble } | undefined;
		for (;;) {
			// what changes something, or is in doubt itself, is no good to find out whether Losant is there
			const mayTry = method === 'GET' && troubles < 2;
			const result = await run.send(async (isTry) => {
				const isOwn = !isTry || mayTry;
				const left = clock.left();
				if (!isOwn) {
					return { isOwn, ...(await sendOnce(context, using, ARE_YOU_THERE, isTry, left)) };
				}
				sending?.();
				return { isOwn, ...(await sendOnce(context, using, request, isTry, left)) };
			});
			if ('givenUp' in result) {
				const { givenUp } = result;
				const words = givenUpInWords(inWords(givenUp.outcome), givenUp, mayHaveActed);
				throw asError(context, words, { ending: 'unreachable', mayHaveActed });
			}
			const { end, trouble } = result;
			if (!end.isOwn) continue;
			if (end.ending === 'answered') return end.answer;
			if (end.ending === 'busy') continue;

			troubles++;
			mayHaveActed ||= method !== 'GET' && end.ending === 'unclear';
			// known only now, since a trouble turns out to be an outage later; and what was never sent has no trouble of its own
			if (last && last.ending !== 'unreachable' && !last.trouble.isOutage) ownTroubles++;
			last = { ending: end.ending, trouble: trouble ?? { isOutage: false } };
			const isUnsent = end.ending === 'unreachable' || end.ending === 'impossible';
			const mayRepeat =
				(isUnsent && trouble !== undefined) || (end.ending === 'unclear' && isRepeatable(method));
			if (!mayRepeat || ownTroubles === MAX_RETRIES) {
				const words = inWords(end.outcome);
				throw asError(context, words, {
					ending: end.ending,
					mayHaveActed,
					outcome: end.outcome,
				});
			}
			await clock.wait(backoff(ownTroubles, Math.random()));
		}
	};
	const address = async () => {
		const { origin, pathname } = new URL((await credential()).baseURL);
		return origin + pathname;
	};
	const dateOf = (moment: number) => run.dateOf(moment);
	const forRun = () => base;
	const forItem = (aside: Aside): Losant => {
		const clock: Clock = {
			...runClock,
			wait: async (milliseconds) => await aside(runClock.wait(milliseconds)),
			until: async (something) => await aside(runClock.until(something)),
		};
		const losant = async <Name extends LosantActionName>(
			request: LosantRequest<Name>,
			sending?: () => void,
		) => await ask(clock, request, sending);
		return Object.assign(losant, { clock, dateOf, forRun, address, forItem });
	};
	const base = forItem(async (waiting) => await waiting);
	return base;
}

/** What an error of the door holds beside the words. */
interface Failure {
	ending: Ending;
	/** Whether Losant may have carried the request out, at one try or another, though it changes something */
	mayHaveActed: boolean;
	/** The way out of the trouble, without what it means for the item */
	wayOut: string;
	/** Where this very request was sent */
	outcome?: Outcome;
}

const failures = new WeakMap<Error, Failure>();

/**
 * Whether Losant may or may not have carried out a request that changes something.
 *
 * @param error what was thrown
 */
export function isUnclear(error: unknown): error is Error {
	return error instanceof Error && failures.get(error)?.mayHaveActed === true;
}

/**
 * Marks an error as one after which Losant may or may not have carried out a request that changes something.
 *
 * @param error that is thrown in place of the door's own
 */
export function asUnclear<Thrown extends Error>(error: Thrown): Thrown {
	failures.set(error, {
		ending: 'unclear',
		wayOut: '',
		...failures.get(error),
		mayHaveActed: true,
	});
	return error;
}

/**
 * Marks an error as none of Losant's verdicts, though Losant's last word was one: an earlier try may have been carried out, and nobody could tell.
 *
 * @param error that tells of both
 */
export function asNoVerdict<Thrown extends Error>(error: Thrown): Thrown {
	const failure = failures.get(error);
	if (failure) failures.set(error, { ...failure, ending: 'unclear' });
	return error;
}

/**
 * The way out of the trouble that a request had, without what that means for the item.
 *
 * @param error what the door threw
 */
export function wayOutOf(error: Error): string {
	return failures.get(error)?.wayOut ?? '';
}

/**
 * Whether Losant has refused a request: what says so is Losant's own, and lasting.
 *
 * @param error what was thrown
 * @param statuses only with these; with any unless given
 */
export function isRefusal(error: unknown, statuses?: readonly string[]): error is NodeApiError {
	if (!(error instanceof NodeApiError)) return false;
	const { ending, outcome } = failures.get(error) ?? {};
	// a redirect, or a proxy's word that a request is too large, isn't Losant's
	if (ending !== 'refused' || !outcome || !isFromLosant(outcome, ending)) return false;
	return statuses?.includes(error.httpCode ?? '') ?? true;
}

/**
 * Whether Losant says that what a request names isn't there.
 *
 * @param error what was thrown
 */
export function isNotFound(error: unknown): error is NodeApiError {
	if (!isRefusal(error, ['404'])) return false;
	const outcome = failures.get(error)?.outcome;
	const body = outcome?.status === undefined ? undefined : outcome.body;
	return isObject(body) && body.type === 'NotFound';
}

async function sendOnce<Name extends LosantActionName>(
	context: Context,
	credential: Credential,
	request: LosantRequest<Name>,
	isTry: boolean,
	left: number,
) {
	const outcome = await sendRequest(context, credential, request, isTry, left);
	return { outcome, ...endingOf(request.action, outcome) };
}

/** A fresh error: the one that n8n throws holds the request's headers, and so the token. */
function asError(
	context: Context,
	{ wayOut, ...words }: Refusal,
	failure: Omit<Failure, 'wayOut'>,
): NodeApiError {
	const error = new NodeApiError(context.getNode(), {}, words);
	// set again, since the constructor replaces a message that happens to contain a Node error code (n8n-workflow, node.error.ts)
	error.message = words.message;
	failures.set(error, { ...failure, wayOut });
	return error;
}
