const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const { root, setup } = require('../../scripts/setup.js');

/** `npm run bench -- --parts good,faulty --rounds 2` measures a part of it, and writes nothing. */
const { values } = parseArgs({
	options: { rounds: { type: 'string', default: '5' }, parts: { type: 'string' } },
});

async function main() {
	await setup();
	const { parts } = require('./cases.js');
	const { measure } = require('./measure.js');
	const { report } = require('./report.js');
	const { startSurroundings } = require('./surroundings.js');

	const rounds = Number(values.rounds);
	const surroundings = await startSurroundings(console.log);
	try {
		const results = new Map();
		for (const [name, cases] of Object.entries(parts)) {
			if (values.parts && !values.parts.split(',').includes(name)) continue;
			console.log(name);
			const measured = await measure(surroundings, cases, rounds, console.log);
			for (const [one, runs] of measured) results.set(one, runs);
		}
		if (values.parts) return;
		const text = report(results, { rounds, nodeVersion: surroundings.nodeVersion });
		fs.writeFileSync(path.join(root, 'docs', 'benchmarks.md'), text);
		console.log(text);
	} finally {
		await surroundings.stop();
	}
}

main().catch((error) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exit(1);
});
