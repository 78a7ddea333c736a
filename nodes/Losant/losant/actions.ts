import type { IHttpRequestMethods } from 'n8n-workflow';

/** One call of Losant's API, as Losant's API definition names it: `<resource>.<action>`. */
export interface LosantAction {
	method: IHttpRequestMethods;
	/** Path below the API URL; every `{name}` is filled in by the transport, percent-encoded. */
	path: string;
	/** Scopes of which the API token needs any one; the narrowest stands last. */
	scopes: readonly string[];
}

/** The groups of scopes that include every reading of an instance. */
const READ_GROUPS = [
	'all.Instance',
	'all.Instance.bounded',
	'all.Instance.read',
	'all.User',
	'all.User.bounded',
	'all.User.read',
] as const;

/** The groups of scopes that include every reading of an organization's applications and dashboards; no token of an instance has one. */
const RESOURCE_GROUPS = [
	'all.Organization',
	'all.Organization.bounded',
	'all.Organization.read',
	'all.User',
	'all.User.bounded',
	'all.User.read',
	'only.Organization',
	'only.Organization.bounded',
	'only.Organization.read',
] as const;

/**
 * The calls that the node makes. Paths and scopes: Losant's API definition 1.30.1, which Losant's
 * clients are generated from (losant-rest 4.2.1, lib/schemas/apiInfo.json and docs/*.md).
 * A wildcard is a literal name: `instanceOrgInvites.*` covers nothing of `instanceOrgInvite`.
 */
export const actions = {
	'instances.get': {
		method: 'GET',
		path: '/instances',
		scopes: ['all.User', 'all.User.bounded', 'all.User.read', 'instances.*', 'instances.get'],
	},
	'instance.historicalSummaries': {
		method: 'GET',
		path: '/instances/{instanceId}/historicalSummaries',
		scopes: [...READ_GROUPS, 'instance.*', 'instance.historicalSummaries'],
	},
	'instanceOrgs.get': {
		method: 'GET',
		path: '/instances/{instanceId}/orgs',
		scopes: [...READ_GROUPS, 'instanceOrgs.*', 'instanceOrgs.get'],
	},
	'instanceOrg.get': {
		method: 'GET',
		path: '/instances/{instanceId}/orgs/{orgId}',
		scopes: [...READ_GROUPS, 'instanceOrg.*', 'instanceOrg.get'],
	},
	'instanceOrgInvites.get': {
		method: 'GET',
		path: '/instances/{instanceId}/orgs/{orgId}/invites',
		scopes: [...READ_GROUPS, 'instanceOrgInvites.*', 'instanceOrgInvites.get'],
	},
	'instanceOrgInvites.post': {
		method: 'POST',
		path: '/instances/{instanceId}/orgs/{orgId}/invites',
		scopes: ['all.Instance', 'all.User', 'instanceOrgInvites.*', 'instanceOrgInvites.post'],
	},
	'instanceOrgInvite.get': {
		method: 'GET',
		path: '/instances/{instanceId}/orgs/{orgId}/invites/{inviteId}',
		scopes: [...READ_GROUPS, 'instanceOrgInvite.*', 'instanceOrgInvite.get'],
	},
	'instanceOrgInvite.delete': {
		method: 'DELETE',
		path: '/instances/{instanceId}/orgs/{orgId}/invites/{inviteId}',
		scopes: ['all.Instance', 'all.User', 'instanceOrgInvite.*', 'instanceOrgInvite.delete'],
	},
	'instanceOrgInvite.resendInvite': {
		method: 'POST',
		path: '/instances/{instanceId}/orgs/{orgId}/invites/{inviteId}',
		scopes: ['all.Instance', 'all.User', 'instanceOrgInvite.*', 'instanceOrgInvite.resendInvite'],
	},
	'instanceOrgMembers.get': {
		method: 'GET',
		path: '/instances/{instanceId}/orgs/{orgId}/members',
		scopes: [...READ_GROUPS, 'instanceOrgMembers.*', 'instanceOrgMembers.get'],
	},
	'instanceOrgMembers.post': {
		method: 'POST',
		path: '/instances/{instanceId}/orgs/{orgId}/members',
		scopes: ['all.Instance', 'all.User', 'instanceOrgMembers.*', 'instanceOrgMembers.post'],
	},
	'instanceOrgMember.get': {
		method: 'GET',
		path: '/instances/{instanceId}/orgs/{orgId}/members/{userId}',
		scopes: [...READ_GROUPS, 'instanceOrgMember.*', 'instanceOrgMember.get'],
	},
	'instanceOrgMember.patch': {
		method: 'PATCH',
		path: '/instances/{instanceId}/orgs/{orgId}/members/{userId}',
		scopes: ['all.Instance', 'all.User', 'instanceOrgMember.*', 'instanceOrgMember.patch'],
	},
	'instanceOrgMember.delete': {
		method: 'DELETE',
		path: '/instances/{instanceId}/orgs/{orgId}/members/{userId}',
		scopes: ['all.Instance', 'all.User', 'instanceOrgMember.*', 'instanceOrgMember.delete'],
	},
	'applications.get': {
		method: 'GET',
		path: '/applications',
		scopes: [...RESOURCE_GROUPS, 'all.User.cli', 'applications.*', 'applications.get'],
	},
	'dashboards.get': {
		method: 'GET',
		path: '/dashboards',
		scopes: [...RESOURCE_GROUPS, 'dashboards.*', 'dashboards.get'],
	},
} as const satisfies Record<string, LosantAction>;

export type LosantActionName = keyof typeof actions;

/**
 * The scope of a call that includes nothing else.
 *
 * @param name the call
 */
export function narrowestScope(name: LosantActionName): string {
	return actions[name].scopes.at(-1) ?? name;
}

/**
 * Names the narrowest scopes of several calls.
 *
 * @param names the calls
 * @returns for example "instanceOrgInvites.get and instanceOrgMembers.get"
 */
export function narrowestScopes(names: readonly LosantActionName[]): string {
	const scopes = names.map(narrowestScope);
	const last = scopes.pop() ?? '';
	return scopes.length > 0 ? `${scopes.join(', ')} and ${last}` : last;
}

/**
 * Says which scope an API token needs for a call.
 *
 * @param name the call
 * @returns for example "instanceOrgInvites.post (or one that includes it: all.Instance, all.User, instanceOrgInvites.*)"
 */
export function scopesInWords(name: LosantActionName): string {
	const scopes: readonly string[] = actions[name].scopes;
	return `${narrowestScope(name)} (or one that includes it: ${scopes.slice(0, -1).join(', ')})`;
}
