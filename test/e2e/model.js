const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const {
	StreamableHTTPClientTransport,
} = require('@modelcontextprotocol/sdk/client/streamableHttp.js');

/**
 * Stands in for a language model: sees n8n's tools and calls them, over the MCP Server Trigger.
 *
 * @param {string} address of the trigger
 */
async function connectModel(address) {
	const model = new Client({ name: 'test', version: '1' });
	// n8n 2.x registers the path a moment after it has answered
	for (let connected = false; !connected; ) {
		connected = await model
			.connect(new StreamableHTTPClientTransport(new URL(address)))
			.then(() => true)
			.catch(() => false);
	}
	return model;
}

module.exports = { connectModel };
