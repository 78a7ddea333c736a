import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/Losant/operations';
import type { OperationName } from '../losant/parameters';
import type { Fault } from '../losant/types';
import { anything, oddId } from './badInput';
import { run } from './engine';
import { INSTANCE, ORGANIZATION, useLosant } from './losant';

/** What holds for every operation, whatever an item holds and however bad the connection is. `SEED=7 npm test` plays other runs. */

const losant = useLosant();
const names = operations.map(
	({ resource, value }): OperationName =>
		resource === 'instanceOrgInvite'
			? (value as 'list')
			: (`${resource}.${value}` as 'instanceOrg.list'),
);

describe('whatever an item holds', () => {
	const ID = '575ef90f7ae143cd83dc4aa1';
	const person = fc.oneof(oddId(ID), fc.constantFrom('grace.hill@example.com', 'x', 'a@b@c', ' @'));
	const flag = fc.oneof(fc.boolean(), anything);
	const mostly = <T>(good: T) =>
		fc.oneof({ weight: 5, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: anything });
	const item = fc.record(
		{
			instanceId: fc.oneof(
				{ weight: 5, arbitrary: fc.constant(INSTANCE) },
				{ weight: 1, arbitrary: oddId(INSTANCE) },
			),
			orgId: fc.oneof(
				{ weight: 5, arbitrary: fc.constant(ORGANIZATION) },
				{ weight: 1, arbitrary: oddId(ORGANIZATION) },
			),
			person,
			mode: fc.constantFrom('id', 'email'),
			role: mostly('view'),
			application: oddId(ID),
			applicationRole: mostly('view'),
			summary: mostly('payloadCount'),
			query: fc.oneof(
				anything,
				fc.constantFrom('{"name":{"$eq":"x"}}', '{"__proto__":{"polluted":"yes"}}'),
			),
			filterField: mostly('name'),
			filter: mostly('*'),
			domain: mostly('example.com'),
			flag,
			limit: mostly(2),
		},
		{ noNullPrototype: true },
	);
	const of = (name: string) => `={{ $json.${name} }}`;
	const someone = { __rl: true, mode: of('mode'), value: of('person') };
	const parameters: INodeParameters = {
		instanceId: { __rl: true, mode: 'id', value: of('instanceId') },
		orgId: { __rl: true, mode: 'id', value: of('orgId') },
		inviteId: someone,
		userId: someone,
		user: someone,
		email: of('person'),
		role: of('role'),
		dryRun: false,
		returnAll: false,
		limit: of('limit'),
		filters: { filterField: of('filterField'), filter: of('filter'), query: of('query') },
		additionalFields: { disallowTransfer: of('flag') },
		updateFields: {
			role: of('role'),
			applicationRoles: { roles: [{ resourceId: of('application'), role: of('applicationRole') }] },
		},
		options: {
			losantdomain: of('domain'),
			includeLinks: of('flag'),
			summaryInclude: of('summary'),
			concurrentRequests: 20,
		},
	};
	const NODE_AND_N8N = [
		...['accept', 'accept-encoding', 'authorization', 'connection', 'content-length'],
		...['content-type', 'host', 'losantdomain', 'user-agent'],
	];

	test.each(names)('%s: the item is sent as it should be, or fails in words', async (operation) => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(item, { minLength: 200, maxLength: 200, size: 'max' }),
				async (input) => {
					const prototype = Reflect.ownKeys(Object.prototype);
					const options = await losant.options(operation, parameters);
					const { status, success, failed, stored } = await run({
						...options,
						input,
						onError: 'continueErrorOutput',
					});
					expect(status).toBe('success');
					expect(stored).not.toContain(options.credential.apiToken);
					expect(Reflect.ownKeys(Object.prototype)).toEqual(prototype);
					const ended = [...success, ...failed].map(({ pairedItem }) => JSON.stringify(pairedItem));
					expect(failed.length).toBeGreaterThan(0);
					// a list may give nothing
					if (!operation.includes('list')) expect(new Set(ended).size).toBe(input.length);
					for (const { json } of failed) {
						expect(json.error).toMatch(
							/^(?!.*(?:undefined|\[object|Cannot read|is not a function)).{5,}/s,
						);
					}
					const requests = await losant.server.requests();
					for (const { url, headers } of requests) {
						expect(url).toMatch(
							/^\/instances\/[\da-f]{24}\/orgs(\/[\da-f]{24}(\/(invites|members)(\/[\da-f]{24})?)?)?\?[^?#]*$/i,
						);
						for (const header of Object.keys(headers)) expect(NODE_AND_N8N).toContain(header);
					}
				},
			),
			{ numRuns: 1, endOnFailure: true },
		);
	});
});

describe('over a bad connection', () => {
	const PEOPLE = Array.from({ length: 60 }, (_, i) => `person${i}@example.com`);
	const faults: Fault[] = [
		{ kind: 'tooManyRequests', retryAfter: '0' },
		{ kind: 'error', status: 500, when: 'before' },
		{ kind: 'error', status: 502, when: 'after', html: true },
		{ kind: 'late', status: 504, milliseconds: 100 },
		{ kind: 'cut', when: 'after' },
		{ kind: 'cut', when: 'before' },
		{ kind: 'cut', when: 'halfway' },
	].map((fault) => ({ ...fault, times: Infinity, probability: 0.04 }) as Fault);

	/** What Losant has of each person: the role as invited, the role as member, and the mails. */
	const state = async () => {
		const { server } = losant;
		const [invites, members, mails] = await Promise.all([
			server.invites(ORGANIZATION),
			server.members(ORGANIZATION),
			server.mails(ORGANIZATION),
		]);
		return (email: string) => ({
			invited: invites.filter((one) => one.email === email).map((one) => one.role),
			member: members.filter((one) => one.email === email).map((one) => one.role),
			mails: mails.filter((one) => one === email).length,
		});
	};
	const nothing = { invited: [], member: [], mails: 0 };
	const invited = { ...nothing, invited: ['view'] };
	const member = { ...nothing, member: ['view'] };
	const byEmail = { __rl: true, mode: 'email', value: '={{ $json.email }}' };

	test.each<[OperationName, 'invites' | 'members' | undefined, INodeParameters, object]>([
		['get', 'invites', { inviteId: byEmail }, invited],
		[
			'resend',
			'invites',
			{ inviteId: byEmail, updateFields: { role: 'edit' } },
			{ ...invited, invited: ['edit'], mails: 1 },
		],
		['revoke', 'invites', { inviteId: byEmail }, nothing],
		['instanceOrgMember.get', 'members', { userId: byEmail }, member],
		['instanceOrgMember.add', undefined, { user: byEmail, role: 'view' }, member],
		[
			'instanceOrgMember.update',
			'members',
			{ userId: byEmail, updateFields: { role: 'edit' } },
			{ ...member, member: ['edit'] },
		],
		['instanceOrgMember.remove', 'members', { userId: byEmail }, nothing],
		[
			'instanceOrgMember.sync',
			undefined,
			{ email: '={{ $json.email }}', role: 'view', dryRun: false },
			{ ...invited, mails: 1 },
		],
	])(
		'%s: what the output says is what Losant has, and nobody gets two mails',
		async (operation, there, parameters, done) => {
			await fc.assert(
				fc.asyncProperty(fc.nat(), fc.constantFrom('same', 'new'), async (seed, resendId) => {
					const { server } = losant;
					await server.reset(seed);
					await server.configure({ resendId });
					const people = PEOPLE.map((email) => ({ email, role: 'view' as const }));
					if (there === 'invites') await server.addInvites(ORGANIZATION, people);
					if (there === 'members') await server.addMembers(ORGANIZATION, people);
					const before = there === 'invites' ? invited : there === 'members' ? member : nothing;
					const options = await losant.options(operation, {
						...parameters,
						options: { concurrentRequests: 20 },
					});
					await server.fail(...faults);
					const { success, failed } = await run({
						...options,
						input: PEOPLE.map((email) => ({ email })),
						onError: 'continueErrorOutput',
					});
					const now = await state();
					const succeeded = success.map(({ pairedItem }) =>
						typeof pairedItem === 'object' && 'item' in pairedItem
							? (PEOPLE[pairedItem.item] ?? '')
							: '',
					);
					expect(success.length + failed.length).toBe(PEOPLE.length);
					expect(success.length).toBeGreaterThan(PEOPLE.length / 2);
					for (const email of succeeded)
						expect({ email, ...now(email) }).toEqual({ email, ...done });
					for (const { json } of failed) {
						const isUnclear = String(json.message).includes('may or may not');
						const email = String(json.email);
						if (!isUnclear) expect({ email, ...now(email) }).toEqual({ email, ...before });
					}
				}),
				{ numRuns: 1, endOnFailure: true },
			);
		},
		300_000,
	);
});
