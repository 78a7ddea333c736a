/**
 * @typedef {import('./cases.js').Case} Case
 * @typedef {import('./surroundings.js').Surroundings} Surroundings
 *
 * @typedef {object} Result what one run of a case gave
 * @property {number} milliseconds
 * @property {number} requests that reached the server
 * @property {number} peakConcurrency how many were open at once
 * @property {number} [peakMemory] of n8n, in bytes
 * @property {number} failed items
 * @property {{ once: number, more: number, never: number }} invited how many people got one mail, more, or none
 */

/**
 * Runs cases round by round, so that whatever else the machine does meets all of them alike.
 *
 * @param {Surroundings} surroundings
 * @param {Case[]} cases
 * @param {number} rounds
 * @param {(line: string) => void} say
 * @returns {Promise<Map<Case, Result[]>>} one result for each round
 */
async function measure(surroundings, cases, rounds, say) {
	/** @type {Map<Case, Result[]>} */
	const results = new Map(cases.map((one) => [one, []]));
	for (const one of cases) {
		if (one.isCold) continue;
		await runOnce(surroundings, { ...one, count: Math.min(one.count, 100), mayFail: true });
	}
	for (let round = 1; round <= rounds; round++) {
		for (const one of cases) {
			if (round > (one.rounds ?? rounds)) continue;
			const result = await runOnce(surroundings, one);
			results.get(one)?.push(result);
			const { milliseconds, requests, invited, failed } = result;
			say(
				`  round ${round}: ${one.name}: ${Math.round(milliseconds)} ms, ${requests} requests, ${invited.once} invited once, ${failed} failed`,
			);
		}
	}
	return results;
}

/**
 * @param {Surroundings} surroundings
 * @param {Case} one
 * @returns {Promise<Result>}
 * @throws when not everybody was invited once who had to be
 */
async function runOnce(surroundings, { name, count, prepare, run, mayFail }) {
	await prepare(surroundings, count);
	const { milliseconds, failed = 0, peakMemory } = await run(surroundings, count);
	const { losant } = surroundings;
	const times = [...(await surroundings.mails()).values()];
	const once = times.filter((mails) => mails === 1).length;
	const invited = { once, more: times.length - once, never: count - times.length };
	if (!mayFail && invited.once !== count) {
		throw new Error(`${name}: only ${invited.once} of ${count} people were invited once`);
	}
	return {
		milliseconds,
		requests: (await losant.requests()).length,
		peakConcurrency: await losant.peakConcurrency(),
		...(peakMemory !== undefined && { peakMemory }),
		failed,
		invited,
	};
}

/**
 * @param {number[]} numbers
 * @returns {number} the middle one
 */
function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

module.exports = { measure, median };
