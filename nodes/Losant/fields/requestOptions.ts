import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { readOptions } from './options';
import { asGiven, emptyField, readBoolean, readWord, type Parameters } from './values';

const INCLUSIONS = [
	{
		property: {
			displayName: 'Include Actions',
			name: 'includeActions',
			type: 'boolean',
			default: false,
			description: 'Whether to add _actions to the output: what the token may do with each object',
		},
		query: '_actions',
	},
	{
		property: {
			displayName: 'Include Embedded',
			name: 'includeEmbedded',
			type: 'boolean',
			default: false,
			description: 'Whether to add _embedded to the output: objects that belong to each object',
		},
		query: '_embedded',
	},
	{
		property: {
			displayName: 'Include Links',
			name: 'includeLinks',
			type: 'boolean',
			default: false,
			description: 'Whether to add _links to the output: the addresses of each object',
		},
		query: '_links',
	},
] as const satisfies Array<{ property: INodeProperties; query: string }>;

export const losantDomain: INodeProperties = {
	displayName: 'Losant Domain',
	name: 'losantdomain',
	type: 'string',
	default: '',
	placeholder: 'e.g. example.com',
	description: 'Domain scope of the request (rarely needed), sent as the header losantdomain',
};

/** The options that every call of Losant's API takes (Losant's API definition 1.30.0, global parameters). */
export const requestOptions: INodeProperties[] = [
	...INCLUSIONS.map(({ property }) => property),
	losantDomain,
];

/**
 * Losant adds _actions, _links and _embedded unless it is told not to (bravado-core, extend-context.js),
 * so false is sent.
 *
 * @param parameters reads the parameters of one item
 * @throws UserError when a value can't be sent
 */
export function readRequestOptions(parameters: Parameters): {
	query: IDataObject;
	headers: Readonly<Record<string, string>>;
} {
	const options = readOptions(parameters);
	const query = Object.fromEntries(
		INCLUSIONS.map(({ property: { name, displayName }, query: parameter }) => [
			parameter,
			name in options && readBoolean(options[name], displayName),
		]),
	);
	return { query, headers: 'losantdomain' in options ? readDomain(options.losantdomain) : {} };
}

function readDomain(value: unknown): { losantdomain: string } {
	const { displayName } = losantDomain;
	const domain = readWord(value, displayName);
	if (domain === '') throw emptyField(displayName, 'Enter a domain, or remove the option');
	// what is longer would be refused with the whole request, and without a word (RFC 1035, section 2.3.4)
	if (!/^[\x21-\x7e]{1,253}$/.test(domain)) {
		throw new UserError(`'${displayName}' is not a domain: ${asGiven(value)}`, {
			description:
				'Enter a domain such as example.com, without spaces and up to 253 characters long',
		});
	}
	return { losantdomain: domain };
}
