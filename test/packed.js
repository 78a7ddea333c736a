const { pack } = require('../scripts/pack.js');
const { emptyFolder } = require('./e2e/files.js');

/** Packs the built package once, before all tests: the demo's build it anew while others run. */
module.exports = () => {
	process.env.PACKED = pack(emptyFolder('package')).tarball;
};
