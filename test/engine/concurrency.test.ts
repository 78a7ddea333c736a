import { countTurns } from '../time.js';
import { run, start } from './engine';
import { useLosant } from './losant';

const losant = useLosant();
const people = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ email: `person${i}@example.com` }));
const inviteEach = async (options = {}) =>
	await losant.options('invite', { email: '={{ $json.email }}', role: 'view', options });

test.each([
	[undefined, 5],
	[1, 1],
	[12, 12],
	[50, 50],
])(
	'concurrent requests %p: %p at a time, output in input order',
	async (concurrentRequests, peak) => {
		// before Losant has answered once, the node sends a few
		await losant.server.fail(
			{ kind: 'slow', milliseconds: 0 },
			{ kind: 'slow', milliseconds: 20, untilOpen: peak, times: Infinity },
		);
		const input = people(60);
		const { success } = await run({
			...(await inviteEach(concurrentRequests === undefined ? {} : { concurrentRequests })),
			input,
		});
		expect(await losant.server.peakConcurrency()).toBe(peak);
		expect(success.map(({ json, pairedItem }) => [json.email, pairedItem])).toEqual(
			input.map(({ email }, item) => [email, { item }]),
		);
	},
);

test('two items for the same organization and address are never sent at once', async () => {
	await losant.server.configure({ duplicates: 'second' });
	await losant.server.fail({ kind: 'slow', milliseconds: 20, times: Infinity });
	const { success } = await run({
		...(await inviteEach()),
		input: [
			{ email: 'ann@example.com' },
			{ email: ' ANN@example.com' },
			{ email: 'ann@Example.com' },
		],
	});
	expect(success).toHaveLength(3);
	expect(await losant.server.peakConcurrency()).toBe(1);
});

test('while thousands of rows are read, n8n does other things too', async () => {
	const counting = countTurns();
	const turnsAtRow: number[] = [];
	// the last one is refused, so that nothing is sent
	const input = [...people(5_000), { email: 'nobody' }].map(({ email }) => ({
		get email() {
			turnsAtRow.push(counting.turns());
			return email;
		},
	}));
	const { error } = await run({ ...(await inviteEach()), input });
	counting.stop();
	expect(error?.message).toContain('[item 5001]');
	expect(turnsAtRow.length).toBeGreaterThan(5_000);
	expect(new Set(turnsAtRow).size).toBeGreaterThan(2);
});

test('the credential is read once per run', async () => {
	const { credentialReads } = await run({ ...(await inviteEach()), input: people(20) });
	expect(credentialReads).toBe(1);
});

test('a cancelled run sends nothing more, though Losant asked to wait', async () => {
	await losant.server.fail({ kind: 'tooManyRequests', retryAfter: '60', times: Infinity });
	const { finished, cancel } = await start({ ...(await inviteEach()), input: people(20) });
	let sent = 0;
	while (sent < 5) sent = (await losant.methods()).length;
	cancel();
	expect((await finished).status).toBe('canceled');
	expect(await losant.methods()).toHaveLength(5);
});
