import type { IDataObject } from 'n8n-workflow';

import type { LosantActionName } from './actions';
import { invitesIn } from './invites';
import { isObject, itemsIn, objectIn, type OrgInvite, type OrgMember } from './objects';

/** A part of a list that Losant pages (definitions/instances, instanceOrgs). */
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
	'instances.get': page,
	'instanceOrgs.get': page,
	'instanceOrg.get': one('id', 'orgId'),
	'instanceOrgInvites.get': wholeList,
	'instanceOrgInvites.post': made((body) => invitesIn(body).length > 0),
	'instanceOrgInvite.get': one('id', 'inviteId'),
	'instanceOrgInvite.delete': success,
	'instanceOrgInvite.resendInvite': made((body) => one('id', 'inviteId')(body) !== undefined),
	'instanceOrgMembers.get': wholeList,
	'instanceOrgMembers.post': made(
		(body) => one('userId')(body) !== undefined || objectIn(body).inviteSent === true,
	),
	'instanceOrgMember.get': one('userId'),
	'instanceOrgMember.patch': one('userId'),
	'instanceOrgMember.delete': success,
};

/** The status that says by itself that something was made (RFC 9110, section 15.3.2): no other server gives it in Losant's place. */
const CREATED = 201;

function page(body: unknown): Page | undefined {
	const items = entriesOf(body);
	const { totalCount, page: number = 0 } = objectIn(body);
	// the first page of something isn't empty
	if (!items || (items.length === 0 && number === 0 && Number(totalCount) > 0)) return undefined;
	return { items, totalCount: typeof totalCount === 'number' ? totalCount : undefined };
}

/** Losant doesn't page its lists of people, so what it counts has to be there. */
function wholeList(body: unknown): People<IDataObject> | undefined {
	const list = page(body);
	if (!list || (list.totalCount ?? 0) > list.items.length) return undefined;
	const { items } = list;
	const { count } = objectIn(body);
	return { items, count: typeof count === 'number' ? Math.max(count, items.length) : items.length };
}

function entriesOf(body: unknown): IDataObject[] | undefined {
	const entries = Array.isArray(body) ? body : objectIn(body).items;
	return Array.isArray(entries) && entries.every(isObject)
		? itemsIn({ items: entries })
		: undefined;
}

/** @param ids the fields of which the object has one at least, as a text */
function one(...ids: string[]): (body: unknown) => IDataObject | undefined {
	return (body) =>
		isObject(body) && ids.some((id) => typeof body[id] === 'string') ? body : undefined;
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
