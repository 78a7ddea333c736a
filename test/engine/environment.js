const os = require('node:os');
const path = require('node:path');

// n8n-core writes its settings into this folder as soon as it is loaded
process.env.N8N_USER_FOLDER = path.join(
	os.tmpdir(),
	'n8n-nodes-losant',
	process.env.JEST_WORKER_ID ?? '',
);
process.env.N8N_ENCRYPTION_KEY = 'only for tests';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_RUNNERS_ENABLED = 'false';
process.env.N8N_EXPRESSION_ENGINE = 'legacy';

// generated tests play the same runs each time; another SEED plays others, and a failed one again
require('fast-check').configureGlobal({ seed: Number(process.env.SEED ?? 1) });

// n8n-core 1.x has its SSH clean-up tick for as long as the process lives, which would keep it alive; 2.x does this itself
const start = setInterval;
Object.assign(globalThis, {
	setInterval: (/** @type {Parameters<typeof start>} */ ...parameters) =>
		start(...parameters).unref(),
});
