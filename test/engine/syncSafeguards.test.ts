import type { Fault } from '../losant/types';
import { FORBIDDEN, INSTANCE, NO_ORGANIZATION } from './losant';
import { told, useSync } from './syncing';

/** What keeps Sync Members from taking away whom it must not, on n8n's engine and the test Losant. */

const losant = useSync();
const { organization, sync, writes, mails, members, pending } = losant;
const ADMIN = { email: 'admin@example.com', role: 'admin' } as const;
const ANN = 'ann@example.com';
const BOB = 'bob@example.com';
const CY = 'cy@example.com';
const anyRemovals = { maximumRemovals: '100%' };
const remove = { ifNotInList: 'remove', ...anyRemovals };
const numbered = (count: number) =>
	Array.from(
		{ length: count },
		(_, index) => `person${String(index).padStart(3, '0')}@example.com`,
	);
const admin = (email: string) => ({ email, role: 'admin' as const });

describe('a list of 10 of 100', () => {
	const PEOPLE = numbered(99);
	const list = [{ ...ADMIN }, ...PEOPLE.slice(0, 9)];

	test('16. is refused, and nothing is written', async () => {
		const orgId = await organization([ADMIN, ...PEOPLE]);
		const { success, failed } = await sync([...list, 'new@example.com'], {
			ifNotInList: 'remove',
		});
		expect(success).toEqual([]);
		expect(failed).toHaveLength(11);
		expect(failed[0]?.json).toMatchObject({
			email: ADMIN.email,
			error: `90 of 100 people of the organization ${orgId} would be removed or given a lower role, and 'Maximum Removals' allows 10 (10%). Nothing was changed`,
			message: expect.stringMatching(
				/^Look at the plan with 'Dry Run', then put its planId \([\da-f]{16}\) into 'Approved Plan', or raise 'Maximum Removals'$/,
			),
		});
		expect(await writes()).toEqual([]);
		expect(await mails()).toEqual([]);
	});

	test('17. is carried out when its plan is approved', async () => {
		await organization([ADMIN, ...PEOPLE, admin('second@example.com')]);
		const parameters = { ifNotInList: 'remove', options: { minimumAdministrators: 2 } };
		const dry = await sync(list, { ...parameters, dryRun: true });
		const refused = dry.success.filter(({ json }) => json.outcome === 'refused');
		expect(refused).toHaveLength(90);
		expect(refused[0]?.json.reason).toMatch(/^91 of 101 people/);
		expect(dry.hints[1]).toMatch(/^Applied, this would be refused: 91 of 101 people/);
		const planId = String(dry.success[0]?.json.planId);
		expect(refused[0]?.json.planId).toBe(planId);
		const { success } = await sync(list, {
			...parameters,
			options: { ...parameters.options, approvedPlan: `0123456789abcdef, ${planId}` },
		});
		expect(success.filter(({ json }) => json.outcome === 'done')).toHaveLength(90);
		expect(success.filter(({ json }) => json.outcome === 'held').map(told)).toEqual([
			'second@example.com removeMember held',
		]);
		expect(await members()).toHaveLength(11);
	});
});

test('18. a plan that has changed since is refused; one that somebody has fulfilled by accepting isn’t', async () => {
	const orgId = await organization([ADMIN, BOB, CY], [ANN]);
	const approve = async () => {
		const dry = await sync([{ ...ADMIN }, ANN, BOB], { ...remove, dryRun: true });
		return { ...remove, options: { approvedPlan: String(dry.success[0]?.json.planId) } };
	};
	const approved = await approve();
	const { failed } = await sync([{ ...ADMIN }, ANN], approved);
	expect(failed[0]?.json.error).toMatch(
		new RegExp(
			`^The plan of the organization ${orgId} has changed since it was approved: now it has 2 changes and the planId [\\da-f]{16}\\. Nothing was changed$`,
		),
	);
	expect(await writes()).toEqual([]);
	await losant.server.accept(orgId, ANN);
	const { success } = await sync([{ ...ADMIN }, ANN, BOB], approved);
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'ann@example.com none unchanged',
		'bob@example.com none unchanged',
		'cy@example.com removeMember done',
	]);
	// where nothing is left to do, there is nothing to approve
	expect((await sync([{ ...ADMIN }, ANN, BOB], approved)).failed).toEqual([]);
});

test('19. an empty item isn’t an empty list', async () => {
	await organization([ADMIN, ANN]);
	const { failed } = await sync([{}], remove);
	expect(failed[0]?.json).toMatchObject({
		error: "'Email' is empty",
		message: expect.stringMatching(/^Nothing was changed: an empty item isn't an empty list\. /),
	});
	const stopped = await sync([{}], remove, { onError: 'stopWorkflow' });
	expect(stopped.error?.message).toBe("'Email' is empty [item 1]");
	expect(await losant.server.requests()).toEqual([]);
});

test('20. an item that can’t be read keeps everybody who isn’t in the list', async () => {
	await organization([ADMIN, ANN, { email: BOB, role: 'edit' }], [CY]);
	const list = [{ ...ADMIN }, BOB, ...numbered(48), 'no address'];
	const { success, failed } = await sync(list, remove);
	expect(failed.map(({ json }) => json.error)).toEqual([
		'\'Email\' is not an address: "no address" has no @',
	]);
	const others = success.slice(50);
	expect(others.map(told)).toEqual([
		'ann@example.com removeMember held',
		'cy@example.com revokeInvite held',
	]);
	expect(others[0]?.json.reason).toBe(
		"Item 51 of the list couldn't be read, so it isn't known whether it names this person",
	);
	// what the list does say is done
	expect(success[1]?.json).toMatchObject({ action: 'changeRole', outcome: 'done' });
	expect(await mails()).toHaveLength(48);
	expect(await pending()).toHaveLength(49);
});

test('21. an item whose organization can’t be read keeps everybody in all of them', async () => {
	const first = await organization([ADMIN, ANN]);
	const second = await organization([ADMIN, BOB]);
	const { success, failed } = await sync(
		[
			{ ...ADMIN, orgId: first },
			{ ...ADMIN, orgId: second },
			{ email: CY, orgId: 'none' },
		],
		remove,
	);
	expect(failed).toHaveLength(1);
	expect(success.slice(2).map(told)).toEqual([
		'ann@example.com removeMember held',
		'bob@example.com removeMember held',
	]);
	expect(await writes()).toEqual([]);
});

describe('22. a list of Losant’s that may not be the whole one', () => {
	const ways: Array<[string, Fault, RegExp]> = [
		['a page', { kind: 'html', status: 200 }, /can't be read/],
		['{}', { kind: 'json', status: 200, body: {} }, /can't be read/],
		[
			'items: null',
			{ kind: 'json', status: 200, body: { items: null, count: 2 } },
			/can't be read/,
		],
		['500', { kind: 'error', status: 500, when: 'before' }, /Internal Server Error/],
		['403', FORBIDDEN, /forbidden/],
		[
			'nobody',
			{ kind: 'json', status: 200, body: { items: [], count: 40 } },
			/^Losant gave no members, but counts 2\. Nothing was changed$/,
		],
		[
			'fewer than it counts',
			{ kind: 'json', status: 200, body: { items: [{ userId: 'x', email: ANN }], count: 40 } },
			/^Losant gave 1 members?, but counts 2\. Nothing was changed$/,
		],
	];
	test.each(ways)('%s: nothing is written', async (_, fault, error) => {
		await organization([ADMIN, ANN]);
		await losant.server.fail({ ...fault, path: '/members\\?', times: Infinity });
		const { success, failed } = await sync([{ ...ADMIN }, BOB], remove);
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual(
			Array(2).fill(expect.stringMatching(error)),
		);
		expect(await writes()).toEqual([]);
	});

	test('an organization that is new has no members, and its first ones are invited', async () => {
		await organization([]);
		const { success } = await sync([ANN]);
		expect(success.map(told)).toEqual(['ann@example.com invite done']);
		expect(await losant.server.requests()).toHaveLength(4);
	});

	test('nobody, and Losant doesn’t say how many there are', async () => {
		const id = await organization([ADMIN, ANN]);
		const answer = { kind: 'json', status: 200 } as const;
		await losant.server.fail(
			{ ...answer, body: { items: [] }, path: '/members\\?' },
			{ ...answer, body: { id, summary: {} }, path: `/orgs/${id}(\\?|$)` },
		);
		const { failed } = await sync([{ ...ADMIN }], remove);
		expect(failed.map(({ json }) => json)).toEqual([
			{
				...ADMIN,
				error: "Losant gave no members, but doesn't say how many there are. Nothing was changed",
				message:
					'A part of the list says nothing of the others. Run the workflow again later; if it goes on, ask who runs this Losant.',
			},
		]);
		expect(await writes()).toEqual([]);
	});

	test('fewer invites than Losant counts', async () => {
		await organization([ADMIN], [ANN]);
		const body = { items: [], count: 1 };
		await losant.server.fail({ kind: 'json', status: 200, body, path: '/invites\\?' });
		const { failed } = await sync([ANN]);
		expect(failed[0]?.json.error).toBe('Losant gave no invites, but counts 1. Nothing was changed');
		expect(await mails()).toEqual([]);
	});
});

describe('23. a part of the list in place of all', () => {
	const ways = [
		['Execute Once', { executeOnce: true }, /^'Execute Once' is on .*first item only/],
		['two sources', { wiring: 'sources' }, /^More than one node is connected to the input/],
		['a loop', { wiring: 'loop' }, /^The node is in a loop, so it sees a part of the list only/],
		['a tool', { wiring: 'tool' }, /^The node runs as a tool/],
	] as const;

	test.each(ways)(
		'%s: refused with Remove and Suspend, told of in a dry run',
		async (_, way, error) => {
			await organization([ADMIN, ANN]);
			for (const ifNotInList of ['remove', 'suspend']) {
				const { failed } = await sync([{ ...ADMIN }, BOB], { ...remove, ifNotInList }, way);
				expect(failed.length).toBeGreaterThan(0);
				expect(failed[0]?.json.error).toMatch(error);
				expect(String(failed[0]?.json.error)).toContain(
					`and with 'If Not in List' on ${ifNotInList === 'remove' ? 'Remove' : 'Suspend'} it would take the others away`,
				);
			}
			expect(await losant.server.requests()).toEqual([]);
			const dry = await sync([{ ...ADMIN }, BOB], { ...remove, dryRun: true }, way);
			expect(dry.hints.at(-1)).toMatch(error);
			expect(dry.success.map(told)).toContain('ann@example.com removeMember planned');
		},
	);

	test.each(ways)('%s: with Keep it works', async (_, way) => {
		await organization([ADMIN, ANN]);
		const { failed } = await sync([{ ...ADMIN }], {}, way);
		expect(failed).toEqual([]);
	});

	test('a second run for the same organization takes nobody away, and says why', async () => {
		const message = 'The node has run for this organization before in this execution';
		await organization([ADMIN, ANN]);
		const more = { wiring: 'twice' } as const;
		const { success, stored } = await sync([{ ...ADMIN }], remove, more);
		expect(success.map(told)).toContain('ann@example.com removeMember done');
		expect(stored).toContain(message);

		expect((await sync([{ ...ADMIN }], remove)).stored).not.toContain(message);
		expect((await sync([{ ...ADMIN }], {}, more)).stored).not.toContain(message);
	});

	test('Retry On Fail isn’t taken for a second run', async () => {
		await organization([ADMIN, ANN]);
		await losant.server.fail({ ...FORBIDDEN, method: 'DELETE' });
		const { status, error } = await sync([{ ...ADMIN }], remove, {
			retryOnFail: true,
			onError: 'stopWorkflow',
		});
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		expect(await members()).toEqual(['admin@example.com admin']);
	});
});

describe('administrators', () => {
	test('24. the new one comes before the old ones go', async () => {
		await organization([admin(ANN), admin(BOB), CY]);
		const { success } = await sync([admin(CY)], remove);
		expect(success.map(told)).toEqual([
			'cy@example.com changeRole done',
			'ann@example.com removeMember done',
			'bob@example.com removeMember done',
		]);
		const [first] = await writes();
		expect(first).toMatch(/^PATCH/);
		expect(await members()).toEqual(['cy@example.com admin']);
	});

	test('24b. one of two may go', async () => {
		await organization([admin(ANN), admin(BOB)]);
		await sync([admin(ANN)], remove);
		expect(await members()).toEqual(['ann@example.com admin']);
	});

	test('25. a list without one keeps all of them, and changes the others', async () => {
		await organization([admin(ANN), admin(BOB), { email: CY, role: 'edit' }]);
		const { success } = await sync([{ email: BOB, role: 'edit' }, 'new@example.com'], remove);
		expect(success.map(told)).toEqual([
			'bob@example.com changeRole held',
			'new@example.com invite done',
			'ann@example.com removeMember held',
			'cy@example.com removeMember done',
		]);
		expect(success[0]?.json.reason).toBe(
			'At least 1 administrator must remain. Give the role to somebody who is a member already',
		);
		expect(await members()).toEqual(['ann@example.com admin', 'bob@example.com admin']);
	});

	test('26. the last one goes when the invited successor has accepted', async () => {
		const orgId = await organization([admin(ANN)]);
		const first = await sync([admin(BOB)], remove);
		expect(first.success.map(told)).toEqual([
			'bob@example.com invite done',
			'ann@example.com removeMember held',
		]);
		await losant.server.accept(orgId, BOB);
		const second = await sync([admin(BOB)], remove);
		expect(second.success.map(told)).toEqual([
			'bob@example.com none unchanged',
			'ann@example.com removeMember done',
		]);
	});
});

test('27. no request names protected people, whatever the list says', async () => {
	const orgId = await organization(
		[ADMIN, admin('owner@example.com'), { email: 'guest@partner.example', role: 'edit' }],
		['invited@partner.example'],
	);
	const named = [
		...(await losant.server.members(orgId)).slice(1).map(({ userId }) => userId),
		...(await losant.server.invites(orgId)).map(({ id }) => id),
	];
	const { success } = await sync([{ ...ADMIN }, 'Owner@example.com', ANN], {
		...remove,
		protectedPeople: 'owner@example.com, *@Partner.example',
	});
	expect(success.map(told)).toEqual([
		'admin@example.com none unchanged',
		'Owner@example.com none protected',
		'ann@example.com invite done',
		'guest@partner.example none protected',
		'invited@partner.example none protected',
	]);
	const sent = (await writes()).join();
	for (const id of named) expect(sent).not.toContain(id);
});

describe('39. of three organizations one is over the limit', () => {
	const make = async () => {
		const ids: string[] = [];
		for (const people of [[ANN], numbered(20), [BOB]])
			ids.push(await organization([ADMIN, ...people]));
		return ids;
	};
	const parameters = { ifNotInList: 'remove', maximumRemovals: '1' };

	test('with Stop, nothing is written anywhere', async () => {
		const list = (await make()).map((orgId) => ({ ...ADMIN, orgId }));
		const { error } = await sync(list, parameters, { onError: 'stopWorkflow' });
		expect(error?.message).toMatch(/^20 of 21 people .* \[item 2\]$/);
		expect(await writes()).toEqual([]);
	});

	test('with Continue, the others are carried out', async () => {
		const ids = await make();
		const list = ids.map((orgId) => ({ ...ADMIN, orgId }));
		const { success, failed } = await sync(list, parameters);
		expect(failed).toHaveLength(1);
		expect(success.map(told)).toEqual([
			'admin@example.com none unchanged',
			'admin@example.com none unchanged',
			'ann@example.com removeMember done',
			'bob@example.com removeMember done',
		]);
		expect(await members(ids[1])).toHaveLength(21);
	});
});

test('with Stop, an unclear wish stops the run before anything is sent', async () => {
	await organization([ADMIN, ANN]);
	const list = [{ ...ADMIN }, CY, BOB, { email: BOB, role: 'edit' }];
	const { error } = await sync(list, remove, { onError: 'stopWorkflow' });
	expect(error?.message).toBe(
		'bob@example.com is in the list twice with different roles (items 3, 4) [item 3]',
	);
	expect(await writes()).toEqual([]);
});

test('an organization that no item can be read of is left as it is', async () => {
	const orgId = await organization([ADMIN, ANN]);
	const { failed } = await sync([{ email: '', orgId }], remove);
	expect(failed).toHaveLength(1);
	expect(await losant.server.requests()).toEqual([]);
});

test('an organization of one administrator keeps it, however the list is', async () => {
	await organization([admin(ANN)]);
	const { success } = await sync([ANN], remove);
	expect(success.map(told)).toEqual(['ann@example.com changeRole held']);
	expect(await members()).toEqual(['ann@example.com admin']);
});

test('two organizations that were mixed up are refused', async () => {
	const north = await organization([ADMIN, ...numbered(30)]);
	const south = await organization([ADMIN, ...numbered(60).slice(30)]);
	const list = [
		...[ADMIN.email, ...numbered(60).slice(30)].map((email) => ({ email, orgId: north })),
		...[ADMIN.email, ...numbered(30)].map((email) => ({ email, orgId: south })),
	];
	const { failed } = await sync(list, { ifNotInList: 'remove' });
	expect(failed).toHaveLength(62);
	expect(await writes()).toEqual([]);
});

test('an organization of another instance, or none, is refused by Losant alone', async () => {
	await organization([ADMIN]);
	const { failed } = await sync([{ email: ANN, orgId: NO_ORGANIZATION }], {
		...remove,
		instanceId: { __rl: true, mode: 'id', value: INSTANCE },
	});
	expect(failed[0]?.json.error).toBe('Organization was not found');
});
