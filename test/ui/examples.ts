import type { INode } from 'n8n-workflow';

import { exampleFile, exampleNames, exampleWorkflow } from '../../scripts/examples.js';
import type { Session } from './session';

/** Each example is imported as its page says. */
export function examples(session: Session) {
	beforeAll(async () => {
		await session.editor.emptyWorkflow();
	});
	afterEach(async () => {
		await session.editor.removeAllNodes();
	});

	test.each(exampleNames)('opens the example %s, and knows all its nodes', async (name) => {
		const { editor } = session;
		const { nodes } = exampleWorkflow(name, { id: '', name: 'Losant' }, '');
		const isNote = ({ type }: INode) => type === 'n8n-nodes-base.stickyNote';
		await editor.importWorkflow(exampleFile(name));
		// what its page says is left to the user; n8n 2.x finds the credential by its name
		const isIncomplete = (node: INode) =>
			node.name === 'AI Agent' ||
			'smtp' in (node.credentials ?? {}) ||
			(N8N_VERSION === '1.123.81' && 'credentials' in node);
		expect(await editor.nodesOnCanvas()).toEqual(
			nodes
				.filter((node) => !isNote(node))
				.map((node) => ({ name: node.name, hasIssue: isIncomplete(node) })),
		);
		expect(await editor.id('sticky').count()).toBe(nodes.filter(isNote).length);
		await editor.picture(name);
	});
}
