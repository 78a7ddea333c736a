import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readUpdateFields, updateFields } from '../../fields/updateFields';
import { instance } from '../../locators/instance';
import { invite } from '../../locators/invite';
import { organization, readOrganizationPath } from '../../locators/organization';
import { withExpiry } from '../../losant/invites';
import { Invites } from '../../people/invites';
import { keyOf } from '../../people/named';
import { isUnclear } from '../../transport/losant';
import { doneInWords } from '../beforeNextRun';
import type { Operation } from '../operation';

export const resendInvite: Operation = {
	resource: 'instanceOrgInvite',
	value: 'resend',
	name: 'Resend Invite',
	action: 'Resend instance organization invite',
	description:
		'Send an invite again, pending or expired, with other roles if you like, and give back what it is then (Losant may give it a new ID)',
	losantAction: 'instanceOrgInvite.resendInvite',
	properties: [
		instance.field,
		organization.field,
		invite.field,
		updateFields,
		optionsField(requestOptions),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = invite.read(parameters);
		const changes = readUpdateFields(parameters);
		return {
			key: keyOf(call.path, named),
			run: async (losant) => [
				withExpiry(await new Invites(losant, call).resendNamed(named, changes)),
			],
		};
	},
	beforeNextRun({ length }, errors) {
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
