import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

import { losantOf, saved, savedExampleFile, savedExampleNames } from '../saved-1.0.0/index.js';
import type { Session } from './session';

/** How many nodes stand beside each other, so that all are on the screen. */
const COLUMNS = 7;

/** What n8n shows beside a field that it doesn't accept. */
const RED = '[class*="parameter-issues"]';

/** Whoever has workflows of 1.0.0 opens them after the upgrade. */
export function savedWorkflows(session: Session) {
	const nodes = saved
		.flatMap(({ workflow }) => ({ name: workflow.name, node: losantOf(workflow) }))
		.flatMap(({ name, node }, index): INode[] =>
			node
				? [
						{
							...node,
							id: `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
							name: name.replace(/\W+/g, ' '),
							position: [(index % COLUMNS) * 240, Math.floor(index / COLUMNS) * 200],
						},
					]
				: [],
		);

	test('shows no red field, and saves every value as it was', async () => {
		const { editor, here } = session;
		const credential = await here.client.putCredential('Losant', {
			apiUrl: here.losant.url,
			apiToken: await here.losant.token(),
		});
		const workflow = await here.client.createWorkflow({
			name: 'saved by 1.0.0',
			nodes: nodes.map((node) => ({ ...node, credentials: { losantApi: credential } })),
			connections: {},
		});
		await editor.page.goto(`${here.n8n.url}/workflow/${workflow.id}`);
		for (const { name } of nodes) {
			await editor.page
				.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`)
				.dblclick();
			await editor.field('operation').waitFor();
			expect([name, await editor.id('ndv').locator(RED).count()]).toEqual([name, 0]);
			await editor.closeNode();
		}
		expect((await editor.nodesOnCanvas()).filter(({ hasIssue }) => hasIssue)).toEqual([]);
		const now = await editor.savedWithNote(here.client, workflow.id);
		const types: INodeTypeDescription[] = await here.client.get('/types/nodes.json');
		const type = types.find(({ name }) => name === nodes[0]?.type);
		if (!type) throw new Error('n8n knows no Losant node');
		// n8n leaves out what is as by default
		const values = (node: INode) => [
			node.name,
			NodeHelpers.getNodeParameters(type.properties, node.parameters, true, false, node, type),
		];
		expect(now.nodes.filter((node) => node.type === type.name).map(values)).toEqual(
			nodes.map(values),
		);
	});

	test.each(savedExampleNames)(
		'opens the example %s of 1.0.0, and knows all its nodes',
		async (name) => {
			const { editor } = session;
			await editor.emptyWorkflow();
			await editor.importWorkflow(savedExampleFile(name));
			const shown = await editor.nodesOnCanvas();
			expect(shown.length).toBeGreaterThan(2);
			const withIssue = shown.filter(({ hasIssue }) => hasIssue).map(({ name: node }) => node);
			// what its page leaves to the user: a chat model, and in n8n 1.x the credential
			expect(withIssue.filter((node) => N8N_VERSION !== '1.123.81' && node !== 'AI Agent')).toEqual(
				[],
			);
			await editor.removeAllNodes();
		},
	);
}
