import { Places } from '../../nodes/Losant/execution/places';

/** Lets everything happen that waits for nothing else. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 1_000; turn++) await undefined;
}

test('a task that waits never keeps its place, and no further one begins when many wait', async () => {
	const places = new Places(2);
	let begun = 0;
	let done = 0;
	let open = () => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	const working = Array.from({ length: 500 }, async () => {
		await places.take();
		begun++;
		await places.aside(gate);
		done++;
		places.leave();
	});
	await settle();
	// and one that has not gone aside yet
	expect(begun).toBeLessThanOrEqual(202);
	expect(begun).toBeGreaterThan(2);
	open();
	await Promise.all(working);
	expect(done).toBe(500);
});

test('as many go on at a time as there are places, those that come back first', async () => {
	const places = new Places(1);
	const order: string[] = [];
	let atOnce = 0;
	const work = async (name: string, waiting: Promise<void>) => {
		await places.take();
		order.push(`${name} begins`);
		await places.aside(waiting);
		expect(++atOnce).toBe(1);
		await settle();
		order.push(`${name} ends`);
		atOnce--;
		places.leave();
	};
	let open = () => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	const working = [work('a', gate), work('b', gate)];
	await settle();
	const last = work('c', Promise.resolve());
	open();
	await Promise.all([...working, last]);
	expect(order.slice(0, 2)).toEqual(['a begins', 'b begins']);
	expect(order.filter((one) => one.endsWith('ends'))).toHaveLength(3);
});

test('after the end none begins, and those that wait come back', async () => {
	const places = new Places(1);
	const order: string[] = [];
	let open = () => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	const each = places.each(
		['a', 'b', 'c'],
		async (name, aside) => {
			order.push(`${name} begins`);
			if (name === 'a') await aside(gate);
			order.push(`${name} ends`);
		},
		() => order.includes('b ends'),
	);
	await settle();
	expect(order).toEqual(['a begins', 'b begins', 'b ends']);
	open();
	await each;
	expect(order).toEqual(['a begins', 'b begins', 'b ends', 'a ends']);
});
