const fs = require('node:fs');
const path = require('node:path');

const { root } = require('../../scripts/setup.js');

/**
 * Reads the schema of an operation's output, as n8n finds it beside the built node.
 *
 * @param {string} resource
 * @param {string} operation
 * @returns {object}
 */
function outputSchema(resource, operation) {
	const file = path.join(
		root,
		'dist/nodes/Losant/__schema__/v1.0.0',
		resource,
		`${operation}.json`,
	);
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}

module.exports = { outputSchema };
