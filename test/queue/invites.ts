import { output } from '../../scripts/n8n-client.js';
import { chain, losantNode, node } from '../e2e/n8n';
import { pass } from '../time.js';
import type { Queue } from './queue';

type Workflow = Awaited<ReturnType<Queue['client']['createWorkflow']>>;

export const PATH = 'new-hires';

export const people = (count: number) =>
	Array.from({ length: count }, (_, number) => `person${number}@example.com`);

/** Invites the people of a webhook's body with Skip; its answer is the id of the execution. */
export async function inviteWorkflow({ client, credential }: Queue): Promise<Workflow> {
	const workflow = await client.createWorkflow({
		name: 'invite new hires',
		nodes: [
			node('Webhook', 'n8n-nodes-base.webhook', {
				typeVersion: 2,
				webhookId: PATH,
				parameters: { path: PATH, httpMethod: 'POST', responseMode: 'responseNode', options: {} },
			}),
			node('Respond', 'n8n-nodes-base.respondToWebhook', {
				typeVersion: 1.1,
				parameters: { respondWith: 'text', responseBody: '={{ $execution.id }}', options: {} },
			}),
			node('Split Out', 'n8n-nodes-base.splitOut', {
				parameters: {
					fieldToSplitOut: 'body.people',
					options: { destinationFieldName: 'email' },
				},
			}),
			losantNode('invite', credential, {
				orgId: { __rl: true, mode: 'id', value: "={{ $('Webhook').first().json.body.orgId }}" },
				email: '={{ $json.email }}',
				role: 'view',
				options: { ifAlreadyInvited: 'skip' },
			}),
		],
		connections: chain('Webhook', 'Respond', 'Split Out', 'Losant'),
	});
	await client.activate(workflow);
	return workflow;
}

/** An execution that has ended, in whatever way, as n8n's list shows it. */
export async function ended({ client }: Queue, executionId: string) {
	for (;;) {
		const execution: { status: string; data?: unknown } = await client.get(
			`/rest/executions/${executionId}`,
		);
		if (!['new', 'running', 'waiting'].includes(execution.status)) return execution;
		await pass(100);
	}
}

/** What became of each person, as n8n's editor shows it. */
export async function outcomes({ client }: Queue, executionId: string) {
	const execution = await client.finished(executionId);
	expect(execution.status).toBe('success');
	return output(execution, 'Losant').map(({ json }) => [json.email, json.outcome]);
}

/** Each person has got one mail. */
export async function expectOneMailEach({ losant }: Queue, orgId: string, emails: string[]) {
	expect((await losant.mails(orgId)).sort()).toEqual([...emails].sort());
}

/** Waits until so many mails were sent. */
export async function untilSent({ losant }: Queue, orgId: string, count: number) {
	while ((await losant.mails(orgId)).length < count);
}
