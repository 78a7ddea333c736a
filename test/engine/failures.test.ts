import type { IDataObject } from 'n8n-workflow';

import { run, type RunOptions } from './engine';
import { useLosant } from './losant';

const losant = useLosant();
const invite = async (input: IDataObject[], onError?: RunOptions['onError']) =>
	await run({
		...(await losant.options('invite', { email: '={{ $json.email }}', role: 'view' })),
		input,
		...(onError && { onError }),
	});

describe('with Stop, what can’t be read is named for all items, and nothing is sent', () => {
	test('a few', async () => {
		const { error } = await invite([
			{ email: 'ann@example.com' },
			{ email: 'nobody' },
			{ email: '' },
			{ email: 'ben@example.com' },
		]);
		expect(error?.message).toBe(
			`'Email' is not an address: "nobody" has no @ [item 2]. 'Email' is empty [item 3]. Nothing was sent for any of the items`,
		);
		expect(await losant.methods()).toEqual([]);
	});

	test('ten of many', async () => {
		const { error } = await invite(Array.from({ length: 25 }, () => ({ email: '' })));
		expect(error?.message).toContain('[item 10]. 15 further items failed. Nothing was sent');
		expect(error?.message).not.toContain('[item 11]');
	});

	test('what is wrong for the whole run is said once', async () => {
		const { error } = await run({
			...(await losant.options('invite', {
				email: 'ann@example.com',
				role: 'view',
				options: { concurrentRequests: 99 },
			})),
			input: [{}, {}, {}],
		});
		expect(error?.message).toMatch(
			/^'Concurrent Requests' [^[]*\[item 1\]\. Nothing was sent for any of the items$/,
		);
	});
});

describe('the columns of a failed item', () => {
	const row = { email: 'nobody', error: 'mine', message: 'hello', other: 1 };

	test('survive on the error output; what the failure covers up is told in its message', async () => {
		const { failed } = await invite([row], 'continueErrorOutput');
		expect(failed.map(({ json }) => json)).toEqual([
			{
				email: 'nobody',
				other: 1,
				error: `'Email' is not an address: "nobody" has no @`,
				message: expect.stringMatching(
					/\. The item's own 'error' is "mine"\. The item's own 'message' is "hello"$/,
				),
			},
		]);
	});

	test('nothing is told where nothing is covered up', async () => {
		const { failed } = await invite([{ email: 'nobody' }], 'continueErrorOutput');
		expect(failed[0]?.json.message).not.toContain("item's own");
		const { success } = await invite([row], 'continueRegularOutput');
		expect(success[0]?.json.message).not.toContain("item's own");
	});
});
