import type { INodeProperties } from 'n8n-workflow';

import { concurrentRequests, readConcurrentRequests } from '../fields/concurrentRequests';
import { losantDomain, readRequestOptions } from '../fields/requestOptions';
import { readBoolean, readChoice, type Parameters } from '../fields/values';
import { instance } from '../locators/instance';
import { organization } from '../locators/organization';
import { narrowestScope, narrowestScopes } from '../losant/actions';
import { isObject } from '../losant/objects';
import { eventsField, readEvents } from './events';
import type { Watched } from './watch';

const WATCHES = [
	{ name: 'All Organizations', value: 'all' },
	{ name: 'One Organization', value: 'one' },
] as const;

const watchField: INodeProperties = {
	displayName: 'Watch',
	name: 'watch',
	type: 'options',
	noDataExpression: true,
	default: 'all',
	description: 'Whose invites and members to watch',
	options: [...WATCHES],
};

const catchUp: INodeProperties = {
	displayName: 'Catch Up After a Pause',
	name: 'catchUp',
	type: 'boolean',
	default: true,
	description: 'Whether to also start for what changed while the workflow was not published',
};

const scopesNotices: INodeProperties[] = [
	{
		displayName: `The API token needs the scopes ${narrowestScopes(['instanceOrgInvites.get', 'instanceOrgMembers.get'])}`,
		name: 'scopesNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: `All Organizations also needs ${narrowestScope('instanceOrgs.get')}`,
		name: 'scopesNotice1',
		type: 'notice',
		displayOptions: { show: { '/watch': ['all'] } },
		default: '',
	},
];

/** All fields of the trigger; n8n puts Poll Times before them. */
export const properties: INodeProperties[] = [
	...scopesNotices,
	eventsField,
	instance.field,
	watchField,
	{ ...organization.field, displayOptions: { show: { watch: ['one'] } } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			catchUp,
			{
				...concurrentRequests,
				description: 'How many organizations are looked at at the same time, from 1 to 50',
			},
			losantDomain,
		],
	},
];

/**
 * Reads what is to be watched.
 *
 * @param parameters reads the parameters of the node
 * @throws UserError when a field can't be used
 */
export function readWatched(parameters: Parameters): Watched {
	const one = readChoice(parameters('watch'), watchField.displayName, WATCHES) === 'one';
	return {
		events: readEvents(parameters),
		instanceId: instance.read(parameters).toLowerCase(),
		...(one && { organization: readOrganization(parameters) }),
		concurrency: readConcurrentRequests(parameters),
		request: readRequestOptions(parameters),
	};
}

/**
 * Reads whether what has changed before the workflow was published counts.
 *
 * @param parameters reads the parameters of the node
 * @throws UserError when it is neither true nor false
 */
export function readCatchUp(parameters: Parameters): boolean {
	const { name, displayName } = catchUp;
	return readBoolean(parameters(`options.${name}`, catchUp.default), displayName);
}

function readOrganization(parameters: Parameters): NonNullable<Watched['organization']> {
	const picked = parameters('orgId');
	const name = isObject(picked) ? picked.cachedResultName : undefined;
	return {
		id: organization.read(parameters).toLowerCase(),
		name: typeof name === 'string' ? name : null,
		creationDate: '',
	};
}
