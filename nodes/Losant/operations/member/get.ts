import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { instance } from '../../locators/instance';
import { member } from '../../locators/member';
import { organization, readOrganizationPath } from '../../locators/organization';
import { Members } from '../../people/members';
import type { Operation } from '../operation';
import { scopesOfNaming } from '../scopesOfNaming';

export const getMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'get',
	name: 'Get Member',
	action: 'Get member',
	description: 'Get one member of an organization',
	losantAction: 'instanceOrgMember.get',
	furtherScopes: scopesOfNaming(member.field, 'instanceOrgMembers.get'),
	properties: [instance.field, organization.field, member.field, optionsField(requestOptions)],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const named = member.read(parameters);
		return { run: async (losant) => [await new Members(losant, call).get(named)] };
	},
};
