import { lastSentByOthers, lastSentTo, oneAtATime } from '../../nodes/Losant/people/oneAtATime';
import type { Losant } from '../../nodes/Losant/transport/losant';

const call = { path: { instanceId: 'a'.repeat(24), orgId: 'b'.repeat(24) } };
const person = (number: number) => ({ email: `person${number}@example.com` });
const LIMIT = 10_000;

let time = 0;

/** The door of a run, which asks Losant nothing. */
function aRun(): Losant {
	const losant: Losant = Object.assign(
		async (): Promise<never> => {
			throw new Error('nothing is asked here');
		},
		{
			clock: {
				now: () => ++time,
				wait: async () => {},
				until: async (something: Promise<unknown>) => {
					await something;
				},
				left: () => Infinity,
				throwIfOver: () => {},
			},
			dateOf: () => undefined,
			address: async () => 'https://api.losant.com/',
			forRun: () => losant,
			forItem: () => losant,
		},
	);
	return losant;
}

async function send(losant: Losant, number: number): Promise<number> {
	return await oneAtATime(losant, call, person(number), async (turn) => turn.sent());
}

test('what was sent is remembered of ten thousand people; of any more nothing is trusted that was read before', async () => {
	const [one, other] = [aRun(), aRun()];
	expect(await lastSentTo(other, call, person(-1))).toBe(-Infinity);

	const sentAt: number[] = [];
	for (let number = 0; number < LIMIT + 100; number++) sentAt.push(await send(one, number));

	for (const [number, at] of sentAt.entries()) {
		expect(await lastSentTo(other, call, person(number))).toBeGreaterThanOrEqual(at);
	}
	// nobody knows any more whether something was sent to others when the last one was forgotten
	expect(await lastSentTo(other, call, person(-1))).toBe(sentAt[99]);
	// those that are remembered cost others nothing
	expect(await lastSentTo(other, call, person(LIMIT))).toBe(sentAt[LIMIT]);
});

test('what a run has sent itself doesn’t count as another’s, but what was sent before does', async () => {
	const [one, other] = [aRun(), aRun()];
	const ann = { email: 'ann@example.com' };
	const spelled = { email: ' ANN@Example.com' };
	const sendTo = async (losant: Losant) =>
		await oneAtATime(losant, call, spelled, async (turn) => turn.sent());

	const first = await sendTo(other);
	const second = await sendTo(one);
	expect(await lastSentTo(one, call, ann)).toBe(second);
	expect(await lastSentByOthers(one, call, ann)).toBe(first);
	expect(await lastSentByOthers(other, call, ann)).toBe(second);
	await sendTo(one);
	expect(await lastSentByOthers(one, call, ann)).toBe(first);
});

test('one after the other for one person, whatever comes of it; at the same time for two', async () => {
	const events: string[] = [];
	const ends: Array<() => void> = [];
	const work =
		(name: string, fails = false) =>
		async () => {
			events.push(`${name} begins`);
			await new Promise<void>((end) => ends.push(end));
			events.push(`${name} ends`);
			if (fails) throw new Error(name);
		};
	const first = oneAtATime(aRun(), call, person(1), work('first', true));
	const second = oneAtATime(aRun(), call, person(1), work('second'));
	const somebodyElse = oneAtATime(aRun(), call, person(2), work('somebody else'));
	while (ends.length < 2) await Promise.resolve();
	expect(events).toEqual(['first begins', 'somebody else begins']);

	ends[0]?.();
	await expect(first).rejects.toThrow('first');
	while (ends.length < 3) await Promise.resolve();
	expect(events).toEqual(['first begins', 'somebody else begins', 'first ends', 'second begins']);
	for (const end of ends) end();
	await Promise.all([second, somebodyElse]);
});
