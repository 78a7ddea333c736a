import { locatorField, type Identified } from '../fields/locator';
import type { NamedPerson } from '../losant/objects';
import { searchPeople, type Locator } from './locator';
import { readOrganizationPath } from './organization';
import { byEmail, readPerson } from './person';

const MEMBER: Identified = { displayName: 'Member', places: [] };

export const member: Locator<NamedPerson> = {
	field: locatorField(
		MEMBER,
		'userId',
		'searchMembers',
		'The member of the organization. By Email looks for it in the list of members.',
		[byEmail],
	),
	async search(filter) {
		const path = readOrganizationPath((name) => this.getNodeParameter(name));
		return await searchPeople(
			this,
			{ action: 'instanceOrgMembers.get', path },
			'members',
			({ userId, firstName, lastName, email }) => ({
				name: [firstName, lastName, `(${String(email)})`]
					.filter((part) => part !== undefined && part !== '')
					.join(' '),
				value: String(userId),
			}),
			filter,
		);
	},
	read: (parameters) => readPerson(parameters, 'userId', MEMBER),
};
