import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../../nodes/Losant/trigger/compare';
import { eventNames, type List } from '../../../nodes/Losant/trigger/events';
import { lookAt, type Source } from '../../../nodes/Losant/trigger/look';
import { remember, type Snapshot } from '../../../nodes/Losant/trigger/snapshot';
import { ORGANIZATION, Organization, steps, type Step } from './history';

const BOTH: ReadonlySet<List> = new Set(['invites', 'members']);
const email = 'ann@example.com';
const invite = { id: 'a', email };
const member = { userId: 'u', email };

/** A Losant that gives these lists, one after the other, and then the last ones again. */
function giving(invites: IDataObject[][], members: IDataObject[][]) {
	const asked: string[] = [];
	const next = (lists: IDataObject[][], name: string) => {
		const [list = []] = lists.length > 1 ? lists.splice(0, 1) : lists;
		asked.push(name);
		return list;
	};
	const source: Source = {
		invites: async () => next(invites, 'invites'),
		members: async () => next(members, 'members'),
		wait: async () => void asked.push('wait'),
	};
	return { source, asked };
}

const rememberedInvite = remember({ invites: [invite], members: [] }, eventNames, 1);

describe('what is asked', () => {
	test.each([
		['nothing has changed', [[invite]], [[]], []],
		['an invite was accepted', [[]], [[member]], []],
		['an invite was revoked', [[]], [[]], ['wait', 'members']],
		['an invite is accepted meanwhile', [[]], [[], [member]], ['wait', 'members']],
		['the member was there before the invite had gone', [[invite], []], [[member]], ['invites']],
		['both are there and stay', [[invite]], [[member]], ['invites']],
	])('%s', async (_, invites, members, more) => {
		const { source, asked } = giving(invites, members);
		await lookAt(source, BOTH, rememberedInvite);
		expect(asked).toEqual(['invites', 'members', ...more]);
	});

	test('is asked three times again at most, when the lists never agree', async () => {
		const { source, asked } = giving(
			Array.from({ length: 20 }, (_, index) => (index % 2 ? [] : [invite])),
			[[member], [], [member], [], [member]],
		);
		await lookAt(source, BOTH, rememberedInvite);
		expect(asked.filter((one) => one === 'invites').length).toBeLessThanOrEqual(4);
		expect(asked.filter((one) => one === 'members').length).toBeLessThanOrEqual(4);
	});

	test.each<[List]>([['invites'], ['members']])(
		'nothing but %s, where they are enough',
		async (list) => {
			const { source, asked } = giving([[invite]], [[member]]);
			expect(Object.keys(await lookAt(source, new Set([list]), rememberedInvite))).toEqual([list]);
			expect(asked).toEqual([list]);
		},
	);
});

describe('while Losant is changed between the requests of a look', () => {
	/** What happens before a look, and before each of its requests; accepting is done in two parts, in either order. */
	const history = fc.array(
		fc.record({
			before: fc.array(steps(), { maxLength: 3 }),
			meanwhile: fc.array(fc.array(fc.tuple(steps(), fc.boolean()), { maxLength: 2 }), {
				maxLength: 5,
			}),
		}),
		{ minLength: 1, maxLength: 6 },
	);

	test.each([
		['all events', eventNames],
		['the ends alone', ['inviteAccepted', 'inviteRemoved'] as const],
	])(
		'with %s chosen, every end of an invite is told once, and as what it was',
		async (_, events) => {
			await fc.assert(
				fc.asyncProperty(history, async (looks) => {
					const organization = new Organization();
					/** One thing happens to a person between two looks: with more, the lists can't tell. */
					const freeFrom = new Map<number, number>();
					const fates = new Map<string, string>();
					const inAState = new Set<string>();
					const told = new Map<string, string>();

					const happen = (step: Step, number: number, inTwo?: 'invite' | 'member') => {
						if ((freeFrom.get(step.who) ?? 0) > number) return;
						const ids = organization.invites
							.filter((one) => one.email === `person${step.who}@example.com`)
							.map(({ id }) => id);
						const deed = organization.do(step, inTwo);
						if (!deed) return;
						freeFrom.set(step.who, number + (inTwo ? 2 : 1));
						const fate = {
							accept: 'inviteAccepted',
							revoke: 'inviteRemoved',
							replace: 'inviteResent',
						};
						for (const id of ids) if (deed in fate) fates.set(id, fate[deed as keyof typeof fate]);
					};

					let snapshot: Snapshot = remember(organization.look(), events, 0);
					// what happened during the last look is told by one more
					const quiet = { before: [], meanwhile: [] };
					for (const [number, { before, meanwhile }] of [...looks, quiet, quiet].entries()) {
						organization.complete();
						for (const step of before) happen(step, number);
						const rest = [...meanwhile];
						const atRequest = () => {
							organization.complete();
							for (const [step, memberFirst] of rest.shift() ?? []) {
								happen(step, number, memberFirst ? 'member' : 'invite');
							}
						};
						const look = await lookAt(
							{
								invites: async () => {
									atRequest();
									return organization.invites;
								},
								members: async () => {
									atRequest();
									return organization.members;
								},
								wait: async () => organization.complete(),
							},
							BOTH,
							snapshot,
						);
						for (const event of compare(ORGANIZATION, snapshot, look)) {
							const id = String(
								event.event === 'inviteResent' ? event.previousInviteId : event.inviteId,
							);
							if (!['inviteAccepted', 'inviteRemoved', 'inviteResent'].includes(event.event))
								continue;
							if (id === 'null') continue;
							expect(told.has(id)).toBe(false);
							told.set(id, event.event);
						}
						snapshot = remember(look, events, number + 1);
						for (const { id } of snapshot.invites ?? []) inAState.add(id);
					}
					const ended = [...fates].filter(([id]) => inAState.has(id));
					expect(told).toEqual(new Map(ended.sort(([one], [other]) => (one < other ? -1 : 1))));
				}),
				{ numRuns: events === eventNames ? 20_000 : 5_000 },
			);
		},
	);
});
