import type { INodeParameters } from 'n8n-workflow';

/** The sample instance and organization that most tests use. */
export const INSTANCE = '5ff89ff825013dc6c2856188';
export const ORGANIZATION = '60106426dc03c6aad06540bb';

/** An operation as saved workflows hold it: those of invites by their own name alone. */
export type OperationName =
	| 'list'
	| 'get'
	| 'invite'
	| 'resend'
	| 'revoke'
	| `instanceOrgMember.${'list' | 'get' | 'add' | 'update' | 'remove' | 'sync'}`
	| `instanceOrg.${'list' | 'get'}`;

/** The parameters of a Losant node for the sample organization, as a saved workflow holds them. */
export function sampleParameters(name: OperationName, more: INodeParameters = {}): INodeParameters {
	const [operation, resource = 'instanceOrgInvite'] = name.split('.').reverse();
	return {
		resource,
		...(operation && { operation }),
		instanceId: { __rl: true, mode: 'id', value: INSTANCE },
		orgId: { __rl: true, mode: 'id', value: ORGANIZATION },
		...more,
	};
}
