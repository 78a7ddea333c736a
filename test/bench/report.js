const os = require('node:os');

const { LATENCY, OUTAGE, parts, PER_SECOND } = require('./cases.js');
const { median } = require('./measure.js');

/**
 * @typedef {import('./cases.js').Case} Case
 * @typedef {import('./measure.js').Result} Result
 * @typedef {Map<Case, Result[]>} Results
 */

/**
 * Writes down what was measured.
 *
 * @param {Results} results of all parts
 * @param {{ rounds: number, nodeVersion: string }} how
 * @returns {string} Markdown
 */
function report(results, { rounds, nodeVersion }) {
	const [losant10, axios10] = [good('Losant node, 10 at'), good('axios alone, 10 at')];
	const [losant50, http] = [good('Losant node, 50 at'), good('HTTP Request')];
	const [list, httpList] = parts.listing;
	const [faulty10, faulty50] = parts.faulty;
	const [away, , neverThere] = parts.outages;
	if (!list || !httpList || !faulty10 || !faulty50 || !away || !neverThere) {
		throw new Error('a case is missing');
	}
	/** @param {Case} one */
	const inSeconds = (one) => median(of(one).map(({ milliseconds }) => milliseconds)) / 1_000;
	/** @param {Case} one */
	const toPace = (one) =>
		median(of(one).map(({ milliseconds }) => milliseconds / paceFor(one, one.count)));
	/** @param {Case} one */
	const toOwnPace = (one) =>
		median(of(one).map(({ milliseconds, requests }) => milliseconds / paceFor(one, requests)));
	/** @param {Case} one */
	const perPerson = (one) => median(of(one).map(({ requests }) => requests / one.count));
	const limited = parts.limited.filter(({ name }) => name.includes('Losant node'));
	/** @param {Case} one */
	const invitedOnce = (one) => Math.min(...of(one).map(({ invited }) => invited.once));

	return `# Benchmarks

Written by \`npm run bench\`. Each figure is the median of ${rounds} rounds; in each round all cases run one after the other, so that
whatever else the machine does meets all of them. Ratios are taken round by round. Times depend on the machine; the ratios are what counts.

Measured on ${os.cpus().length} CPUs (${os.cpus()[0]?.model ?? 'unknown'}) with n8n 2.41.1 on Node ${nodeVersion}, against the test Losant on the same machine, which
answers after ${LATENCY} ms. The time is the node's own, as n8n records it.

## What was aimed at, and what was reached

| | aim | reached |
|---|---|---|
| 1,000 invites, 10 at a time, to axios alone | at most 1.3 times its time | ${factor(ratio(losant10, axios10))} |
| 1,000 invites, 50 at a time, to n8n's HTTP Request node | at least 2.5 times as fast | ${factor(ratio(http, losant50))} |
| listing 10,000 invites, to HTTP Request + Split Out | at most 1.1 times its time | ${factor(ratio(list, httpList))} |
| 3, 20 and 200 requests a second, 5 and 50 at a time: people who were not invited once | none | ${sum(limited.map((one) => one.count - invitedOnce(one)))} |
| the same, to the server's own pace | at most 2 times its time | ${factor(Math.max(...limited.map(toPace)))} |
| the same, requests for each person | at most 2 | ${factor(Math.max(...limited.map(perPerson)))} |
| faulty server, 1,000 people, 10 and 50 at a time | 1,000 invited once | ${[faulty10, faulty50].map(invitedOnce).join(' and ')} |
| the same, items that failed | none | ${[faulty10, faulty50].map((one) => count(of(one), 'failed')).join(' and ')} |
| the same, to the server's own pace for 1,000 requests, 10 at a time | at most 2 times its time | ${factor(toPace(faulty10))} |
| the same, 50 at a time | at most 1.5 times its time | ${factor(toPace(faulty50))} |
| the same, to its pace for the requests that it took | | ${[faulty10, faulty50].map((one) => factor(toOwnPace(one))).join(' and ')} |
| the same, requests | at most 1,250 | ${[faulty10, faulty50].map((one) => count(of(one), 'requests')).join(' and ')} |
| away for a minute in the middle of 1,000 people: invited once | 1,000 | ${invitedOnce(away)} |
| the same, longer than the minute and the time without it | at most 15 s | ${(inSeconds(away) - OUTAGE / 1_000 - inSeconds(losant10)).toFixed(1)} s |
| never there, 1,000 people | about 15 s, a handful of requests | ${inSeconds(neverThere).toFixed(1)} s, ${count(of(neverThere), 'requests')} requests |

## 1,000 invites

${table(
	parts.good,
	[
		'time',
		'spread',
		'to axios alone, as many at a time',
		'requests',
		'peak concurrency',
		'peak memory of n8n',
	],
	(one, runs) => [
		seconds(runs),
		spread(runs),
		baseline(one),
		count(runs, 'requests'),
		count(runs, 'peakConcurrency'),
		memory(runs),
	],
)}

n8n opens a new connection for each request (it sends \`Connection: close\`), and a node can't change that; axios alone does the same here, and
"connections kept" shows what that costs.

## 10,000 pending invites listed

${table(
	parts.listing,
	['time', 'spread', 'to HTTP Request + Split Out', 'peak memory of n8n'],
	(one, runs) => [seconds(runs), spread(runs), factor(ratio(one, httpList)), memory(runs)],
)}

## Growth

${table(parts.growth, ['time', 'time per invite', 'peak memory of n8n'], (one, runs) => [
	seconds(runs),
	`${((median(runs.map(({ milliseconds }) => milliseconds)) / one.count) * 1_000).toFixed(0)} µs`,
	memory(runs),
])}

## A list of people kept in line

Sync Members, 50 at a time, beside Invite Member with Skip on the same members and with the same four expressions, and beside Compare Datasets between the list of members and an HTTP Request, which only invites. On the
faulty server "not as listed" counts who is missing of the list and who is there though not in it.

${table(
	parts.sync,
	['time', 'requests', 'peak memory of n8n', 'not as listed, or failed'],
	(_, runs) => [seconds(runs), count(runs, 'requests'), memory(runs), count(runs, 'failed')],
)}

## A limited server

It lets so many requests a second through (a token bucket that holds as many; without a token it answers 429 with \`Retry-After: 1\`). The
Losant node isn't told how many. HTTP Request has to be told: its batches are as large as the limit, one each second. One round, since the limit takes the time. All continue after an
error.

${table(
	parts.limited,
	[
		'people',
		'time',
		"to the server's pace",
		'requests',
		'for each person',
		'invited once',
		'items failed',
	],
	(one, runs) => [
		String(one.count),
		seconds(runs),
		factor(toPace(one)),
		count(runs, 'requests'),
		factor(perPerson(one)),
		String(invitedOnce(one)),
		count(runs, 'failed'),
	],
)}

## A faulty server

It allows ${PER_SECOND} requests a second (a token bucket that holds as many; without a token it answers 429 with \`Retry-After: 1\`), answers 5 % with 500 before the work, cuts 5 % of the connections after the work
and answers 5 % with a proxy's 502 after the work. It makes a second invite for an address without a word. 1,000 people; at the server's own pace that
takes ${paceFor(faulty50, 1_000) / 1_000} s.

${table(
	parts.faulty,
	[
		'rounds',
		'time',
		"to the server's pace",
		'requests',
		'invited once',
		'more than once',
		'never',
		'items failed',
	],
	(one, runs) => [
		String(runs.length),
		seconds(runs),
		factor(toPace(one)),
		count(runs, 'requests'),
		.../** @type {const} */ (['once', 'more', 'never']).map((times) =>
			String(median(runs.map(({ invited }) => invited[times]))),
		),
		count(runs, 'failed'),
	],
)}

## Outages

While it is away, a proxy answers each request with its page (503). It goes away when half of 1,000 people are invited. The Losant node continues after an error; with
Retry On Fail, n8n runs the whole node again, as often and with as long a wait as it allows.

${table(
	parts.outages,
	['time', 'requests', 'invited once', 'more than once', 'never', 'items failed'],
	(_, runs) => [
		seconds(runs),
		count(runs, 'requests'),
		.../** @type {const} */ (['once', 'more', 'never']).map((times) =>
			String(median(runs.map(({ invited }) => invited[times]))),
		),
		count(runs, 'failed'),
	],
)}
`;

	/** @param {Case} one */
	function of(one) {
		return results.get(one) ?? [];
	}

	/** @param {string} name how it begins */
	function good(name) {
		const found = parts.good.find((one) => one.name.startsWith(name));
		if (!found) throw new Error(`no case is called ${name}`);
		return found;
	}

	/**
	 * @param {Case} one
	 * @param {Case} other
	 */
	function ratio(one, other) {
		const others = of(other);
		return median(
			of(one).map(({ milliseconds }, round) => milliseconds / (others[round]?.milliseconds ?? NaN)),
		);
	}

	/** @param {Case} one */
	function baseline(one) {
		const atATime = /\d+ at a time/.exec(one.name)?.[0];
		return atATime ? factor(ratio(one, good(`axios alone, ${atATime}`))) : '';
	}

	/**
	 * @param {Case[]} cases
	 * @param {string[]} columns
	 * @param {(one: Case, runs: Result[]) => string[]} row
	 */
	function table(cases, columns, row) {
		return [
			['', ...columns],
			['---', ...columns.map(() => '---')],
			...cases.map((one) => [one.name, ...row(one, of(one))]),
		]
			.map((cells) => `| ${cells.join(' | ')} |`)
			.join('\n');
	}
}

/**
 * @param {Case} one
 * @param {number} requests
 * @returns {number} how long the server takes for them at its own pace, in milliseconds
 */
function paceFor({ perSecond = Infinity }, requests) {
	return (requests / perSecond) * 1_000;
}

/** @param {number[]} numbers */
function sum(numbers) {
	return numbers.reduce((total, number) => total + number, 0);
}

/** @param {number} number */
function factor(number) {
	return `${number.toFixed(2)}`;
}

/** @param {Result[]} runs */
function seconds(runs) {
	return `${(median(runs.map(({ milliseconds }) => milliseconds)) / 1_000).toFixed(2)} s`;
}

/** @param {Result[]} runs */
function spread(runs) {
	const all = runs.map(({ milliseconds }) => milliseconds / 1_000);
	return `${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)} s`;
}

/**
 * @param {Result[]} runs
 * @param {'requests' | 'peakConcurrency' | 'failed'} what
 */
function count(runs, what) {
	return String(median(runs.map((run) => run[what])));
}

/** @param {Result[]} runs */
function memory(runs) {
	const all = runs.flatMap(({ peakMemory }) => peakMemory ?? []);
	return all.length > 0 ? `${Math.round(median(all) / 2 ** 20)} MiB` : '';
}

module.exports = { report };
