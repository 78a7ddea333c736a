module.exports = require('../inBothVersions.js').inBothVersions('queue');
