import type { IDataObject } from 'n8n-workflow';

import { additionalFields, readAdditionalFields } from '../../fields/additionalFields';
import { concurrentRequests } from '../../fields/concurrentRequests';
import { emailField, readEmail } from '../../fields/email';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readRole, roleField } from '../../fields/role';
import { instance } from '../../locators/instance';
import { organization } from '../../locators/organization';
import { findInvite, invitesIn } from '../../losant/invites';
import { isObject, type OrgInvitePost } from '../../losant/objects';
import type { Losant, LosantRequest } from '../../transport/losant';
import type { Operation } from '../operation';

export const inviteMember: Operation = {
	resource: 'instanceOrgInvite',
	value: 'invite',
	name: 'Invite Member',
	action: 'Invite instance organization member',
	description:
		'Invite a person by email to an organization, with a role. Losant sends the mail. Gives back the invite',
	losantAction: 'instanceOrgInvites.post',
	properties: [
		instance.field,
		organization.field,
		emailField,
		roleField,
		additionalFields,
		optionsField([concurrentRequests, ...requestOptions]),
	],
	prepare(parameters) {
		const path = { instanceId: instance.read(parameters), orgId: organization.read(parameters) };
		const invite: OrgInvitePost = {
			email: readEmail(parameters),
			role: readRole(parameters),
			...readAdditionalFields(parameters),
		};
		const call = { path, ...readRequestOptions(parameters) };
		return {
			key: `${path.orgId}/${invite.email}`.toLowerCase(),
			async run(losant) {
				const answer = await losant({ ...call, action: 'instanceOrgInvites.post', body: invite });
				return [
					findInvite(invitesIn(answer), invite.email) ??
						(await lookUp(losant, call, invite.email)) ??
						asItem(answer),
				];
			},
		};
	},
};

/** The invite was made, so a refused look-up, for want of a scope say, must not fail the item. */
async function lookUp(
	losant: Losant,
	call: Omit<LosantRequest, 'action'>,
	email: string,
): Promise<IDataObject | undefined> {
	const query = { ...call.query, filterField: 'email', filter: email };
	return await losant({ ...call, action: 'instanceOrgInvites.get', query }).then(
		(answer) => findInvite(invitesIn(answer), email),
		() => undefined,
	);
}

function asItem(answer: unknown): IDataObject {
	if (isObject(answer)) return answer;
	return Array.isArray(answer) ? { items: answer } : {};
}
