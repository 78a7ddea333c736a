const http = require('node:http');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');

const { listen } = require('./loopback.js');

/**
 * Starts a chat's incoming webhook, for the examples that post to one, and a sheet that is published beside it.
 *
 * @param {string} [sheet] what is got there, as CSV
 * @param {(message: string) => void} [tell] is told each message
 * @returns {Promise<{ url: string, messages: string[], stop: () => Promise<void> }>} `messages` grows as they come
 */
async function startChat(sheet = '', tell = () => {}) {
	/** @type {string[]} */
	const messages = [];
	const server = http.createServer((request, response) => {
		if (request.method === 'GET') {
			response.setHeader('Content-Type', 'text/csv');
			response.end(sheet);
			return;
		}
		text(request).then((body) => {
			const message = JSON.parse(body).text;
			messages.push(message);
			tell(message);
			response.end('ok');
		});
	});
	const port = await listen(server);
	const stop = async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	};
	return { url: `http://127.0.0.1:${port}`, messages, stop };
}

module.exports = { startChat };
