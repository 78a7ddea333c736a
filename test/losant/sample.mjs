/** @import { Store } from './store.mjs' */
/** @import { NewInvite, NewMember } from './types.js' */

export const ACME = '5ff89ff825013dc6c2856188';
export const NORTH_PLANT = '60106426dc03c6aad06540bb';
export const SOUTH_PLANT = '60106426dc03c6aad06540bc';
const GLOBEX = '5ff89ff825013dc6c2856189';
const GLOBEX_LABS = '60106426dc03c6aad06540bd';

const DAY = 86_400_000;

/**
 * @param {number} number from 1 to 250
 * @returns {{ id: string, name: string }} one of the organizations of Acme's customers
 */
export function customer(number) {
	return {
		id: `60106426dc03c6aad065${(0x5000 + number).toString(16)}`,
		name: `Customer ${String(number).padStart(3, '0')}`,
	};
}

/** @param {Store} store which gets two instances, enough organizations to page, and some people */
export function addSampleData(store) {
	/** @param {number} days */
	const ago = (days) => new Date(Date.now() - days * DAY).toISOString();

	store.addInstance({ id: ACME, name: 'Acme IoT' });
	store.addOrganization({ id: NORTH_PLANT, instanceId: ACME, name: 'North Plant' });
	store.addOrganization({ id: SOUTH_PLANT, instanceId: ACME, name: 'South Plant' });
	for (let number = 1; number <= 250; number += 1) {
		store.addOrganization({ ...customer(number), instanceId: ACME });
	}
	store.addInstance({ id: GLOBEX, name: 'Globex IoT' });
	store.addOrganization({ id: GLOBEX_LABS, instanceId: GLOBEX, name: 'Globex Labs' });

	store.addResources('applications', NORTH_PLANT, [
		{ id: '575ec8687ae143cd83dc4a97', name: 'Assembly Line' },
		{ id: '575ec8687ae143cd83dc4a98', name: 'Cold Storage' },
		{ id: '575ec8687ae143cd83dc4a99', name: 'Energy Meters' },
	]);
	store.addResources('dashboards', NORTH_PLANT, [
		{ id: '575ece2b7ae143cd83dc4a9b', name: 'Shift Overview' },
		{ id: '575ece2b7ae143cd83dc4a9c', name: 'Temperatures' },
	]);

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
		if (index < 2) store.addMember(store.roster(customer(249).id), { ...member, role: 'admin' });
		if (index < 1) store.addMember(store.roster(customer(250).id), member);
	});
	store.addInvite(store.roster(customer(250).id), {
		email: 'mateo.silva@example.com',
		role: 'view',
	});
}
