import { startBoth } from '../e2e/n8n';
import { Editor } from './editor.js';

type Both = Awaited<ReturnType<typeof startBoth>>;

/** n8n, the test Losant and the editor, for the tests of one file. */
export interface Session {
	readonly here: Both;
	readonly editor: Editor;
}

/** Opens the editor of an n8n of its own, and keeps a picture of how each test has ended. */
export function useEditor(): Session {
	let here: Both;
	let editor: Editor;

	beforeAll(async () => {
		here = await startBoth('ui');
		editor = await Editor.open(here.n8n.url);
	});
	afterEach(async () => {
		await editor?.keep(`${N8N_VERSION} ${expect.getState().currentTestName}`);
	});
	afterAll(async () => {
		await editor?.close();
		await here?.n8n.stop();
		await here?.losant.stop();
	});
	return {
		get here() {
			return here;
		},
		get editor() {
			return editor;
		},
	};
}
