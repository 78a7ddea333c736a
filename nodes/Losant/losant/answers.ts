import type { IDataObject } from 'n8n-workflow';

import type { LosantActionName } from './actions';
import { invitesIn } from './invites';
import { isObject, itemsIn, objectIn, type OrgInvite, type OrgMember } from './objects';

/** A part of a list that Losant pages (definitions/instances, instanceOrgs, historicalSummaries, applications, dashboards). */
export interface Page {
	items: IDataObject[];
	/** How many there are in all; undefined where Losant doesn't say */
	totalCount: number | undefined;
}

/** The people of an organization, whom Losant doesn't page. */
export interface People<Person> {
	items: Person[];
	/** How many Losant counts: its own example counts more than it gives, so that is a doubt and no proof */
	count: number;
}

/** What each call gives when Losant has carried it out. */
export interface Answers {
	'instances.get': Page;
	'instance.historicalSummaries': Page;
	'instanceOrgs.get': Page;
	'instanceOrg.get': IDataObject;
	'instanceOrgInvites.get': People<OrgInvite>;
	/** `invitesIn` finds the invites in it */
	'instanceOrgInvites.post': IDataObject;
	'instanceOrgInvite.get': OrgInvite;
	'instanceOrgInvite.delete': IDataObject;
	'instanceOrgInvite.resendInvite': OrgInvite;
	'instanceOrgMembers.get': People<OrgMember>;
	/** The member, or `inviteSent: true` */
	'instanceOrgMembers.post': OrgMember;
	'instanceOrgMember.get': OrgMember;
	'instanceOrgMember.patch': OrgMember;
	'instanceOrgMember.delete': IDataObject;
	'applications.get': Page;
	'dashboards.get': Page;
}

/**
 * Reads an answer with a status below 300.
 *
 * @param body parsed JSON, or a text where it is none
 * @param status of the answer
 * @returns undefined for what can't be Losant's answer to this call
 */
type Reading<Answer> = (body: unknown, status: number) => Answer | undefined;

/**
 * What Losant's answer to each call has to look like. A proxy or a server that starts may answer in Losant's place, with a
 * page, `{}` or nothing: taken for Losant's, it would mean "empty", "done" or "gone". Only what tells an answer
 * from these is asked for (definitions of the API, none of which requires a field); what Losant adds is let through.
 */
export const answers: { [Name in LosantActionName]: Reading<Answers[Name]> } = {
	'instances.get': pageOf('id', 'name'),
	'instance.historicalSummaries': pageOf('resourceId'),
	'instanceOrgs.get': pageOf('id', 'orgId', 'name'),
	'instanceOrg.get': one('id', 'orgId'),
	'instanceOrgInvites.get': (body, status) => {
		const invites = wholeListOf('id', 'inviteId', 'email')(body, status);
		return invites && { ...invites, items: invites.items.map(withId) };
	},
	'instanceOrgInvites.post': made((body) => invitesIn(body).some(shows('id', 'inviteId'))),
	'instanceOrgInvite.get': (body) =>
		shows('id', 'inviteId')(body) ? withId(objectIn(body)) : undefined,
	'instanceOrgInvite.delete': success,
	'instanceOrgInvite.resendInvite': made(shows('id', 'inviteId')),
	'instanceOrgMembers.get': wholeListOf('userId', 'email'),
	'instanceOrgMembers.post': made(
		(body) => shows('userId')(body) || objectIn(body).inviteSent === true,
	),
	'instanceOrgMember.get': one('userId'),
	'instanceOrgMember.patch': one('userId'),
	'instanceOrgMember.delete': success,
	'applications.get': pageOf('id', 'applicationId'),
	'dashboards.get': pageOf('id', 'dashboardId'),
};

/** The status that says by itself that something was made (RFC 9110, section 15.3.2): no other server gives it in Losant's place. */
const CREATED = 201;

/** @param fields of which each entry has one at least, as a text: a page of something else may be JSON too */
function pageOf(...fields: string[]): Reading<Page> {
	return (body) => {
		const entries = Array.isArray(body) ? body : objectIn(body).items;
		if (!Array.isArray(entries) || !entries.every(shows(...fields)) || isError(body)) {
			return undefined;
		}
		const { totalCount, page = 0 } = objectIn(body);
		const counted = numberIn(totalCount);
		// the first page of something isn't empty
		if (entries.length === 0 && page === 0 && (counted ?? 0) > 0) return undefined;
		return { items: itemsIn({ items: entries }), totalCount: counted };
	};
}

/** Losant doesn't page its lists of people, so what it counts has to be there. */
function wholeListOf(...fields: string[]): Reading<People<IDataObject>> {
	return (body, status) => {
		const list = pageOf(...fields)(body, status);
		if (!list || (list.totalCount ?? 0) > list.items.length) return undefined;
		const { items } = list;
		return { items, count: Math.max(numberIn(objectIn(body).count) ?? 0, items.length) };
	};
}

/** An installation may give the id of an invite under its second name alone (API 1.30.1 has both). */
function withId(invite: IDataObject): IDataObject {
	const { id, inviteId } = invite;
	return id === undefined && typeof inviteId === 'string' ? { ...invite, id: inviteId } : invite;
}

/** What a server says of its own trouble (definitions/error), whatever else is in it. */
function isError(body: unknown): boolean {
	const { type, message } = objectIn(body);
	return typeof type === 'string' && typeof message === 'string';
}

function numberIn(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** @param fields of which the object has one at least, as a text */
function shows(...fields: string[]): (body: unknown) => boolean {
	return (body) =>
		isObject(body) && fields.some((field) => typeof body[field] === 'string' && body[field] !== '');
}

/** @param fields likewise */
function one(...fields: string[]): Reading<IDataObject> {
	return (body) => (shows(...fields)(body) ? objectIn(body) : undefined);
}

/** @param isShown whether the answer shows what was made, which one that says `CREATED` need not do */
function made(isShown: (body: unknown) => boolean): Reading<IDataObject> {
	return (body, status) =>
		isShown(body) || (status === CREATED && (typeof body === 'object' || !body))
			? objectIn(body)
			: undefined;
}

function success(body: unknown): IDataObject | undefined {
	return isObject(body) && body.success === true ? body : undefined;
}
