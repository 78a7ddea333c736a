const { INSTANCE, ORGANIZATION } = require('./surroundings.js');

/**
 * @typedef {import('./surroundings.js').Surroundings} Surroundings
 * @typedef {object} Measured
 * @property {number} milliseconds
 * @property {number} [failed] how many items failed
 * @property {number} [peakMemory] of n8n, in bytes
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {number} count how many invites are sent or listed
 * @property {number} [rounds] at most; as many as the others unless told
 * @property {(surroundings: Surroundings, count: number) => Promise<void>} prepare sets the test Losant up
 * @property {(surroundings: Surroundings, count: number) => Promise<Measured>} run
 * @property {boolean} mayFail whether it counts although not everybody was invited once
 * @property {number} [perSecond] how many requests a second the test Losant lets through
 */

const LATENCY = 20;
const SHARE = 0.05;
const PER_SECOND = 200;

/** Limits, and with how many people each is tried; a row takes half a minute at most. */
const LIMITS = [
	{ perSecond: 3, count: 60 },
	{ perSecond: 20, count: 300 },
	{ perSecond: 200, count: 1_000 },
];

/** What the Losant node asks Losant to leave out, so that all get the same answers. */
const NOTHING_INCLUDED = '_actions=false&_links=false&_embedded=false';

const sample = {
	resource: 'instanceOrgInvite',
	instanceId: { __rl: true, mode: 'id', value: INSTANCE },
	orgId: { __rl: true, mode: 'id', value: ORGANIZATION },
};

/** @param {number} concurrentRequests */
const inviteMember = (concurrentRequests) => ({
	type: 'n8n-nodes-losant.losant',
	parameters: {
		...sample,
		operation: 'invite',
		email: '={{ $json.email }}',
		role: 'view',
		options: { concurrentRequests },
	},
});

/** @param {string} url */
const httpRequest = (url) => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url: `${url}?${NOTHING_INCLUDED}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'losantApi',
		options: {},
	},
});

/**
 * @param {string} url
 * @param {import('n8n-workflow').INodeParameters} [options]
 */
const httpInvite = (url, options = {}) => {
	const { parameters, ...node } = httpRequest(url);
	return {
		...node,
		parameters: {
			...parameters,
			method: 'POST',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ JSON.stringify({ email: $json.email, role: "view" }) }}',
			options,
		},
	};
};

/** @param {Surroundings} surroundings */
async function goodServer({ losant }) {
	await losant.reset();
	await losant.configure({ latency: LATENCY });
}

/**
 * @param {Surroundings} surroundings
 * @param {number} count
 */
async function fullServer(surroundings, count) {
	await goodServer(surroundings);
	await surroundings.addInvites(count);
}

/** @param {Surroundings} surroundings */
async function faultyServer({ losant }) {
	await losant.reset();
	await losant.configure({
		latency: LATENCY,
		requestsPerSecond: PER_SECOND,
		duplicates: 'second',
	});
	// a request meets the first fault that has its luck, so the later ones need more of the rest
	await losant.fail(
		{ kind: 'error', status: 500, when: 'before', times: Infinity, probability: SHARE },
		{ kind: 'cut', when: 'after', times: Infinity, probability: SHARE / (1 - SHARE) },
		{
			kind: 'error',
			status: 502,
			when: 'after',
			html: true,
			times: Infinity,
			probability: SHARE / (1 - 2 * SHARE),
		},
	);
}

/**
 * @param {string} name
 * @param {number} count
 * @param {Case['run']} run
 * @returns {Case}
 */
const onGoodServer = (name, count, run) => ({
	name,
	count,
	prepare: goodServer,
	run,
	mayFail: false,
});

/**
 * @param {number} concurrency
 * @param {number} [count]
 */
const losantNode = (concurrency, count = 1_000) =>
	onGoodServer(
		`Losant node, ${concurrency} at a time${count === 1_000 ? '' : `, ${count} invites`}`,
		count,
		async ({ run }) => await run(count, [inviteMember(concurrency)]),
	);

/**
 * @param {number} concurrency
 * @param {boolean} keepAlive
 */
const axiosPool = (concurrency, keepAlive) =>
	onGoodServer(
		`axios alone, ${concurrency} at a time${keepAlive ? ', connections kept' : ''}`,
		1_000,
		async ({ pool }, count) => ({
			milliseconds: await pool({ count, concurrency, keepAlive }),
		}),
	);

/**
 * @param {string} name
 * @param {number} count
 * @param {Case['run']} run
 * @returns {Case}
 */
const onFullServer = (name, count, run) => ({
	name,
	count,
	prepare: fullServer,
	run,
	mayFail: true,
});

/** @param {number} count */
const listInvites = (count) =>
	onFullServer(
		`List Invites, ${count}`,
		count,
		async ({ run }) =>
			await run(1, [
				{
					type: 'n8n-nodes-losant.losant',
					parameters: { ...sample, operation: 'list', returnAll: true },
				},
			]),
	);

/**
 * @param {string} name
 * @param {(surroundings: Surroundings) => object} node
 * @param {number} [rounds]
 * @returns {Case}
 */
const onFaultyServer = (name, node, rounds) => ({
	name,
	count: 1_000,
	perSecond: PER_SECOND,
	...(rounds !== undefined && { rounds }),
	prepare: faultyServer,
	run: async (surroundings, count) => await surroundings.run(count, [node(surroundings)]),
	mayFail: true,
});

/**
 * @param {typeof LIMITS[number]} limit
 * @param {string} name
 * @param {(surroundings: Surroundings) => object} node
 * @returns {Case}
 */
const onLimitedServer = ({ perSecond, count }, name, node) => ({
	name: `${perSecond} a second: ${name}`,
	count,
	perSecond,
	// the limit takes more of the time than the machine
	rounds: 1,
	async prepare(surroundings) {
		await goodServer(surroundings);
		await surroundings.losant.configure({ requestsPerSecond: perSecond });
	},
	run: async (surroundings, people) => await surroundings.run(people, [node(surroundings)]),
	mayFail: true,
});

const continues = { onError: 'continueRegularOutput' };

/**
 * @param {number} batchSize
 * @param {number} batchInterval in milliseconds
 */
const inBatches = (batchSize, batchInterval) => ({
	batching: { batch: { batchSize, batchInterval } },
});

/** All cases by the part of the benchmark that they belong to. */
const parts = {
	/** @type {Case[]} */
	good: [
		losantNode(1),
		axiosPool(1, false),
		losantNode(5),
		axiosPool(5, false),
		losantNode(10),
		axiosPool(10, false),
		axiosPool(10, true),
		losantNode(50),
		axiosPool(50, false),
		axiosPool(50, true),
		onGoodServer(
			'HTTP Request node',
			1_000,
			async ({ run, invitesUrl }, count) => await run(count, [httpInvite(invitesUrl)]),
		),
	],
	/** @type {Case[]} */
	listing: [
		listInvites(10_000),
		onFullServer(
			'HTTP Request + Split Out, 10000',
			10_000,
			async ({ run, invitesUrl }) =>
				await run(1, [
					httpRequest(invitesUrl),
					{
						type: 'n8n-nodes-base.splitOut',
						parameters: { fieldToSplitOut: 'items', options: {} },
					},
				]),
		),
	],
	/** @type {Case[]} */
	growth: [
		losantNode(50, 100),
		losantNode(50, 1_000),
		losantNode(50, 10_000),
		listInvites(100),
		listInvites(1_000),
		listInvites(10_000),
	],
	/** @type {Case[]} */
	limited: LIMITS.flatMap((limit) => [
		...[5, 50].map((concurrency) =>
			onLimitedServer(limit, `Losant node, ${concurrency} at a time`, () => ({
				...inviteMember(concurrency),
				...continues,
			})),
		),
		onLimitedServer(
			limit,
			`HTTP Request node, batches of ${limit.perSecond} each second`,
			({ invitesUrl }) => ({
				...httpInvite(invitesUrl, inBatches(limit.perSecond, 1_000)),
				...continues,
			}),
		),
	]),
	/** @type {Case[]} */
	faulty: [
		onFaultyServer('Losant node, 10 at a time', () => ({ ...inviteMember(10), ...continues })),
		onFaultyServer('Losant node, 50 at a time', () => ({ ...inviteMember(50), ...continues })),
		onFaultyServer(
			'HTTP Request node, Retry On Fail (5 tries, batches of 10)',
			({ invitesUrl }) => ({
				...httpInvite(invitesUrl, inBatches(10, 0)),
				retryOnFail: true,
				maxTries: 5,
				waitBetweenTries: 1_000,
			}),
			1,
		),
		onFaultyServer(
			'HTTP Request node, Continue (batches of 10)',
			({ invitesUrl }) => ({ ...httpInvite(invitesUrl, inBatches(10, 0)), ...continues }),
			1,
		),
	],
};

module.exports = { LATENCY, parts, PER_SECOND };
