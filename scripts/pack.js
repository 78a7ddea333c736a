const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { root } = require('./setup.js');

/**
 * Packs the built package, as it would be published.
 *
 * @param {string} folder where the tarball goes; made when missing
 * @returns {{ tarball: string, files: string[], bytes: number }} its path, the files in it and its size in bytes
 */
function pack(folder) {
	fs.mkdirSync(folder, { recursive: true });
	const output = execFileSync(
		'npm',
		['pack', '--json', '--loglevel=error', '--pack-destination', folder],
		{
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	/** @type {Array<{ filename: string, size: number, files: Array<{ path: string }> }>} */
	const [packed] = Object.values(JSON.parse(output));
	if (!packed) throw new Error('npm pack made nothing');
	return {
		tarball: path.join(folder, packed.filename),
		files: packed.files.map((file) => file.path),
		bytes: packed.size,
	};
}

module.exports = { pack };
