const { setImmediate } = require('node:timers/promises');

/** Waits until all that can go on without a timer has. */
const idle = async () => await setImmediate();

module.exports = { idle };
