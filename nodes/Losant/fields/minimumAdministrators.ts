import type { INodeProperties } from 'n8n-workflow';

import { readWholeNumber, type Added } from './values';

/** Losant's own rule (Losant's documentation, organizations/members). */
const DEFAULT = 1;

export const minimumAdministrators: INodeProperties = {
	displayName: 'Minimum Administrators',
	name: 'minimumAdministrators',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT,
	description:
		'How many administrators must remain; others keep their role until there are enough. The value of the first item counts for the whole run.',
};

/**
 * @param options of the first item: it holds for the whole run
 * @throws UserError when it is no whole number from 1
 */
export function readMinimumAdministrators(options: Added): number {
	const { name, displayName } = minimumAdministrators;
	const value = name in options ? options[name] : DEFAULT;
	return readWholeNumber(value, displayName, 1, Number.MAX_SAFE_INTEGER);
}
