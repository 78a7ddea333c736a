import type { INodeProperties } from 'n8n-workflow';

import { concurrentRequests } from './concurrentRequests';
import { readCollection, type Added, type Parameters } from './values';
import { waitForLosant } from './waitForLosant';

/**
 * The Options collection of an operation.
 *
 * @param options those of the operation, beside the ones for the whole run, which all operations have
 */
export function optionsField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [concurrentRequests, ...options, waitForLosant].sort((one, other) =>
			one.displayName < other.displayName ? -1 : 1,
		),
	};
}

/**
 * @param parameters reads the parameters of one item
 * @returns the options that the user added
 * @throws UserError when an expression gives something else in their place
 */
export function readOptions(parameters: Parameters): Added {
	return readCollection(parameters('options'), 'Options');
}
