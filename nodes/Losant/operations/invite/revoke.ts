import { ifNotInvited, readSkips } from '../../fields/ifNotThere';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { instance } from '../../locators/instance';
import { invite } from '../../locators/invite';
import { organization, readOrganizationPath } from '../../locators/organization';
import { absentee, unlessAbsent } from '../../people/absent';
import { Invites } from '../../people/invites';
import { keyOf } from '../../people/named';
import { told } from '../../people/told';
import type { Operation } from '../operation';
import { scopesOfNaming } from '../scopesOfNaming';

export const revokeInvite: Operation = {
	resource: 'instanceOrgInvite',
	value: 'revoke',
	name: 'Revoke Invite',
	action: 'Revoke invite',
	description: 'Take an invite back, pending or expired, so that nobody can accept it any more',
	losantAction: 'instanceOrgInvite.delete',
	furtherScopes: scopesOfNaming(invite.field, 'instanceOrgInvites.get', ifNotInvited),
	properties: [
		instance.field,
		organization.field,
		invite.field,
		optionsField([ifNotInvited, ...requestOptions]),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = invite.read(parameters);
		const skips = readSkips(parameters, ifNotInvited);
		return {
			key: keyOf(call.path, named),
			async run(losant) {
				const revoked = await unlessAbsent(losant, call, 'invites', named, skips, async () => {
					return await new Invites(losant, call).revoke(named);
				});
				if (!revoked) {
					return [
						told(call.path, { ...absentee(named, 'inviteId'), deleted: false }, 'notInvited'),
					];
				}
				const { email, role = null, id: inviteId } = revoked;
				return [told(call.path, { email, role, inviteId, deleted: true }, 'revoked')];
			},
		};
	},
};
