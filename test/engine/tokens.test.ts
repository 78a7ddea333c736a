import type { OperationName } from '../losant/parameters';
import { read } from '../package/package.js';
import { run } from './engine';
import { useLosant } from './losant';

/** The scopes that the README gives to copy are enough for what it says, and no more than that. */

const losant = useLosant();

/** @param purpose as the README's table names it */
function scopesTo(purpose: string): string[] {
	const row =
		read('README.md').match(new RegExp(`^ *\\| \\*\\*${purpose}\\*\\*.*$`, 'm'))?.[0] ?? '';
	return (/`([^`]+)` \|$/.exec(row)?.[1] ?? '').split(', ');
}

const byEmail = (name: string, value: string) => ({ [name]: { __rl: true, mode: 'email', value } });
const INVITED = 'priya.nair@example.com';
const MEMBER = 'mateo.silva@example.com';
const EXPIRED = 'former.intern@example.com';

async function statusOf(
	purpose: string,
	operation: OperationName,
	parameters: Parameters<typeof losant.options>[1] = {},
) {
	const { status, error } = await run(
		await losant.options(operation, parameters, scopesTo(purpose)),
	);
	return error?.httpCode ?? status;
}

const skip = { options: { ifAlreadyInvited: 'skip', ifAlreadyMember: 'skip' } };

test.each<[string, OperationName, Parameters<typeof losant.options>[1]]>([
	['audit', 'instanceOrg.list', {}],
	['audit', 'instanceOrg.get', {}],
	['audit', 'list', {}],
	['audit', 'get', byEmail('inviteId', INVITED)],
	['audit', 'instanceOrgMember.list', {}],
	['audit', 'instanceOrgMember.get', byEmail('userId', MEMBER)],
	['audit', 'instanceOrgMember.sync', { email: MEMBER, role: 'view' }],
	['invite', 'invite', { email: 'ann@example.com', role: 'view', ...skip }],
	['invite', 'invite', { email: MEMBER, role: 'view', ...skip }],
	['invite', 'invite', { email: EXPIRED, role: 'view', ...skip }],
	['offboard', 'instanceOrg.list', {}],
	['offboard', 'instanceOrgMember.remove', byEmail('userId', MEMBER)],
	['offboard', 'revoke', byEmail('inviteId', INVITED)],
	[
		'everything',
		'instanceOrgMember.update',
		{ ...byEmail('userId', MEMBER), updateFields: { role: 'view' } },
	],
])('a token to %s may %s', async (purpose, operation, parameters) => {
	expect(await statusOf(purpose, operation, parameters)).toBe('success');
});

test.each<[string, OperationName, Parameters<typeof losant.options>[1]]>([
	['audit', 'invite', { email: 'ann@example.com', role: 'view' }],
	['audit', 'instanceOrgMember.remove', byEmail('userId', MEMBER)],
	['invite', 'instanceOrgMember.remove', byEmail('userId', MEMBER)],
	['offboard', 'invite', { email: 'ann@example.com', role: 'view' }],
])('a token to %s may not %s', async (purpose, operation, parameters) => {
	expect(await statusOf(purpose, operation, parameters)).toBe('403');
});
