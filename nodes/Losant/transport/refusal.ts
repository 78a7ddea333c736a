import { scopesInWords, type LosantActionName } from '../losant/actions';
import { isObject } from '../losant/objects';
import { isBadCertificate, isLosants } from './ending';
import type { Outcome } from './request';
import type { GivenUp } from './run';

/** A request that came to nothing, in words for the person who runs the workflow. */
export interface Refusal {
	/** What happened: Losant's own words where there are any */
	message: string;
	/** The way out, and what the trouble means for the item */
	description: string;
	/** The way out alone */
	wayOut: string;
	/** The HTTP status, or the code of the broken connection */
	httpCode: string;
}

/** What each part of a path is called in the editor. */
const PATH_FIELDS: Readonly<Record<string, string>> = {
	instanceId: "'Instance'",
	orgId: "'Organization'",
	inviteId: 'the invite',
	userId: 'the member',
};

/** What Losant refuses for the last administrator of an organization; in which words isn't documented. */
const LAST_ADMINISTRATOR: ReadonlySet<LosantActionName> = new Set([
	'instanceOrgMember.patch',
	'instanceOrgMember.delete',
]);

const UNCLEAR =
	'Losant may or may not have carried out the request: look there before you send it again.';

const UNSENT = 'Nothing was sent for this item';

const MAX_WORDS = 500;
const MAX_TITLE = 100;

type Answer = Extract<Outcome, { status: number }>;

/** Why a request failed, whatever that means for what it was to do. */
interface Cause {
	message: string;
	wayOut: string;
	/** Whether it ended before anything was sent */
	isUnsent?: true;
}

/**
 * Puts a failed request into words.
 *
 * @param actionName the call that failed
 * @param path what the call's path named, by Losant's names; blamed where Losant finds nothing
 * @param isUnclear whether Losant may have carried out a call that changes something, at this try or an earlier one
 * @param outcome how it ended
 * @param withoutToken takes the token out of words that aren't ours: a server may repeat the request back to us
 * @returns the words, without the token
 */
export function refusal(
	actionName: LosantActionName,
	path: Readonly<Record<string, string>>,
	isUnclear: boolean,
	outcome: Outcome,
	withoutToken: (words: string) => string,
): Refusal {
	const { message, wayOut, isUnsent } =
		outcome.status === undefined
			? withoutAnswer(outcome, withoutToken)
			: answered(actionName, path, outcome, withoutToken);
	const meaning = isUnclear ? [UNCLEAR] : isUnsent ? [UNSENT] : [];
	return {
		message,
		description: sentences(wayOut, ...meaning),
		wayOut,
		httpCode: outcome.status === undefined ? outcome.code : String(outcome.status),
	};
}

function withoutAnswer(
	{ code, message }: Extract<Outcome, { code: string }>,
	withoutToken: (words: string) => string,
): Cause {
	if (isBadCertificate(code)) {
		return {
			message: `Losant could not be reached: the certificate of its address is not trusted (${code})`,
			wayOut:
				"Check 'API URL' in the Losant API credential, and that the certificate there has not expired and names that address. Where a private Losant installation has a certificate of its own, ask who runs this n8n to trust it with NODE_EXTRA_CA_CERTS.",
			isUnsent: true,
		};
	}
	if (code.startsWith('Ssrf')) {
		return {
			message: 'n8n blocks requests to this address (its protection against SSRF)',
			wayOut:
				'Ask who runs this n8n to add the address of your Losant installation to N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES',
			isUnsent: true,
		};
	}
	return {
		message: noConnection(code, withoutToken(message)),
		wayOut:
			"Check 'API URL' in the Losant API credential, and whether this n8n may reach that address",
		...(code === 'EPROTO' && { isUnsent: true }),
	};
}

function answered(
	actionName: LosantActionName,
	path: Readonly<Record<string, string>>,
	outcome: Answer,
	withoutToken: (words: string) => string,
): Cause {
	const { status, body } = outcome;
	const heard = withoutToken(whatItSays(outcome));
	if (status < 300) {
		return {
			message: `The answer (${status}) can't be read: it isn't the JSON that Losant sends`,
			wayOut: `A proxy or another server may have answered in Losant's place${heard}: check 'API URL' in the Losant API credential`,
		};
	}
	if (status === 407) {
		return {
			message: `The proxy between this n8n and Losant asks for a login (407)${heard}`,
			wayOut: 'Ask who runs this n8n to put the user and the password into its HTTPS_PROXY',
			isUnsent: true,
		};
	}
	if (isForeign(outcome)) {
		return {
			message: `Not Losant, but something between this n8n and Losant answered (${status})${heard}`,
			wayOut:
				"A proxy or a firewall may not let the request through: ask who runs your network to allow the address of 'API URL' in the Losant API credential",
		};
	}
	if (status < 400) {
		return {
			message: `The address redirects to another one (${status}), where the API token is not sent`,
			wayOut: "Enter the address that answers itself as 'API URL' in the Losant API credential",
		};
	}
	return {
		message: losantsWords(body, withoutToken) ?? withoutWords(status),
		wayOut: isThereAlready(actionName, body)
			? "Set 'If Already Invited' and 'If Already Member' under Options to Skip to go on without an error"
			: wayOutOf(actionName, path, status, heard),
	};
}

/**
 * Puts sentences one after the other, whether or not they end with a period: one by itself keeps its end.
 *
 * @param first and those after it
 */
export function sentences(first: string, ...others: string[]): string {
	return [first, ...others].reduce((text, next) =>
		text === '' ? next : `${text.replace(/\.$/, '')}. ${next}`,
	);
}

/**
 * Puts into words why a request isn't sent any more.
 *
 * @param last how the last request that was sent came to nothing
 * @param givenUp why none is sent any more
 * @param mayHaveActed whether an earlier try of this one may have been carried out
 */
export function givenUpInWords(
	last: Refusal,
	{ why, lastAnswer }: GivenUp,
	mayHaveActed: boolean,
): Refusal {
	if (why !== 'away' || lastAnswer === undefined) {
		// the words may say already whether it was carried out
		if (mayHaveActed || last.description.endsWith(UNSENT)) return last;
		return { ...last, description: sentences(last.description, UNSENT) };
	}
	return {
		...last,
		message: `Losant stopped answering at ${lastAnswer.toISOString().replace(/\.\d+/, '')}. ${last.message}`,
		description: mayHaveActed
			? UNCLEAR
			: `${UNSENT}. Run the workflow again for it when Losant is back, or let a run wait longer with 'Wait for Losant' in the options`,
	};
}

/** Losant answers `{ type, message }` (definitions/error); its server answers `{ code, message }` to unreadable JSON. */
function losantsWords(body: unknown, withoutToken: (words: string) => string): string | undefined {
	if (!isObject(body) || typeof body.message !== 'string') return undefined;
	// before they are cut, which could leave a part of the token
	const message = withoutToken(body.message);
	if (message.trim() === '') return undefined;
	return message.length > MAX_WORDS ? `${message.slice(0, MAX_WORDS)}…` : message;
}

/** A refusal that Losant, or whoever knows how large a request may be, hasn't made. */
function isForeign({ status, body }: Answer): boolean {
	return status >= 400 && status < 500 && ![413, 429].includes(status) && !isLosants(status, body);
}

/** What a server other than Losant says of itself, which whoever runs the network knows it by. */
function whatItSays({ status, headers, body }: Answer): string {
	if (isLosants(status, body)) return '';
	const page = typeof body === 'string' ? body : '';
	const title = /<title[^>]*>([^<]*)</i.exec(page)?.[1]?.replace(/\s+/g, ' ').trim();
	const said = [
		...(title ? [`"${title.slice(0, MAX_TITLE)}"`] : []),
		...['Server', 'Via'].flatMap((name) => {
			const value = headers[name.toLowerCase()];
			return typeof value === 'string' ? [`${name}: ${value.slice(0, MAX_TITLE)}`] : [];
		}),
	];
	return said.length > 0 ? ` (${said.join(', ')})` : '';
}

/** Losant's type for what is there already; that it is the one for an invite isn't documented, so others come out as any refusal. */
function isThereAlready(actionName: LosantActionName, body: unknown): boolean {
	return (
		actionName === 'instanceOrgInvites.post' && isObject(body) && body.type === 'AlreadyExists'
	);
}

function withoutWords(status: number): string {
	if (status === 413) return 'The request is too large (413)';
	if (status === 429) return 'Losant is receiving too many requests (429)';
	if (status >= 500) return `Losant or a proxy before it failed to answer (${status})`;
	return `Losant refused the request (${status}) without saying why`;
}

function wayOutOf(
	actionName: LosantActionName,
	path: Readonly<Record<string, string>>,
	status: number,
	heard: string,
): string {
	const pathFields = inWords(Object.keys(path).map((name) => PATH_FIELDS[name] ?? name));
	switch (status) {
		case 400:
			if (LAST_ADMINISTRATOR.has(actionName)) {
				return "Where this is the organization's last administrator, make somebody else administrator first. Otherwise check the fields of this item against the message.";
			}
			return 'Losant refused a value. Check the fields of this item against the message.';
		case 401:
			return "Check 'API Token' in the Losant API credential: it may be mistyped, expired or deleted. Create a new one in Losant if in doubt.";
		case 403:
			return `The API token needs the scope ${scopesInWords(actionName)}. If it has one, it may not be allowed to use what ${pathFields || 'the request'} names.`;
		case 404:
			return `Check ${pathFields || "'API URL' in the Losant API credential"}: Losant finds no such thing, or the API token may not see it`;
		case 405:
			return "This address doesn't know the request. Check 'API URL' in the Losant API credential, and whether a private Losant installation is recent enough.";
		case 413:
			return 'Send fewer application and dashboard roles at once';
		case 429:
			return "Losant limits how often it may be asked. Lower 'Concurrent Requests' in the options, or run the workflow later.";
		default:
			return status >= 500
				? `Try again later; if it goes on, ask Losant's support${heard}`
				: 'Check the fields of this item against the message';
	}
}

function inWords(names: string[]): string {
	const last = names.at(-1) ?? '';
	return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

function noConnection(code: string, message: string): string {
	switch (code) {
		case 'ERR_CANCELED':
			return 'The execution was canceled';
		case 'ECONNREFUSED':
			return 'Losant could not be reached: the connection was refused (ECONNREFUSED)';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return `Losant could not be reached: its address was not found (${code})`;
		case 'ECONNABORTED':
		case 'ETIMEDOUT':
			return `Losant did not answer in time (${code})`;
		case 'EPROTO':
			return `Losant could not be reached: there is no https at this address (${code})`;
		case 'ECONNRESET':
		case 'EPIPE':
		case 'ERR_BAD_RESPONSE':
			return `The connection to Losant broke before the whole answer was there (${code})`;
		default:
			return `Losant could not be reached: ${message} (${code})`;
	}
}
