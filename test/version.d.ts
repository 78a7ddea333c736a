/** The n8n that a test runs in (inBothVersions.js). */
declare const N8N_VERSION: '2.41.1' | '1.123.81';
