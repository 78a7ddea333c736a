import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import handler, { ApiDefinition } from 'bravado-core';
import express from 'express';

import { createControllers } from './controllers.mjs';
import { asAjv } from './dialect.mjs';
import { json, spoil, tooManyRequests } from './faults.mjs';
import { Outage } from './outage.mjs';

/** @import { Action, Event, Failure, Resource } from 'bravado-core' */
/** @import { Request, Response } from 'express' */
/** @import { Answer, Delivery, Faults } from './faults.mjs' */
/** @import { Journal } from './journal.mjs' */
/** @import { RateLimit } from './rateLimit.mjs' */
/** @import { Store } from './store.mjs' */

const DEFINITION = fileURLToPath(new URL('definition', import.meta.url));

const HEADERS = {
	Server: 'Losant API',
	'Access-Control-Allow-Origin': '*',
	'Cache-Control': 'no-cache, no-store, must-revalidate',
	Pragma: 'no-cache',
	'X-Content-Type-Options': 'nosniff',
};

/**
 * Serves the API on a loopback port: HTTP on this side, Losant's framework on the other.
 * @param {number} port 0 for a free one
 * @param {{ store: Store, faults: Faults, journal: Journal, rateLimit: RateLimit }} parts
 * @returns {Promise<{ outage: Outage, port: number }>}
 */
export async function serve(port, { store, faults, journal, rateLimit }) {
	const api = await (await ApiDefinition.build(DEFINITION)).resolveRefs();
	const controllers = createControllers(store);
	const app = express();
	const server = createServer(app);
	// a client may use an idle connection again at the moment the server gives it up
	server.keepAliveTimeout = 60_000;
	const outage = new Outage(server);
	app.disable('x-powered-by');
	app.set('query parser', 'extended');
	app.use(express.text({ type: () => true, limit: '10mb' }));

	for (const [name, resource] of Object.entries(api.resources)) {
		for (const [actionName, action] of Object.entries(resource.actions)) {
			const handle = handler(api, name, actionName, controllers[name] ?? {});
			const path = `${resource.path}${action.path ?? ''}`;
			app.all(path.replaceAll('{', ':').replaceAll('}', ''), (request, response, next) => {
				if (request.method !== action.method) return next();
				return answer(request, response, () => run(handle, resource, action, request));
			});
		}
	}
	app.use((request, response) =>
		answer(request, response, () => {
			const [type, message] =
				store.switches.unknownRoute === 405
					? ['MethodNotAllowed', `${request.method} is not allowed`]
					: ['NotFound', `${request.path} does not exist`];
			return json(store.switches.unknownRoute, { type, message });
		}),
	);

	/**
	 * @param {Request} request
	 * @param {Response} response
	 * @param {() => Answer | Promise<Answer>} work
	 */
	async function answer(request, response, work) {
		const { method, originalUrl: url, headers } = request;
		const recorded = journal.open({ method, url, headers, body: parsedOrRaw(request.body) });
		response.once('close', () => {
			if (!response.writableFinished) journal.close(recorded, 'cut');
		});
		const act = async () => {
			const result = await work();
			recorded.acted = result.status < 400;
			return result;
		};
		const delivery = await (outage.meet() ?? askLosant(request, act));
		if (!delivery) {
			journal.close(recorded, 'cut');
			request.socket.destroy();
			return;
		}

		// in this order, so that one request more than these would still come
		if (delivery.untilOpen !== undefined) await journal.reached(delivery.untilOpen);
		if (delivery.wait !== undefined) await setTimeout(delivery.wait);
		const bytes = Buffer.from(delivery.body ?? '');
		response.statusCode = delivery.status;
		response.setHeaders(new Map(Object.entries({ ...HEADERS, ...delivery.headers })));
		response.setHeader('Content-Length', bytes.length);
		if (delivery.half) {
			journal.close(recorded, 'cut');
			response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy());
		} else {
			journal.close(recorded, delivery.status);
			response.end(bytes);
		}
	}

	/**
	 * @param {Request} request
	 * @param {() => Promise<Answer>} act
	 * @returns {Promise<Delivery | undefined>}
	 */
	async function askLosant({ method, originalUrl, body }, act) {
		const { latency, requestsPerSecond, retryAfter } = store.switches;
		if (latency > 0) await setTimeout(latency);
		if (!rateLimit.allows(requestsPerSecond)) return tooManyRequests(retryAfter ?? undefined);
		const fault = faults.take(method, originalUrl, String(body));
		return fault ? await spoil(fault, act) : await act();
	}

	/**
	 * @param {ReturnType<typeof handler>} handle
	 * @param {Resource} resource
	 * @param {Action} action
	 * @param {Request} request
	 * @returns {Promise<Answer>}
	 */
	async function run(handle, resource, action, request) {
		const { query: querystring, headers, params: path } = request;
		/** @type {unknown} */
		let body;
		try {
			body = readBody(request);
		} catch (error) {
			return json(400, { code: 'InvalidContent', message: `Invalid JSON: ${wordsOf(error)}` });
		}

		/** @type {Event} */
		const event = { httpRequest: true, request: { querystring, headers, path, body } };
		/** @type {Promise<Answer>} */
		const done = new Promise((resolve, fail) => {
			const context = {
				status: Number(Object.keys(action.responses)[0]),
				/** @param {object} [result] */
				succeed(result) {
					resolve(result ? json(context.status, result) : { status: context.status });
				},
				fail,
			};
			void handle(event, context);
		});
		return await done.catch(
			/** @param {Failure} error */
			(error) => {
				const { statusCode = 500, type = 'Error', message } = error;
				const translate = type === 'Validation' && store.switches.dialect === 'ajv';
				return json(statusCode, {
					type,
					message: translate ? asAjv(error, resource, action, body) : message,
				});
			},
		);
	}

	return { outage, port: await outage.open(port) };
}

/**
 * @param {Request} request
 * @returns {unknown} as the framework sees it: JSON, other text, or nothing without a content type
 * @throws {SyntaxError}
 */
function readBody(request) {
	/** @type {unknown} */
	const text = request.body;
	if (typeof text !== 'string' || text === '' || !request.headers['content-type']) return undefined;
	return request.is('json') ? JSON.parse(text) : text;
}

/** @param {unknown} text */
function parsedOrRaw(text) {
	if (typeof text !== 'string') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** @param {unknown} error */
function wordsOf(error) {
	return error instanceof Error ? error.message : String(error);
}
