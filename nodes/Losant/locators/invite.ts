import { locatorField, type Identified } from '../fields/locator';
import type { NamedPerson } from '../losant/objects';
import { searchPeople, type Locator } from './locator';
import { readOrganizationPath } from './organization';
import { byEmail, readPerson } from './person';

const INVITE: Identified = { displayName: 'Invite', places: [] };

export const invite: Locator<NamedPerson> = {
	field: locatorField(
		INVITE,
		'inviteId',
		'searchInvites',
		'The invite, pending or expired. By Email looks for it in the list of invites.',
		[byEmail],
	),
	async search(filter) {
		const path = readOrganizationPath((name) => this.getNodeParameter(name));
		return await searchPeople(
			this,
			{ action: 'instanceOrgInvites.get', path },
			'invites',
			({ id, email, role, hasExpired }) => ({
				name: `${String(email)} (${String(role)}${hasExpired === true ? ', expired' : ''})`,
				value: String(id),
			}),
			filter,
		);
	},
	read: (parameters) => readPerson(parameters, 'inviteId', INVITE),
};
