import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';

import { readAddress } from '../../nodes/Losant/fields/address';
import { readId } from '../../nodes/Losant/fields/locator';
import { resourceRoles } from '../../nodes/Losant/fields/resourceRoles';
import { instance } from '../../nodes/Losant/locators/instance';
import { invite } from '../../nodes/Losant/locators/invite';
import { member } from '../../nodes/Losant/locators/member';
import { organization } from '../../nodes/Losant/locators/organization';
import { user } from '../../nodes/Losant/locators/user';
import { PLACES } from '../../nodes/Losant/losant/pages';
import { Losant } from '../../nodes/Losant/Losant.node';

const ID = '575ec8687ae143cd83dc4a97';
const OTHER = '575ece2b7ae143cd83dc4a9b';

/** What n8n's editor says of a value in a field, by n8n's own rules. */
function issues(field: INodeProperties, value: unknown, mode = 'id'): string[] {
	const node = {
		parameters: { [field.name]: { __rl: true, mode, value } },
	} as unknown as INode;
	const { description } = new Losant();
	const found = NodeHelpers.getNodeParametersIssues([field], node, description);
	return Object.values(found?.parameters ?? {}).flat();
}

const rowField = (name: string): INodeProperties => {
	const [group] = resourceRoles.find((field) => field.name === name)?.options ?? [];
	const [field] = group && 'values' in group ? group.values : [];
	if (!field) throw new Error(`${name} has no rows`);
	return field;
};

const FIELDS = {
	instance: instance.field,
	organization: organization.field,
	application: rowField('applicationRoles'),
	dashboard: rowField('dashboardRoles'),
};

const PAGES: ReadonlyArray<[keyof typeof FIELDS, address: string]> = [
	['application', `https://app.losant.com/applications/${ID}`],
	['application', `https://app.losant.com/applications/${ID}/`],
	['application', `https://app.losant.com/applications/${ID}/devices/${OTHER}/properties`],
	['application', `https://app.losant.com/applications/${ID}/dashboards`],
	['application', `https://iot.example.com/applications/${ID}#globals`],
	['dashboard', `https://app.losant.com/dashboards/${ID}`],
	['dashboard', `https://app.losant.com/dashboards/${ID}?ctx[deviceId]=${OTHER}&ctx[name]=Water`],
	['dashboard', `https://app.losant.com/#/dashboards/${ID}`],
	['dashboard', `app.losant.com/dashboards/${ID}`],
	['dashboard', `https://app.losant.com/dashboards/${ID}?next=/dashboards/${OTHER}`],
	['organization', `https://app.losant.com/organizations/${ID}/members`],
	['organization', `https://api.losant.com/instances/${OTHER}/orgs/${ID}/invites`],
	['instance', `https://app.losant.com/instances/${ID}/organizations/${OTHER}`],
	['instance', `https://api.losant.com/instances/${ID}/orgs/${OTHER}/invites`],
];

const what = (field: keyof typeof FIELDS) => ({
	displayName: FIELDS[field].displayName,
	places: PLACES[field],
});

test.each(PAGES)(
	'as %s, the ID is found in %s, and the editor lets it through',
	(field, address) => {
		expect(readId(`\ufeff${address} `, what(field))).toBe(ID);
		expect(issues(FIELDS[field], address)).toEqual([]);
	},
);

test.each<[keyof typeof FIELDS, string]>([
	['application', `https://app.losant.com/dashboards/${ID}`],
	['application', 'https://app.losant.com/applications/recent/devices'],
	['application', `https://app.losant.com/applications/${ID}0`],
	['application', `https://app.losant.com/applications/?id=${ID}`],
	['application', `https://app.losant.com/?next=/applications/${ID}`],
	['organization', `https://app.losant.com/applications/${ID}`],
	['organization', 'North Plant'],
	['dashboard', 'Shift Overview'],
	['instance', 'Acme IoT'],
])('as %s, %s is refused, while it is typed too', (field, text) => {
	const wayOut =
		'Choose From List, or enter the 24 characters (digits and letters from a to f) that name it in Losant, or the address of its page';
	expect(() => readId(text, what(field))).toThrow(
		expect.objectContaining({
			message: expect.stringContaining(`'${FIELDS[field].displayName}' is not an ID`),
			description: wayOut,
		}),
	);
	expect(issues(FIELDS[field], text)).toEqual([`Not an ID. ${wayOut}`]);
});

test('an address that names two is refused: a role on another one would be a wrong one', () => {
	const two = `https://app.losant.com/applications/${ID}/applications/${OTHER}`;
	expect(() => readId(two, what('application'))).toThrow("'Application' is not an ID");
});

test('an ID is found in no address where what it names has no page', () => {
	for (const address of [`//${ID}`, `https://app.losant.com//${ID}`]) {
		expect(() => readId(address, { displayName: 'User', places: [] })).toThrow('is not an ID');
		expect(issues(user.field, address)).toEqual([expect.stringContaining('Not an ID.')]);
	}
});

describe.each([
	['Invite', invite.field, 'Choose From List'],
	['Member', member.field, 'Choose From List'],
	['User', user.field, 'Name the person By Email'],
])('%s', (_, field, wayOut) => {
	test('by ID takes one only, and says what else works', () => {
		expect(issues(field, ` ${ID}`)).toEqual([]);
		for (const typed of ['Ann Lee', `https://app.losant.com/users/${ID}`]) {
			expect(issues(field, typed)).toEqual([expect.stringContaining(`Not an ID. ${wayOut}, or`)]);
		}
	});

	test.each([
		'ann@example.com',
		' Ann Lee <ann@example.com>; ',
		'mailto:ann@example.com',
		'ann＠example．com',
		'"a..b"@example.com',
		'"a@b"@example.com',
		'ann@[192.168.0.1]',
		'jürgen@münchen.de',
		'Ann (ann@example.com)',
		'\u200bann\u200b@\u200bexample.com',
		'ann\u00a0@\u00a0example.com',
	])('by email lets through what is read as an address: %j', (typed) => {
		expect(() => readAddress(typed, 'Email')).not.toThrow();
		expect(issues(field, typed, 'email')).toEqual([]);
	});

	test.each(['Ann Lee', ID, 'ann@', '@example.com', 'ann.example.com'])(
		'by email refuses %j',
		(typed) => {
			expect(issues(field, typed, 'email')).toEqual([
				'Not an email address: enter one such as name@example.com',
			]);
		},
	);

	test.each(['id', 'email'])('an expression may give what it likes (%s)', (mode) => {
		expect(issues(field, '={{ $json.who }}', mode)).toEqual([]);
		expect(issues(field, '=Ann {{ $json.who }}', mode)).toEqual([]);
	});
});
