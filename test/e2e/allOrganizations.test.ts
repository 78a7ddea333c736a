import { startChat } from '../../scripts/chat.js';
import { exampleWorkflow } from '../../scripts/examples.js';
import { output } from '../../scripts/n8n-client.js';
import { startBoth, submitForm } from './n8n';

/** The examples that go through all organizations of an instance, and the one that compares one with a list. */

const CUSTOMER_249 = '60106426dc03c6aad06550f9';
const CUSTOMER_250 = '60106426dc03c6aad06550fa';
const NORTH_PLANT = '60106426dc03c6aad06540bb';
const GRACE = 'grace.hill@example.com';
const MATEO = 'mateo.silva@example.com';

let here: Awaited<ReturnType<typeof startBoth>>;
let credential: { id: string; name: string };
let chat: Awaited<ReturnType<typeof startChat>>;

beforeAll(async () => {
	here = await startBoth('all-organizations');
	credential = await here.client.createCredential('Losant', {
		apiUrl: here.losant.url,
		apiToken: await here.losant.token(),
	});
});
beforeEach(async () => {
	await here.losant.reset();
	chat = await startChat('Email,Role\ngrace.hill@example.com,admin\nnew@example.com,edit\n');
});
afterEach(async () => {
	await chat.stop();
});
afterAll(async () => {
	await here?.n8n.stop();
	await here?.losant.stop();
});

const imported = async (name: string) =>
	await here.client.createWorkflow(exampleWorkflow(name, credential, chat.url));
const emails = async (orgId: string) =>
	(await here.losant.members(orgId)).map(({ email }) => email);

test('access-review tells the administrators of each organization, and where there is none', async () => {
	const execution = await here.client.run(await imported('access-review'), 'Every Monday at 8');
	expect(execution.status).toBe('success');
	const [message = '', ...others] = chat.messages;
	expect(others).toEqual([]);
	const [title, ...lines] = message.split('\n');
	expect(title).toBe('Administrators in Losant:');
	// Customer 249 has two
	expect(lines).toHaveLength(253);
	expect(new Set(lines)).toEqual(new Set(lines.filter((line) => /^.+: (.+@.+|none)$/.test(line))));
	for (const line of [
		`North Plant: ${GRACE}`,
		`Customer 249: ${GRACE}`,
		`Customer 249: ${MATEO}`,
		`Customer 250: ${GRACE}`,
		'South Plant: none',
		'Customer 248: none',
	]) {
		expect(lines).toContain(line);
	}
	const [file] = output(execution, 'Sheet');
	expect(file?.binary?.data).toMatchObject({
		fileName: expect.stringMatching(/^access-review-\d{4}-\d\d-\d\d\.csv$/),
		mimeType: 'text/csv',
	});
});

test('an organization that can’t be read stops the review', async () => {
	await here.losant.fail({
		kind: 'json',
		status: 403,
		body: { type: 'Forbidden', message: 'Access is forbidden' },
		path: `/${CUSTOMER_250}/members`,
		times: Infinity,
	});
	const execution = await here.client.run(await imported('access-review'), 'Every Monday at 8');
	expect(execution.status).toBe('error');
	expect(chat.messages).toEqual([]);
});

describe('offboard-one-person', () => {
	const submit = async (email: string, what: 'Preview' | 'Remove') => {
		await submitForm(here.client, await imported('offboard-one-person'), [email, what]);
		const [message = '', ...others] = chat.messages.splice(0);
		expect(others).toEqual([]);
		const [title, ...lines] = message.split('\n');
		return { title, lines: lines.sort() };
	};
	const there = [
		'Customer 249: member (admin)',
		'Customer 250: invited (view)',
		'North Plant: member (edit)',
	];

	test('Preview tells where the person is, and changes nothing', async () => {
		expect(await submit(MATEO, 'Preview')).toEqual({
			title: `${MATEO} in Losant:`,
			lines: there,
		});
		const methods = (await here.losant.requests()).map(({ method }) => method);
		expect(new Set(methods)).toEqual(new Set(['GET']));
	});

	test('Remove takes the person out of all, and nobody else; again, there is nobody', async () => {
		expect((await submit(` ${MATEO.toUpperCase()} `, 'Remove')).lines).toEqual([
			'Customer 249: removed (admin)',
			'Customer 250: revoked (view)',
			'North Plant: removed (edit)',
		]);
		expect(await emails(NORTH_PLANT)).toEqual([GRACE, 'hana.sato@example.com']);
		expect(await emails(CUSTOMER_249)).toEqual([GRACE]);
		expect(await here.losant.invites(CUSTOMER_250)).toEqual([]);
		expect((await submit(MATEO, 'Remove')).lines).toEqual(['member of no organization']);
	});

	test('a last administrator is told, and the others are done', async () => {
		const { lines } = await submit(GRACE, 'Remove');
		expect(lines).toEqual([
			'Customer 249: removed (admin)',
			expect.stringMatching(
				/^Customer 250: failed \(admin\)\. An organization must have at least one administrator\. .*make somebody else administrator first/,
			),
			expect.stringMatching(/^North Plant: failed \(admin\)\. /),
		]);
		expect(await emails(CUSTOMER_249)).toEqual([MATEO]);
	});

	test('a pattern takes nobody out', async () => {
		const { lines } = await submit('*@example.com', 'Remove');
		expect(lines).toContain('North Plant: member (view)');
		const methods = (await here.losant.requests()).map(({ method }) => method);
		expect(methods).not.toContain('DELETE');
	});
});

test('weekly-sync-report tells what differs, and that nothing does', async () => {
	const run = async () => {
		await here.client.run(await imported('weekly-sync-report'), 'Every Monday at 8');
		return chat.messages.splice(0).map((message) => message.split('\n').sort());
	};
	expect(await run()).toEqual([
		[
			'Leave contractor@partner.example as none (not in the list)',
			'Leave former.intern@example.com as view (not in the list)',
			'Leave hana.sato@example.com as view (not in the list)',
			'Leave liam.chen@example.com as edit (not in the list)',
			'Leave mateo.silva@example.com as edit (not in the list)',
			'Leave olivia.martin@example.com as admin (not in the list)',
			'Leave priya.nair@example.com as collaborate (not in the list)',
			'Losant against the list:',
			'Invite new@example.com as edit',
		].sort(),
	]);
	expect((await here.losant.requests()).every(({ method }) => method === 'GET')).toBe(true);
	await chat.stop();
	// no invite has expired yet
	await here.losant.configure({ daysAhead: -6 });
	const members = await here.losant.members(NORTH_PLANT);
	const invites = await here.losant.invites(NORTH_PLANT);
	const rows = [...members, ...invites].map(({ email, role }) => `${email},${role}`);
	chat = await startChat(['Email,Role', ...rows].join('\n'));
	expect(await run()).toEqual([['Losant against the list:', 'everything is as the list says']]);
});
