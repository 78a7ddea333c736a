import { EventEmitter, once } from 'node:events';

/** @import { RecordedRequest } from './types.js' */

/** What the server was asked, and how many requests were open at once. */
export class Journal {
	/** @type {RecordedRequest[]} */
	requests = [];

	peak = 0;

	#open = 0;

	#opened = new EventEmitter().setMaxListeners(Infinity);

	reset() {
		this.requests = [];
		this.peak = this.#open;
	}

	/**
	 * @param {Pick<RecordedRequest, 'method' | 'url' | 'headers' | 'body'>} request
	 * @returns {RecordedRequest}
	 */
	open(request) {
		const recorded = { ...request, startedAt: Date.now(), acted: false };
		this.requests.push(recorded);
		this.#open += 1;
		this.peak = Math.max(this.peak, this.#open);
		this.#opened.emit('open');
		return recorded;
	}

	/** @param {number} count waits until so many requests have been open at once */
	async reached(count) {
		while (this.peak < count) await once(this.#opened, 'open');
	}

	/**
	 * To be called before the answer leaves, so that a client that has it finds it here. A client
	 * that hung up before has ended the request already.
	 * @param {RecordedRequest} request
	 * @param {number | 'cut'} status
	 */
	close(request, status) {
		if (request.status !== undefined) return;
		this.#open -= 1;
		request.status = status;
		request.endedAt = Date.now();
	}
}
