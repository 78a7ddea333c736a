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
import { organization } from '../../locators/organization';
import { hasRoles, hasTransferRule, isPending } from '../../losant/invites';
import type { OrgInvite, OrgInvitePost } from '../../losant/objects';
import { rosterOf, type Roster } from '../../people/roster';
import { isRefusal } from '../../transport/losant';
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
		optionsField([concurrentRequests, ...alreadyThereOptions, ...requestOptions]),
	],
	prepare(parameters) {
		const path = { instanceId: instance.read(parameters), orgId: organization.read(parameters) };
		const asked: OrgInvitePost = {
			email: readEmail(parameters),
			role: readRole(parameters),
			...readAdditionalFields(parameters),
		};
		const call = { path, ...readRequestOptions(parameters) };
		const alreadyThere = readAlreadyThere(parameters);
		return {
			key: `${path.orgId}/${asked.email}`.toLowerCase(),
			run: async (losant) => [await invite(rosterOf(losant, call), asked, alreadyThere)],
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
	roster: Roster,
	asked: OrgInvitePost,
	{ ifAlreadyInvited, ifAlreadyMember }: AlreadyThere,
): Promise<IDataObject> {
	if (ifAlreadyInvited === 'fail' && ifAlreadyMember === 'fail') return await roster.send(asked);

	const member = await roster.member(asked.email);
	if (member) {
		if (ifAlreadyMember === 'skip') return outcome(member, 'alreadyMember');
		throw new UserError(`${asked.email} is a member of the organization already`, {
			description: "Set 'If Already Member' to Skip to go on without an error",
		});
	}
	if (ifAlreadyInvited === 'fail') return outcome(await roster.send(asked), 'invited');

	const keep = async (known: OrgInvite) =>
		ifAlreadyInvited === 'skip' || hasRoles(known, asked)
			? outcome(known, 'alreadyInvited')
			: outcome(await roster.resend(known, asked), 'updated');

	const known = await roster.invite(asked.email);
	if (known && isPending(known)) return await keep(known);
	// the rule for transfers can't be changed when an invite is sent again (definitions/orgRoleInfo)
	if (known && hasTransferRule(known, asked)) {
		return outcome(await roster.resend(known, asked), 'renewed');
	}
	return await roster.send(asked).then(
		(invite) => outcome(invite, 'invited'),
		async (error: unknown) => {
			// somebody else may have invited the person since the list was read
			const now = isRefusal(error, ['400', '409'])
				? await roster.invite(asked.email).catch(() => undefined)
				: undefined;
			if (now && isPending(now)) return await keep(now);
			throw error;
		},
	);
}
