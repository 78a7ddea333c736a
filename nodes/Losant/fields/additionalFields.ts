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
		'Whether to keep the person from transferring resources into the organization when accepting the invite',
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

/**
 * @param parameters reads the parameters of one item
 * @returns only what the user set
 * @throws UserError when a value can't be sent
 */
export function readAdditionalFields(
	parameters: Parameters,
): Pick<OrgInvitePost, 'applicationRoles' | 'dashboardRoles' | 'disallowTransfer'> {
	const fields = readCollection(parameters(additionalFields.name));
	const applicationRoles = readResourceRoles(fields.applicationRoles, 'Application');
	const dashboardRoles = readResourceRoles(fields.dashboardRoles, 'Dashboard');
	return {
		...(applicationRoles.length > 0 && { applicationRoles }),
		...(dashboardRoles.length > 0 && { dashboardRoles }),
		...(fields.disallowTransfer !== undefined && {
			disallowTransfer: readBoolean(fields.disallowTransfer, disallowTransfer.displayName),
		}),
	};
}
