import type { INodeProperties } from 'n8n-workflow';

import type { LosantActionName } from '../losant/actions';
import type { FurtherScopes } from './operation';

/**
 * The scopes that it takes to find somebody, or to be sure that nobody is there.
 *
 * @param locator the field that names whom
 * @param losantAction lists all there are
 * @param ifNotThere the option that has the list asked for where nobody is there
 */
export function scopesOfNaming(
	locator: INodeProperties,
	losantAction: LosantActionName,
	ifNotThere?: INodeProperties,
): FurtherScopes[] {
	const mode = `/${locator.name}.mode` as const;
	return [
		{ where: { what: 'By Email', show: { [mode]: ['email'] } }, losantActions: [losantAction] },
		...(ifNotThere
			? [
					{
						where: {
							what: `'${ifNotThere.displayName}' on Skip`,
							show: { [mode]: ['list', 'id'], [`/options.${ifNotThere.name}`]: ['skip'] },
						},
						losantActions: [losantAction],
					},
				]
			: []),
	];
}
