import { NodeHelpers } from 'n8n-workflow';

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
	if (savedBy) recorded[name] = { gave: now };
	expect(lost(recorded[name]?.gave, now)).toEqual([]);
});

test.each(workflows)(
	'$name: n8n keeps the values that it kept, and asks for nothing',
	async ({ name, node }) => {
		const description = await describedNode(savedBy);
		const kept =
			NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			) ?? {};
		if (savedBy) Object.assign(recorded[name] ?? {}, { kept });
		expect(kept).toMatchObject(recorded[name]?.kept ?? {});
		expect(
			NodeHelpers.getNodeParametersIssues(
				description.properties,
				{ ...node, parameters: kept },
				description,
			),
		).toBeNull();
	},
);
