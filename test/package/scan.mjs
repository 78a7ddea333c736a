/*
 * Runs the rules of n8n's package scanner without its downloads:
 *   node test/package/scan.mjs <folder> source|tarball
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder = '', what] = process.argv.slice(2);
const patterns = what === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
console.log(JSON.stringify(await analyzePackage(folder, patterns)));
