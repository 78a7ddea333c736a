const fs = require('node:fs');
const path = require('node:path');

const { root } = require('./setup.js');

const folder = path.join(root, 'examples');

/** The workflows of `examples/`, by their files' names without the ending. */
const exampleNames = fs
	.readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'));

/**
 * @param {string} name
 * @returns {string} its file
 */
function exampleFile(name) {
	return path.join(folder, `${name}.json`);
}

/**
 * Reads a workflow of `examples/`, with this credential, this chat and this mail server in it.
 *
 * @param {string} name
 * @param {{ id: string, name: string }} credential
 * @param {string} chatUrl where the nodes that post to a chat send it, and where the published sheet is
 * @param {{ id: string, name: string }} [smtp] n8n's credential for the mail server
 * @returns {import('./n8n-client.js').NewWorkflow}
 */
function exampleWorkflow(name, credential, chatUrl, smtp) {
	return fromFile(exampleFile(name), credential, chatUrl, smtp);
}

/**
 * The same of any file.
 *
 * @param {string} file
 * @param {{ id: string, name: string }} credential
 * @param {string} chatUrl
 * @param {{ id: string, name: string }} [smtp]
 * @returns {import('./n8n-client.js').NewWorkflow}
 */
function fromFile(file, credential, chatUrl, smtp) {
	const workflow = JSON.parse(fs.readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		if (node.credentials?.losantApi) node.credentials.losantApi = credential;
		if (node.credentials?.smtp && smtp) node.credentials.smtp = smtp;
		if (node.type === 'n8n-nodes-base.httpRequest') node.parameters.url = chatUrl;
	}
	return workflow;
}

module.exports = { exampleFile, exampleNames, exampleWorkflow, fromFile };
