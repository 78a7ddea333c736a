import errors from 'bravado-core/lib/errors.js';

import { matches } from './query.mjs';
import { showInvite, showMember, showTotalCount } from './show.mjs';

/** @import { Context, Controller } from 'bravado-core' */
/** @import { NewInvite, NewMember, Organization, OrgMember, RoleInfo } from './types.js' */
/** @import { Query } from './query.mjs' */
/** @import { Roster, Store, StoredInvite } from './store.mjs' */

/**
 * @typedef {{
 *   instanceId: string, orgId: string, inviteId: string, userId: string,
 *   invite: NewInvite, roleInfo: RoleInfo, member: NewMember,
 *   sortField?: string, sortDirection?: string, filterField?: string, filter?: string,
 *   page?: string, perPage?: string, summaryInclude?: string, query?: Query,
 * }} Params as the definition names and the framework has checked them
 */

/**
 * @param {Store} store
 * @returns {Record<string, Controller<Params>>} by resource, what its actions do
 */
export function createControllers(store) {
	/** @param {Params} params */
	const find = ({ instanceId, orgId, inviteId }) => {
		const roster = store.roster(orgId, instanceId);
		const invite = roster.invites.get(inviteId.toLowerCase());
		if (!invite) throw errors.NotFound({ title: 'Organization Invite' });
		return { roster, invite };
	};
	/** @param {Params} params */
	const findMember = ({ instanceId, orgId, userId }) => {
		const roster = store.roster(orgId, instanceId);
		const member = [...roster.members.values()].find((one) => one.userId === userId.toLowerCase());
		if (!member) throw errors.NotFound({ title: 'Organization Member' });
		return { roster, member };
	};
	/**
	 * @param {Params} params
	 * @param {Organization} organization
	 */
	const withSummary = ({ summaryInclude = '' }, organization) => {
		const { members, invites } = store.roster(organization.id);
		/** @type {Record<string, number>} */
		const counts = { memberCount: members.size, pendingInviteCount: invites.size };
		const names = [...Object.keys(counts), ...summaryInclude.split(',').filter(Boolean)];
		const summary = Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]));
		return { ...organization, summary };
	};

	return {
		instances: {
			get(params, context) {
				succeedWithPage(store, params, context, 'instances', 'instance', store.instances());
			},
		},
		instance: {
			get({ instanceId }, context) {
				context.succeed(context.entity('instance', store.instance(instanceId)));
			},
			historicalSummaries(params, context) {
				const summaries = store.summaries(params.instanceId);
				succeedWithPage(store, params, context, 'instance', '', summaries);
			},
		},
		instanceOrgs: {
			get(params, context) {
				const { query, filterField, filter, ...others } = params;
				const asked = query ? others : params;
				const organizations = store
					.organizations(params.instanceId)
					.filter((organization) => !query || matches(organization, query))
					.map((organization) => withSummary(params, organization));
				succeedWithPage(store, asked, context, 'instanceOrgs', 'instanceOrg', organizations);
			},
		},
		instanceOrg: {
			get(params, context) {
				const { organization } = store.roster(params.orgId, params.instanceId);
				context.succeed(context.entity('instanceOrg', withSummary(params, organization)));
			},
		},
		applications: {
			get(params, context) {
				const applications = store.resources('applications', params.orgId);
				succeedWithPage(store, params, context, 'applications', '', applications);
			},
		},
		dashboards: {
			get(params, context) {
				const dashboards = store.resources('dashboards', params.orgId);
				succeedWithPage(store, params, context, 'dashboards', '', dashboards);
			},
		},
		instanceOrgInvites: {
			get(params, context) {
				const roster = store.roster(params.orgId, params.instanceId);
				const asked = withDefaults(params, context);
				const invites = arrange(store, [...roster.invites.values()], asked);
				context.succeed(inviteCollection(store, roster, context, invites, asked));
			},
			post(params, context) {
				const { postResponse } = store.switches;
				const roster = store.roster(params.orgId, params.instanceId);
				const invite = store.invite(roster, params.invite);
				const entity = inviteEntity(store, roster, context, invite);
				const order = { sortField: 'inviteDate', sortDirection: 'desc' };
				switch (postResponse) {
					case 'empty':
						return context.succeed();
					case 'single':
						return context.succeed(entity);
					case 'array':
						return context.succeed([entity.toJSON(context.entityOptions)]);
					case 'collection-one':
						return context.succeed(inviteCollection(store, roster, context, [invite], order));
					case 'collection-all':
					case 'other': {
						const others = [...roster.invites.values()].filter(
							({ id }) => postResponse === 'collection-all' || id !== invite.id,
						);
						const invites = arrange(store, others, order);
						context.succeed(inviteCollection(store, roster, context, invites, order));
					}
				}
			},
		},
		instanceOrgInvite: {
			get(params, context) {
				const { roster, invite } = find(params);
				context.succeed(inviteEntity(store, roster, context, invite));
			},
			delete(params, context) {
				const { roster, invite } = find(params);
				roster.remove(invite);
				context.succeed({ success: true });
			},
			resendInvite(params, context) {
				const { roster, invite } = find(params);
				const renewed = store.resend(roster, invite, params.roleInfo);
				context.succeed(inviteEntity(store, roster, context, renewed));
			},
		},
		instanceOrgMembers: {
			get(params, context) {
				const { organization, members } = store.roster(params.orgId, params.instanceId);
				const { instanceId, orgId } = organization;
				const asked = withDefaults(params, context);
				const items = arrange(store, [...members.values()], asked).map((one) =>
					showMember(one, store.switches),
				);
				const body = { instanceId, orgId, ...asked, count: items.length, items };
				context.succeed(context.entity('instanceOrgMembers', body));
			},
			post(params, context) {
				const roster = store.roster(params.orgId, params.instanceId);
				const member = store.join(roster, params.member);
				context.status = member ? store.switches.addedStatus : 202;
				context.succeed(member ? memberEntity(store, context, member) : { inviteSent: true });
			},
		},
		instanceOrgMember: {
			get(params, context) {
				context.succeed(memberEntity(store, context, findMember(params).member));
			},
			patch(params, context) {
				const { roster, member } = findMember(params);
				const changed = store.changeMember(roster, member, params.member);
				context.succeed(memberEntity(store, context, changed));
			},
			delete(params, context) {
				const { roster, member } = findMember(params);
				store.removeMember(roster, member);
				context.succeed({ success: true });
			},
		},
	};
}

/**
 * An invite with its links. They need ids that an invite of an older Losant's doesn't hold, so these are
 * inherited: the links find them, and the answer leaves them out.
 * @param {Store} store
 * @param {Roster} roster
 * @param {Context} context
 * @param {StoredInvite} invite
 */
function inviteEntity(store, roster, context, invite) {
	const { instanceId, orgId } = roster.organization;
	const ids = Object.create({ instanceId, orgId, inviteId: invite.id });
	const shown = showInvite(roster.describe(invite), store.switches);
	return context.entity('instanceOrgInvite', Object.assign(ids, shown));
}

/**
 * @param {Store} store
 * @param {Context} context
 * @param {OrgMember} member
 */
function memberEntity(store, context, member) {
	return context.entity('instanceOrgMember', showMember(member, store.switches));
}

/**
 * @param {Store} store
 * @param {Roster} roster
 * @param {Context} context
 * @param {StoredInvite[]} invites
 * @param {object} asked
 */
function inviteCollection(store, roster, context, invites, asked) {
	const { instanceId, orgId } = roster.organization;
	const { switches } = store;
	const counted = switches.inviteIds === 'shown' && showTotalCount(invites.length, switches);
	const body = { instanceId, orgId, ...asked, ...counted };
	const collection = context.collection('instanceOrgInvites', 'instanceOrgInvite', body);
	collection.addAll(invites.map((invite) => inviteEntity(store, roster, context, invite)));
	return collection;
}

/**
 * @param {Store} store
 * @param {Params} params
 * @param {Context} context
 * @param {string} type
 * @param {string} itemType blank where the framework has no resource for one
 * @param {object[]} all
 */
function succeedWithPage(store, params, context, type, itemType, all) {
	const { page, perPage, ...asked } = withDefaults(params, context);
	const arranged = arrange(store, all, asked);
	const { maximumPerPage, pages } = store.switches;
	const size = Math.min(Math.max(Number(perPage) || 0, 1), maximumPerPage);
	const number = pages === 'ignored' ? 0 : Math.max(Number(page) || 0, 0);
	const collection = context.collection(type, itemType, {
		...(type === 'instanceOrgs' && { instanceId: params.instanceId }),
		...asked,
		page: number,
		perPage: size,
		...showTotalCount(arranged.length, store.switches),
	});
	collection.addAll(arranged.slice(number * size, (number + 1) * size));
	context.succeed(collection);
}

/**
 * @param {Params} params
 * @param {Context} context
 * @returns {Record<string, string>} the query of a list; the framework leaves the defaults to us
 */
function withDefaults(params, { action }) {
	/** @type {[string, string][]} */
	const asked = [];
	for (const { name, default: fallback } of action.params ?? []) {
		const value = Reflect.get(params, name) ?? fallback;
		if (value !== undefined) asked.push([name, value]);
	}
	return Object.fromEntries(asked);
}

/**
 * @template {object} Item
 * @param {Store} store
 * @param {Item[]} items
 * @param {Record<string, string>} asked
 * @returns {Item[]} those that pass the filter, in order, ties by id
 */
function arrange({ switches }, items, { sortField = '', sortDirection, filterField, filter }) {
	const passes = filterField && filter ? glob(filter, switches.filterCase) : undefined;
	const turn = sortDirection === 'desc' ? -1 : 1;
	return items
		.filter((item) => !passes || passes.test(read(item, filterField)))
		.map((item) => ({
			item,
			key: read(item, sortField),
			id: read(item, 'id', 'userId', 'resourceId'),
		}))
		.sort((one, other) => turn * (compare(one.key, other.key) || compare(one.id, other.id)))
		.map(({ item }) => item);
}

/**
 * @param {object} item
 * @param {...(string | undefined)} fields of which the first that the item has is read
 */
function read(item, ...fields) {
	const field = fields.find((name) => name !== undefined && name in item);
	return field === undefined ? '' : String(Reflect.get(item, field));
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
	return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * @param {string} pattern of the whole value; only `*` has a meaning
 * @param {'ignored' | 'minded'} filterCase
 */
function glob(pattern, filterCase) {
	const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, filterCase === 'ignored' ? 'is' : 's');
}
