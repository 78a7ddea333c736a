const { setTimeout } = require('node:timers/promises');

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
 * @property {true} [isCold] it takes so long that it isn't run once before
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
async function faultyServer(surroundings) {
	await surroundings.losant.reset();
	await faults(surroundings);
}

/** @param {Surroundings} surroundings */
async function faults({ losant }) {
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

/**
 * @param {string} name
 * @param {number} away in milliseconds, from the moment that half of the people are invited; from the start where nobody ever is
 * @param {(surroundings: Surroundings) => object} node
 * @returns {Case}
 */
const onAbsentServer = (name, away, node) => ({
	name,
	count: 1_000,
	rounds: 1,
	isCold: true,
	async prepare(surroundings) {
		await goodServer(surroundings);
		// a page, since what nobody listens to can't be counted
		if (away === NEVER_THERE) await surroundings.losant.away(503);
	},
	async run(surroundings, count) {
		const { losant, run, mails } = surroundings;
		const running = run(count, [node(surroundings)]);
		if (away !== NEVER_THERE) {
			while ((await mails()).size < count / 2) await setTimeout(LATENCY);
			await losant.away(503);
			// what is still to come of the time away keeps nobody waiting after the last case
			await Promise.race([running, setTimeout(away, undefined, { ref: false })]);
			await losant.back();
		}
		return await running;
	},
	mayFail: true,
});

/** As many expressions as Sync Members has on each item. */
const byItem = {
	instanceId: { __rl: true, mode: 'id', value: `={{ "${INSTANCE}" }}` },
	orgId: { __rl: true, mode: 'id', value: `={{ "${ORGANIZATION}" }}` },
	email: '={{ $json.email }}',
	role: '={{ "view" }}',
};

/** @param {import('n8n-workflow').INodeParameters} [more] */
const syncMembers = (more = {}) => ({
	type: 'n8n-nodes-losant.losant',
	parameters: {
		...byItem,
		resource: 'instanceOrgMember',
		operation: 'sync',
		dryRun: false,
		options: { concurrentRequests: 50 },
		...more,
	},
});

const skippingInvite = {
	type: 'n8n-nodes-losant.losant',
	parameters: {
		...byItem,
		resource: 'instanceOrgInvite',
		operation: 'invite',
		options: { concurrentRequests: 50, ifAlreadyInvited: 'skip', ifAlreadyMember: 'skip' },
	},
};

/**
 * @param {string} name
 * @param {number} count how many people the list has
 * @param {number} missing how many of them aren't members yet
 * @param {(surroundings: Surroundings) => object} node
 * @returns {Case}
 */
const onSyncedServer = (name, count, missing, node) => ({
	name: `${name}, ${count} people, ${missing} of them new`,
	count,
	async prepare(surroundings, people) {
		await goodServer(surroundings);
		await surroundings.addMembers(Math.min(missing, people), people);
	},
	run: async (surroundings, people) => await surroundings.run(people, [node(surroundings)]),
	mayFail: true,
});

/** What people wire by hand: the list of members, Compare Datasets, and an invite for whom only the list has. */
const compareDatasets = {
	name: 'Compare Datasets + HTTP Request',
	/** @param {Surroundings} surroundings */
	nodes: ({ invitesUrl }) => [
		{ ...httpRequest(invitesUrl.replace(/invites$/, 'members')), executeOnce: true },
		{
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'items', options: {} },
		},
		{
			type: 'n8n-nodes-base.compareDatasets',
			typeVersion: 2.3,
			parameters: {
				mergeByFields: { values: [{ field1: 'email', field2: 'email' }] },
				options: {},
			},
		},
		httpInvite(invitesUrl, inBatches(50, 0)),
	],
	connections: {
		0: { main: [[{ node: '1', type: /** @type {const} */ ('main'), index: 0 }]] },
		1: {
			main: [
				[
					{ node: '2', type: /** @type {const} */ ('main'), index: 0 },
					{ node: '4', type: /** @type {const} */ ('main'), index: 0 },
				],
			],
		},
		2: { main: [[{ node: '3', type: /** @type {const} */ ('main'), index: 0 }]] },
		3: { main: [[{ node: '4', type: /** @type {const} */ ('main'), index: 1 }]] },
		4: { main: [[{ node: '5', type: /** @type {const} */ ('main'), index: 0 }]] },
	},
};

/**
 * @param {number} count how many people the list has
 * @param {number} missing how many of them aren't members yet
 * @returns {Case}
 */
const byHand = (count, missing) => {
	const { name, nodes, connections } = compareDatasets;
	return {
		...onSyncedServer(name, count, missing, () => ({})),
		run: async (surroundings, people) =>
			await surroundings.run(people, nodes(surroundings), connections),
	};
};

const LEAVERS = 100;

const onFaulty = onFaultyServer(
	'Sync Members on the faulty server, 1000 people, 100 of them new, 100 leave',
	() => ({
		...syncMembers({
			ifNotInList: 'remove',
			maximumRemovals: '20%',
			protectedPeople: '*.hill@example.com, *.silva@example.com, *.sato@example.com',
		}),
		...continues,
	}),
);

/**
 * Nine of ten are members, the tenth is new, and as many leave; much goes wrong.
 *
 * @type {Case}
 */
const faultySync = {
	...onFaulty,
	async prepare(surroundings, count) {
		await goodServer(surroundings);
		await surroundings.addMembers(LEAVERS, count + LEAVERS);
		await faults(surroundings);
	},
	async run(surroundings, count) {
		const measured = await onFaulty.run(surroundings, count);
		const there = await surroundings.there();
		// who is missing of the list, and who is there still though not in it
		const wrong = Array.from({ length: count + LEAVERS }, (_, i) => i).filter(
			(i) => there.has(`person${i}@example.com`) !== i < count,
		);
		return { ...measured, failed: wrong.length };
	},
};

const NEVER_THERE = 0;
const OUTAGE = 60_000;
/** Longer than any of the nodes waits */
const FOR_GOOD = 600_000;

const continues = { onError: 'continueRegularOutput' };

/**
 * @param {number} batchSize
 * @param {number} batchInterval in milliseconds
 */
const inBatches = (batchSize, batchInterval) => ({
	batching: { batch: { batchSize, batchInterval } },
});

/**
 * @param {Surroundings} surroundings
 * @param {number} waitBetweenTries in milliseconds; n8n allows 5,000, and 5 tries
 */
const retryingHttpInvite = ({ invitesUrl }, waitBetweenTries) => ({
	...httpInvite(invitesUrl, inBatches(10, 0)),
	retryOnFail: true,
	maxTries: 5,
	waitBetweenTries,
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
	sync: [
		onSyncedServer('Sync Members', 10_000, 0, () => syncMembers()),
		onSyncedServer('Invite Member with Skip', 10_000, 0, () => skippingInvite),
		onSyncedServer('Sync Members, dry run', 10_000, 100, () => syncMembers({ dryRun: true })),
		onSyncedServer('Sync Members', 10_000, 100, () => syncMembers()),
		byHand(10_000, 100),
		onSyncedServer('Sync Members', 10_000, 10_000, () => syncMembers()),
		onSyncedServer('Invite Member with Skip', 10_000, 10_000, () => skippingInvite),
		onSyncedServer('Sync Members', 100, 0, () => syncMembers()),
		onSyncedServer('Sync Members', 1_000, 0, () => syncMembers()),
		faultySync,
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
			(surroundings) => retryingHttpInvite(surroundings, 1_000),
			1,
		),
		onFaultyServer(
			'HTTP Request node, Continue (batches of 10)',
			({ invitesUrl }) => ({ ...httpInvite(invitesUrl, inBatches(10, 0)), ...continues }),
			1,
		),
	],
	/** @type {Case[]} */
	outages: [
		{ name: 'away for a minute', away: OUTAGE },
		{ name: 'never there', away: NEVER_THERE },
		{ name: 'gone for good', away: FOR_GOOD },
	].flatMap(({ name, away }) => [
		onAbsentServer(`${name}: Losant node, 10 at a time`, away, () => ({
			...inviteMember(10),
			...continues,
		})),
		onAbsentServer(
			`${name}: HTTP Request node, Retry On Fail (5 tries, 5 s between, batches of 10)`,
			away,
			(surroundings) => retryingHttpInvite(surroundings, 5_000),
		),
	]),
};

module.exports = { LATENCY, OUTAGE, parts, PER_SECOND };
