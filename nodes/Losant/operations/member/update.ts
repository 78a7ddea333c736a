import { UserError } from 'n8n-workflow';

import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readUpdateFields, updateFields } from '../../fields/updateFields';
import { instance } from '../../locators/instance';
import { member } from '../../locators/member';
import { organization, readOrganizationPath } from '../../locators/organization';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import type { Operation } from '../operation';

export const updateMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'update',
	name: 'Update Member',
	action: 'Update instance organization member',
	description: 'Change the roles of a member of an organization',
	losantAction: 'instanceOrgMember.patch',
	properties: [
		instance.field,
		organization.field,
		member.field,
		updateFields,
		optionsField(requestOptions),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = member.read(parameters);
		const changes = readUpdateFields(parameters);
		if (Object.keys(changes).length === 0) {
			throw new UserError('There is nothing to change', {
				description: "Add a field under 'Update Fields'",
			});
		}
		return {
			key: keyOf(call.path, named),
			run: async (losant) => [await new Members(losant, call).update(named, changes)],
		};
	},
};
