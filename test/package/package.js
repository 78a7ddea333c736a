const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { pack } = require('../../scripts/pack.js');
const { root } = require('../../scripts/setup.js');

// below node_modules, so that a second n8n-workflow finds what it needs in the folders above
const folder = path.join(root, 'node_modules', '.n8n-nodes-losant-package');

/**
 * Packs the built package and unpacks it, as n8n's installer does.
 *
 * @returns {{ folder: string, files: string[], bytes: number }} where it lies, the files in it and the size of the tarball in bytes
 */
function unpacked() {
	fs.rmSync(folder, { recursive: true, force: true });
	const { tarball, files, bytes } = pack(folder);
	execFileSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: folder });
	fs.rmSync(tarball);
	return { folder, files, bytes };
}

/** Gives the unpacked package a copy of n8n-workflow of its own, as a manual `npm install` of it may. */
function addSecondWorkflow() {
	fs.cpSync(
		path.join(root, 'node_modules', 'n8n-workflow'),
		path.join(folder, 'node_modules', 'n8n-workflow'),
		{ recursive: true },
	);
}

/**
 * @param {string} scanned folder to scan
 * @param {'source' | 'tarball'} what it holds
 * @returns {{ passed: boolean, message?: string, details?: unknown }} what n8n's scanner says of it
 */
function scan(scanned, what) {
	const script = path.join(__dirname, 'scan.mjs');
	// Jest sets NODE_ENV to test, which makes eslint-plugin-n8n-nodes-base take every node for a trigger
	const { NODE_ENV, ...env } = process.env;
	return JSON.parse(
		execFileSync(process.execPath, [script, scanned, what], { encoding: 'utf8', env }),
	);
}

/** @param {string} file below the clone */
function read(file) {
	return fs.readFileSync(path.join(root, file), 'utf8');
}

/**
 * @param {string} folder of the clone
 * @returns {string[]} the files in it, from the clone's top
 */
function filesIn(folder) {
	return fs.readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
}

module.exports = { addSecondWorkflow, filesIn, read, root, scan, unpacked };
