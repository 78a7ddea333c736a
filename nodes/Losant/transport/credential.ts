import { NodeOperationError } from 'n8n-workflow';

import { readToken } from '../losant/apiToken';
import { API_URL_PATTERN } from '../losant/apiUrl';
import type { Context } from './request';

/** What a request needs of the Losant API credential. */
export interface Credential {
	/** Without a slash at its end */
	baseURL: string;
	token: string;
	/** As n8n wants it back */
	data: { apiToken: string; apiUrl: string };
}

/**
 * @param context n8n's context
 * @throws NodeOperationError when the credential can't be used
 */
export async function readCredential(context: Context): Promise<Credential> {
	const data = await context.getCredentials<Credential['data']>('losantApi');
	if (!API_URL_PATTERN.test(data.apiUrl) || !URL.canParse(data.apiUrl.trim())) {
		throw new NodeOperationError(
			context.getNode(),
			"'API URL' in the Losant API credential can't be used",
			{
				description:
					'It has to start with https://, without a user name, a question mark or a hash in it. Plain http:// is only for this machine (localhost), since the token would travel in clear text.',
			},
		);
	}
	const read = readToken(data.apiToken);
	if ('wrong' in read) {
		throw new NodeOperationError(
			context.getNode(),
			`'API Token' in the Losant API credential ${read.wrong}`,
			{
				description:
					'Paste the token as Losant showed it when it was created, and nothing else. Nothing was sent.',
			},
		);
	}
	return {
		baseURL: data.apiUrl.trim().replace(/\/+$/, ''),
		token: read.token,
		data: { ...data, apiToken: read.token },
	};
}

/**
 * Takes the token out of words that aren't ours: a server may repeat the request back to us.
 *
 * @param credential whose token it is
 * @param words of a server, or of n8n
 */
export function withoutToken({ token }: Credential, words: string): string {
	return words.replaceAll(token, '***');
}
