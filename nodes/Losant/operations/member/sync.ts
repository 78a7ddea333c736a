import { additionalFields, readAddedFields } from '../../fields/additionalFields';
import { approvedPlan, readApprovedPlans } from '../../fields/approvedPlan';
import { dryRunField, readDryRun } from '../../fields/dryRun';
import { emailField, readEmail } from '../../fields/email';
import { ifInviteHasExpired, readIfInviteHasExpired } from '../../fields/ifInviteHasExpired';
import { ifNotInListField, readIfNotInList } from '../../fields/ifNotInList';
import { maximumRemovalsField, readMaximumRemovals } from '../../fields/maximumRemovals';
import {
	minimumAdministrators,
	readMinimumAdministrators,
} from '../../fields/minimumAdministrators';
import { optionsField, readOptions } from '../../fields/options';
import { protectedPeopleField, readProtectedPeople } from '../../fields/protectedPeople';
import { losantDomain, readRequestOptions } from '../../fields/requestOptions';
import { readRole, roleField } from '../../fields/role';
import { emptyField, readWord, type Parameters } from '../../fields/values';
import { instance } from '../../locators/instance';
import { organization, readOrganizationPath } from '../../locators/organization';
import type { OrganizationCall } from '../../people/sharedList';
import type { Settings } from '../../sync/organization';
import type { Desired } from '../../sync/person';
import { Sync } from '../../sync/sync';
import type { OperationTogether } from '../operation';

export const syncMembers: OperationTogether = {
	resource: 'instanceOrgMember',
	value: 'sync',
	name: 'Sync Members',
	action: 'Sync members',
	description:
		'Keep the members of organizations in line with a list, which the items are: invite who is missing, change roles, and take away who is not in it, if you like',
	losantAction: 'instanceOrgMembers.get',
	furtherScopes: [
		{ losantActions: ['instanceOrgInvites.get'] },
		{
			where: { what: 'Changing people', show: { [`/${dryRunField.name}`]: [false] } },
			losantActions: [
				'instanceOrgInvites.post',
				'instanceOrgInvite.resendInvite',
				'instanceOrgMember.patch',
			],
		},
		{
			where: {
				what: 'Taking people away',
				show: {
					[`/${dryRunField.name}`]: [false],
					[`/${ifNotInListField.name}`]: ['suspend', 'remove'],
				},
			},
			losantActions: ['instanceOrgInvite.delete', 'instanceOrgMember.delete'],
		},
	],
	properties: [
		instance.field,
		organization.field,
		// of its own, as the role and what comes with it, so that they stand in this order
		{ ...emailField, description: 'The address of the person' },
		{ ...roleField },
		dryRunField,
		ifNotInListField,
		maximumRemovalsField,
		protectedPeopleField,
		{ ...additionalFields },
		optionsField([approvedPlan, ifInviteHasExpired, losantDomain, minimumAdministrators]),
	],
	together(first) {
		const sync = new Sync(readSettings(first), readDryRun(first));
		const requestOptions = readRequestOptions(first);
		return {
			prepare(parameters, itemIndex) {
				let call: OrganizationCall | undefined;
				let desired: Desired | undefined;
				try {
					call = { path: readOrganizationPath(parameters), ...requestOptions };
					desired = readDesired(parameters);
					sync.add(itemIndex, call, desired);
				} finally {
					if (!desired) sync.addUnread(itemIndex, call);
				}
			},
			run: async (surroundings) => await sync.run(surroundings),
		};
	},
};

function readDesired(parameters: Parameters): Desired {
	const { name, displayName } = emailField;
	// n8n gives one empty item where the node before it found nothing, and has 'Always Output Data' on
	if (readWord(parameters(name), displayName) === '') {
		throw emptyField(displayName, "Nothing was changed: an empty item isn't an empty list");
	}
	return {
		email: readEmail(parameters),
		role: readRole(parameters),
		...readAddedFields(parameters),
	};
}

function readSettings(first: Parameters): Settings {
	const options = readOptions(first);
	return {
		ifNotInList: readIfNotInList(first),
		maximumRemovals: readMaximumRemovals(first),
		isProtected: readProtectedPeople(first),
		approvedPlans: readApprovedPlans(options),
		ifInviteHasExpired: readIfInviteHasExpired(options),
		minimumAdministrators: readMinimumAdministrators(options),
	};
}
