import { chain, losantNode, node, ORGANIZATION, startBoth } from './n8n';

const PEOPLE = Array.from({ length: 100 }, (_, i) => `person${i}@example.com`);
const PATH = 'new-hires';

test.each([2, 10])(
	'a webhook that is fired %p times at once for the same people, with Skip: one mail for each',
	async (times) => {
		const { losant, n8n, client } = await startBoth(`overlap-${times}`);
		await losant.configure({ latency: 20, duplicates: 'second' });
		const credential = await client.createCredential('Losant', {
			apiUrl: losant.url,
			apiToken: await losant.token(),
		});
		const workflow = await client.createWorkflow({
			name: 'invite new hires',
			nodes: [
				node('Webhook', 'n8n-nodes-base.webhook', {
					typeVersion: 2,
					webhookId: PATH,
					parameters: { path: PATH, httpMethod: 'POST', responseMode: 'lastNode', options: {} },
				}),
				node('Each', 'n8n-nodes-base.splitOut', {
					parameters: { fieldToSplitOut: 'body.people', options: {} },
				}),
				losantNode('invite', credential, {
					email: `={{ $json["body.people"] }}`,
					role: 'view',
					options: { ifAlreadyInvited: 'skip' },
				}),
			],
			connections: chain('Webhook', 'Each', 'Losant'),
		});
		await client.activate(workflow);
		const fire = async (people: string[]) =>
			await fetch(`${n8n.url}/webhook/${PATH}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ people }),
			});
		// n8n 2.x registers the path a moment after it has answered
		while ((await fire(['first@example.com'])).status !== 200);

		const answers = await Promise.all(
			Array.from({ length: times }, async () => await fire(PEOPLE)),
		);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
		expect((await losant.mails(ORGANIZATION)).sort()).toEqual(
			['first@example.com', ...PEOPLE].sort(),
		);

		await n8n.stop();
		await losant.stop();
	},
);
