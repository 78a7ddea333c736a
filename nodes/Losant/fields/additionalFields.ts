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

/**
 * @param parameters reads the parameters of one item
 * @returns only what the user added
 * @throws UserError when a value can't be sent
 */
export function readAdditionalFields(
	parameters: Parameters,
): Pick<OrgInvitePost, 'applicationRoles' | 'dashboardRoles' | 'disallowTransfer'> {
	const { name, displayName } = additionalFields;
	const fields = readCollection(parameters(name), displayName);
	const applicationRoles = readResourceRoles(fields, 'Application') ?? [];
	const dashboardRoles = readResourceRoles(fields, 'Dashboard') ?? [];
	return {
		...(applicationRoles.length > 0 && { applicationRoles }),
		...(dashboardRoles.length > 0 && { dashboardRoles }),
		...('disallowTransfer' in fields && {
			disallowTransfer: readBoolean(fields.disallowTransfer, disallowTransfer.displayName),
		}),
	};
}
