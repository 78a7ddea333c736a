import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { instance } from '../../locators/instance';
import { invite } from '../../locators/invite';
import { organization, readOrganizationPath } from '../../locators/organization';
import { withExpiry } from '../../losant/invites';
import { Invites } from '../../people/invites';
import { told } from '../../people/told';
import type { Operation } from '../operation';
import { scopesOfNaming } from '../scopesOfNaming';

export const getInvite: Operation = {
	resource: 'instanceOrgInvite',
	value: 'get',
	name: 'Get Invite',
	action: 'Get invite',
	description: 'Get one invite of an organization, pending or expired',
	losantAction: 'instanceOrgInvite.get',
	furtherScopes: scopesOfNaming(invite.field, 'instanceOrgInvites.get'),
	properties: [instance.field, organization.field, invite.field, optionsField(requestOptions)],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = invite.read(parameters);
		return {
			async run(losant) {
				const found = await new Invites(losant, call).get(named);
				return [told(call.path, withExpiry(found))];
			},
		};
	},
};
