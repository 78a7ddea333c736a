import { UserError, type IDataObject } from 'n8n-workflow';

import { ifNotMember, readSkips } from '../../fields/ifNotThere';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readUpdateFields, updateFields } from '../../fields/updateFields';
import { instance } from '../../locators/instance';
import { member } from '../../locators/member';
import { organization, readOrganizationPath } from '../../locators/organization';
import { absentee, unlessAbsent } from '../../people/absent';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import { told } from '../../people/told';
import type { Operation } from '../operation';
import { scopesOfNaming } from '../scopesOfNaming';

export const updateMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'update',
	name: 'Update Member',
	action: 'Update member',
	description: 'Change the roles of a member of an organization',
	losantAction: 'instanceOrgMember.patch',
	furtherScopes: scopesOfNaming(member.field, 'instanceOrgMembers.get', ifNotMember),
	properties: [
		instance.field,
		organization.field,
		member.field,
		updateFields,
		optionsField([ifNotMember, ...requestOptions]),
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
		const skips = readSkips(parameters, ifNotMember);
		return {
			key: keyOf(call.path, named),
			async run(losant) {
				const updated = await unlessAbsent(losant, call, 'members', named, skips, async () => {
					return await new Members(losant, call).update(named, changes);
				});
				if (!updated) return [told(call.path, absentee(named, 'userId'), 'notMember')];
				const { member: person, isSent }: { member: IDataObject; isSent: boolean } = updated;
				// Losant need not say it again
				const email = person.email ?? ('email' in named ? named.email : null);
				return [told(call.path, { ...person, email }, isSent ? 'updated' : 'unchanged')];
			},
		};
	},
};
