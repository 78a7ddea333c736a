const { createRequire } = require('node:module');

const axios = require('axios').default;
// by createRequire, since its types say that it is only for ES modules
const { parse } = createRequire(__filename)('flatted');

/**
 * Uses n8n as the editor does, over its REST interface.
 *
 * @typedef {import('n8n-workflow').INode} INode
 * @typedef {import('n8n-workflow').IConnections} IConnections
 * @typedef {import('axios').AxiosError<{ message?: string }>} Refusal
 * @typedef {{ id: string, name: string }} Reference
 * @typedef {{ name: string, nodes: INode[], connections: IConnections, settings?: import('n8n-workflow').IWorkflowSettings }} NewWorkflow
 * @typedef {NewWorkflow & { id: string, versionId: string }} SavedWorkflow
 * @typedef {{ id: string, status: string, mode: string, workflowData: NewWorkflow, data: import('n8n-workflow').IRunExecutionData }} Execution
 */

/** The account that tests and the demo sign in with. */
const OWNER = {
	email: 'owner@example.com',
	password: 'Owner-passw0rd',
	firstName: 'Demo',
	lastName: 'Owner',
};

const UNFINISHED = ['new', 'running', 'waiting'];

class N8nClient {
	/** @param {string} url of a running n8n */
	constructor(url) {
		this.url = url;
		this.http = axios.create({ baseURL: url, headers: { 'push-ref': 'n8n-nodes-losant' } });
		this.http.interceptors.response.use(undefined, (/** @type {Refusal} */ error) => {
			const reason = error.response?.data?.message;
			if (reason) error.message += `: ${reason}`;
			throw error;
		});
	}

	/** Makes the owner's account on a new n8n, and signs in. */
	async signIn() {
		const settings = await this.get('/rest/settings');
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.post('/rest/owner/setup', OWNER);
		}
		const { headers } = await this.http.post('/rest/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
		/** @type {string[]} */
		const cookies = headers['set-cookie'] ?? [];
		this.http.defaults.headers.common.Cookie = cookies.map((one) => one.split(';')[0]).join('; ');
	}

	/**
	 * @param {string} path
	 * @returns {Promise<any>}
	 */
	async get(path) {
		const { data } = await this.http.get(path);
		return data.data ?? data;
	}

	/**
	 * @param {string} path
	 * @param {unknown} body
	 * @returns {Promise<any>}
	 */
	async post(path, body) {
		const { data } = await this.http.post(path, body);
		return data.data ?? data;
	}

	/**
	 * @param {string} name
	 * @param {object} data
	 * @param {string} [type]
	 * @returns {Promise<Reference>}
	 */
	async createCredential(name, data, type = 'losantApi') {
		const { id } = await this.post('/rest/credentials', { name, type, data });
		return { id, name };
	}

	/**
	 * Like createCredential, but replaces the one of this name, if there is one.
	 *
	 * @param {string} name
	 * @param {object} data
	 * @param {string} [type]
	 * @returns {Promise<Reference>}
	 */
	async putCredential(name, data, type) {
		await this.removeAll('/rest/credentials', name);
		return await this.createCredential(name, data, type);
	}

	/**
	 * Tests a credential as n8n does when it is saved.
	 *
	 * @param {Reference} credential
	 * @param {{ apiToken: string, apiUrl: string }} data
	 * @returns {Promise<{ status: 'OK' | 'Error', message: string }>}
	 */
	async testCredential(credential, data) {
		return await this.post('/rest/credentials/test', {
			credentials: { ...credential, type: 'losantApi', data },
		});
	}

	/**
	 * Opens a pick list of the Losant node.
	 *
	 * @param {string} methodName
	 * @param {string} parameter the field
	 * @param {Reference} credential
	 * @param {{ parameters?: object, filter?: string, paginationToken?: string }} [more]
	 * @returns {Promise<{ results: Array<{ name: string, value: string }>, paginationToken?: string }>}
	 */
	async searchList(methodName, parameter, credential, { parameters = {}, ...more } = {}) {
		return await this.post('/rest/dynamic-node-parameters/resource-locator-results', {
			path: `parameters.${parameter}`,
			nodeTypeAndVersion: { name: 'n8n-nodes-losant.losant', version: 1 },
			currentNodeParameters: {
				resource: 'instanceOrgInvite',
				operation: 'list',
				...parameters,
			},
			credentials: { losantApi: credential },
			methodName,
			...more,
		});
	}

	/**
	 * @param {NewWorkflow} workflow
	 * @returns {Promise<SavedWorkflow>}
	 */
	async createWorkflow(workflow) {
		return await this.post('/rest/workflows', {
			active: false,
			settings: { executionOrder: 'v1' },
			...workflow,
		});
	}

	/**
	 * Like createWorkflow, but replaces the one of this name, if there is one.
	 *
	 * @param {NewWorkflow} workflow
	 * @returns {Promise<SavedWorkflow>}
	 */
	async putWorkflow(workflow) {
		await this.removeAll('/rest/workflows', workflow.name);
		return await this.createWorkflow(workflow);
	}

	/**
	 * @param {string} path of what is listed
	 * @param {string} name
	 */
	async removeAll(path, name) {
		/** @type {Reference[]} */
		const all = await this.get(path);
		for (const { id } of all.filter((one) => one.name === name)) {
			// n8n deletes only workflows that were archived before
			if (path === '/rest/workflows') await this.post(`${path}/${id}/archive`, {});
			await this.http.delete(`${path}/${id}`);
		}
	}

	/**
	 * Runs a saved workflow by hand.
	 *
	 * @param {SavedWorkflow} workflow
	 * @param {string} trigger the node it starts from
	 * @returns {Promise<Execution>} when it has ended
	 */
	async run(workflow, trigger) {
		return await this.finished(await this.start(workflow, trigger));
	}

	/**
	 * Starts a saved workflow by hand, and doesn't wait for its end.
	 *
	 * @param {SavedWorkflow} workflow
	 * @param {string} trigger the node it starts from
	 * @returns {Promise<string>} the id of its execution
	 */
	async start(workflow, trigger) {
		// n8n 1.x runs the workflow that is sent, 2.x the saved one
		const { executionId } = await this.post(`/rest/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	}

	/**
	 * @param {string} executionId
	 * @returns {Promise<Execution>} when it has ended
	 */
	async finished(executionId) {
		for (;;) {
			const execution = await this.get(`/rest/executions/${executionId}`);
			if (!UNFINISHED.includes(execution.status)) {
				// n8n stores the status before the data
				const data = typeof execution.data === 'string' ? parse(execution.data) : execution.data;
				if (data?.resultData) return { ...execution, data };
			}
			await pause();
		}
	}

	/**
	 * Activates a workflow, and gives its executions as soon as so many have succeeded; then deactivates it.
	 *
	 * @param {SavedWorkflow} workflow
	 * @param {number} count
	 * @param {() => Promise<void>} [fire] makes it run, where it doesn't by itself
	 * @returns {Promise<Execution[]>}
	 */
	async untilFired(workflow, count, fire) {
		await this.activate(workflow);
		await fire?.();
		const ended = await this.untilEnded(workflow, count);
		await this.deactivate(workflow);
		return ended;
	}

	/**
	 * Gives the executions of a workflow as soon as so many have ended.
	 *
	 * @param {SavedWorkflow} workflow
	 * @param {number} count
	 * @returns {Promise<Execution[]>} the newest first
	 */
	async untilEnded(workflow, count) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
		for (;;) {
			const { results } = await this.get(`/rest/executions?filter=${filter}&limit=20`);
			/** @type {Execution[]} */
			const ended = results.filter(
				(/** @type {Execution} */ { status }) => !UNFINISHED.includes(status),
			);
			if (ended.length >= count) {
				return await Promise.all(ended.map(async ({ id }) => await this.finished(id)));
			}
			await pause();
		}
	}

	/** @param {SavedWorkflow} workflow */
	async activate({ id, versionId }) {
		await this.post(`/rest/workflows/${id}/activate`, { versionId });
	}

	/** @param {SavedWorkflow} workflow */
	async deactivate({ id }) {
		await this.post(`/rest/workflows/${id}/deactivate`, {});
	}

	/** @returns {Promise<Execution>} the one that was started last, when it has ended */
	async lastExecution() {
		const { results } = await this.get('/rest/executions?limit=1');
		return await this.finished(results[0].id);
	}

	/** @returns {Promise<Execution[]>} all executions that n8n has stored */
	async allExecutions() {
		const { results } = await this.get('/rest/executions?limit=100');
		return await Promise.all(
			results.map(async (/** @type {Execution} */ { id }) => await this.finished(id)),
		);
	}
}

/**
 * @param {Execution} execution
 * @param {string} node
 * @param {number} [branch] 0 is the first output
 * @returns {import('n8n-workflow').INodeExecutionData[]} what the node gave
 */
function output({ data }, node, branch = 0) {
	return data.resultData.runData[node]?.[0]?.data?.main?.[branch] ?? [];
}

async function pause() {
	await new Promise((resolve) => setTimeout(resolve, 50));
}

module.exports = { N8nClient, OWNER, output };
