module.exports = require('../inBothVersions.js').inBothVersions('ui');
