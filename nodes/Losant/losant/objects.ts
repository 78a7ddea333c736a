import type { IDataObject } from 'n8n-workflow';

/** A Losant id, such as that of an instance, an organization or an application (definitions/orgInvite: `id`). */
export const ID_PATTERN = /^[A-Fa-f\d]{24}$/;

/** An id that nothing has. */
export const NO_ID = '0'.repeat(24);

/** The longest address that Losant takes, in characters (definitions/orgInvitePost: `email`). */
export const EMAIL_MAX_LENGTH = 1024;

/**
 * How many application roles, and how many dashboard roles, one invite may carry
 * (definitions/orgInvitePost since API 1.30.0; 1,000 before).
 */
export const RESOURCE_ROLES_MAX = 100;

/** The roles of a person in an organization (definitions/orgInvitePost: `role`). */
export const ROLES = ['admin', 'edit', 'collaborate', 'view', 'none'] as const;
export type Role = (typeof ROLES)[number];

/** The roles of a person on one application or dashboard (definitions/orgInvitePost: `applicationRoles`). */
export const RESOURCE_ROLES = ['collaborate', 'view', 'none'] as const;

/** What single roles can be given on, by the names of Losant's lists of them. */
export const RESOURCE_KINDS = ['applicationRoles', 'dashboardRoles'] as const;

/** Overrides the organization role for one application or dashboard. */
export type ResourceRole = {
	/** Id of the application or dashboard, 24 hex digits */
	resourceId: string;
	role: (typeof RESOURCE_ROLES)[number];
};

/** What Losant takes to invite someone (definitions/orgInvitePost; nothing else is allowed). */
export type OrgInvitePost = {
	email: string;
	role: Role;
	applicationRoles?: ResourceRole[];
	dashboardRoles?: ResourceRole[];
	disallowTransfer?: boolean;
};

/**
 * An invite that Losant gives back (definitions/orgInvite). Losant requires none of the fields and
 * may add others, so nothing is taken for granted.
 */
export type OrgInvite = IDataObject & {
	/** `inviteId` is the same, since API 1.30.1 */
	id?: string;
	email?: string;
	role?: string;
	applicationRoles?: unknown;
	dashboardRoles?: unknown;
	/** ISO 8601 with milliseconds, UTC */
	inviteDate?: string;
	/** How long the invite is valid, counted from `inviteDate`, in milliseconds (by Losant's example, 7 days) */
	ttl?: number;
	hasExpired?: boolean;
	disallowTransfer?: boolean;
};

/** The roles of a person in an organization, and on its applications and dashboards. */
export type Roles = {
	role: Role;
	applicationRoles: ResourceRole[];
	dashboardRoles: ResourceRole[];
};

/**
 * Roles to change: what Losant takes to send an invite again, or to change a member (definitions/orgRoleInfo,
 * instanceOrgMemberPatch). Those that are left out stay as they are.
 */
export type RoleChanges = Partial<Roles>;

/** What Losant takes to add a member: an existing user, by address or by id (definitions/instanceOrgMemberPost). */
export type OrgMemberPost = ({ userId: string } | { email: string; disallowTransfer?: boolean }) &
	RoleChanges & { role: Role };

/** A member of an organization (definitions/instanceOrgMember). Nothing is taken for granted here either. */
export type OrgMember = IDataObject & {
	userId?: string;
	email?: string;
	role?: string;
	/** Absent in older installations, which is not the same as none */
	applicationRoles?: unknown;
	dashboardRoles?: unknown;
};

/** How a user names one person: by the id of the invite or of the user, or by address. */
export type NamedPerson = { id: string } | { email: string };

/**
 * What Losant answered, as one object. A list becomes its `items`, as in Losant's own collections.
 *
 * @param answer as Losant gave it
 * @returns without fields where there is no object
 */
export function objectIn(answer: unknown): IDataObject {
	if (isObject(answer)) return answer;
	return Array.isArray(answer) ? { items: answer } : {};
}

/**
 * The entries of a collection that Losant answers (definitions/instanceOrgs, instanceOrgMembers).
 *
 * @param answer with the entries as `items`
 */
export function itemsIn(answer: unknown): IDataObject[] {
	const { items } = objectIn(answer);
	return Array.isArray(items) ? items.filter(isObject) : [];
}

/** Whether something that came as JSON is an object with fields. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
