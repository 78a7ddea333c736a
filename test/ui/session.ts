import { startBoth } from '../e2e/n8n';
import { Editor } from './editor.js';

type Both = Awaited<ReturnType<typeof startBoth>>;

/**
 * Opens the editor of an n8n of their own for the tests of a file.
 *
 * @param name of the file
 * @param prepare n8n before that
 */
export function useEditor(name: string, prepare?: (here: Both) => Promise<unknown>) {
	let here: Both;
	let editor: Editor;

	beforeAll(async () => {
		here = await startBoth(name);
		await prepare?.(here);
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

/** A user who has made the credential already. */
export async function addCredential({ client, losant }: Both) {
	await client.createCredential('Losant', {
		apiUrl: losant.url,
		apiToken: await losant.token(),
	});
}
