import type { INodeProperties } from 'n8n-workflow';

import { readCollection, type Added, type Parameters } from './values';

/** The Options collection of an operation, with these options. */
export function optionsField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
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
