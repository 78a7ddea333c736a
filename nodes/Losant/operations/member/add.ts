import { UserError, type IDataObject } from 'n8n-workflow';

import { additionalFields, readAdditionalFields } from '../../fields/additionalFields';
import {
	alreadyThereWhenAddedOptions,
	readAlreadyThereWhenAdded,
	type AlreadyThereWhenAdded,
} from '../../fields/alreadyThere';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readRole, roleField } from '../../fields/role';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import { user } from '../../locators/user';
import { isPending, theInviteThatCounts } from '../../losant/invites';
import type { OrgInvite, OrgMemberPost } from '../../losant/objects';
import { Invites } from '../../people/invites';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import { oneAtATime, type Turn } from '../../people/oneAtATime';
import { settle } from '../../people/settle';
import type { OrganizationCall } from '../../people/sharedList';
import { told } from '../../people/told';
import { isUnclear, type Losant } from '../../transport/losant';
import { doneInWords } from '../beforeNextRun';
import type { Operation } from '../operation';

export const addMember: Operation = {
	resource: 'instanceOrgMember',
	value: 'add',
	name: 'Add Member',
	action: 'Add member',
	description:
		'Make a user of Losant a member of an organization. To an address that no user has, Losant mails an invite instead.',
	losantAction: 'instanceOrgMembers.post',
	furtherScopes: [
		{
			where: {
				what: "'If Already Invited' on Skip",
				show: { '/options.ifAlreadyInvited': ['skip'] },
			},
			losantActions: ['instanceOrgInvites.get', 'instanceOrgMembers.get'],
		},
		{
			where: {
				what: "'If Already Member' on Skip",
				show: { '/options.ifAlreadyMember': ['skip'] },
			},
			losantActions: ['instanceOrgMembers.get'],
		},
	],
	properties: [
		instance.field,
		organization.field,
		user.field,
		roleField,
		additionalFields,
		optionsField([...alreadyThereWhenAddedOptions, ...requestOptions]),
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
		const alreadyThere = readAlreadyThereWhenAdded(parameters);
		return {
			key: keyOf(call.path, named),
			run: async (losant) => [
				await oneAtATime(
					losant,
					call,
					named,
					async (turn) => await add(losant, call, turn, asked, alreadyThere),
				),
			],
		};
	},
	beforeNextRun(done, errors) {
		const count = (wanted: Outcome) => done.filter(({ outcome }) => outcome === wanted).length;
		const words = doneInWords(
			['person', 'people'],
			[
				[count('added'), 'added'],
				[count('invited'), 'invited'],
			],
			[errors.filter(isUnclear).length, 'added or invited'],
		);
		return (
			words &&
			`${words}. With 'If Already Invited' and 'If Already Member' set to Skip, running again adds and invites nobody twice`
		);
	},
};

/** What became of a person. Frozen: workflows branch on it. */
type Outcome = 'added' | 'invited' | 'alreadyInvited' | 'alreadyMember';

/** What to do for a person, given what is there. */
type Decision =
	| { give: IDataObject; outcome: 'alreadyInvited' | 'alreadyMember' }
	| { addBeside: readonly OrgInvite[] | undefined; outcome: 'added' };

async function add(
	losant: Losant,
	call: OrganizationCall,
	turn: Turn,
	asked: OrgMemberPost,
	{ ifAlreadyInvited, ifAlreadyMember }: AlreadyThereWhenAdded,
): Promise<IDataObject> {
	const invites = new Invites(losant, call);
	const members = new Members(losant, call);
	const tell = (person: IDataObject, outcome: Outcome): IDataObject =>
		told(
			call.path,
			{
				...person,
				userId: person.userId ?? null,
				email: person.email ?? ('email' in asked ? asked.email : null),
			},
			outcome,
		);
	return await settle<Decision, IDataObject>(
		losant,
		async (since) => {
			const member = ifAlreadyMember === 'skip' ? await members.find(asked, since) : undefined;
			if (member) return { give: member, outcome: 'alreadyMember' };
			const known =
				ifAlreadyInvited === 'skip' && 'email' in asked
					? await invites.of(asked.email, since)
					: undefined;
			const pending = theInviteThatCounts((known ?? []).filter(isPending));
			if (pending) return { give: pending, outcome: 'alreadyInvited' };
			return { addBeside: known, outcome: 'added' };
		},
		async (decision) => {
			if ('give' in decision) return tell(decision.give, decision.outcome);
			const added = await members.add(turn, asked, decision.addBeside);
			if ('member' in added) return tell(added.member, 'added');
			// Losant says no more than that; the rest is what it was asked for
			const { role, applicationRoles = [], dashboardRoles = [] } = asked;
			return tell({ ...added, role, applicationRoles, dashboardRoles }, 'invited');
		},
	);
}
