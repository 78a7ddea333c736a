/**
 * Which field of the node sends each documented parameter of each call. A field is named by the path of
 * its value; `inviteId:id` is the mode By ID of a field that has modes.
 */
export interface Manifest {
	/** Losant's call, `<resource>.<action>` */
	call: string;
	/** By the documented name; a body's fields as `<body>.<field>` */
	fields: Readonly<Record<string, string>>;
	/** Documented parameters that have no field, and why */
	leftOut?: Readonly<Record<string, string>>;
}

const everyCall = {
	instanceId: 'instanceId:id',
	losantdomain: 'options.losantdomain',
	_actions: 'options.includeActions',
	_links: 'options.includeLinks',
	_embedded: 'options.includeEmbedded',
};
const organization = { ...everyCall, orgId: 'orgId:id' };
const invite = { ...organization, inviteId: 'inviteId:id' };
const member = { ...organization, userId: 'userId:id' };
const list = {
	sortField: 'options.sortField',
	sortDirection: 'options.sortDirection',
	filterField: 'filters.filterField',
	filter: 'filters.filter',
};
const roles = (body: string, fields: string) => ({
	[`${body}.applicationRoles`]: `${fields}.applicationRoles.roles`,
	[`${body}.dashboardRoles`]: `${fields}.dashboardRoles.roles`,
});

export const manifest: Readonly<Record<string, Manifest>> = {
	'instanceOrgInvite.list': {
		call: 'instanceOrgInvites.get',
		fields: { ...organization, ...list },
	},
	'instanceOrgInvite.get': { call: 'instanceOrgInvite.get', fields: invite },
	'instanceOrgInvite.invite': {
		call: 'instanceOrgInvites.post',
		fields: {
			...organization,
			'invite.email': 'email',
			'invite.role': 'role',
			...roles('invite', 'additionalFields'),
			'invite.disallowTransfer': 'additionalFields.disallowTransfer',
		},
	},
	'instanceOrgInvite.resend': {
		call: 'instanceOrgInvite.resendInvite',
		fields: {
			...invite,
			'roleInfo.role': 'updateFields.role',
			...roles('roleInfo', 'updateFields'),
		},
	},
	'instanceOrgInvite.revoke': { call: 'instanceOrgInvite.delete', fields: invite },
	'instanceOrgMember.list': {
		call: 'instanceOrgMembers.get',
		fields: { ...organization, ...list },
	},
	'instanceOrgMember.get': { call: 'instanceOrgMember.get', fields: member },
	'instanceOrgMember.add': {
		call: 'instanceOrgMembers.post',
		fields: {
			...organization,
			'member.userId': 'user:id',
			'member.email': 'user:email',
			'member.role': 'role',
			...roles('member', 'additionalFields'),
			'member.disallowTransfer': 'additionalFields.disallowTransfer',
		},
	},
	'instanceOrgMember.update': {
		call: 'instanceOrgMember.patch',
		fields: { ...member, 'member.role': 'updateFields.role', ...roles('member', 'updateFields') },
	},
	'instanceOrgMember.remove': { call: 'instanceOrgMember.delete', fields: member },
	'instanceOrg.list': {
		call: 'instanceOrgs.get',
		fields: {
			...everyCall,
			...list,
			summaryInclude: 'options.summaryInclude',
			query: 'filters.query',
		},
		leftOut: {
			page: 'Return All and Limit walk the pages',
			perPage: 'Return All and Limit walk the pages',
		},
	},
	'instanceOrg.get': {
		call: 'instanceOrg.get',
		fields: { ...organization, summaryInclude: 'options.summaryInclude' },
	},
};
