import type { IDataObject } from 'n8n-workflow';

import type { OrganizationCall } from './sharedList';

/**
 * What comes out for a person: as Losant gives them, and the organization too, which Losant leaves out of invites before API 1.30.1.
 *
 * @param path to the organization
 * @param person an invite or a member
 * @param outcome what became of them; right after the address, where people see it first
 */
export function told(
	{ instanceId, orgId }: OrganizationCall['path'],
	person: IDataObject,
	outcome?: string,
): IDataObject {
	const { email, ...others } = person;
	return {
		...(outcome === undefined ? person : { email: email ?? null, outcome, ...others }),
		...(person.orgId === undefined && { orgId: orgId?.toLowerCase() }),
		...(person.instanceId === undefined && { instanceId: instanceId?.toLowerCase() }),
	};
}
