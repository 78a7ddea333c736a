import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** @import { Fault } from './types.js' */
/**
 * @typedef {{ status: number, headers?: Record<string, string>, body?: string }} Answer
 * @typedef {Answer & { wait?: number, untilOpen?: number, half?: boolean }} Delivery
 */

const SEED = 1;

/** The faults that are in wait for requests. */
export class Faults {
	/** @type {{ fault: Fault, left: number }[]} */
	#waiting = [];

	#seed = SEED;

	/** @type {Map<string, number>} how often each request came */
	#times = new Map();

	/** @param {Fault[]} faults */
	add(...faults) {
		this.#waiting.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })));
	}

	/** @param {number} [seed] */
	reset(seed = SEED) {
		this.#waiting = [];
		this.#seed = seed;
		this.#times.clear();
	}

	/**
	 * @param {string} method
	 * @param {string} url
	 * @param {string} body
	 * @returns {Fault | undefined} the one that this request meets, in whatever order the requests come
	 */
	take(method, url, body) {
		const request = `${method} ${url} ${body}`;
		const time = (this.#times.get(request) ?? 0) + 1;
		this.#times.set(request, time);
		const met = this.#waiting.find(
			({ fault, left }, index) =>
				left > 0 &&
				(fault.method ?? method) === method &&
				new RegExp(fault.path ?? '').test(url) &&
				luck(`${this.#seed} ${index} ${time} ${request}`) < (fault.probability ?? 1),
		);
		if (met) met.left -= 1;
		return met?.fault;
	}
}

/**
 * @param {Fault} fault
 * @param {() => Promise<Answer>} act has Losant do what it was asked
 * @returns {Promise<Delivery | undefined>} what the client gets, nothing when the line is cut
 */
export async function spoil(fault, act) {
	const delivery = await deliver(fault, act);
	return delivery && { ...delivery, headers: { ...delivery.headers, ...fault.headers } };
}

/**
 * @param {Fault} fault
 * @param {() => Promise<Answer>} act
 * @returns {Promise<Delivery | undefined>}
 */
async function deliver(fault, act) {
	if ('when' in fault && fault.when === 'after') await act();
	switch (fault.kind) {
		case 'tooManyRequests':
			return tooManyRequests(fault.retryAfter);
		case 'error': {
			const { status, retryAfter } = fault;
			if (fault.html) return html(status, retryAfter);
			return json(status, { type: 'Error', message: STATUS_CODES[status] }, retryAfter);
		}
		case 'late':
			void setTimeout(fault.milliseconds).then(act);
			return html(fault.status);
		case 'cut':
			return fault.when === 'halfway' ? { ...(await act()), half: true } : undefined;
		case 'slow':
			return { ...(await act()), wait: fault.milliseconds, untilOpen: fault.untilOpen ?? 0 };
		case 'html':
			return html(fault.status);
		case 'empty':
			return { status: fault.status };
		case 'json':
			return json(fault.status, fault.body);
		case 'text':
			return answer(fault.status, fault.contentType, fault.body);
		case 'redirect':
			return { status: 302, headers: { Location: fault.location } };
	}
}

/**
 * @param {string} [retryAfter]
 * @returns {Answer}
 */
export function tooManyRequests(retryAfter) {
	const message = 'Over rate limit, request throttled';
	return json(429, { type: 'TooManyRequests', message }, retryAfter);
}

/**
 * @param {number} status
 * @param {unknown} body
 * @param {string} [retryAfter]
 * @returns {Answer}
 */
export function json(status, body, retryAfter) {
	return answer(status, 'application/json', JSON.stringify(body), retryAfter);
}

/**
 * @param {number} status
 * @param {string} [retryAfter]
 * @returns {Answer} a proxy's page
 */
export function html(status, retryAfter) {
	const title = `${status} ${STATUS_CODES[status]}`;
	const page = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
	const delivery = answer(status, 'text/html', page, retryAfter);
	return { ...delivery, headers: { ...delivery.headers, Server: 'nginx' } };
}

/**
 * @param {number} status
 * @param {string} contentType
 * @param {string} body
 * @param {string} [retryAfter]
 * @returns {Answer}
 */
function answer(status, contentType, body, retryAfter) {
	const headers = {
		'Content-Type': contentType,
		...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
	};
	return { status, headers, body };
}

/**
 * The same for the same text, so that every run has the same luck.
 * @param {string} text
 * @returns {number} from 0 up to 1
 */
function luck(text) {
	return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
