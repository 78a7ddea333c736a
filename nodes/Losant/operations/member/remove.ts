import { ifNotMember, readSkips } from '../../fields/ifNotThere';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { instance } from '../../locators/instance';
import { member } from '../../locators/member';
import { organization, readOrganizationPath } from '../../locators/organization';
import { absentee, unlessAbsent } from '../../people/absent';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import { told } from '../../people/told';
import type { Operation } from '../operation';
import { scopesOfNaming } from '../scopesOfNaming';

export const removeMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'remove',
	name: 'Remove Member',
	action: 'Remove member',
	description: 'Take a member out of an organization',
	losantAction: 'instanceOrgMember.delete',
	furtherScopes: scopesOfNaming(member.field, 'instanceOrgMembers.get', ifNotMember),
	properties: [
		instance.field,
		organization.field,
		member.field,
		optionsField([ifNotMember, ...requestOptions]),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = member.read(parameters);
		const skips = readSkips(parameters, ifNotMember);
		return {
			key: keyOf(call.path, named),
			async run(losant) {
				const removed = await unlessAbsent(losant, call, 'members', named, skips, async () => {
					return await new Members(losant, call).remove(named);
				});
				if (!removed) {
					return [told(call.path, { ...absentee(named, 'userId'), deleted: false }, 'notMember')];
				}
				const { email, role = null, userId } = removed;
				return [told(call.path, { email, role, userId, deleted: true }, 'removed')];
			},
		};
	},
};
