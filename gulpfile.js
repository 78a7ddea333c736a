const { dest, src } = require('gulp');

/** n8n loads a node's icons from beside the compiled code. */
exports.default = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
