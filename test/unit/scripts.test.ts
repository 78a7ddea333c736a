import { requireSpace } from '../../scripts/hosts.js';
import { npm, packagesIn } from '../../scripts/npm.js';
import { requireNode, root } from '../../scripts/setup.js';
import { emptyFolder } from '../e2e/files.js';

/** What keeps somebody from a first try is said in a sentence. */

test('a Node that is too old', () => {
	expect(() => requireNode('v18.20.8')).toThrow(
		/^This needs Node 20 or newer, and v18\.20\.8 is what runs it/,
	);
	expect(() => requireNode('v20.0.0')).not.toThrow();
});

test('a disk without space', () => {
	const folder = emptyFolder('space');
	expect(() => requireSpace(folder, 1e9, 'n8n')).toThrow(
		/^n8n needs up to 1000000000 GB in .+, and the disk has [\d.]+ GB left\. Free some/,
	);
	expect(() => requireSpace(folder, 0, 'n8n')).not.toThrow();
});

test('no network', async () => {
	const folder = emptyFolder('network');
	const nobody = ['--registry=http://127.0.0.1:9', '--fetch-retries=0', `--cache=${folder}/cache`];
	await expect(npm(folder, ['install', 'n8n-workflow', ...nobody])).rejects.toThrow(
		/^npm can’t reach its registry\. Check the network/,
	);
});

test('what npm says itself otherwise', async () => {
	await expect(npm(emptyFolder('other'), ['run', 'nothing'])).rejects.toThrow(
		/^npm run nothing failed in .*:\n[^]*no such file or directory/,
	);
});

// a package-lock.json has the machines that a package is for as a list, or as one word
test.each(['node-24.21.0', 'n8n-2.41.1', 'n8n-core-1.84.0'])(
	'how many packages of %s are still to come',
	(host) => {
		const places = packagesIn(`${root}/scripts/hosts/${host}`);
		expect(places.length).toBeGreaterThan(0);
		expect(places.filter((place) => /(win32|sunos|aix)[^/]*$/.test(place))).toEqual([]);
	},
);
