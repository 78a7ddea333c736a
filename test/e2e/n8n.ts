import type { IConnections, INode, INodeParameters, OnError } from 'n8n-workflow';

import { N8nClient } from '../../scripts/n8n-client.js';
import { startN8n } from '../../scripts/n8n.js';
import { startLosant } from '../losant/index.js';
import { sampleParameters, type OperationName } from '../losant/parameters';
import { emptyFolder, packed } from './files.js';

export { INSTANCE, ORGANIZATION } from '../losant/parameters';

type Reference = { id: string; name: string };

/**
 * Starts a real n8n with the packed package, and the test Losant.
 *
 * @param name of the folder that n8n keeps everything in
 * @param environment n8n's own settings beyond ours
 */
export async function startBoth(name: string, environment: Record<string, string> = {}) {
	const userFolder = emptyFolder(`${name}-${N8N_VERSION}`);
	const [losant, n8n] = await Promise.all([
		startLosant(),
		startN8n({
			version: N8N_VERSION,
			userFolder,
			tarball: packed(),
			environment,
			say: () => {},
		}),
	]);
	const client = new N8nClient(n8n.url);
	await client.signIn();
	return { losant, n8n, client, userFolder };
}

/** A Losant node as a saved workflow holds it. */
export function losantNode(
	operation: OperationName,
	credential: Reference,
	parameters: INodeParameters = {},
	onError?: OnError,
): INode {
	return node('Losant', 'n8n-nodes-losant.losant', {
		parameters: sampleParameters(operation, parameters),
		credentials: { losantApi: credential },
		...(onError && { onError }),
	});
}

export function node(name: string, type: string, more: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}

/** A node that gives these items. */
export function items(fields: object[]): INode {
	return node('Items', 'n8n-nodes-base.code', {
		typeVersion: 2,
		parameters: { jsCode: `return ${JSON.stringify(fields.map((json) => ({ json })))}` },
	});
}

export const manual = node('Manual', 'n8n-nodes-base.manualTrigger');

/** Connects each node's first output to the next node. */
export function chain(...names: string[]): IConnections {
	return Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, index) => [
				name,
				{ main: [[{ node: names[index + 1] ?? '', type: 'main' as const, index: 0 }]] },
			]),
	);
}

/**
 * Fills the form in that a workflow starts with, sends it, and waits for the end of what it starts.
 *
 * @param client of the n8n
 * @param workflow whose form is the node "Form"
 * @param fields the values of the form's fields, in their order
 */
export async function submitForm(
	client: N8nClient,
	workflow: Awaited<ReturnType<N8nClient['createWorkflow']>>,
	fields: Array<string | File>,
) {
	const { webhookId } = workflow.nodes.find(({ name }) => name === 'Form') ?? {};
	const body = () => {
		const form = new FormData();
		fields.forEach((value, index) => form.append(`field-${index}`, value));
		return form;
	};
	const [execution] = await client.untilFired(workflow, 1, async () => {
		const url = `${client.url}/form/${webhookId}`;
		// n8n 2.x opens the form a moment after it has answered
		while (!(await fetch(url, { method: 'POST', body: body() })).ok);
	});
	expect(execution?.status).toBe('success');
}
