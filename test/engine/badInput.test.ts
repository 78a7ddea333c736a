import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { RecordedRequest } from '../losant/types';
import {
	asked,
	batches,
	isFields,
	isOf,
	parametersFor,
	RESOURCE_ROLES,
	ROLES,
	type Asked,
	type Batch,
	type Operation,
} from './badInput';
import { run, type FinishedRun } from './engine';
import { ORGANIZATION, useLosant } from './losant';

/**
 * 10,000 items, most of them with something bad in them. `SEED=7 npm test` plays others. A failed
 * expectation shows the items and requests that it is about, and fast-check prints the seed: the
 * same SEED plays the same items again.
 */

const losant = useLosant();

/** The headers that n8n adds to every request, and to one with a body; the node's own are authorization, content-type and losantdomain. */
const HEADERS = ['accept', 'accept-encoding', 'authorization', 'connection', 'host', 'user-agent'];
const BODY_HEADERS = ['content-length', 'content-type'];

/** What Losant documents (its API definition 1.30.1): the values of a query, and the keys of an invite. */
const QUERY: Readonly<Record<string, string[]>> = {
	...{ _actions: ['true', 'false'], _embedded: ['true', 'false'], _links: ['true', 'false'] },
	...{ filterField: ['email', 'role'], sortField: ['email', 'role', 'inviteDate'] },
	sortDirection: ['asc', 'desc'],
};
const BODY_KEYS = ['email', 'role', 'applicationRoles', 'dashboardRoles', 'disallowTransfer'];

test('Invite Member: whatever an item holds, the person is invited as it asks, or it fails in words', async () => {
	const { items, sent, failed } = await check('invite', 16);
	expect(items).toBe(8_000);
	// both ends are met often
	expect(sent).toBeGreaterThan(2_000);
	expect(failed).toBeGreaterThan(2_000);
}, 300_000);

test('List Invites: whatever an item holds, the list that it asks for is given, or it fails in words', async () => {
	const { items, sent, failed } = await check('list', 4);
	expect(items).toBe(2_000);
	expect(sent).toBeGreaterThan(500);
	expect(failed).toBeGreaterThan(500);
}, 300_000);

async function check(operation: Operation, numRuns: number) {
	const total = { items: 0, sent: 0, failed: 0 };
	const property = fc.asyncProperty(batches(operation), async (batch) => {
		const { items, isAnswerEmpty } = batch;
		const { server } = losant;
		await server.reset();
		await server.configure({ postResponse: isAnswerEmpty ? 'empty' : 'collection-one' });
		const there = await server.invites(ORGANIZATION);
		const options = await losant.options(operation, parametersFor(operation, batch));
		const { apiToken } = options.credential;
		const keys = prototypeKeys();

		const finished = await run({ ...options, input: items, onError: 'continueErrorOutput' });

		expect(prototypeKeys()).toEqual(keys);
		expect(finished.status).toBe('success');
		expect(finished.stored.includes(apiToken)).toBe(false);
		expectOneEndForEach(operation, batch, finished);
		expectWords(finished.failed);
		const requests = await server.requests();
		expectNothingInjected(requests, apiToken);
		expectOnlyWhatWasAsked(operation, batch, requests);
		// who is told to be invited is; nobody else is, and a list that gives nothing was asked for
		const invited = (await server.invites(ORGANIZATION)).slice(there.length);
		const told = operation === 'invite' ? finished.success.map(({ json }) => json.email) : [];
		expect(invited.map(({ email }) => email).sort()).toEqual(told.sort());
		expect(requests.length).toBeGreaterThanOrEqual(items.length - finished.failed.length);

		total.items += items.length;
		total.sent += requests.length;
		total.failed += finished.failed.length;
	});
	await fc.assert(property, { numRuns, endOnFailure: true });
	return total;
}

const prototypeKeys = () =>
	[Object.prototype, Array.prototype, Function.prototype].map((one) => Reflect.ownKeys(one));

/** Shows what is wrong, but not the whole of hundreds of items with long texts. */
function expectNo(what: string, wrong: unknown[]) {
	const clip = (_: string, value: unknown) =>
		typeof value === 'string' ? value.slice(0, 200) : Number.isNaN(value) ? 'NaN' : value;
	const shown = wrong.slice(0, 5).map((one) => JSON.stringify(one, clip));
	expect({ [what]: wrong.length, shown }).toEqual({ [what]: 0, shown: [] });
}

const numberOf = ({ pairedItem }: INodeExecutionData) =>
	typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : undefined;

/**
 * Each item ends once, on one of the branches, with its input; what a list gives counts as one, and may
 * be nothing. Nothing that is good fails.
 */
function expectOneEndForEach(operation: Operation, batch: Batch, { success, failed }: FinishedRun) {
	const { items } = batch;
	const given = success.map(numberOf);
	const ends = [...(operation === 'list' ? new Set(given) : given), ...failed.map(numberOf)];
	const timesOf = (number: number) => ends.filter((one) => one === number).length;
	const mayGiveNothing = ({ isGood }: IDataObject) => operation === 'list' && isGood !== true;
	expectNo(
		'items without an end, or with more than one',
		items.filter(
			(json, number) => timesOf(number) !== 1 && !(mayGiveNothing(json) && timesOf(number) === 0),
		),
	);
	// a good list has a limit of one
	expectNo(
		'good items that don’t give one invite',
		items.filter(
			({ isGood }, number) => isGood === true && given.filter((one) => one === number).length !== 1,
		),
	);
	expectNo(
		'failed items paired with another',
		failed.filter((one) => one.json.number !== numberOf(one)),
	);
	if (operation === 'list') return;
	expectNo(
		'invites paired with another item',
		success.filter((one) => {
			const json = items[numberOf(one) ?? -1] ?? {};
			return !isOf(String(one.json.email), asked(operation, json, batch).text);
		}),
	);
}

/** What a failed item says is for people. */
function expectWords(failed: INodeExecutionData[]) {
	const isForPeople = (words: unknown) =>
		typeof words === 'string' &&
		words.length > 5 &&
		words.length < 600 &&
		// what was given may be anything
		!/undefined|without saying why|may or may not|\[object |\n\s+at |Cannot read|is not a function|(?:Type|Range|URI)Error/.test(
			words.replace(/"(?:[^"\\]|\\.)*"/g, ''),
		);
	expectNo(
		'failed items that don’t say why in words for people',
		failed.flatMap(({ json: { error, message = 'without a way out' } }) =>
			isForPeople(error) && isForPeople(message) ? [] : [{ error, message }],
		),
	);
}

function expectNothingInjected(requests: RecordedRequest[], apiToken: string) {
	expectNo(
		'requests with another path, method or header',
		requests.filter(({ method, url, headers }) => {
			const names = [
				...HEADERS,
				...(method === 'POST' ? BODY_HEADERS : []),
				...(headers.losantdomain === undefined ? [] : ['losantdomain']),
			];
			return !(
				['GET', 'POST'].includes(method) &&
				/^\/instances\/[\da-f]{24}\/orgs\/[\da-f]{24}\/invites\?[^?#]*$/i.test(url) &&
				Object.keys(headers).sort().join() === names.sort().join() &&
				headers.authorization === `Bearer ${apiToken}`
			);
		}),
	);
}

/** Each request is the one thing that an item asks for, and no item asks twice. */
function expectOnlyWhatWasAsked(operation: Operation, batch: Batch, requests: RecordedRequest[]) {
	const left = new Map<string, string[]>();
	const organizations = new Set<string>();
	for (const json of batch.items) {
		const { text, ...wanted } = asked(operation, json, batch);
		const key = keyOf(wanted);
		left.set(key, [...(left.get(key) ?? []), text]);
		organizations.add(keyOf({ ...wanted, body: undefined }));
	}
	expectNo(
		'requests that no item asks for',
		requests.filter(({ method, url, headers, body }) => {
			const { pathname: path, searchParams } = new URL(url, losant.server.url);
			const losantdomain = String(headers.losantdomain ?? '');
			const { filter = '', ...query } = Object.fromEntries(searchParams);
			if (Object.keys(query).length + Number(searchParams.has('filter')) < [...searchParams].length)
				return true;
			if (operation === 'invite' && method === 'GET') {
				// the invite is looked up, since Losant's answer doesn't show it
				const { filterField, ...rest } = query;
				const key = keyOf({ path, losantdomain, query: rest });
				const isLook = filterField === 'email' && /^[a-z\d@._*-]+$/.test(filter);
				return !(isLook && organizations.has(key));
			}
			const { email = filter, ...others } = isFields(body) ? body : {};
			const key = keyOf({ path, losantdomain, query, ...(isFields(body) && { body: others }) });
			const texts = left.get(key) ?? [];
			const index = texts.findIndex((text) => isOf(String(email), text));
			texts.splice(index, index < 0 ? 0 : 1);
			return index < 0;
		}),
	);
	expectNo(
		'requests that Losant doesn’t document',
		requests.filter(
			({ method, url, body }) =>
				!(isDocumentedQuery(url) && (method === 'GET' || isDocumentedInvite(body))),
		),
	);
}

const keyOf = ({ path, losantdomain, query, body }: Omit<Asked, 'text'>) =>
	JSON.stringify([path, losantdomain, Object.entries(query).sort(), body]);

function isDocumentedQuery(url: string): boolean {
	const { searchParams } = new URL(url, losant.server.url);
	return [...searchParams].every(
		([name, value]) => name === 'filter' || QUERY[name]?.includes(value),
	);
}

function isDocumentedInvite(body: unknown): boolean {
	if (!isFields(body)) return false;
	const { email, role, applicationRoles = [], dashboardRoles = [] } = body;
	return (
		Object.keys(body).every((key) => BODY_KEYS.includes(key)) &&
		typeof email === 'string' &&
		email.length <= 1024 &&
		/^[^\s@]+@[^\s@]+$/.test(email) &&
		ROLES.includes(String(role)) &&
		[applicationRoles, dashboardRoles]
			.flat()
			.every(
				(one) =>
					isFields(one) &&
					Object.keys(one).sort().join() === 'resourceId,role' &&
					/^[\da-f]{24}$/i.test(String(one.resourceId)) &&
					RESOURCE_ROLES.includes(String(one.role)),
			)
	);
}
