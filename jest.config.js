const path = require('node:path');

/**
 * @param {string} folder of the tests, below test/
 * @param {import('jest').Config} [more]
 * @returns {import('jest').Config}
 */
const project = (folder, more) => ({
	displayName: folder,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
	testEnvironment: 'node',
	setupFiles: ['<rootDir>/test/engine/environment.js'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }] },
	...more,
});

/**
 * Where `npm test` has installed n8n-core and n8n-workflow of other versions of n8n.
 *
 * @type {Record<string, string>}
 */
const cores = JSON.parse(process.env.N8N_CORES ?? '{}');

/**
 * What takes long, what n8n itself takes no part in, and workflows that older ones don't open, are tried on the newest n8n 1.x
 * and 2.x alone.
 */
const WHOLE = '1.123.81';
const NEWEST_ONLY = [
	...['faults', 'badInput', 'everyOperation', 'people'],
	...['outage', 'together', 'told', 'unclear', 'verdict', 'between', 'rateLimit', 'concurrency'],
	...['syncSafeguards', 'syncTroubles', 'trigger', 'saved', 'tokens'],
];

/** @type {import('jest').Config['projects']} */
const projects = [
	project('unit'),
	project('contract'),
	project('package'),
	project('engine', {
		displayName: 'engine of n8n 2.41.1',
		// coverage is counted on the sources, all else runs on the built package
		...(process.argv.includes('--coverage') && {
			moduleNameMapper: { [`^${__dirname}/dist/(.*)\\.js$`]: '<rootDir>/$1.ts' },
		}),
	}),
];
for (const [version, folder] of Object.entries(cores)) {
	for (const tests of version === WHOLE ? ['engine', 'contract'] : ['engine']) {
		projects.push(
			project(tests, {
				displayName: `${tests} of n8n ${version}`,
				moduleNameMapper: {
					'^n8n-(core|workflow)$': path.join(folder, 'node_modules', 'n8n-$1'),
				},
				...(version !== WHOLE && {
					testPathIgnorePatterns: NEWEST_ONLY.map((name) => `/${name}\\.test`),
				}),
			}),
		);
	}
}

/** @type {import('jest').Config} */
module.exports = {
	projects,
	testTimeout: 30_000,
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text', 'text-summary'],
};
