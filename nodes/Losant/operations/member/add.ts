import { UserError } from 'n8n-workflow';

import { additionalFields, readAdditionalFields } from '../../fields/additionalFields';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readRole, roleField } from '../../fields/role';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import { user } from '../../locators/user';
import type { OrgMemberPost } from '../../losant/objects';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import { oneAtATime } from '../../people/oneAtATime';
import type { Operation } from '../operation';

export const addMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'add',
	name: 'Add Member',
	action: 'Add instance organization member',
	description: 'Make an existing user of Losant a member of an organization, without an invite',
	losantAction: 'instanceOrgMembers.post',
	properties: [
		instance.field,
		organization.field,
		user.field,
		roleField,
		additionalFields,
		optionsField(requestOptions),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = user.read(parameters);
		const role = readRole(parameters);
		const { disallowTransfer, ...roles } = readAdditionalFields(parameters);
		if ('id' in named && disallowTransfer !== undefined) {
			throw new UserError("'Disallow Transfer' is only for a person who is added by email", {
				description: 'Remove it, or name the user By Email',
			});
		}
		const asked: OrgMemberPost =
			'id' in named
				? { userId: named.id, role, ...roles }
				: {
						email: named.email,
						role,
						...roles,
						...(disallowTransfer !== undefined && { disallowTransfer }),
					};
		return {
			key: keyOf(call.path, named),
			run: async (losant) => [
				await oneAtATime(
					losant,
					call,
					named,
					async (turn) => await new Members(losant, call).add(turn, asked),
				),
			],
		};
	},
};
