import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { operations } from '../../nodes/Losant/operations';
import { fillIn } from './form';
import type { Session } from './session';

/** Whoever opens a node, finds and fills in each field that n8n's own description of it has. */
export function everyField(session: Session) {
	let properties: INodeProperties[];

	beforeAll(async () => {
		const types: INodeTypeDescription[] = await session.here.client.get('/types/nodes.json');
		const described = types.find(({ name }) => name === 'n8n-nodes-losant.losant');
		properties = described?.properties ?? [];
		await session.editor.newWorkflow();
	});
	afterEach(async () => {
		await session.editor.removeNode();
	});

	test.each(operations.map(({ action, resource, value }) => ({ action, resource, value })))(
		'$action: every field is filled in, and runs as it was filled in',
		async ({ action, resource, value }) => {
			const { here, editor } = session;
			await here.losant.reset();
			await editor.addLosant(action);
			const entered: INodeParameters = { resource, operation: value };
			const ofOperation = properties.filter(({ displayOptions: { show } = {} }) => {
				return show?.resource?.includes(resource) && show.operation?.includes(value);
			});
			for (const property of ofOperation) {
				if (property.type !== 'notice') entered[property.name] = await fillIn(editor, property);
			}
			// which of the notices there are depends on what was filled in
			const notices = ofOperation.filter(({ type }) => type === 'notice');
			for (const notice of notices) {
				const isShown = NodeHelpers.displayParameter(entered, notice, null, null);
				const text = editor.page.getByText(notice.displayName, { exact: true });
				expect([notice.displayName, await text.isVisible()]).toEqual([notice.displayName, isShown]);
			}
			await editor.execute();
			await editor.output
				.getByText(/^\d+ items?$/)
				.first()
				.waitFor();

			const { workflowData } = await here.client.lastExecution();
			const saved = { ...workflowData.nodes.at(-1)?.parameters };
			// n8n holds an empty text for some of them
			for (const { name } of notices) delete saved[name];
			expect(saved).toEqual(entered);
		},
	);
}
