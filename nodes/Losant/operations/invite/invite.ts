import { UserError, type IDataObject } from 'n8n-workflow';

import { additionalFields, readAdditionalFields } from '../../fields/additionalFields';
import {
	alreadyThereOptions,
	readAlreadyThere,
	type AlreadyThere,
} from '../../fields/alreadyThere';
import { emailField, readEmail } from '../../fields/email';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readRole, roleField } from '../../fields/role';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import {
	hasRoles,
	hasTransferRule,
	isPending,
	rolesOf,
	theInviteThatCounts,
	withExpiry,
} from '../../losant/invites';
import type { OrgInvite, OrgInvitePost, OrgMember } from '../../losant/objects';
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

export const inviteMember: Operation = {
	resource: 'instanceOrgInvite',
	value: 'invite',
	name: 'Invite Member',
	action: 'Invite member',
	description:
		'Invite a person by email to an organization, with a role. Losant sends the mail. Gives back the invite.',
	losantAction: 'instanceOrgInvites.post',
	furtherScopes: [
		{
			where: { what: 'Skip or Update', show: { '/options.ifAlreadyInvited': ['skip', 'update'] } },
			losantActions: [
				'instanceOrgInvites.get',
				'instanceOrgMembers.get',
				'instanceOrgInvite.resendInvite',
			],
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
		emailField,
		roleField,
		additionalFields,
		optionsField([...alreadyThereOptions, ...requestOptions]),
	],
	prepare(parameters) {
		const call = { path: readOrganizationPath(parameters), ...readRequestOptions(parameters) };
		const asked: OrgInvitePost = {
			email: readEmail(parameters),
			role: readRole(parameters),
			...readAdditionalFields(parameters),
		};
		const alreadyThere = readAlreadyThere(parameters);
		return {
			key: keyOf(call.path, { email: asked.email }),
			run: async (losant) => [
				await oneAtATime(losant, call, { email: asked.email }, async (turn) =>
					invite(losant, call, turn, asked, alreadyThere),
				),
			],
		};
	},
	beforeNextRun(done, errors) {
		const sent = done.filter(({ outcome }) => outcome === undefined || SENT.has(outcome)).length;
		const unclear = errors.filter(isUnclear).length;
		const words = doneInWords(['invite', 'invites'], [[sent, 'sent']], [unclear, 'sent']);
		return (
			words &&
			`${words}. With 'If Already Invited' set to Skip, running again sends nobody a second one`
		);
	},
};

/** The outcomes that came with a mail. */
const SENT: ReadonlySet<unknown> = new Set<Outcome>(['invited', 'updated', 'renewed']);

/** What became of a person. Frozen: workflows branch on it. */
type Outcome = 'invited' | 'updated' | 'renewed' | 'alreadyInvited' | 'alreadyMember';

/** What to do for a person, given what is there. */
type Decision =
	| { give: IDataObject; outcome: 'alreadyInvited' | 'alreadyMember' }
	| { resend: OrgInvite; outcome: 'updated' | 'renewed' }
	| { sendBeside: readonly OrgInvite[] | undefined; outcome: 'invited' };

/** Without a choice what to do with people who are there already, Losant decides, and its answer is the output. */
async function invite(
	losant: Losant,
	call: OrganizationCall,
	turn: Turn,
	asked: OrgInvitePost,
	choice: AlreadyThere,
): Promise<IDataObject> {
	const invites = new Invites(losant, call);
	const members = new Members(losant, call);
	if (choice.ifAlreadyInvited === 'fail' && choice.ifAlreadyMember === 'fail') {
		return told(call.path, withExpiry(await invites.send(turn, asked)));
	}
	const decideFrom = async (since?: number) => {
		const member = await members.find(asked, since);
		const isIrrelevant = member !== undefined || choice.ifAlreadyInvited === 'fail';
		return decide(
			asked,
			choice,
			member,
			isIrrelevant ? undefined : await invites.of(asked.email, since),
		);
	};
	const carryOut = async (decision: Decision): Promise<IDataObject> => {
		const person =
			'give' in decision
				? decision.give
				: 'resend' in decision
					? await invites.resend(turn, decision.resend, rolesOf(asked))
					: await invites.send(turn, asked, decision.sendBeside);
		return told(
			call.path,
			{ ...withExpiry(person), email: person.email ?? asked.email },
			decision.outcome,
		);
	};
	return await settle(losant, decideFrom, carryOut);
}

/**
 * @param asked what is wanted
 * @param choice what the user wants for people who are there already
 * @param member the member of the address
 * @param invites those of the address, pending and expired; undefined where they don't matter
 * @throws UserError when the item fails for what is there
 */
function decide(
	asked: OrgInvitePost,
	{ ifAlreadyInvited, ifAlreadyMember }: AlreadyThere,
	member: OrgMember | undefined,
	invites: readonly OrgInvite[] | undefined,
): Decision {
	if (member) {
		if (ifAlreadyMember === 'skip') return { give: member, outcome: 'alreadyMember' };
		throw new UserError(`${asked.email} is a member of the organization already`, {
			description: "Set 'If Already Member' to Skip to go on without an error",
		});
	}
	const pending = (invites ?? []).filter(isPending);
	if (ifAlreadyInvited === 'update' && pending.length > 1) {
		throw new UserError(
			`The organization has ${pending.length} pending invites for ${asked.email}`,
			{
				description: `Each of them can be accepted, with its own roles. Revoke all but one By ID: ${pending.map(({ id }) => String(id)).join(', ')}`,
			},
		);
	}
	const known = theInviteThatCounts(invites ?? []);
	if (!known) return { sendBeside: invites, outcome: 'invited' };
	if (isPending(known)) {
		return ifAlreadyInvited === 'skip' || hasRoles(known, rolesOf(asked))
			? { give: known, outcome: 'alreadyInvited' }
			: { resend: known, outcome: 'updated' };
	}
	// the rule for transfers can't be changed when an invite is sent again (definitions/orgRoleInfo)
	return hasTransferRule(known, asked)
		? { resend: known, outcome: 'renewed' }
		: { sendBeside: invites, outcome: 'invited' };
}
