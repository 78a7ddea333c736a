import { narrowestScope } from '../losant/actions';
import { searchPage, type Locator } from './locator';
import { readOrganizationPath } from './organization';

/** A dashboard of the organization; its field stands among the roles on single ones (fields/resourceRoles.ts). */
export const dashboard: Pick<Locator, 'search'> = {
	async search(filter, paginationToken) {
		const { orgId } = readOrganizationPath((name) => this.getNodeParameter(name));
		return await searchPage(
			this,
			{ action: 'dashboards.get', path: {}, query: { orgId } },
			'dashboards',
			filter,
			paginationToken,
			`An API token of an instance may not list them: open the dashboard in Losant, copy its address and paste it By ID, or use a token of a user or an organization with the scope ${narrowestScope('dashboards.get')}`,
		);
	},
};
