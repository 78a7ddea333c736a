const { setImmediate: immediate, setTimeout: timeout } = require('node:timers/promises');

/** Waits until all that can go on without a timer has. */
const idle = async () => void (await immediate());

/** @param {number} milliseconds that an outage lasts, for example: never to be sure that something has happened */
const pass = async (milliseconds) => void (await timeout(milliseconds));

/**
 * Counts how often this process gets to do something else.
 *
 * @returns {{ turns: () => number, stop: () => void }}
 */
function countTurns() {
	let turns = 0;
	let next = setImmediate(function count() {
		turns++;
		next = setImmediate(count);
	});
	return { turns: () => turns, stop: () => clearImmediate(next) };
}

module.exports = { countTurns, idle, pass };
