import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { LosantApi } from '../../credentials/LosantApi.credentials';
import { Losant } from '../../nodes/Losant/Losant.node';
import { LosantTrigger } from '../../nodes/Losant/LosantTrigger.node';
import { operations } from '../../nodes/Losant/operations';
import { resources } from '../../nodes/Losant/operations/operation';

/** n8n's rules for the words of a node (its UX guidelines). n8n's lint reads them in the source, and can't see what is built. */

/** A property with the path to it, for the failure to name. */
type Found = [path: string, property: INodeProperties];

function within(properties: readonly INodeProperties[], path: string): Found[] {
	return properties.flatMap((property) => {
		const here = `${path} ${property.displayName}`;
		const inner = (property.options ?? []).flatMap((option) =>
			'values' in option
				? within(option.values, here)
				: 'type' in option
					? within([option], here)
					: [],
		);
		return [[here, property] satisfies Found, ...inner];
	});
}

const found = [
	...within(new Losant().description.properties, 'Losant'),
	...within(new LosantTrigger().description.properties, 'Losant Trigger'),
	...within(new LosantApi().properties, 'Losant API'),
];
const notices = found.filter(([, { type }]) => type === 'notice');
const fields = found.filter(([, { type }]) => type !== 'notice');

const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.filter((option) => 'value' in option);
const fieldsOf = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.filter((option) => 'type' in option);

/** All sentences that explain something: of fields, their options and the operations. */
const explanations = fields.flatMap(([path, property]) => [
	...(property.description === undefined ? [] : [[path, property.description] as const]),
	...choicesOf(property).flatMap(({ name, description }) =>
		description === undefined ? [] : [[`${path}: ${name}`, description] as const],
	),
]);
const names = fields.flatMap(([path, property]) => [
	[path, property.displayName] as const,
	...(property.modes ?? []).map(({ displayName }) => [path, displayName] as const),
	...choicesOf(property).map(({ name }) => [path, name] as const),
]);

test('there is something to look at', () => {
	expect(fields.length).toBeGreaterThan(100);
	expect(explanations.length).toBeGreaterThan(100);
	expect(notices.length).toBeGreaterThan(operations.length);
});

test.each(names)('Title Case: %s: %s', (_, name) => {
	const SMALL = /^(a|an|and|at|by|for|from|in|of|on|or|the|to)$/;
	const words = name.replace(/[()]/g, '').split(/[ /]/);
	for (const [index, word] of words.entries()) {
		if (index > 0 && SMALL.test(word)) continue;
		expect(word).toMatch(/^\p{Lu}/u);
	}
});

test.each(explanations)('a sentence, without a period where it is the only one: %s', (_, text) => {
	expect(text).toMatch(/^(\p{Lu}|\*)/u);
	const sentences = text.replace(/<[^>]+>/g, '').split(/[.!?] /);
	expect([text, text.endsWith('.')]).toEqual([text, sentences.length > 1]);
	// the setting of n8n's is called so
	expect(text.replaceAll("'On Error'", '')).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
});

test.each(fields.filter(([, { type }]) => type === 'boolean'))(
	'a switch says "Whether": %s',
	(_, { description }) => {
		expect(description).toMatch(/^Whether /);
	},
);

test.each(fields.filter(([, { type }]) => type === 'options' || type === 'multiOptions'))(
	'what can be chosen is sorted: %s',
	(_, property) => {
		const shown = choicesOf(property).map(({ name }) => name);
		expect(shown).toEqual([...shown].sort());
	},
);

// as n8n's lint has it: fewer than five can stand in an order that makes sense
test.each(fields.filter(([, property]) => fieldsOf(property).length >= 5))(
	'what can be added is sorted: %s',
	(_, property) => {
		const shown = fieldsOf(property).map(({ displayName }) => displayName);
		expect(shown).toEqual([...shown].sort());
	},
);

test.each(fields)('a placeholder is an example, or says what a button adds: %s', (_, property) => {
	const { type, placeholder, modes = [] } = property;
	const isAdded = type === 'collection' || type === 'fixedCollection';
	if (isAdded) expect(placeholder).toMatch(/^Add [a-z ]+$/);
	else if (placeholder !== undefined) expect(placeholder).toMatch(/^e\.g\. /);
	for (const mode of modes) {
		if (mode.placeholder !== undefined) expect(mode.placeholder).toMatch(/^e\.g\. /);
	}
});

test.each(notices)('a notice is short: %s', (_, { displayName }) => {
	expect(displayName.length).toBeLessThanOrEqual(120);
	expect(displayName).not.toMatch(/\.$/);
});

test.each(operations)('an action is short, and names its resource: $action', (operation) => {
	const { action, name, description, resource } = operation;
	const noun = resources[resource].toLowerCase();
	expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
	expect(action.length).toBeLessThanOrEqual(24);
	expect(action).not.toMatch(/\b(a|an|the)\b/);
	expect(`${action} ${description}`.toLowerCase()).toContain(noun);
	expect(action.toLowerCase()).toContain(noun);
	expect(action.toLowerCase()).toBe(name.toLowerCase());
	expect(description).not.toBe(action);
});

test('the subtitle knows every operation, and says where it works', () => {
	const { subtitle = '' } = new Losant().description;
	for (const { resource, value, name } of operations) {
		expect(subtitle).toContain(
			`"${resource}.${value}":"${resource === 'instanceOrg' ? 'Instance' : 'Organization'}: ${name}"`,
		);
	}
});
