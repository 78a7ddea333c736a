import { ifNotInvited, readSkips } from '../../fields/ifNotThere';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readUpdateFields, updateFields } from '../../fields/updateFields';
import { instance } from '../../locators/instance';
import { invite } from '../../locators/invite';
import { organization, readOrganizationPath } from '../../locators/organization';
import { withExpiry } from '../../losant/invites';
import { absentee, unlessAbsent } from '../../people/absent';
import { Invites } from '../../people/invites';
import { keyOf } from '../../people/named';
import { told } from '../../people/told';
import { isUnclear } from '../../transport/losant';
import { doneInWords } from '../beforeNextRun';
import type { Operation } from '../operation';
import { scopesOfNaming } from '../scopesOfNaming';

export const resendInvite: Operation = {
	resource: 'instanceOrgInvite',
	value: 'resend',
	name: 'Resend Invite',
	action: 'Resend invite',
	description:
		'Send an invite again, pending or expired, with other roles if you like, and give back what it is then (Losant may give it a new ID)',
	losantAction: 'instanceOrgInvite.resendInvite',
	furtherScopes: scopesOfNaming(invite.field, 'instanceOrgInvites.get', ifNotInvited),
	properties: [
		instance.field,
		organization.field,
		invite.field,
		updateFields,
		optionsField([ifNotInvited, ...requestOptions]),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = invite.read(parameters);
		const changes = readUpdateFields(parameters);
		const skips = readSkips(parameters, ifNotInvited);
		return {
			key: keyOf(call.path, named),
			async run(losant) {
				const resent = await unlessAbsent(losant, call, 'invites', named, skips, async () => {
					return await new Invites(losant, call).resendNamed(named, changes);
				});
				return [
					resent
						? told(call.path, withExpiry(resent), 'resent')
						: told(call.path, absentee(named, 'id'), 'notInvited'),
				];
			},
		};
	},
	beforeNextRun(done, errors) {
		const { length } = done.filter(({ outcome }) => outcome === 'resent');
		const unclear = errors.filter(isUnclear).length;
		const words = doneInWords(
			['invite', 'invites'],
			[[length, 'sent again']],
			[unclear, 'sent again'],
		);
		const them = length + unclear === 1 ? 'it' : 'them';
		return (
			words && `${words}. Leave ${them} out of the next run, which would send ${them} once more`
		);
	},
};
