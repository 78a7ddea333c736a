const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** What an earlier build has left would be published too. */
exports.clean = () => rm('dist', { recursive: true, force: true });

/** n8n loads a node's icons from beside the compiled code. */
exports.default = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
