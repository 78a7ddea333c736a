const path = require('node:path');

/** @type {import('jest').Config} */
const { testEnvironment, transform, testTimeout } = require('../e2e/jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	projects: ['2.41.1', '1.123.81'].map((version) => ({
		displayName: `n8n ${version}`,
		rootDir: path.resolve(__dirname, '../..'),
		testMatch: ['<rootDir>/test/ui/**/*.test.ts'],
		globals: { N8N_VERSION: version },
		testEnvironment,
		transform,
	})),
	testTimeout,
	// each file has an n8n of its own, and waits for it more than it works
	maxWorkers: 2,
};
