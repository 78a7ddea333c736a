import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';

import { actions, type LosantActionName } from '../losant/actions';
import { API_URL_PATTERN } from '../losant/apiUrl';
import { isObject } from '../losant/objects';
import { Pace, type Clock } from './pace';
import { refusal } from './refusal';
import { mayHaveActed, retryAfter, retryDelay, TOO_MANY_REQUESTS, type Outcome } from './retry';

/** One call of Losant's API. */
export interface LosantRequest {
	action: LosantActionName;
	/** Fills the `{…}` of the call's path */
	path: Readonly<Record<string, string>>;
	query?: IDataObject;
	headers?: Readonly<Record<string, string>>;
	body?: IDataObject;
}

/** The one door to Losant. */
export interface Losant {
	/**
	 * @param request the call; values of `query` that are undefined are not sent
	 * @returns what Losant answered: parsed JSON, or undefined for an empty answer
	 * @throws NodeApiError with Losant's words as the message, the way out as the description and the
	 * HTTP status (or the code of the broken connection) as `httpCode`
	 * @throws NodeOperationError when the credential can't be used or the run was cancelled
	 */
	(request: LosantRequest): Promise<unknown>;

	/**
	 * Waits, but not past a cancelled run.
	 *
	 * @param milliseconds how long
	 * @throws NodeOperationError when the run is cancelled
	 */
	pause(milliseconds: number): Promise<void>;
}

type Credential = {
	/** Without a slash at its end */
	baseURL: string;
	token: string;
	/** As n8n wants it back */
	data: { apiToken: string; apiUrl: string };
};

const NOT_FOUND = 404;

/** How long a request is refused for being one too many, while the run gets no answer at all, in milliseconds. */
const PATIENCE = 180_000;

/** How long Losant may take for one answer, in milliseconds. */
const TIMEOUT = 120_000;

/**
 * Opens the door for one run of the node, or one pick list. The credential is read when the first
 * request needs it, and then once: n8n decrypts it from its database each time it is asked for.
 *
 * @param context n8n's context of the run or the pick list
 */
export function connect(context: IExecuteFunctions | ILoadOptionsFunctions): Losant {
	let reading: Promise<Credential> | undefined;
	const cancelSignal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const clock = clockOf(context, cancelSignal);
	const pace = new Pace(clock);

	const losant = async (request: LosantRequest): Promise<unknown> => {
		const credential = await (reading ??= readCredential(context));
		const { method } = actions[request.action];
		const startedAt = clock.now();

		let mayBeDeleted = false;
		for (let retries = 0; ; ) {
			await pace.turn();
			const sentAt = clock.now();
			const outcome = await send(context, credential, request).finally(() => pace.ended());
			if (outcome.status === TOO_MANY_REQUESTS) {
				const progressAt = Math.max(startedAt, pace.answeredAt ?? startedAt);
				if (cancelSignal?.aborted || clock.now() - progressAt > PATIENCE) {
					throw asError(context, credential, request, outcome);
				}
				pace.refused(sentAt, retryAfter(outcome.headers, Date.now()));
				continue;
			}
			if (outcome.status !== undefined) {
				pace.answered(sentAt);
				if (isReadableSuccess(outcome)) return outcome.body === '' ? undefined : outcome.body;
			}
			// an earlier try has done it, though its answer was lost
			if (mayBeDeleted && outcome.status === NOT_FOUND) return undefined;
			mayBeDeleted ||= method === 'DELETE' && mayHaveActed(outcome);
			const delay = cancelSignal?.aborted
				? undefined
				: retryDelay(method, outcome, retries++, Date.now(), Math.random());
			if (delay === undefined) throw asError(context, credential, request, outcome);
			await clock.wait(delay);
		}
	};
	return Object.assign(losant, {
		pause: async (milliseconds: number) => await clock.wait(milliseconds),
	});
}

/** The time of a run, which ends when the run is cancelled. */
function clockOf(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	cancelSignal: AbortSignal | undefined,
): Clock {
	const throwIfCancelled = () => {
		if (!cancelSignal?.aborted) return;
		// n8n-core knows a canceled run by this word (workflow-execute.ts)
		throw new NodeOperationError(context.getNode(), 'The execution was canceled');
	};
	return {
		now: () => performance.now(),
		async wait(milliseconds) {
			let stop = () => {};
			const cancelled = new Promise<void>((resolve) => {
				stop = resolve;
				cancelSignal?.addEventListener('abort', stop, { once: true });
			});
			throwIfCancelled();
			await Promise.race([sleep(milliseconds), cancelled]);
			cancelSignal?.removeEventListener('abort', stop);
			throwIfCancelled();
		},
	};
}

/** Errors of requests that Losant may or may not have carried out. */
const unclearErrors = new WeakSet<Error>();

/**
 * Whether a request that changes something ended without Losant's verdict, so that Losant may or may not have carried it out.
 *
 * @param error what the door threw
 */
export function isUnclear(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && unclearErrors.has(error);
}

/**
 * Whether Losant has refused a request.
 *
 * @param error what the door threw
 * @param statuses only with these; with any unless given
 */
export function isRefusal(error: unknown, statuses?: readonly string[]): error is NodeApiError {
	if (!(error instanceof NodeApiError)) return false;
	const status = error.httpCode ?? '';
	return statuses ? statuses.includes(status) : /^4\d\d$/.test(status);
}

/** Sends the request once. An answer of any status is an outcome, and so is none. */
async function send(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credential: Credential,
	{ action, path, query, headers, body }: LosantRequest,
): Promise<Outcome> {
	const options: IHttpRequestOptions = {
		method: actions[action].method,
		baseURL: credential.baseURL,
		url: actions[action].path.replace(/\{(\w+)\}/g, (_, name: string) =>
			encodeURIComponent(path[name] ?? ''),
		),
		headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
		qs: query ?? {},
		json: true,
		timeout: TIMEOUT,
		returnFullResponse: true,
		// refusals are put into words here: n8n's own error would lose Losant's words and carry the token in its cause
		ignoreHttpStatusErrors: true,
		// a redirect would turn the POST into a GET and carry the token to another address
		disableFollowRedirect: true,
		// as text, since n8n leaves an empty object out, which to Losant means something: change nothing
		...(body && { body: JSON.stringify(body) }),
	};
	return await context.helpers.httpRequestWithAuthentication
		.call(context, 'losantApi', options, {
			credentialsDecrypted: { id: '', name: '', type: 'losantApi', data: credential.data },
		})
		.then(
			({ statusCode, headers: answered, body: answer }: IN8nHttpFullResponse): Outcome => ({
				status: statusCode,
				headers: answered,
				body: answer,
			}),
			noAnswer,
		);
}

async function readCredential(
	context: IExecuteFunctions | ILoadOptionsFunctions,
): Promise<Credential> {
	const data = await context.getCredentials<Credential['data']>('losantApi');
	if (!API_URL_PATTERN.test(data.apiUrl)) {
		throw new NodeOperationError(
			context.getNode(),
			"'API URL' in the Losant API credential can't be used",
			{
				description:
					'It has to start with https://, without a user name, a question mark or a hash in it. Plain http:// is only for this machine (localhost), since the token would travel in clear text.',
			},
		);
	}
	return {
		baseURL: data.apiUrl.trim().replace(/\/+$/, ''),
		token: data.apiToken.trim(),
		data,
	};
}

/** Only objects, lists and empty answers are Losant's: a proxy's page comes as text. */
function isReadableSuccess({ status, body }: Extract<Outcome, { status: number }>): boolean {
	return (
		status >= 200 && status < 300 && (typeof body === 'object' || body === '' || body === undefined)
	);
}

/**
 * n8n throws a NodeApiError. In n8n 2.x the error of axios is its cause, with the code of the broken
 * connection; in 1.x there is no cause, and the code stands where the status would (n8n-workflow, node-api.error.ts).
 */
function noAnswer(error: unknown): Outcome {
	const cause = error instanceof Error ? (error.cause ?? error) : error;
	const codes = [fieldOf(cause, 'code'), fieldOf(error, 'httpCode')];
	const known = codes.find((value) => typeof value === 'string') ?? 'no answer';
	// every status is an answer here, so a thrown status is that of an answer which broke off
	const code = /^\d+$/.test(known) ? 'ERR_BAD_RESPONSE' : known;
	return { code, message: cause instanceof Error ? cause.message : String(cause) };
}

function fieldOf(value: unknown, name: string): unknown {
	return isObject(value) ? value[name] : undefined;
}

/** A fresh error: the one that n8n throws holds the request's headers, and so the token. */
function asError(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credential: Credential,
	{ action, path }: LosantRequest,
	outcome: Outcome,
): NodeApiError {
	const isUnclearEnd = actions[action].method !== 'GET' && mayHaveActed(outcome);
	const withoutToken = (words: string) =>
		credential.token === '' ? words : words.replaceAll(credential.token, '***');
	const words = refusal(action, path, isUnclearEnd, outcome, withoutToken);
	const error = new NodeApiError(context.getNode(), {}, { ...words });
	// set again, since the constructor replaces a message that happens to contain a Node error code (n8n-workflow, node.error.ts)
	error.message = words.message;
	if (isUnclearEnd) unclearErrors.add(error);
	return error;
}
