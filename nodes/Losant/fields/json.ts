import { UserError } from 'n8n-workflow';

import { shown } from '../losant/characters';

/** What tells objects, and the names in them, in a valid JSON text; what stands in quotes is passed over as a whole. */
const BRACES_AND_NAMES = /([{}])|("(?:[^"\\]|\\.)*")(\s*:)?/g;

/**
 * Reads JSON.
 *
 * @param text as the user gave it
 * @param displayName the field's name in the editor, for the refusal
 * @returns undefined for what is no JSON
 * @throws UserError for an object that has a name twice: JavaScript would take the last value, without a word
 */
export function readJson(text: string, displayName: string): unknown {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined;
	}
	const name = nameTwice(text);
	if (name === undefined) return parsed;
	throw new UserError(`'${displayName}' has ${shown(name)} twice in one object`, {
		description: 'Keep one of the two, so that it is clear which counts',
	});
}

function nameTwice(json: string): string | undefined {
	const objects: Array<Set<unknown>> = [];
	for (const [, brace, text, colon] of json.matchAll(BRACES_AND_NAMES)) {
		if (brace === '{') objects.push(new Set());
		if (brace === '}') objects.pop();
		const names = objects.at(-1);
		if (!names || text === undefined || colon === undefined) continue;
		const name = String(JSON.parse(text));
		if (names.has(name)) return name;
		names.add(name);
	}
	return undefined;
}
