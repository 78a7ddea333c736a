import { beforeRun } from './beforeRun';
import { everyField } from './everyField';
import { examples } from './examples';
import { newcomer } from './newcomer';
import { picking } from './picking';
import { plans } from './plans';
import { savedWorkflows } from './saved';
import { useEditor } from './session';
import { trigger } from './trigger';

/** One n8n and one browser for all, since opening them takes longer than most tests. */
describe('the editor', () => {
	const session = useEditor();

	describe('of a newcomer', () => newcomer(session));

	describe('of somebody who has a credential', () => {
		beforeAll(async () => {
			const { client, losant } = session.here;
			await losant.reset();
			await client.removeAll('/rest/credentials', 'Losant account');
			await client.createCredential('Losant', {
				apiUrl: losant.url,
				apiToken: await losant.token(),
			});
		});
		everyField(session);
	});

	describe('before a run', () => beforeRun(session));

	describe('of somebody who knows no ids', () => picking(session));

	describe('of somebody who wants a trigger', () => trigger(session));

	describe('of somebody who looks at a plan', () => plans(session));

	describe('with what 1.0.0 has saved', () => savedWorkflows(session));

	describe('with the examples', () => examples(session));
});
