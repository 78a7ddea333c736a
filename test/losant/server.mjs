import { parseArgs } from 'node:util';

import { Faults } from './faults.mjs';
import { Journal } from './journal.mjs';
import { RateLimit } from './rateLimit.mjs';

/** @import { Call, Control } from './types.js' */

// the framework reads these when it is loaded
process.env.JWT_SECRET = 'the test Losant';
process.env.JWT_ALGO = 'HS256';
const { issueToken } = await import('bravado-core/lib/jwt-helpers.js');
const { serve } = await import('./http.mjs');
const { ACME, NORTH_PLANT, addSampleData } = await import('./sample.mjs');
const { Store } = await import('./store.mjs');

const { port: wantedPort } = parseArgs({
	options: { port: { type: 'string', default: '4100' } },
}).values;
const store = new Store();
const faults = new Faults();
const journal = new Journal();
const rateLimit = new RateLimit();
addSampleData(store);
const { port, outage } = await serve(Number(wantedPort), {
	store,
	faults,
	journal,
	rateLimit,
}).catch((error) => {
	if (error.code !== 'EADDRINUSE') throw error;
	console.error(
		`Port ${wantedPort} is taken by another program. Choose another: npm run losant -- --port 4101`,
	);
	process.exit(1);
});

/** @type {Control} */
const control = {
	token({ scope = ['all.Instance'], expiresIn } = {}) {
		const now = Math.floor(Date.now() / 1000);
		return issueToken({ scope, ...(expiresIn !== undefined && { exp: now + expiresIn }) });
	},
	configure(switches) {
		Object.assign(store.switches, switches);
	},
	fail(...added) {
		faults.add(...added);
	},
	forgetFaults() {
		faults.reset();
	},
	away: async (how) => await outage.start(how),
	back: async () => await outage.end(),
	async reset(seed) {
		await outage.end();
		store.reset();
		faults.reset(seed);
		journal.reset();
		rateLimit.reset();
		addSampleData(store);
	},
	requests: () => journal.requests,
	peakConcurrency: () => journal.peak,
	addInstance: (instance) => store.addInstance(instance),
	addOrganization: (organization) => store.addOrganization(organization),
	addApplications: (orgId, resources) => store.addResources('applications', orgId, resources),
	addDashboards: (orgId, resources) => store.addResources('dashboards', orgId, resources),
	addInvites(orgId, invites) {
		const roster = store.roster(orgId);
		return invites.map((invite) => roster.describe(store.addInvite(roster, invite)));
	},
	addMembers(orgId, members) {
		const roster = store.roster(orgId);
		return members.map((member) => store.addMember(roster, member));
	},
	invites(orgId) {
		const roster = store.roster(orgId);
		return [...roster.invites.values()].map((invite) => roster.describe(invite));
	},
	members: (orgId) => [...store.roster(orgId).members.values()],
	accept: (orgId, email) => store.accept(store.roster(orgId), email),
	mails: (orgId) => store.roster(orgId).mails,
};

if (process.send) obey();
else introduce();

/** Does what the process that forked this one asks, and ends with it. */
function obey() {
	process.on('disconnect', () => process.exit());
	process.on('message', async (message) => {
		// `index.js` is the only one that sends messages
		const { id, method, args } = /** @type {Call} */ (message);
		try {
			reply({ id, result: await Reflect.apply(control[method], control, args) });
		} catch (error) {
			reply({ id, error: error instanceof Error ? error.message : String(error) });
		}
	});
	reply({ port });
}

/** @param {object} message */
function reply(message) {
	// nobody is left to be told when it fails
	process.send?.(message, undefined, undefined, () => {});
}

/** Tells a person what can be done here. */
function introduce() {
	const url = `http://127.0.0.1:${port}`;
	const token = control.token();
	console.log(`The test Losant listens at ${url} until Ctrl-C.

Instance      ${ACME}   Acme IoT
Organization  ${NORTH_PLANT}   North Plant

An instance's token (all.Instance):
${token}

A user's token, which may also list the instances (all.User):
${control.token({ scope: ['all.User'] })}

Try it:
curl -H 'Authorization: Bearer ${token}' ${url}/instances/${ACME}/orgs/${NORTH_PLANT}/invites`);
}
