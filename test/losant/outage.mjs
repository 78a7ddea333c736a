import { once } from 'node:events';

import { listen } from '../../scripts/loopback.js';
import { html } from './faults.mjs';

/** @import { Server } from 'node:http' */
/** @import { Delivery } from './faults.mjs' */
/** @import { Absence } from './types.js' */

/** The times when Losant isn't there. */
export class Outage {
	#server;

	#port = 0;

	/** @type {Absence | undefined} nothing when Losant is there */
	#how;

	/** @type {((delivery: undefined) => void)[]} cut the connections of the requests that hang */
	#hanging = [];

	/** @param {Server} server */
	constructor(server) {
		this.#server = server;
	}

	/**
	 * @param {number} [port] 0 for a free one, the last one unless told
	 * @returns {Promise<number>} on which the server listens now
	 */
	async open(port = this.#port) {
		this.#port = await listen(this.#server, port);
		return this.#port;
	}

	/** @param {Absence} how */
	async start(how) {
		const wasClosed = this.#how === 'refused';
		this.#how = how;
		if (wasClosed) await this.open();
		if (how === 'refused') this.#server.close();
		if (how === 'refused' || how === 'reset') this.#server.closeAllConnections();
		if (how === 'refused') await once(this.#server, 'close');
	}

	async end() {
		if (this.#how === 'refused') await this.open();
		this.#how = undefined;
		for (const cut of this.#hanging.splice(0)) cut(undefined);
	}

	/**
	 * @returns {Promise<Delivery | undefined> | undefined} what a request gets instead of Losant's answer, nothing
	 * in the promise when its connection is to be cut; no promise when Losant is there
	 */
	meet() {
		const how = this.#how;
		switch (how) {
			case undefined:
				return undefined;
			case 'hang':
				return new Promise((cut) => this.#hanging.push(cut));
			case 'refused':
			case 'reset':
				return Promise.resolve(undefined);
			default:
				return Promise.resolve(html(how));
		}
	}
}
