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

/** n8n-core and n8n-workflow of n8n 1.123.81, where `npm test` has installed them */
const core1 = process.env.N8N_CORE_1;

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
if (core1) {
	for (const folder of ['engine', 'contract']) {
		projects.push(
			project(folder, {
				displayName: `${folder} of n8n 1.123.81`,
				moduleNameMapper: {
					'^n8n-(core|workflow)$': path.join(core1, 'node_modules', 'n8n-$1'),
				},
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
