import { NodeHelpers, type INode } from 'n8n-workflow';

import {
	itemsOf,
	losantOf,
	lost,
	recorded,
	saved,
	savedBy,
	writeRecorded,
} from '../saved-1.0.0/index.js';
import { describedNode, run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

/** Whoever has workflows of 1.0.0 upgrades, and nothing changes that was there. */

const losant = useLosant();
const ANN = 'ann@example.com';

const workflows = saved.flatMap(({ workflow, ann }) => {
	const node = losantOf(workflow);
	return node ? [{ name: workflow.name, node, items: itemsOf(workflow), ann }] : [];
});

afterAll(() => {
	if (savedBy) writeRecorded();
});

test.each(workflows)('$name: gives what it gave', async ({ name, node, items, ann }) => {
	if (ann === 'invited')
		await losant.server.addInvites(ORGANIZATION, [{ email: ANN, role: 'view' }]);
	if (ann === 'member')
		await losant.server.addMembers(ORGANIZATION, [{ email: ANN, role: 'view' }]);
	const { credential } = await losant.options('list');
	const { status, success, failed } = await run({
		credential,
		parameters: node.parameters,
		input: items,
		...(node.onError && { onError: node.onError }),
		...(savedBy && { packageFolder: savedBy }),
	});
	const now = {
		status,
		success: success.map(({ json }) => json),
		failed: failed.map(({ json }) => json),
	};
	if (savedBy) recorded[name] = now;
	expect(lost(recorded[name], now)).toEqual([]);
});

test.each(workflows)('$name: n8n keeps every value, and asks for nothing', async ({ node }) => {
	const description = await describedNode();
	const kept = NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	);
	expect(kept).toMatchObject(node.parameters);
	const opened: INode = { ...node, parameters: kept ?? {} };
	expect(
		NodeHelpers.getNodeParametersIssues(description.properties, opened, description),
	).toBeNull();
});
