import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { shown } from '../losant/characters';
import { emptyField, readWord, type Added } from './values';

export const approvedPlan: INodeProperties = {
	displayName: 'Approved Plan',
	name: 'approvedPlan',
	type: 'string',
	default: '',
	placeholder: 'e.g. 8f0c2a5e91d4b733',
	description:
		"The planId of a dry run; several, of several organizations, separated by commas. When the plan is another one by now, nothing is changed; when it's the same, Maximum Removals doesn't apply. The value of the first item counts for the whole run.",
};

/**
 * @param options of the first item: it holds for the whole run
 * @returns the IDs; none where the option wasn't added
 * @throws UserError when an expression gives nothing, which would apply any plan, or something else
 */
export function readApprovedPlans(options: Added): string[] {
	const { name, displayName } = approvedPlan;
	if (!(name in options)) return [];
	const value = options[name];
	const text = readWord(Array.isArray(value) ? value.join() : value, displayName);
	const ids = text.split(/[,;\s]+/).filter((id) => id !== '');
	if (ids.length === 0) throw emptyField(displayName, 'Enter the planId of a dry run');
	return ids.map((id) => {
		if (/^[\da-f]{16}$/i.test(id)) return id.toLowerCase();
		throw new UserError(`'${displayName}' is not the planId of a dry run: ${shown(id)}`, {
			description: 'It has 16 characters, each a digit or a letter from a to f',
		});
	});
}
