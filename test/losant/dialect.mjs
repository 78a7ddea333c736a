/** @import { Action, Failure, Resource, Schema } from 'bravado-core' */

/**
 * A validation error of is-my-json-valid in the words of Ajv, which newer commits of bravado-core use.
 * @param {Failure} error
 * @param {Resource} resource
 * @param {Action} action
 * @param {unknown} body
 * @returns {string}
 */
export function asAjv({ field = '', validationMessage, message }, resource, action, body) {
	const [name = '', ...path] = field.split('.');
	const parameters = [...(resource.params ?? []), ...(action.params ?? [])];
	const parameter = parameters.find((candidate) => candidate.name === name);
	/** @type {Schema | undefined} */
	let schema = parameter?.schema ?? parameter;
	let value = body;
	for (const key of path) {
		schema = schema?.properties?.[key] ?? schema?.items;
		value = Reflect.get(Object(value), key);
	}
	if (validationMessage === 'must be an enum value') {
		return `${field} must be one of: ${schema?.enum?.join(', ')}`;
	}
	if (validationMessage === 'has additional properties') {
		const extra = Object.keys(Object(value)).find((key) => !schema?.properties?.[key]);
		return `${field}.${extra} is an additional property`;
	}
	return message;
}
