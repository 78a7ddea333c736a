const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

const { nodeForN8n } = require('../../scripts/hosts.js');
const { N8nClient } = require('../../scripts/n8n-client.js');
const { startN8n } = require('../../scripts/n8n.js');
const { pack } = require('../../scripts/pack.js');
const { startLosant } = require('../losant/index.js');

/**
 * @typedef {import('n8n-workflow').INode} INode
 * @typedef {Awaited<ReturnType<typeof startSurroundings>>} Surroundings
 */

const INSTANCE = '5ff89ff825013dc6c2856188';
const ORGANIZATION = '60106426dc03c6aad06540bb';

/**
 * Starts one n8n with the packed package, and one test Losant.
 *
 * @param {(line: string) => void} say is told what goes on
 */
async function startSurroundings(say) {
	const userFolder = path.join(os.tmpdir(), 'n8n-nodes-losant-bench');
	fs.rmSync(userFolder, { recursive: true, force: true });
	const { tarball } = pack(userFolder);
	const losant = await startLosant();
	const n8n = await startN8n({ version: '2.41.1', userFolder, tarball, say });
	const client = new N8nClient(n8n.url);
	await client.signIn();
	const apiToken = await losant.token();
	const credentials = {
		losantApi: await client.createCredential('Losant', { apiUrl: losant.url, apiToken }),
	};
	const nodeProgram = await nodeForN8n(say);
	const invitesUrl = `${losant.url}/instances/${INSTANCE}/orgs/${ORGANIZATION}/invites`;

	return {
		losant,
		invitesUrl,
		/** The version of the Node that runs n8n and the pool */
		nodeVersion: (await promisify(execFile)(nodeProgram, ['--version'])).stdout.trim(),

		/**
		 * Runs nodes one after the other.
		 *
		 * @param {number} count of items, each with the `email` of another person
		 * @param {Array<Partial<INode>>} nodes each named by its type
		 * @param {import('n8n-workflow').IConnections} [connections] of all nodes by their number, where the trigger is 0 and the items are 1; one after the other unless given
		 * @returns {Promise<{ milliseconds: number, failed: number, count: number, peakMemory: number }>} the
		 * nodes' own time, how many of the last one's items failed, how many there are, and n8n's peak memory in bytes
		 */
		async run(count, nodes, connections) {
			const items = {
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: {
					jsCode: `return Array.from({ length: ${count} }, (_, i) => ({ json: { email: \`person\${i}@example.com\` } }))`,
				},
			};
			const all = [{ type: 'n8n-nodes-base.manualTrigger' }, items, ...nodes].map(
				/** @returns {INode} */
				(node, index) => ({
					id: String(index),
					name: String(index),
					type: '',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
					credentials: /splitOut|compareDatasets/.test(node.type ?? '') ? {} : credentials,
					...node,
				}),
			);
			const workflow = await client.createWorkflow({
				name: 'bench',
				nodes: all,
				connections:
					connections ??
					Object.fromEntries(
						all
							.slice(1)
							.map(({ name }, index) => [
								String(index),
								{ main: [[{ node: name, type: /** @type {const} */ ('main'), index: 0 }]] },
							]),
					),
			});
			startPeakMemory(n8n.pid);
			const execution = await client.run(workflow, '0');
			const memory = peakMemory(n8n.pid);
			// kept, they would make n8n slower from case to case
			await client.post('/rest/executions/delete', { ids: [execution.id] });

			const { runData, error } = execution.data.resultData;
			const measured = all.slice(2).map(({ name }) => runData[name]?.[0]);
			const output = measured.at(-1)?.data?.main?.[0] ?? [];
			return {
				milliseconds: measured.reduce((sum, task) => sum + (task?.executionTime ?? 0), 0),
				failed: error ? count : output.filter(({ json }) => json.error !== undefined).length,
				count: output.length,
				peakMemory: memory,
			};
		},

		/**
		 * Sends the invites with axios alone.
		 *
		 * @param {{ count: number, concurrency: number, keepAlive: boolean }} task
		 * @returns {Promise<number>} milliseconds
		 */
		async pool(task) {
			const parameters = JSON.stringify({ ...task, url: invitesUrl, token: apiToken });
			const program = require.resolve('./pool.js');
			const { stdout } = await promisify(execFile)(nodeProgram, [program, parameters]);
			return Number(stdout);
		},

		/** @returns {Promise<Map<string, number>>} how many mails each address got */
		async mails() {
			const mails = new Map();
			for (const email of await losant.mails(ORGANIZATION)) {
				mails.set(email, (mails.get(email) ?? 0) + 1);
			}
			return mails;
		},

		/** @param {number} count of pending invites that the organization has then, besides the sample's */
		async addInvites(count) {
			await losant.addInvites(ORGANIZATION, people(0, count));
		},

		/**
		 * @param {number} from which person on
		 * @param {number} to which one, who is left out
		 */
		async addMembers(from, to) {
			await losant.addMembers(ORGANIZATION, people(from, to));
		},

		/** @returns {Promise<Set<string>>} the addresses of all members and invited people */
		async there() {
			const [members, invites] = [
				await losant.members(ORGANIZATION),
				await losant.invites(ORGANIZATION),
			];
			return new Set([...members, ...invites].map(({ email }) => email));
		},

		async stop() {
			await n8n.stop();
			await losant.stop();
		},
	};
}

/**
 * @param {number} from
 * @param {number} to
 */
function people(from, to) {
	return Array.from({ length: to - from }, (_, i) => ({ email: `person${from + i}@example.com` }));
}

/** @param {number} pid whose peak of memory is counted from now on */
function startPeakMemory(pid) {
	fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/**
 * @param {number} pid
 * @returns {number} the peak of its resident memory, in bytes
 */
function peakMemory(pid) {
	const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

module.exports = { INSTANCE, ORGANIZATION, startSurroundings };
