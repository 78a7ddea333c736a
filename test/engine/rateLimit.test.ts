import { run, start } from './engine';
import { ORGANIZATION, useLosant } from './losant';

const losant = useLosant();
const people = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ email: `person${i}@example.com` }));
const inviteEach = async (concurrentRequests: number) =>
	await losant.options('invite', {
		email: '={{ $json.email }}',
		role: 'view',
		options: { concurrentRequests },
	});

test('a refusal for too many requests holds back all requests of the run, then fewer go on at a time', async () => {
	await losant.server.configure({ latency: 20 });
	await losant.server.fail({ kind: 'tooManyRequests', retryAfter: '1', path: '/invites' });
	const { success } = await run({ ...(await inviteEach(10)), input: people(100) });
	expect(success).toHaveLength(100);

	const requests = await losant.server.requests();
	const refused = requests.find(({ status }) => status === 429);
	const resumedAt = (refused?.endedAt ?? NaN) + 1_000;
	const [before, after] = [true, false].map((isBefore) =>
		requests.filter(({ startedAt }) => startedAt < resumedAt === isBefore),
	);
	// the first ten, and what followed them before the refusal had arrived
	expect(before?.length).toBeLessThanOrEqual(20);
	const atOnce = (moment: number) =>
		after?.filter(({ startedAt, endedAt = NaN }) => startedAt <= moment && moment < endedAt).length;
	const peak = Math.max(...(after ?? []).map(({ startedAt }) => atOnce(startedAt) ?? NaN));
	expect(peak).toBeLessThanOrEqual(7);
});

test('beyond what Losant allows in a second, everybody is invited once all the same', async () => {
	await losant.server.configure({ requestsPerSecond: 100, duplicates: 'second' });
	const input = people(300);
	const { success } = await run({ ...(await inviteEach(50)), input });
	expect(success.map(({ json }) => json.email)).toEqual(input.map(({ email }) => email));
	expect((await losant.server.mails(ORGANIZATION)).sort()).toEqual(
		input.map(({ email }) => email).sort(),
	);
});

test('a run that is cancelled ends, though Losant asked all requests to wait', async () => {
	await losant.server.fail({ kind: 'tooManyRequests', retryAfter: '60' });
	const { finished, cancel } = await start({ ...(await inviteEach(5)), input: people(20) });
	let sent = 0;
	while (sent < 5) sent = (await losant.methods()).length;
	cancel();
	expect((await finished).status).toBe('canceled');
	const before = (await losant.methods()).length;
	expect(before).toBeLessThan(20);
	expect(await losant.methods()).toHaveLength(before);
});

test('a run that is cancelled does not wait for Losant’s answer', async () => {
	await losant.server.fail({ kind: 'slow', milliseconds: 120_000, times: Infinity });
	const { finished, cancel } = await start({ ...(await inviteEach(5)), input: people(20) });
	while ((await losant.methods()).length < 5);
	cancel();
	expect((await finished).status).toBe('canceled');
	expect(await losant.methods()).toHaveLength(5);
});
