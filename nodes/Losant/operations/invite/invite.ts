import { UserError, type IDataObject } from 'n8n-workflow';

import { additionalFields, readAdditionalFields } from '../../fields/additionalFields';
import {
	alreadyThereOptions,
	readAlreadyThere,
	type AlreadyThere,
} from '../../fields/alreadyThere';
import { concurrentRequests } from '../../fields/concurrentRequests';
import { emailField, readEmail } from '../../fields/email';
import { optionsField } from '../../fields/options';
import { readRequestOptions, requestOptions } from '../../fields/requestOptions';
import { readRole, roleField } from '../../fields/role';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import { hasRoles, hasTransferRule, isPending, rolesOf } from '../../losant/invites';
import type { OrgInvite, OrgInvitePost } from '../../losant/objects';
import { Invites } from '../../people/invites';
import { Members } from '../../people/members';
import { keyOf } from '../../people/named';
import { isRefusal } from '../../transport/losant';
import type { Operation } from '../operation';

export const inviteMember: Operation = {
	resource: 'instanceOrgInvite',
	value: 'invite',
	name: 'Invite Member',
	action: 'Invite instance organization member',
	description:
		'Invite a person by email to an organization, with a role. Losant sends the mail. Gives back the invite.',
	losantAction: 'instanceOrgInvites.post',
	properties: [
		instance.field,
		organization.field,
		emailField,
		roleField,
		additionalFields,
		optionsField([concurrentRequests, ...alreadyThereOptions, ...requestOptions]),
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
				await invite(new Invites(losant, call), new Members(losant, call), asked, alreadyThere),
			],
		};
	},
	beforeNextRun(done) {
		const sent = done.filter(({ outcome }) => outcome === undefined || SENT.has(outcome)).length;
		if (sent === 0) return undefined;
		const words = sent === 1 ? '1 invite was sent' : `${sent} invites were sent`;
		return `${words}. With 'If Already Invited' set to Skip, running again sends nobody a second one`;
	},
};

/** The outcomes that came with a mail. */
const SENT: ReadonlySet<unknown> = new Set<Outcome>(['invited', 'updated', 'renewed']);

/** What became of a person. Frozen: workflows branch on it. */
type Outcome = 'invited' | 'updated' | 'renewed' | 'alreadyInvited' | 'alreadyMember';

const outcome = (json: IDataObject, value: Outcome): IDataObject => ({ ...json, outcome: value });

/** Without a choice what to do with people who are there already, Losant decides, and its answer is the output. */
async function invite(
	invites: Invites,
	members: Members,
	asked: OrgInvitePost,
	{ ifAlreadyInvited, ifAlreadyMember }: AlreadyThere,
): Promise<IDataObject> {
	if (ifAlreadyInvited === 'fail' && ifAlreadyMember === 'fail') return await invites.send(asked);

	const member = await members.find(asked.email);
	if (member) {
		if (ifAlreadyMember === 'skip') return outcome(member, 'alreadyMember');
		throw new UserError(`${asked.email} is a member of the organization already`, {
			description: "Set 'If Already Member' to Skip to go on without an error",
		});
	}
	if (ifAlreadyInvited === 'fail') return outcome(await invites.send(asked), 'invited');

	// what isn't asked for has to be taken away: roles that are left out would stay as they were
	const roles = rolesOf(asked);
	const keep = async (known: OrgInvite) =>
		ifAlreadyInvited === 'skip' || hasRoles(known, roles)
			? outcome(known, 'alreadyInvited')
			: outcome(await invites.resend(known, roles), 'updated');

	const find = async () =>
		ifAlreadyInvited === 'skip'
			? await invites.find(asked.email)
			: await invites.findToUpdate(asked.email);

	const known = await find();
	if (known && isPending(known)) return await keep(known);
	// the rule for transfers can't be changed when an invite is sent again (definitions/orgRoleInfo)
	if (known && hasTransferRule(known, asked)) {
		return outcome(await invites.resend(known, roles), 'renewed');
	}
	return await invites.send(asked).then(
		(sent) => outcome(sent, 'invited'),
		async (error: unknown) => {
			// somebody else may have invited the person since the list was read
			const now = isRefusal(error, ['400', '409'])
				? await find().catch(() => undefined)
				: undefined;
			if (now && isPending(now)) return await keep(now);
			throw error;
		},
	);
}
