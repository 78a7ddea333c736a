const { once } = require('node:events');
const net = require('node:net');

/**
 * Opens a server to this machine only.
 *
 * @param {import('node:net').Server} server
 * @param {number} [port] a free one unless told
 * @returns {Promise<number>} its port, when it can be reached
 * @throws when the port is taken
 */
async function listen(server, port = 0) {
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('the server has no port');
	return address.port;
}

/** @returns {Promise<number>} a port that nothing listens on */
async function freePort() {
	const server = net.createServer();
	const port = await listen(server);
	server.close();
	await once(server, 'close');
	return port;
}

module.exports = { freePort, listen };
