const { spawnSync } = require('node:child_process');

/**
 * Finds a program; on Debian, where it may, installs the packages that bring it.
 *
 * @template Found
 * @param {() => Found | undefined} find
 * @param {string[]} packages Debian's
 * @param {string} missing says what to install, and who needs it
 * @param {(line: string) => void} say is told what goes on
 * @returns {Found}
 * @throws when there is none and none can be installed
 */
function findOrInstall(find, packages, missing, say) {
	const found = find();
	if (found) return found;
	say(`Installing ${packages.join(' and ')} …`);
	const install = ['install', '-y', '--no-install-recommends', ...packages];
	const reasons = [['update'], install].map((parameters) => {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		// apt's progress may be longer than what is kept of an output
		return (
			spawnSync('apt-get', parameters, {
				env,
				stdio: ['ignore', 'ignore', 'pipe'],
				encoding: 'utf8',
			}).stderr ?? ''
		);
	});
	const installed = find();
	if (!installed) throw new Error([missing, ...reasons].join('\n').trim());
	return installed;
}

module.exports = { findOrInstall };
