import { chain, losantNode, manual, node } from '../e2e/n8n';
import type { Session } from './session';

/** What the editor tells of an operation before it was run. */
export function beforeRun(session: Session) {
	const open = async (name: string, ...nodes: ReturnType<typeof node>[]) => {
		const { id } = await session.here.client.createWorkflow({
			name,
			nodes: [manual, ...nodes].map((one, index) => ({ ...one, position: [index * 220, 0] })),
			connections: chain('Manual', ...nodes.map((one) => one.name)),
		});
		const { editor } = session;
		await editor.page.goto(`${editor.url}/workflow/${id}`);
		await editor.node(new RegExp(nodes.at(-1)?.name ?? '')).dblclick();
		await editor.id('ndv').waitFor();
	};
	const nothing = { id: '', name: '' };

	test('the notice of scopes follows the fields', async () => {
		const { editor } = session;
		await open('scopes', losantNode('instanceOrgMember.remove', nothing));
		const shown = (text: string) => editor.page.getByText(text, { exact: true });
		await shown('The API token needs the scope instanceOrgMember.delete').waitFor();
		const byEmail = shown('By Email also needs instanceOrgMembers.get');
		const onSkip = shown("'If Not a Member' on Skip also needs instanceOrgMembers.get");
		expect(await byEmail.count()).toBe(0);
		await editor.enter('userId', 'By Email', 'ann@example.com');
		await byEmail.waitFor();
		await editor.add('Add option', 'If Not a Member');
		await editor.choose('options.ifNotMember', 'Skip');
		expect(await onSkip.count()).toBe(0);
		await editor.enter('userId', 'By ID', '575ef90f7ae143cd83dc4aa2');
		await onSkip.waitFor();
		expect(await byEmail.count()).toBe(0);
	});

	test('the fields of a node that was never run are there to be mapped', async () => {
		const { editor } = session;
		const next = node('Next', 'n8n-nodes-base.set', { typeVersion: 3.4 });
		await open('mapped', losantNode('list', nothing), next);
		for (const field of ['email', 'expiresAt', 'hasExpired']) {
			await editor.id('run-data-schema-item').filter({ hasText: field }).first().waitFor();
		}
	});
}
