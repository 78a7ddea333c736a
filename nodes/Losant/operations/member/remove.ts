import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { instance } from '../../locators/instance';
import { member } from '../../locators/member';
import { organization, readOrganizationPath } from '../../locators/organization';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import type { Operation } from '../operation';

export const removeMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'remove',
	name: 'Remove Member',
	action: 'Remove instance organization member',
	description: 'Take a member out of an organization',
	losantAction: 'instanceOrgMember.delete',
	properties: [instance.field, organization.field, member.field, optionsField(requestOptions)],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = member.read(parameters);
		return {
			key: keyOf(call.path, named),
			run: async (losant) => [
				{ deleted: true, userId: await new Members(losant, call).remove(named) },
			],
		};
	},
};
