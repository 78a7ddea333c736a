import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { narrowestScope } from '../losant/actions';
import { connect, IMPATIENT, isRefusal } from '../transport/losant';
import { allPages } from '../transport/pages';
import { searchPage, type Locator } from './locator';
import { readOrganizationPath } from './organization';

/** An application of the organization; its field stands among the roles on single ones (fields/resourceRoles.ts). */
export const application: Pick<Locator, 'search'> = {
	async search(filter, paginationToken) {
		const path = readOrganizationPath((name) => this.getNodeParameter(name));
		const request = { action: 'applications.get', path: {}, query: { orgId: path.orgId } } as const;
		const wayOut = `Open the application in Losant, copy its address and paste it By ID, or use an API token with the scope ${narrowestScope('applications.get')} or ${narrowestScope('instance.historicalSummaries')}`;
		return await searchPage(this, request, 'applications', filter, paginationToken, wayOut).then(
			async (found) =>
				found.results.length > 0 || paginationToken !== undefined
					? found
					: ((await summarized(this, path, filter)) ?? found),
			async (error: unknown) => {
				const found = isRefusal(error, ['403']) ? await summarized(this, path, filter) : undefined;
				if (found) return found;
				throw error;
			},
		);
	},
};

/**
 * The applications that Losant counts for its instance this month: an instance token may ask for no others, and a user token shows no others of an
 * organization whose member its user isn't. Losant finds none of them by name, so the whole list is searched here.
 *
 * @returns undefined where the token may not ask for these either, as Losant may also put it that they aren't there, and where an older installation has none
 */
async function summarized(
	context: ILoadOptionsFunctions,
	{ instanceId, orgId }: { instanceId: string; orgId: string },
	filter = '',
): Promise<INodeListSearchResult | undefined> {
	const summaries = await allPages(connect(context, IMPATIENT), {
		action: 'instance.historicalSummaries',
		path: { instanceId },
		query: { filterField: 'ownerId', filter: orgId.toLowerCase(), sortField: 'resourceId' },
	}).catch((error: unknown) => {
		if (isRefusal(error, ['403', '404', '405'])) return undefined;
		throw error;
	});
	const wanted = filter.trim().toLowerCase();
	const results = summaries
		?.filter(({ resourceType }) => resourceType === 'application')
		.map(asEntry)
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((one, other) => one.name.localeCompare(other.name));
	return results && { results };
}

function asEntry({ resourceId, resourceName }: IDataObject): { name: string; value: string } {
	return { name: String(resourceName ?? resourceId), value: String(resourceId) };
}
