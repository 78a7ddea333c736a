const fs = require('node:fs');
const path = require('node:path');

const { root } = require('./setup.js');

/**
 * Reads a workflow of `examples/`, with this credential and this chat in it.
 *
 * @param {string} name of the file, without its ending
 * @param {{ id: string, name: string }} credential
 * @param {string} chatUrl where the nodes that post to a chat send it
 * @returns {import('./n8n-client.js').NewWorkflow}
 */
function exampleWorkflow(name, credential, chatUrl) {
	const file = path.join(root, 'examples', `${name}.json`);
	const workflow = JSON.parse(fs.readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		if (node.credentials?.losantApi) node.credentials.losantApi = credential;
		if (node.type === 'n8n-nodes-base.httpRequest') node.parameters.url = chatUrl;
	}
	return workflow;
}

module.exports = { exampleWorkflow };
