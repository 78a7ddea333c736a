import type { INodeProperties } from 'n8n-workflow';

import type { OrgInvitePost } from '../losant/objects';
import { readResourceRoles, resourceRoles } from './resourceRoles';
import { readBoolean, readCollection, type Parameters } from './values';

const disallowTransfer: INodeProperties = {
	displayName: 'Disallow Transfer',
	name: 'disallowTransfer',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep the person from transferring resources into the organization when joining it',
};

/** What may be said of a person who is invited or added. */
export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [...resourceRoles, disallowTransfer],
};

type Additional = Pick<OrgInvitePost, 'applicationRoles' | 'dashboardRoles' | 'disallowTransfer'>;

/**
 * @param parameters reads the parameters of one item
 * @returns only what the user added; an empty list where roles were added, but none
 * @throws UserError when a value can't be sent
 */
export function readAddedFields(parameters: Parameters): Additional {
	const { name, displayName } = additionalFields;
	const fields = readCollection(parameters(name), displayName);
	const applicationRoles = readResourceRoles(fields, 'Application');
	const dashboardRoles = readResourceRoles(fields, 'Dashboard');
	return {
		...(applicationRoles && { applicationRoles }),
		...(dashboardRoles && { dashboardRoles }),
		...('disallowTransfer' in fields && {
			disallowTransfer: readBoolean(fields.disallowTransfer, disallowTransfer.displayName),
		}),
	};
}

/**
 * The same for somebody new, who has no roles that could be taken away.
 *
 * @param parameters reads the parameters of one item
 * @returns only what the user added, without empty lists
 * @throws UserError when a value can't be sent
 */
export function readAdditionalFields(parameters: Parameters): Additional {
	const { applicationRoles = [], dashboardRoles = [], ...others } = readAddedFields(parameters);
	return {
		...(applicationRoles.length > 0 && { applicationRoles }),
		...(dashboardRoles.length > 0 && { dashboardRoles }),
		...others,
	};
}
