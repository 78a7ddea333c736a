import { N8nClient, output } from '../../scripts/n8n-client.js';
import { startN8n } from '../../scripts/n8n.js';
import { chain, items, losantNode, manual, ORGANIZATION, startBoth } from './n8n';

const PEOPLE = Array.from({ length: 300 }, (_, i) => ({ email: `person${i}@example.com` }));

// n8n is killed in the same way in either version
const inOneVersion = N8N_VERSION === '2.41.1' ? test : test.skip;

inOneVersion(
	'n8n is killed half way through 300 invites: with Skip, running the workflow again invites everyone once',
	async () => {
		const { losant, n8n, client, userFolder } = await startBoth('killed');
		await losant.configure({ latency: 20, duplicates: 'second' });
		const credential = await client.createCredential('Losant', {
			apiUrl: losant.url,
			apiToken: await losant.token(),
		});
		const workflow = await client.createWorkflow({
			name: 'invite all',
			nodes: [
				manual,
				items(PEOPLE),
				losantNode('invite', credential, {
					email: '={{ $json.email }}',
					options: { ifAlreadyInvited: 'skip' },
				}),
			],
			connections: chain('Manual', 'Items', 'Losant'),
		});

		await client.start(workflow, 'Manual');
		while ((await losant.mails(ORGANIZATION)).length < PEOPLE.length / 2);
		await n8n.kill();
		const sentBefore = (await losant.mails(ORGANIZATION)).length;
		expect(sentBefore).toBeLessThan(PEOPLE.length);

		const again = await startN8n({ version: N8N_VERSION, userFolder, say: () => {} });
		const clientAgain = new N8nClient(again.url);
		await clientAgain.signIn();
		const execution = await clientAgain.run(workflow, 'Manual');
		expect(execution.status).toBe('success');
		const outcomes = output(execution, 'Losant').map(({ json }) => [json.email, json.outcome]);
		expect(outcomes.map(([email]) => email)).toEqual(PEOPLE.map(({ email }) => email));
		const already = outcomes.filter(([, outcome]) => outcome === 'alreadyInvited');
		// what was under way when n8n was killed may have come through as well
		expect(already.length).toBeGreaterThanOrEqual(sentBefore);
		expect((await losant.mails(ORGANIZATION)).sort()).toEqual(
			PEOPLE.map(({ email }) => email).sort(),
		);

		await again.stop();
		await losant.stop();
	},
);
