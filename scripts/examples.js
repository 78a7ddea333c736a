const fs = require('node:fs');
const path = require('node:path');

const { root } = require('./setup.js');

/**
 * Reads a workflow of `examples/`, with this credential in it.
 *
 * @param {string} name of the file, without its ending
 * @param {{ id: string, name: string }} credential
 * @returns {import('./n8n-client.js').NewWorkflow}
 */
function exampleWorkflow(name, credential) {
	const file = path.join(root, 'examples', `${name}.json`);
	const workflow = JSON.parse(fs.readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		if (node.credentials?.losantApi) node.credentials.losantApi = credential;
	}
	return workflow;
}

module.exports = { exampleWorkflow };
