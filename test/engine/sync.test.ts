import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { run, type RunOptions } from './engine';
import { ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const ANN = 'ann@example.com';

async function sync(input: IDataObject[], fields: INodeParameters = {}, more: Partial<RunOptions> = {}) {
	return await run({
		...(await losant.options('instanceOrgMember.sync', {
			email: '={{ $json.email }}',
			role: '={{ $json.role ?? "view" }}',
			...fields,
		})),
		input,
		onError: 'continueErrorOutput',
		...more,
	});
}
test('smoke', async () => {
	const input = [{ email: 'grace.hill@example.com', role: 'admin' }, { email: 'mateo.silva@example.com', role: 'edit' }, { email: ANN }];
	const one = await sync(input, { ifNotInList: 'remove', maximumRemovals: '100%' });
	console.log(JSON.stringify(one.success, null, 1), one.failed, one.hints);
	const two = await sync(input, { dryRun: false, ifNotInList: 'remove', maximumRemovals: '100%' });
	console.log(JSON.stringify(two.success.map(({ json }) => json.summary + ' ' + json.outcome), null, 1), two.failed, two.hints);
	console.log(await losant.server.mails(ORGANIZATION), (await losant.server.members(ORGANIZATION)).length, await losant.methods());
});
