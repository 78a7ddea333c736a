/** How many generated scenarios each property of Sync Members is tried with; `SCENARIOS=20000 npm test` plays more. */
const scenarios = Number(process.env.SCENARIOS ?? 2_000);

module.exports = { scenarios };
