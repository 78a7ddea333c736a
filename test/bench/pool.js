const http = require('node:http');
const axios = require('axios').default;

/**
 * The limit: as many requests at a time as allowed, sent by axios alone, without n8n. Run as a process of
 * its own, with the same Node as n8n; prints the time in milliseconds.
 *
 * @typedef {object} PoolTask
 * @property {string} url of the list of invites
 * @property {string} token
 * @property {number} count how many people are invited
 * @property {number} concurrency how many at a time
 * @property {boolean} keepAlive whether connections are used again; n8n doesn't
 */
async function main() {
	/** @type {PoolTask} */
	const { url, token, count, concurrency, keepAlive } = JSON.parse(process.argv[2] ?? '');
	const client = axios.create({
		headers: { Authorization: `Bearer ${token}` },
		httpAgent: new http.Agent({ keepAlive }),
	});
	const start = performance.now();
	let next = 0;
	const work = async () => {
		while (next < count)
			await client.post(url, { email: `person${next++}@example.com`, role: 'view' });
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	console.log(performance.now() - start);
}

void main();
