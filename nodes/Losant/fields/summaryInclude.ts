import type { INodeProperties } from 'n8n-workflow';

import { readOptions } from './options';
import { readChoice, readText, type Parameters } from './values';

/** What a summary may hold (definitions/instanceOrg: `summary`), with the names that the editor shows. */
const COUNTS = {
	apiTokenCount: 'API Token Count',
	appCount: 'Application Count',
	certificateAuthorityCount: 'Certificate Authority Count',
	certificateCount: 'Certificate Count',
	credentialCount: 'Credential Count',
	dashCount: 'Dashboard Count',
	dataTableCount: 'Data Table Count',
	deviceCount: 'Device Count',
	deviceDataSize: 'Device Data Size',
	deviceRecipeCount: 'Device Recipe Count',
	eventCount: 'Event Count',
	experienceDomainCount: 'Experience Domain Count',
	experienceEndpointCount: 'Experience Endpoint Count',
	experienceGroupCount: 'Experience Group Count',
	experienceSlugCount: 'Experience Slug Count',
	experienceUserCount: 'Experience User Count',
	experienceVersionCount: 'Experience Version Count',
	experienceViewCount: 'Experience View Count',
	fileCount: 'File Count',
	integrationCount: 'Integration Count',
	keyCount: 'Key Count',
	memberCount: 'Member Count',
	notebookCount: 'Notebook Count',
	notebookStats: 'Notebook Statistics',
	payloadCount: 'Payload Count',
	pendingInviteCount: 'Pending Invite Count',
	privateFileCount: 'Private File Count',
	resourceJobCount: 'Resource Job Count',
	storageStats: 'Storage Statistics',
	webhookCount: 'Webhook Count',
	flowCount: 'Workflow Count',
} as const;

const CHOICES = Object.entries(COUNTS).map(([value, name]) => ({ name, value }));

export const summaryInclude: INodeProperties = {
	displayName: 'Summary Include',
	name: 'summaryInclude',
	type: 'multiOptions',
	options: CHOICES,
	default: [],
	description: 'What to count in the summary of each organization, which may take Losant longer',
};

/**
 * @param parameters reads the parameters of one item
 * @returns the query parameter, separated by commas as Losant wants it; none where nothing was chosen
 * @throws UserError when an expression gives something else, or nothing
 */
export function readSummaryInclude(parameters: Parameters): { summaryInclude?: string } {
	const { summaryInclude: chosen } = { summaryInclude: [], ...readOptions(parameters) };
	const { displayName } = summaryInclude;
	const words = Array.isArray(chosen) ? chosen : readText(chosen, displayName).split(',');
	const names = words.map((word: unknown) => readChoice(word, displayName, CHOICES));
	return names.length > 0 ? { summaryInclude: names.join() } : {};
}
