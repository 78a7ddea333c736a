import type { INodeParameters } from 'n8n-workflow';

/** The sample instance and organization that most tests use. */
export const INSTANCE = '5ff89ff825013dc6c2856188';
export const ORGANIZATION = '60106426dc03c6aad06540bb';

/** The parameters of a Losant node for the sample organization, as a saved workflow holds them. */
export function sampleParameters(
	operation: 'list' | 'invite',
	more: INodeParameters = {},
): INodeParameters {
	return {
		resource: 'instanceOrgInvite',
		operation,
		instanceId: { __rl: true, mode: 'id', value: INSTANCE },
		orgId: { __rl: true, mode: 'id', value: ORGANIZATION },
		...more,
	};
}
