const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const {
	StreamableHTTPClientTransport,
} = require('@modelcontextprotocol/sdk/client/streamableHttp.js');

/**
 * The node that stands in for an AI agent: tools that are connected to it can be used over MCP.
 *
 * @param {string} name
 * @param {string} path of its address
 * @returns {import('n8n-workflow').INode}
 */
function agent(name, path) {
	return {
		id: name,
		name,
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters: { path, authentication: 'none' },
		webhookId: path,
	};
}

/**
 * Stands in for a language model: sees the tools of an agent and calls them.
 *
 * @param {string} url of n8n
 * @param {string} path of the agent, in an active workflow
 */
async function connectModel(url, path) {
	const model = new Client({ name: 'test', version: '1' });
	// n8n 2.x registers the path a moment after it has answered
	for (let connected = false; !connected; ) {
		connected = await model
			.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp/${path}`)))
			.then(() => true)
			.catch(() => false);
	}
	const { tools } = await model.listTools();
	return {
		tools,
		/**
		 * @param {string} name of a tool
		 * @param {Record<string, string>} [parameters]
		 * @returns {Promise<string>} what it gave, as JSON
		 */
		call: async (name, parameters = {}) =>
			JSON.stringify(await model.callTool({ name, arguments: parameters })),
		close: async () => await model.close(),
	};
}

module.exports = { agent, connectModel };
