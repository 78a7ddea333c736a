import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { operations } from '../../nodes/Losant/operations';
import { startBoth } from '../e2e/n8n';
import { Editor } from './editor.js';
import { fillIn } from './form';

/** Whoever opens a node, finds and fills in each field that n8n's own description of it has. */
describe('the editor', () => {
	let here: Awaited<ReturnType<typeof startBoth>>;
	let editor: Editor;
	let properties: INodeProperties[];

	beforeAll(async () => {
		here = await startBoth('fields');
		await here.client.createCredential('Losant', {
			apiUrl: here.losant.url,
			apiToken: await here.losant.token(),
		});
		const types: INodeTypeDescription[] = await here.client.get('/types/nodes.json');
		const described = types.find(({ name }) => name === 'n8n-nodes-losant.losant');
		properties = described?.properties ?? [];
		editor = await Editor.open(here.n8n.url);
		await editor.newWorkflow();
	});
	afterEach(async () => {
		await editor.keep(`${N8N_VERSION} ${expect.getState().currentTestName}`);
		await editor.removeNode();
	});
	afterAll(async () => {
		await editor?.close();
		await here?.n8n.stop();
		await here?.losant.stop();
	});

	test.each(operations.map(({ action, resource, value }) => ({ action, resource, value })))(
		'$action: every field is filled in, and runs as it was filled in',
		async ({ action, resource, value }) => {
			await here.losant.reset();
			await editor.addLosant(action);
			const entered: Record<string, unknown> = { resource, operation: value };
			for (const property of properties) {
				const { show } = property.displayOptions ?? {};
				if (!show?.resource?.includes(resource) || !show.operation?.includes(value)) continue;
				entered[property.name] = await fillIn(editor, property);
			}
			await editor.execute();
			await editor.output
				.getByText(/^\d+ items?$/)
				.first()
				.waitFor();

			const { workflowData } = await here.client.lastExecution();
			expect(workflowData.nodes.at(-1)?.parameters).toEqual(entered);
		},
	);
});
