const { fork } = require('node:child_process');
const { EventEmitter, once } = require('node:events');
const path = require('node:path');

/** @import { Control, TestLosant } from './types.js' */

const ENDED = 'The test Losant has ended';

/**
 * Starts a Losant for tests, with the sample data, in a process of its own that ends with this one.
 * @param {{ port?: number }} [options] a free port unless told
 * @returns {Promise<TestLosant>}
 * @throws {Error} when the port is taken
 */
async function startLosant({ port = 0 } = {}) {
	const child = fork(path.join(__dirname, 'server.mjs'), ['--port', String(port)], {
		execArgv: [],
		serialization: 'advanced',
	});
	const replies = new EventEmitter().setMaxListeners(0);
	child.on('message', (reply) => {
		if (typeof reply === 'object') replies.emit('id' in reply ? String(reply.id) : 'ready', reply);
	});
	// `once` is rejected by this, in every call that still waits
	child.once('exit', () => {
		if (replies.listenerCount('error') > 0) replies.emit('error', new Error(ENDED));
	});

	let calls = 0;
	/**
	 * @template {keyof Control} Method
	 * @param {Method} method
	 * @param {Parameters<Control[Method]>} args
	 * @returns {Promise<Awaited<ReturnType<Control[Method]>>>}
	 */
	async function call(method, ...args) {
		if (!child.connected) throw new Error(ENDED);
		const id = ++calls;
		child.send({ id, method, args });
		const [{ result, error }] = await once(replies, String(id));
		if (error) throw new Error(error);
		return result;
	}

	const [ready] = await once(replies, 'ready');
	return {
		url: `http://127.0.0.1:${ready.port}`,
		port: ready.port,
		token: (...args) => call('token', ...args),
		configure: (...args) => call('configure', ...args),
		fail: (...args) => call('fail', ...args),
		forgetFaults: (...args) => call('forgetFaults', ...args),
		away: (...args) => call('away', ...args),
		back: (...args) => call('back', ...args),
		reset: (...args) => call('reset', ...args),
		requests: (...args) => call('requests', ...args),
		peakConcurrency: (...args) => call('peakConcurrency', ...args),
		addInstance: (...args) => call('addInstance', ...args),
		addOrganization: (...args) => call('addOrganization', ...args),
		addApplications: (...args) => call('addApplications', ...args),
		addDashboards: (...args) => call('addDashboards', ...args),
		addInvites: (...args) => call('addInvites', ...args),
		addMembers: (...args) => call('addMembers', ...args),
		invites: (...args) => call('invites', ...args),
		members: (...args) => call('members', ...args),
		accept: (...args) => call('accept', ...args),
		mails: (...args) => call('mails', ...args),
		async stop() {
			// Ctrl-C in a terminal ends the child too
			if (child.exitCode !== null || child.signalCode !== null) return;
			const exit = once(child, 'exit');
			if (child.connected) child.disconnect();
			await exit;
		},
	};
}

module.exports = { startLosant };
