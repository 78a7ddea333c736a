import type { INodeProperties } from 'n8n-workflow';

import { readBoolean, type Parameters } from './values';

export const dryRunField: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: true,
	description:
		'Whether to only show what would be changed. Turn it off to change it. The value of the first item counts for the whole run.',
};

/**
 * @param parameters reads the parameters of the first item: it holds for the whole run
 * @throws UserError when it is neither yes nor no
 */
export function readDryRun(parameters: Parameters): boolean {
	return readBoolean(parameters(dryRunField.name), dryRunField.displayName);
}
