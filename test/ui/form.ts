import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodeParameterValueType,
} from 'n8n-workflow';

import { INSTANCE, ORGANIZATION } from '../losant/parameters';
import type { Editor } from './editor.js';

/** What is typed where nothing can be chosen, by the parameter's name: people and ids of the sample data. */
const TYPED: Readonly<Record<string, string>> = {
	instanceId: INSTANCE,
	orgId: ORGANIZATION,
	inviteId: '60106426dc03c6aad0656001',
	userId: '575ef90f7ae143cd83dc4aa2',
	user: 'ann@example.com',
	email: 'ann@example.com',
	limit: '7',
	filter: '*e*',
	query: '{ "name": { "$startsWith": "North" } }',
	resourceId: '575ec8687ae143cd83dc4a97',
	applicationRolesFromData: '575ec8687ae143cd83dc4a97:view',
	concurrentRequests: '3',
	waitForLosant: '10',
	maximumRemovals: '5',
	protectedPeople: 'owner@example.com',
	approvedPlan: '8f0c2a5e91d4b733',
	minimumAdministrators: '2',
	losantdomain: 'example.com',
};

/** What is chosen where the first other choice would find nobody. */
const CHOSEN: Readonly<Record<string, string>> = { filter: 'edit' };

/**
 * Fills one field of the open node in, with all the fields in it, and with another value than the one it has.
 *
 * @returns the parameter's value as n8n saves it
 */
export async function fillIn(
	editor: Editor,
	property: INodeProperties,
	path: string = property.name,
): Promise<NodeParameterValueType> {
	const { name, type, displayName, placeholder = '' } = property;
	const choices = optionsOf(property);
	const text = TYPED[name];
	const choice =
		choices.find(({ value }) => value === CHOSEN[name]) ??
		choices.find(({ value }) => value !== property.default) ??
		choices[0];
	// the plan that is typed in as approved is another one, which only a dry run lets pass
	if (name === 'dryRun') return property.default;
	switch (type) {
		case 'boolean':
			await editor.field(path).getByRole('switch').locator('..').click();
			return !property.default;
		case 'options':
			if (!choice) throw new Error(`${displayName} has nothing to choose`);
			await editor.choose(path, choice.name);
			return choice.value;
		case 'multiOptions':
			await editor.field(path).locator('input').first().click();
			for (const { name } of choices.slice(0, 2)) await editor.option(name).click();
			await editor.page.keyboard.press('Escape');
			return choices.slice(0, 2).map(({ value }) => String(value));
		case 'collection':
			return await fillInAll(editor, propertiesOf(property), path, async (field) => {
				await editor.add(placeholder, field.displayName);
			});
		case 'fixedCollection': {
			const [{ name: inner, values } = { name: '', values: [] }] = groupsOf(property);
			await editor.id(`fixed-collection-${name}`).getByText(placeholder).click();
			return { [inner]: [await fillInAll(editor, values, `${path}.${inner}[0]`)] };
		}
	}
	if (text === undefined) throw new Error(`nothing is known to type into ${displayName}`);
	if (type === 'resourceLocator') {
		const mode = text.includes('@') ? 'email' : 'id';
		await editor.enter(path, mode === 'email' ? 'By Email' : 'By ID', text);
		return { __rl: true, mode, value: text };
	}
	await editor.fill(path, text);
	return type === 'number' ? Number(text) : text;
}

async function fillInAll(
	editor: Editor,
	properties: INodeProperties[],
	path: string,
	before?: (property: INodeProperties) => Promise<void>,
): Promise<Record<string, NodeParameterValueType>> {
	const filled: Record<string, NodeParameterValueType> = {};
	for (const property of properties) {
		if (isHidden(property, filled)) continue;
		await before?.(property);
		filled[property.name] = await fillIn(editor, property, `${path}.${property.name}`);
	}
	return filled;
}

/** Whether a field of a collection is another one for what was filled in before it. */
function isHidden(
	{ displayOptions }: INodeProperties,
	filled: Readonly<Record<string, NodeParameterValueType>>,
): boolean {
	const meets = (conditions: NonNullable<typeof displayOptions>['show'] = {}) =>
		Object.entries(conditions).map(([name, values = []]) =>
			values.some((value) => value === filled[name]),
		);
	return meets(displayOptions?.show).includes(false) || meets(displayOptions?.hide).includes(true);
}

const optionsOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.filter((option) => 'value' in option);
/** Roles can be given in one of two ways, so each kind of them is given in one. */
const LEFT_OUT = ['applicationRoles', 'dashboardRolesFromData'];
const propertiesOf = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.filter((option) => 'type' in option).filter(({ name }) => !LEFT_OUT.includes(name));
const groupsOf = ({ options = [] }: INodeProperties): INodePropertyCollection[] =>
	options.filter((option) => 'values' in option);
