/** @param {string[]} lines for whoever runs the tests */
const show = (lines) => void process.stdout.write(`${lines.join('\n')}\n`);

module.exports = { show };
