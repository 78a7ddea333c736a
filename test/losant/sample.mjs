/** @import { Store } from './store.mjs' */
/** @import { NewInvite, NewMember } from './types.js' */

export const ACME = '5ff89ff825013dc6c2856188';
export const NORTH_PLANT = '60106426dc03c6aad06540bb';
const SOUTH_PLANT = '60106426dc03c6aad06540bc';
const CUSTOMER_249 = '60106426dc03c6aad06550f9';
const CUSTOMER_250 = '60106426dc03c6aad06550fa';
const GLOBEX = '5ff89ff825013dc6c2856189';
const GLOBEX_LABS = '60106426dc03c6aad06540bd';

const DAY = 86_400_000;

/** @param {Store} store which gets two instances, enough organizations to page, and some people */
export function addSampleData(store) {
	/** @param {number} days */
	const ago = (days) => new Date(Date.now() - days * DAY).toISOString();

	store.addInstance({ id: ACME, name: 'Acme IoT' });
	store.addOrganization({ id: NORTH_PLANT, instanceId: ACME, name: 'North Plant' });
	store.addOrganization({ id: SOUTH_PLANT, instanceId: ACME, name: 'South Plant' });
	for (let number = 1; number <= 250; number += 1) {
		const id = `60106426dc03c6aad065${(0x5000 + number).toString(16)}`;
		const name = `Customer ${String(number).padStart(3, '0')}`;
		store.addOrganization({ id, instanceId: ACME, name });
	}
	store.addInstance({ id: GLOBEX, name: 'Globex IoT' });
	store.addOrganization({ id: GLOBEX_LABS, instanceId: GLOBEX, name: 'Globex Labs' });

	const northPlant = store.roster(NORTH_PLANT);
	/** @type {NewInvite[]} */
	const invites = [
		{ email: 'olivia.martin@example.com', role: 'admin', inviteDate: ago(1) },
		{ email: 'liam.chen@example.com', role: 'edit', inviteDate: ago(2) },
		{ email: 'priya.nair@example.com', role: 'collaborate', inviteDate: ago(3) },
		{
			email: 'contractor@partner.example',
			role: 'none',
			applicationRoles: [{ resourceId: '575ec8687ae143cd83dc4a97', role: 'view' }],
			inviteDate: ago(5),
		},
		{ email: 'former.intern@example.com', role: 'view', inviteDate: ago(12) },
	];
	invites.forEach((invite, index) => {
		store.addInvite(northPlant, { id: `60106426dc03c6aad065600${index + 1}`, ...invite });
	});
	/** @type {NewMember[]} */
	const members = [
		{ email: 'grace.hill@example.com', firstName: 'Grace', lastName: 'Hill', role: 'admin' },
		{ email: 'mateo.silva@example.com', firstName: 'Mateo', lastName: 'Silva', role: 'edit' },
		{ email: 'hana.sato@example.com', firstName: 'Hana', lastName: 'Sato', role: 'view' },
	];
	members.forEach((one, index) => {
		const member = { userId: `575ef90f7ae143cd83dc4aa${index + 1}`, ...one };
		store.addMember(northPlant, member);
		// some of them work for customers too
		if (index < 2) store.addMember(store.roster(CUSTOMER_249), { ...member, role: 'admin' });
		if (index < 1) store.addMember(store.roster(CUSTOMER_250), member);
	});
	store.addInvite(store.roster(CUSTOMER_250), { email: 'mateo.silva@example.com', role: 'view' });
}
