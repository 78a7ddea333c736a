const path = require('node:path');

/**
 * The tests of a folder, each file once in either version of n8n, which it finds in N8N_VERSION. Three
 * files run at the same time: each has an n8n of its own, and waits for it more than it works.
 *
 * @param {string} folder below test/
 * @returns {import('jest').Config}
 */
function inBothVersions(folder) {
	return {
		projects: ['2.41.1', '1.123.81'].map((version) => ({
			displayName: `n8n ${version}`,
			rootDir: path.resolve(__dirname, '..'),
			testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
			testEnvironment: 'node',
			transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }] },
			globals: { N8N_VERSION: version },
		})),
		globalSetup: path.join(__dirname, 'packed.js'),
		testTimeout: 300_000,
		maxWorkers: 3,
	};
}

module.exports = { inBothVersions };
