import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';

import { actions, type LosantActionName } from '../losant/actions';
import { isObject } from '../losant/objects';
import type { Credential } from './credential';

/** What n8n gives to one run of the node, one pick list, or one poll of the trigger. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** One call of Losant's API. */
export interface LosantRequest<Name extends LosantActionName = LosantActionName> {
	action: Name;
	/** Fills the `{…}` of the call's path */
	path: Readonly<Record<string, string>>;
	/** Values that are undefined are not sent */
	query?: IDataObject;
	headers?: Readonly<Record<string, string>>;
	body?: IDataObject;
}

/** What came of one request: an answer with a status, or none at all. */
export type Outcome =
	| { status: number; headers: IDataObject; body: unknown }
	| {
			status?: never;
			code: string;
			message: string;
			/** Whether it ended before anything of the request was sent */
			isUnsent: boolean;
	  };

/** How long Losant may take for one answer, in milliseconds: a list of 10,000 people takes a hundredth of it. */
const TIMEOUT = 60_000;

/** The same for a request that is to try if Losant is back: where it hangs, the next one may be luckier. */
const TRY_TIMEOUT = 10_000;

/**
 * Sends a request once. An answer of any status is an outcome, and so is none.
 *
 * @param context n8n's context
 * @param credential goes with the request
 * @param request the call
 * @param isTry whether it is to try if Losant is back
 * @param left how long there is for it at most, in milliseconds
 */
export async function sendRequest(
	context: Context,
	credential: Credential,
	{ action, path, query, headers, body }: LosantRequest,
	isTry: boolean,
	left: number,
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
		// 0 would be no limit
		timeout: Math.max(1, Math.min(isTry ? TRY_TIMEOUT : TIMEOUT, Math.ceil(left))),
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
			// the very credential that n8n gave for this node, freed from what is around the token, in place of reading it from the database for each
			// request: n8n has checked by then that the workflow may use it, and it goes to n8n's own helper alone
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

/**
 * n8n throws a NodeApiError. In n8n 2.x the error of axios is its cause, with the code of the broken
 * connection; in 1.x there is no cause, and the code stands where the status would (n8n-workflow, node-api.error.ts).
 */
function noAnswer(error: unknown): Outcome {
	const causes = causesOf(error);
	const [cause] = causes.slice(1).length > 0 ? causes.slice(1) : causes;
	const codes = [fieldOf(cause, 'code'), fieldOf(error, 'httpCode'), nameOfBlock(causes)];
	const known = codes.find((value) => typeof value === 'string') ?? 'no answer';
	// every status is an answer here, so a thrown status is that of an answer which broke off
	const code = /^\d+$/.test(known) ? 'ERR_BAD_RESPONSE' : known;
	return {
		code,
		message: cause instanceof Error ? cause.message : String(cause),
		isUnsent: causes.some((one) => CONNECTING.has(fieldOf(one, 'syscall'))),
	};
}

/** What Node was doing when a connection could not be made (Node's documentation, errors: error.syscall). */
const CONNECTING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/** n8n's protection against requests to addresses of its own network has an error without a code (n8n 2.x, @n8n/backend-network). */
function nameOfBlock(causes: readonly unknown[]): string | undefined {
	return causes
		.flatMap((one) => (one instanceof Error ? [one.name] : []))
		.find((name) => name.startsWith('Ssrf'));
}

function causesOf(error: unknown): unknown[] {
	return error instanceof Error && error.cause ? [error, ...causesOf(error.cause)] : [error];
}

function fieldOf(value: unknown, name: string): unknown {
	return isObject(value) ? value[name] : undefined;
}
