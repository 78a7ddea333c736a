import { narrowestScopes, scopesInWords } from '../../nodes/Losant/losant/actions';

test.each([
	[['instanceOrgInvites.get'], 'instanceOrgInvites.get'],
	[
		['instanceOrgInvites.get', 'instanceOrgMembers.get'],
		'instanceOrgInvites.get and instanceOrgMembers.get',
	],
	[
		['instanceOrgs.get', 'instanceOrgInvites.get', 'instanceOrgMembers.get'],
		'instanceOrgs.get, instanceOrgInvites.get and instanceOrgMembers.get',
	],
] as const)('the scopes of %j: %s', (names, words) => {
	expect(narrowestScopes(names)).toBe(words);
});

test('a scope is named with those that include it', () => {
	expect(scopesInWords('instanceOrgInvites.post')).toBe(
		'instanceOrgInvites.post (or one that includes it: all.Instance, all.User, instanceOrgInvites.*)',
	);
});
