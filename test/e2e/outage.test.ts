import { pass } from '../time.js';

import { output } from '../../scripts/n8n-client.js';
import type { Absence } from '../losant/types';
import { chain, items, losantNode, manual, ORGANIZATION, startBoth } from './n8n';

const PEOPLE = Array.from({ length: 300 }, (_, i) => ({ email: `person${i}@example.com` }));
const AWAY = 15_000;

let both: Awaited<ReturnType<typeof startBoth>>;

beforeAll(async () => {
	both = await startBoth('outage');
});

afterAll(async () => {
	await both.n8n.stop();
	await both.losant.stop();
});

test.each<Absence>(['refused', 503])(
	'Losant is away for a while in the middle of 300 invites (%p): everyone is invited once',
	async (how) => {
		const { losant, client } = both;
		await losant.reset();
		await losant.configure({ latency: 20, duplicates: 'second' });
		const credential = await client.createCredential(`Losant ${how}`, {
			apiUrl: losant.url,
			apiToken: await losant.token(),
		});
		const workflow = await client.createWorkflow({
			name: `invite all, ${how}`,
			nodes: [
				manual,
				items(PEOPLE),
				losantNode(
					'invite',
					credential,
					{ email: '={{ $json.email }}', options: { concurrentRequests: 10 } },
					'continueRegularOutput',
				),
			],
			connections: chain('Manual', 'Items', 'Losant'),
		});

		const running = client.run(workflow, 'Manual');
		while ((await losant.mails(ORGANIZATION)).length < PEOPLE.length / 2);
		await losant.away(how);
		await pass(AWAY);
		await losant.back();
		const execution = await running;

		expect(execution.status).toBe('success');
		const invited = output(execution, 'Losant').map(({ json }) => [json.email, json.error]);
		expect(invited).toEqual(PEOPLE.map(({ email }) => [email, undefined]));
		expect((await losant.mails(ORGANIZATION)).sort()).toEqual(
			PEOPLE.map(({ email }) => email).sort(),
		);
		const inVain = (await losant.requests()).filter(({ status }) => status === 503);
		expect(inVain.length).toBeLessThanOrEqual(30);
	},
);
