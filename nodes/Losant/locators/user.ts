import type { INodeProperties } from 'n8n-workflow';

import { byId, type Identified } from '../fields/locator';
import type { Parameters } from '../fields/values';
import type { NamedPerson } from '../losant/objects';
import { byEmail, readPerson } from './person';

const USER: Identified = {
	displayName: 'User',
	places: [],
	orElse: `Name the person ${byEmail.displayName}`,
};

/** A user of Losant. Losant lists no users, so there is no list to pick from. */
export const user = {
	field: {
		displayName: USER.displayName,
		name: 'user',
		type: 'resourceLocator',
		default: { mode: byEmail.name, value: '' },
		required: true,
		description:
			'The person to add. By Email also takes an address that no user of Losant has: Losant mails it an invite.',
		modes: [byEmail, byId(USER)],
	} satisfies INodeProperties,
	/**
	 * @param parameters reads the parameters of one item
	 * @throws UserError when it is neither an id nor an address
	 */
	read: (parameters: Parameters): NamedPerson => readPerson(parameters, 'user', USER),
};
