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
	expect(peak).toBeLessThan(10);
});

test('only answers let more requests go out at a time again, broken connections don’t', async () => {
	const [broken, good] = ['60106426dc03c6aad0656001', '60106426dc03c6aad0656002'];
	const many = (id: string) => Array.from({ length: 8 }, () => ({ id }));
	await losant.server.fail(
		{ kind: 'tooManyRequests', retryAfter: '1', times: 8 },
		// given up within six seconds, by one item after the other
		{ kind: 'cut', when: 'before', path: broken, times: Infinity },
		{ kind: 'slow', milliseconds: 4_000, times: Infinity },
	);
	const { success, failed } = await run({
		...(await losant.options('get', {
			inviteId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { concurrentRequests: 8 },
		})),
		input: [...many(broken), ...many(good)],
		onError: 'continueErrorOutput',
	});
	expect([success, failed].map(({ length }) => length)).toEqual([8, 8]);
	const answered = (await losant.server.requests()).filter(({ status }) => status === 200);
	const firstEnd = Math.min(...answered.map(({ endedAt = NaN }) => endedAt));
	// three quarters of the eight
	expect(answered.filter(({ startedAt }) => startedAt < firstEnd)).toHaveLength(6);
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
