module.exports = require('../inBothVersions.js').inBothVersions('e2e');
