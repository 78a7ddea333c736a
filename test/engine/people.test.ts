import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';

/** What comes out of spreadsheets, forms and directories, through n8n's own engine to Losant's own framework. */

const losant = useLosant();
const ANN = 'ann@example.com';
const APPLICATION = '575ec8687ae143cd83dc4a97';
const OTHER = 'a'.repeat(24);

type Operation = Parameters<typeof losant.options>[0];

async function runWith(operation: Operation, parameters: INodeParameters, input: IDataObject[]) {
	const options = await losant.options(operation, parameters);
	return await run({ ...options, input, onError: 'continueErrorOutput' });
}
const invite = async (input: IDataObject[], more: INodeParameters = {}) =>
	await runWith(
		'invite',
		{ email: '={{ $json.email }}', role: '={{ $json.role ?? "view" }}', ...more },
		input,
	);
const emails = (texts: string[]) => texts.map((email) => ({ email }));
const mails = async () => await losant.server.mails(ORGANIZATION);
const bodies = async () =>
	(await losant.server.requests()).filter(({ method }) => method !== 'GET').map(({ body }) => body);
const words = ({ failed }: Awaited<ReturnType<typeof run>>) => failed.map(({ json }) => json.error);

describe('addresses', () => {
	test('are sent clean, in a form that Losant’s validator takes', async () => {
		await losant.server.configure({ duplicates: 'second', keepCase: true });
		const texts = {
			'Ann Lee <ann1@example.com>': 'ann1@example.com',
			'"ann2@example.com";': 'ann2@example.com',
			'\ufeffann3@exam\u200bple.com\u00a0': 'ann3@example.com',
			'ann4＠example．com': 'ann4@example.com',
			'jose\u0301@example.com': 'josé@example.com',
			'ann@bücher.example': 'ann@xn--bcher-kva.example',
			"o'brien@example.com": "o'brien@example.com",
			'"ann@home"@example.com': '"ann@home"@example.com',
			'a+b%c&d*e@Example.com': 'a+b%c&d*e@Example.com',
			'ann@intranet': 'ann@intranet',
			'ann@[IPv6:2001:db8::1]': 'ann@[IPv6:2001:db8::1]',
			[`${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}`]: `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}`,
		};
		const finished = await invite(emails(Object.keys(texts)));
		expect(words(finished)).toEqual([]);
		expect((await mails()).sort()).toEqual(Object.values(texts).sort());
		expect(finished.success.map(({ json }) => json.email)).toEqual(Object.values(texts));
	});

	test('any valid one is taken by Losant’s validator as it is', async () => {
		await losant.server.configure({ duplicates: 'second', keepCase: true });
		const texts = fc
			.sample(fc.emailAddress({ size: 'large' }), 300)
			.filter((email) => !/^null@|undefined|[{}%]/.test(email));
		const finished = await invite(emails(texts));
		expect(words(finished)).toEqual([]);
		expect((await mails()).sort()).toEqual(texts.sort());
	});

	test('that can’t be sent are refused before anything is, for that item alone', async () => {
		const texts = [
			...[
				'ann@example.com; ben@example.com',
				'Ann Lee',
				'{{ $json.email }}@example.com',
				'.lee@example.com',
			],
			...['undefined', 'ann\u200b lee@example.com', '', ANN],
		];
		const finished = await invite(emails(texts));
		expect(await mails()).toEqual([ANN]);
		expect(await losant.methods()).toEqual(['POST']);
		expect(words(finished)).toEqual([
			`'Email' is not an address: "ann@example.com; ben@example.com" holds ann@example.com and ben@example.com`,
			`'Email' is not an address: "Ann Lee" has no @`,
			`'Email' is not an address: "{{ $json.email }}@example.com" is a template that was not filled in`,
			`'Email' is not an address: ".lee@example.com" has nothing before the dot that it begins with`,
			`'Email' is not an address: "undefined" has "undefined" in place of a value`,
			`'Email' is not an address: "ann[U+200B] lee@example.com" may be meant otherwise than as lee@example.com`,
			"'Email' is empty",
		]);
	});

	test.each([
		['={{ $json.user }}@example.com', 'has nothing before the @'],
		['={{ $json.user + "@example.com" }}', 'has "undefined" in place of a value'],
		['={{ $json.object }}@example.com', 'has "[object Object]" in place of a value'],
		['{{ $json.user }}@example.com', 'is a template that was not filled in'],
	])('that n8n makes of %s', async (email, fault) => {
		const finished = await invite([{ object: { user: 'ann' } }], { email });
		expect(words(finished)).toEqual([expect.stringContaining(fault)]);
		expect(await losant.methods()).toEqual([]);
	});

	describe.each(['skip', 'update'])('With If Already Invited: %s', (ifAlreadyInvited) => {
		test.each([
			['ann@bücher.example', 'ann@xn--bcher-kva.example', ' Ann@BÜCHER.example\u200b'],
			['josé@example.com', 'jose\u0301@example.com', 'JOSÉ@EXAMPLE.COM\u200b'],
			['ann@example.com', ' ANN@Example.com', 'ann＠example.com'],
		])('%s is one person, in every spelling', async (...spellings) => {
			for (const there of spellings) {
				await losant.server.reset();
				// what is in the list was invited by somebody else, in their spelling
				await losant.server.configure({ keepCase: true });
				await losant.server.addInvites(ORGANIZATION, [{ email: there, role: 'view' }]);
				const { success } = await invite(emails(spellings), { options: { ifAlreadyInvited } });
				expect(success.map(({ json }) => json.outcome)).toEqual(
					spellings.map(() => 'alreadyInvited'),
				);
				expect(await mails()).toEqual([]);
			}
			await losant.server.reset();
			const wrapped = spellings.map((spelling) => `Ann Lee <${spelling}>;`);
			for (const outcome of ['invited', 'alreadyInvited']) {
				const { success } = await invite(emails([...spellings, ...wrapped]), {
					options: { ifAlreadyInvited },
				});
				expect(success.map(({ json }) => json.outcome)).toEqual([
					outcome,
					...Array.from({ length: 5 }, () => 'alreadyInvited'),
				]);
				expect(await mails()).toHaveLength(1);
			}
		});
	});

	test('By Email finds a person in every spelling, and clean', async () => {
		await losant.server.configure({ keepCase: true });
		await losant.server.addMembers(ORGANIZATION, [{ email: 'ann@bücher.example' }]);
		const userId = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
		const texts = [
			'ann@bücher.example',
			'Ann Lee <ann@xn--bcher-kva.example>',
			'\u200bann@bücher.example;',
		];
		const { success } = await runWith('instanceOrgMember.get', { userId }, emails(texts));
		expect(success.map(({ json }) => json.email)).toEqual(texts.map(() => 'ann@bücher.example'));
	});

	test('that are sent otherwise than they were written are named both ways', async () => {
		const inviteId = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
		const texts = ['ann@bücher.example', 'Ann Lee <ann@example.com>'];
		expect(words(await runWith('revoke', { inviteId }, emails(texts)))).toEqual([
			'The organization has no invite for ann@xn--bcher-kva.example (written as "ann@bücher.example")',
			'The organization has no invite for ann@example.com',
		]);
		await losant.server.addInvites(ORGANIZATION, [{ email: 'ann@xn--bcher-kva.example' }]);
		expect(words(await invite(emails(texts.slice(0, 1))))).toEqual([
			'Email address "ann@xn--bcher-kva.example (written as "ann@bücher.example")" already exists',
		]);
	});
});

describe('a field that looks the same', () => {
	test.each([
		['\ufeffemail', '"[U+FEFF]email"'],
		['Email', '"Email"'],
		[' email ', '" email "'],
		['E-Mail', '"E-Mail"'],
		['email\u200b', '"email[U+200B]"'],
		['\ufeff"email"', '"[U+FEFF]\\"email\\""'],
		['ｅｍａｉｌ', '"ｅｍａｉｌ"'],
	])('%j is named in place of a field that isn’t there', async (name, shown) => {
		for (const expression of [
			'={{ $json.email }}',
			'={{ $json["email"] }}',
			'={{ $json?.email }}',
		]) {
			const { failed } = await invite([{ [name]: ANN, role: 'view' }], { email: expression });
			expect(failed.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					error: "'Email' is empty",
					message: `Enter an address. An expression asks for the field "email", and this item has ${shown}: rename it, or drag it from the input into the expression.`,
				}),
			]);
		}
	});

	test.each<[string, Operation, INodeParameters, IDataObject, string]>([
		['Role', 'invite', { email: ANN, role: '={{ $json.role }}' }, { ROLE: 'view' }, '"ROLE"'],
		[
			'Disallow Transfer',
			'invite',
			{ email: ANN, additionalFields: { disallowTransfer: '={{ $json["no transfer"] }}' } },
			{ 'No Transfer ': 'yes' },
			'"No Transfer "',
		],
		[
			'Organization',
			'list',
			{ orgId: '={{ $json.orgId }}' },
			{ 'org id': ORGANIZATION },
			'"org id"',
		],
		[
			'Member',
			'instanceOrgMember.get',
			{ userId: { __rl: true, mode: 'email', value: '={{ $input.item.json.mail }}' } },
			{ Mail: ANN },
			'"Mail"',
		],
		[
			'Filter',
			'list',
			{ filters: { filterField: 'role', filter: '={{ $json.role }}' } },
			{ Role: 'x' },
			'"Role"',
		],
		['Limit', 'list', { returnAll: false, limit: '={{ $json.limit }}' }, { Limit: 3 }, '"Limit"'],
	])('%s', async (displayName, operation, parameters, json, shown) => {
		const { failed } = await runWith(operation, parameters, [json]);
		expect(failed.map(({ json: { error, message } }) => [error, message])).toEqual([
			[
				`'${displayName}' is empty`,
				expect.stringContaining(`and this item has ${shown}: rename it`),
			],
		]);
	});

	test.each<[string, IDataObject]>([
		['={{ $json.email }}', { email: '', Email: ANN }],
		['={{ $json.email }}', { mail: ANN }],
		['={{ $json.email || $json.Email }}', { Email: '' }],
		['={{ $("Start").item.json.email }}', { Email: ANN }],
	])('isn’t taken for one of another kind (%s in %j)', async (email, json) => {
		const { failed } = await invite([json], { email });
		expect(failed.map(({ json: { message } }) => message)).toEqual([
			'Enter an address. If an expression gives it, check that its field exists in this item.',
		]);
	});
});

describe('roles on applications from a row', () => {
	const list = [
		{ resourceId: APPLICATION, role: 'view' },
		{ resourceId: OTHER, role: 'none' },
	];
	const fromData = { additionalFields: { applicationRolesFromData: '={{ $json.roles }}' } };

	test.each<[IDataObject[string]]>([
		[
			[
				{ id: APPLICATION, role: 'Viewer' },
				{ id: OTHER, role: 'None' },
			],
		],
		[{ [APPLICATION]: 'view', [OTHER]: 'none' }],
		[JSON.stringify(list)],
		[`${APPLICATION}:view, ${OTHER}:none`],
	])('%j', async (roles) => {
		const { failed } = await invite([{ email: ANN, roles }], fromData);
		expect(failed).toEqual([]);
		expect(await bodies()).toEqual([expect.objectContaining({ applicationRoles: list })]);
	});

	test.each([
		['resend', 'inviteId', 'liam.chen@example.com'],
		['instanceOrgMember.update', 'userId', 'mateo.silva@example.com'],
	] as const)('%s', async (operation, name, email) => {
		await runWith(
			operation,
			{
				[name]: { __rl: true, mode: 'email', value: email },
				updateFields: {
					applicationRolesFromData: '={{ $json.roles }}',
					dashboardRolesFromData: '={{ $json.none }}',
					removeAllDashboardRoles: true,
				},
			},
			[{ roles: { [APPLICATION]: 'view', [OTHER]: 'none' }, none: [] }],
		);
		expect(await bodies()).toEqual([{ applicationRoles: list, dashboardRoles: [] }]);
	});

	const NAMES_THE_FIELD = "use 'Application Roles From Data'";
	test.each<[string, IDataObject[string], string]>([
		['the whole field', '={{ $json.roles }}', "'Application Roles' is empty"],
		['its list', { roles: '={{ $json.roles }}' }, "'Application' is empty"],
		['an entry', { roles: ['={{ $json.roles[0] }}'] }, "'Application' is empty"],
		['the whole field, as a list', list, "'Application Roles' is empty"],
	])(
		'what n8n empties where an expression stands for %s is noticed',
		async (_, applicationRoles, error) => {
			const row = { email: ANN, roles: list };
			const updates = { applicationRoles, removeAllApplicationRoles: true };
			const inviteId = { __rl: true, mode: 'email', value: 'liam.chen@example.com' };
			for (const { failed } of [
				await invite([row], { additionalFields: { applicationRoles } } as INodeParameters),
				await runWith('resend', { inviteId, updateFields: updates } as INodeParameters, [row]),
			]) {
				expect(failed.map(({ json: { error: what, message } }) => [what, message])).toEqual([
					[error, expect.stringContaining(NAMES_THE_FIELD)],
				]);
			}
			expect(await bodies()).toEqual([]);
		},
	);
});

describe('words', () => {
	test('the names that the editor shows, and those of spreadsheets', async () => {
		const role = '={{ $json.role }}';
		const additionalFields = { disallowTransfer: '={{ $json.stays }}' };
		const rows = [
			{ email: '1@example.com', role: 'Administrator', stays: 'yes' },
			{ email: '2@example.com', role: ' EDITOR', stays: 0 },
			{ email: '3@example.com', role: 'Collaborator\u200b', stays: 'FALSE' },
			{ email: '4@example.com', role: 'View', stays: '1' },
			{ email: '5@example.com', role: 'owner', stays: true },
			{ email: '6@example.com', role: 'view', stays: 'maybe' },
		];
		const finished = await invite(rows, { role, additionalFields });
		expect(await bodies()).toEqual([
			{ email: '1@example.com', role: 'admin', disallowTransfer: true },
			{ email: '2@example.com', role: 'edit', disallowTransfer: false },
			{ email: '3@example.com', role: 'collaborate', disallowTransfer: false },
			{ email: '4@example.com', role: 'view', disallowTransfer: true },
		]);
		expect(words(finished)).toEqual([
			`'Role' can't be "owner"`,
			`'Disallow Transfer' is neither true nor false: "maybe"`,
		]);
	});

	test('Administrator as a filter finds the administrators', async () => {
		const find = async (filter: string) =>
			await runWith('instanceOrgMember.list', { filters: { filterField: 'role', filter } }, [{}]);
		for (const filter of ['Administrator', 'ADMIN', 'adm*']) {
			const { success } = await find(filter);
			expect(success.map(({ json }) => json.email)).toEqual(['grace.hill@example.com']);
		}
		expect(words(await find('Owner'))).toEqual([`'Filter' can't be "Owner"`]);
	});
});

test('the first row decides for itself alone', async () => {
	const options = {
		ifAlreadyInvited: '={{ $json.options.split(",")[0].trim() }}',
		concurrentRequests: 2,
	};
	const rows = [
		{ email: '1@example.com', options: 5 },
		{ email: '2@example.com', options: 'skip' },
		{ email: '3@example.com', options: 'nothing' },
	];
	const fails = '={{ $json.options === 5 ? $("Nobody").item.json.x : $json.options }}';
	for (const ifAlreadyInvited of [options.ifAlreadyInvited, fails]) {
		await losant.server.reset();
		const { success, failed } = await invite(rows, { options: { ...options, ifAlreadyInvited } });
		expect(success.map(({ json }) => json.email)).toEqual(['2@example.com']);
		expect(failed.map(({ json }) => json.email)).toEqual(['1@example.com', '3@example.com']);
	}
});

test.each<[string, Operation, string]>([
	['Instance', 'list', 'instanceId'],
	['Organization', 'list', 'orgId'],
	['Invite', 'get', 'inviteId'],
	['Member', 'instanceOrgMember.get', 'userId'],
	['User', 'instanceOrgMember.add', 'user'],
])('an empty %s in an expression says so', async (displayName, operation, name) => {
	for (const value of [
		'={{ $json.nothing }}',
		'={{ null }}',
		'={{ "" }}',
		'={{ $json.nothing.deeper }}',
	]) {
		for (const locator of [value, { __rl: true, mode: 'id', value }]) {
			const finished = await runWith(operation, { [name]: locator }, [{}]);
			expect(words(finished)).toEqual([`'${displayName}' is empty`]);
		}
	}
	expect(await losant.methods()).toEqual([]);
});
