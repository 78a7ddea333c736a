import { chain, losantNode, node, ORGANIZATION, startBoth } from './n8n';

const PATH = 'new-hires';

/** Fires the webhook of an HR system, which waits for the end of the execution. */
const fire = async (n8nUrl: string, people: string[]) =>
	await fetch(`${n8nUrl}/webhook/${PATH}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ people }),
	});

test('a webhook that is fired twice, and ten times, at once for the same 100 people: with Skip one mail for each', async () => {
	const { losant, n8n, client } = await startBoth('overlap');
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
			node('Split Out', 'n8n-nodes-base.splitOut', {
				parameters: {
					fieldToSplitOut: 'body.people',
					options: { destinationFieldName: 'email' },
				},
			}),
			losantNode('invite', credential, {
				email: '={{ $json.email }}',
				role: 'view',
				options: { ifAlreadyInvited: 'skip' },
			}),
		],
		connections: chain('Webhook', 'Split Out', 'Losant'),
	});
	await client.activate(workflow);
	const first = 'first@example.com';
	// n8n 2.x registers the path a moment after it has answered
	while ((await fire(n8n.url, [first])).status === 404);

	const sent = [first];
	for (const times of [2, 10]) {
		const people = Array.from({ length: 100 }, (_, i) => `person${i}.of.${times}@example.com`);
		const answers = await Promise.all(
			Array.from({ length: times }, async () => await fire(n8n.url, people)),
		);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
		sent.push(...people);
		expect((await losant.mails(ORGANIZATION)).sort()).toEqual([...sent].sort());
	}

	await n8n.stop();
	await losant.stop();
});
