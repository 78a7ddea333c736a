import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { TOKEN_WRAPPING } from '../nodes/Losant/losant/apiToken';
import { API_URL_PATTERN, DEFAULT_API_URL } from '../nodes/Losant/losant/apiUrl';
import { NO_ID } from '../nodes/Losant/losant/objects';

const NOTHING = `/instances/${NO_ID}/orgs/${NO_ID}/invites`;

export class LosantApi implements ICredentialType {
	name = 'losantApi';

	displayName = 'Losant API';

	icon: Icon = { light: 'file:../icons/losant.svg', dark: 'file:../icons/losant.dark.svg' };

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-losant#credentials';

	httpRequestNode = {
		name: 'Losant',
		docsUrl: 'https://docs.losant.com/rest-api/overview/',
		apiBaseUrl: `${DEFAULT_API_URL}/`,
	};

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				"An instance API token, made in Losant under the instance's API Tokens, or a user API token. It needs the scopes that the operations name.",
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: DEFAULT_API_URL,
			required: true,
			placeholder: `e.g. ${DEFAULT_API_URL}`,
			description: 'Change it only for a private Losant installation, which has its own address',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: `=Bearer {{ $credentials.apiToken.replace(${TOKEN_WRAPPING}, "") }}`,
			},
		},
	};

	/**
	 * Works for every token that can use the node, whatever its scopes: Losant looks at the token
	 * before it looks at the scopes, so any answer of Losant's but Unauthorized proves the token
	 * (bravado-core, lib/index.js). No instance has the zero id, so nothing is read.
	 */
	test: ICredentialTestRequest = {
		request: {
			// where the token must not travel, an empty document stands in for Losant, and nothing is sent
			url: `={{ ${API_URL_PATTERN}.test($credentials.apiUrl) ? $credentials.apiUrl.trim().replace(/\\/+$/, "") + "${NOTHING}" : "data:," }}`,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'type',
					value: 'Unauthorized',
					message: 'Losant refused the API token: it may be mistyped, expired or deleted',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'type',
					value: undefined,
					message:
						"There is no Losant at this address: check 'API URL', which has to start with https://",
				},
			},
		],
	};
}
