import { answers, type Answers } from '../losant/answers';
import type { LosantActionName } from '../losant/actions';
import { isObject } from '../losant/objects';
import type { Outcome } from './request';

/** What the end of a request means. */
export type Ending =
	/** Losant has done it */
	| 'answered'
	/** Losant, or what the address is, says no: it would again */
	| 'refused'
	/** Losant is asked too often. It has not looked at the request, so repeating can't do anything twice */
	| 'busy'
	/** The connection was never made, so nothing has left this machine; it may be made a moment later */
	| 'unreachable'
	/** The same, and it would not be made a moment later either */
	| 'impossible'
	/** It broke off, or what came back is not Losant's: Losant may have done it, or not */
	| 'unclear';

const UNREACHABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * No address, no TLS where https was asked for, or an address that n8n itself blocks: it ended before anything of the request was
 * sent. TLS may also break off later (ERR_SSL_BAD_RECORD_TYPE and others), so only what belongs to its handshake counts.
 */
const IMPOSSIBLE =
	/^(?:ERR_INVALID_URL|EPROTO|Ssrf|ERR_SSL_.*(?:HANDSHAKE|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|UNRECOGNIZED_NAME|CIPHER|KEY_TOO_SMALL))/;

/**
 * The server's certificate isn't trusted, so the connection was given up before anything of the request was sent
 * (Node's documentation, tls: X509 certificate error codes).
 */
const BAD_CERTIFICATE: ReadonlySet<string> = new Set([
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_CRL',
	'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
	'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
	'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
	'CERT_SIGNATURE_FAILURE',
	'CRL_SIGNATURE_FAILURE',
	'CERT_NOT_YET_VALID',
	'CERT_HAS_EXPIRED',
	'CRL_NOT_YET_VALID',
	'CRL_HAS_EXPIRED',
	'ERROR_IN_CERT_NOT_BEFORE_FIELD',
	'ERROR_IN_CERT_NOT_AFTER_FIELD',
	'ERROR_IN_CRL_LAST_UPDATE_FIELD',
	'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'CERT_CHAIN_TOO_LONG',
	'CERT_REVOKED',
	'INVALID_CA',
	'PATH_LENGTH_EXCEEDED',
	'INVALID_PURPOSE',
	'CERT_UNTRUSTED',
	'CERT_REJECTED',
	'HOSTNAME_MISMATCH',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const TOO_MANY_REQUESTS = 429;

/** A proxy's own refusals as well as Losant's: they came before the work */
const TOO_LARGE = 413;
const PROXY_WANTS_A_LOGIN = 407;

/**
 * What the end of a request means.
 *
 * @param action the call
 * @param outcome how it ended
 * @returns with the answer, where Losant has done it
 */
export function endingOf<Name extends LosantActionName>(
	action: Name,
	outcome: Outcome,
): { ending: 'answered'; answer: Answers[Name] } | { ending: Exclude<Ending, 'answered'> } {
	if (outcome.status === undefined) return { ending: endingWithout(outcome) };
	const { status, body } = outcome;
	if (status < 300) {
		const answer = answers[action](body, status);
		return answer === undefined ? { ending: 'unclear' } : { ending: 'answered', answer };
	}
	if (status === TOO_MANY_REQUESTS) return { ending: 'busy' };
	if (status === PROXY_WANTS_A_LOGIN) return { ending: 'impossible' };
	if (status < 400 || status === TOO_LARGE) return { ending: 'refused' };
	return { ending: status < 500 && isLosants(status, body) ? 'refused' : 'unclear' };
}

/** What a gateway says where nobody answers behind it (RFC 9110, sections 15.6.3 to 15.6.5). */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Whether an answer is of Losant's form, which shows that Losant is there, unless it says that it isn't.
 *
 * @param outcome how a request ended
 * @param ending what that means
 */
export function isFromLosant(outcome: Outcome, ending: Ending): boolean {
	return (
		ending === 'answered' ||
		ending === 'busy' ||
		(outcome.status !== undefined &&
			!AWAY.has(outcome.status) &&
			isLosants(outcome.status, outcome.body))
	);
}

/**
 * Whether an answer sends elsewhere, which Losant itself never does.
 *
 * @param outcome how a request ended
 */
export function isRedirect({ status = 0 }: Outcome): boolean {
	return status >= 300 && status < 400;
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
 * Whether an answer is one of Losant's errors.
 *
 * @param status of the answer
 * @param body Losant's errors are `{ type, message }` (definitions/error); its server answers `{ code, message }` to unreadable JSON
 */
export function isLosants(status: number, body: unknown): boolean {
	return (
		status >= 400 &&
		isObject(body) &&
		typeof body.message === 'string' &&
		(typeof body.type === 'string' || (status === 400 && typeof body.code === 'string'))
	);
}

function endingWithout({
	code,
	isUnsent,
}: Extract<Outcome, { code: string }>): 'unreachable' | 'impossible' | 'unclear' {
	if (IMPOSSIBLE.test(code) || BAD_CERTIFICATE.has(code)) return 'impossible';
	return isUnsent || UNREACHABLE.has(code) ? 'unreachable' : 'unclear';
}
