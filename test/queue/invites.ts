import type { IDataObject, INode } from 'n8n-workflow';

import { output } from '../../scripts/n8n-client.js';
import { chain, losantNode, node } from '../e2e/n8n';
import type { OperationName } from '../losant/parameters';
import type { Queue } from './queue';

export const people = (count: number, prefix = 'person') =>
	Array.from({ length: count }, (_, number) => `${prefix}${number}@example.com`);

/** Most scenarios' input. */
export const PEOPLE = people(300);

/** A webhook that answers with the id of the execution as soon as a worker has it; its path is also its name. */
export const webhook = (path: string): [INode, INode] => [
	node('Webhook', 'n8n-nodes-base.webhook', {
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'POST', responseMode: 'responseNode', options: {} },
	}),
	node('Respond', 'n8n-nodes-base.respondToWebhook', {
		typeVersion: 1.1,
		parameters: { respondWith: 'text', responseBody: '={{ $execution.id }}', options: {} },
	}),
];

/** Makes one item of each entry of the webhook's body. */
export const splitOut = (field: string, destinationFieldName?: string) =>
	node('Split Out', 'n8n-nodes-base.splitOut', {
		parameters: {
			fieldToSplitOut: `body.${field}`,
			options: destinationFieldName ? { destinationFieldName } : {},
		},
	});

/** A Losant node for the organization that the webhook's body names. */
export const losantOf = (
	operation: OperationName,
	{ credential }: Queue,
	parameters: IDataObject & Parameters<typeof losantNode>[2],
) =>
	losantNode(operation, credential, {
		orgId: { __rl: true, mode: 'id', value: "={{ $('Webhook').first().json.body.orgId }}" },
		...parameters,
	});

/** Invites each item with Skip. */
export const inviteWithSkip = {
	email: '={{ $json.email }}',
	role: 'view',
	options: { ifAlreadyInvited: 'skip' },
};

/** Publishes a workflow of nodes in a row. */
export async function publish({ client }: Queue, name: string, nodes: INode[]) {
	const workflow = await client.createWorkflow({
		name,
		nodes,
		connections: chain(...nodes.map((one) => one.name)),
	});
	await client.activate(workflow);
	return workflow;
}

/** Invites the people of a webhook's body with Skip; fired at "new-hires". */
export async function publishInvites(here: Queue) {
	await publish(here, 'invite new hires', [
		...webhook('new-hires'),
		splitOut('people', 'email'),
		losantOf('invite', here, inviteWithSkip),
	]);
}

/** Has a worker invite people to an organization; gives the execution's id as soon as one has it. */
export const invite = async (here: Queue, orgId: string, emails: string[]) =>
	await here.fire('new-hires', { orgId, people: emails });

/** What became of each person, as main shows it. */
export async function outcomes({ client }: Queue, executionId: string) {
	const execution = await client.finished(executionId);
	expect(execution.status).toBe('success');
	return output(execution, 'Losant').map(({ json }) => [json.email, json.outcome]);
}

/** The workflow, run again with Skip, completes what is missing; gives how many were there already. */
export async function expectRunAgainCompletes(here: Queue, orgId: string, emails: string[]) {
	const again = await outcomes(here, await invite(here, orgId, emails));
	expect(again.map(([email]) => email)).toEqual(emails);
	await expectOneMailEach(here, orgId, emails);
	return again.filter(([, outcome]) => outcome === 'alreadyInvited').length;
}

export async function expectOneMailEach({ losant }: Queue, orgId: string, emails: string[]) {
	expect((await losant.mails(orgId)).sort()).toEqual([...emails].sort());
}

/** Waits until so many mails were sent, and gives how many. */
export async function untilSent({ losant }: Queue, orgId: string, count: number) {
	for (;;) {
		const { length } = await losant.mails(orgId);
		if (length >= count) return length;
	}
}
