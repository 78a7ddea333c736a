import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { instance } from '../../locators/instance';
import { invite } from '../../locators/invite';
import { organization, readOrganizationPath } from '../../locators/organization';
import { Invites } from '../../people/invites';
import { keyOf } from '../../people/named';
import type { Operation } from '../operation';

export const revokeInvite: Operation = {
	resource: 'instanceOrgInvite',
	value: 'revoke',
	name: 'Revoke Invite',
	action: 'Revoke instance organization invite',
	description: 'Take an invite back, pending or expired, so that nobody can accept it any more',
	losantAction: 'instanceOrgInvite.delete',
	properties: [instance.field, organization.field, invite.field, optionsField(requestOptions)],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = invite.read(parameters);
		return {
			key: keyOf(call.path, named),
			run: async (losant) => [
				{ deleted: true, inviteId: await new Invites(losant, call).revoke(named) },
			],
		};
	},
};
