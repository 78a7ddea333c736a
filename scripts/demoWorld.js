const LEAVER = 'leo.brandt@example.com';

/**
 * Puts people into several organizations of the sample data, as real instances have them: an administrator of three, a
 * consultant in five, and somebody who leaves, a member of four and invited to two more.
 *
 * @param {import('../test/losant/types.js').TestLosant} losant
 */
async function addPeople(losant) {
	const { NORTH_PLANT, SOUTH_PLANT, customer } = await import('../test/losant/sample.mjs');
	const customers = (/** @type {number[]} */ ...numbers) =>
		numbers.map((number) => customer(number).id);
	/** @type {import('../test/losant/types.js').NewMember} */
	const grace = {
		email: 'grace.hill@example.com',
		firstName: 'Grace',
		lastName: 'Hill',
		role: 'admin',
	};
	/** @type {import('../test/losant/types.js').NewMember} */
	const noor = {
		email: 'noor.haddad@partner.example',
		firstName: 'Noor',
		lastName: 'Haddad',
		role: 'collaborate',
	};
	/** @type {import('../test/losant/types.js').NewMember} */
	const leo = { email: LEAVER, firstName: 'Leo', lastName: 'Brandt', role: 'edit' };

	await losant.addMembers(SOUTH_PLANT, [grace]);
	for (const orgId of [NORTH_PLANT, ...customers(3, 40, 41, 200)])
		await losant.addMembers(orgId, [noor]);
	for (const orgId of [NORTH_PLANT, SOUTH_PLANT, ...customers(7, 120)])
		await losant.addMembers(orgId, [leo]);
	for (const orgId of customers(55, 250))
		await losant.addInvites(orgId, [{ email: LEAVER, role: 'view' }]);
}

/** The list that the examples of Sync Members read: one is promoted, one is new, and who isn't in it stays. */
const SHEET = `Email,Role
grace.hill@example.com,Administrator
mateo.silva@example.com,Administrator
hana.sato@example.com,Viewer
olivia.martin@example.com,Administrator
zoe.okafor@example.com,Collaborator
`;

module.exports = { addPeople, SHEET };
