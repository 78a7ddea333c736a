import errors from 'bravado-core/lib/errors.js';

/** @import { Instance, NewInvite, NewMember, HistoricalSummary, NewResource, OrgInvite, OrgMember, Organization, OwnedResource, RoleInfo, Switches } from './types.js' */
/** @typedef {Omit<OrgInvite, 'hasExpired' | 'inviteId' | 'instanceId' | 'orgId'> & { sentAt: string }} StoredInvite */

const DAY = 86_400_000;
const SEVEN_DAYS = 7 * DAY;

/** @type {Readonly<Switches>} */
const DEFAULT_SWITCHES = {
	postResponse: 'single',
	duplicates: 'refuse400',
	keepCase: false,
	foreignOrganizations: [],
	hidden: 404,
	hiddenOrganizations: [],
	dialect: 'legacy',
	emptyRoles: 'list',
	memberRoles: 'shown',
	inviteIds: 'shown',
	unknownUsers: [],
	addedStatus: 201,
	adminRoles: 'kept',
	unknownRoute: 405,
	memberLimit: Infinity,
	filterCase: 'ignored',
	resendId: 'same',
	resendDate: 'new',
	inviteDates: 'shown',
	pages: 'obeyed',
	maximumPerPage: 1_000,
	totalCount: 'shown',
	requestsPerSecond: Infinity,
	retryAfter: '1',
	latency: 0,
	daysAhead: 0,
	withoutAddress: [],
};

/** An answer of Losant's that is no success and that the framework has no error for. */
class Refusal extends Error {
	/**
	 * @param {number} statusCode
	 * @param {string} type
	 * @param {string} message
	 */
	constructor(statusCode, type, message) {
		super(message);
		this.statusCode = statusCode;
		this.type = type;
	}
}

/** One organization and who is in it; all is found by id or address without a search. */
export class Roster {
	/** @type {Map<string, StoredInvite>} */
	invites = new Map();

	/** @type {Map<string, OrgMember>} by address */
	members = new Map();

	/** @type {Record<'applications' | 'dashboards', OwnedResource[]>} */
	resources = { applications: [], dashboards: [] };

	/** @type {string[]} the address of each mail */
	mails = [];

	/** @type {Map<string, Set<StoredInvite>>} */
	#invitesByAddress = new Map();

	#now;

	/**
	 * @param {Organization} organization
	 * @param {() => number} now Losant's time
	 */
	constructor(organization, now) {
		this.organization = organization;
		this.#now = now;
	}

	/** @param {StoredInvite} invite */
	add(invite) {
		const address = normalize(invite.email);
		const others = this.#invitesByAddress.get(address);
		this.invites.set(invite.id, invite);
		if (others) others.add(invite);
		else this.#invitesByAddress.set(address, new Set([invite]));
	}

	/** @param {StoredInvite} invite */
	remove(invite) {
		this.invites.delete(invite.id);
		this.#invitesByAddress.get(normalize(invite.email))?.delete(invite);
	}

	/**
	 * @param {StoredInvite} invite
	 * @returns {OrgInvite} all that Losant knows of it now
	 */
	describe({ sentAt, ...invite }) {
		const { instanceId, orgId } = this.organization;
		const hasExpired = this.#isOver({ sentAt, ttl: invite.ttl });
		return { ...invite, hasExpired, inviteId: invite.id, instanceId, orgId };
	}

	/** @param {string} email */
	pendingFor(email) {
		const invites = this.#invitesByAddress.get(normalize(email)) ?? [];
		return [...invites].filter((invite) => !this.#isOver(invite));
	}

	/** @param {number} limit */
	isFull(limit) {
		const { members, invites } = this;
		// the invites are counted one by one only when the limit is near
		if (members.size + invites.size < limit) return false;
		const pending = [...invites.values()].filter((invite) => !this.#isOver(invite));
		return members.size + pending.length >= limit;
	}

	/** @param {Pick<StoredInvite, 'sentAt' | 'ttl'>} invite */
	#isOver({ sentAt, ttl }) {
		return this.#now() > Date.parse(sentAt) + ttl;
	}
}

/** What Losant keeps: instances, their organizations, and the organizations' invites and members. */
export class Store {
	/** @type {Switches} */
	switches = { ...DEFAULT_SWITCHES };

	/** @type {Map<string, { instance: Instance, rosters: Map<string, Roster> }>} */
	#instances = new Map();

	#ids = 0;

	/** Losant's time, in milliseconds since 1970. */
	now() {
		return Date.now() + this.switches.daysAhead * DAY;
	}

	reset() {
		this.switches = { ...DEFAULT_SWITCHES };
		this.#instances.clear();
	}

	/**
	 * @param {{ id?: string, name: string }} instance
	 * @returns {Instance}
	 */
	addInstance({ id = this.#newId(), name }) {
		const now = new Date().toISOString();
		const instance = { id, instanceId: id, name, creationDate: now, lastUpdated: now };
		this.#instances.set(id.toLowerCase(), { instance, rosters: new Map() });
		return instance;
	}

	/**
	 * @param {{ id?: string, instanceId: string, name: string, creationDate?: string }} organization
	 * @returns {Organization}
	 */
	addOrganization({ id = this.#newId(), instanceId, name, creationDate }) {
		const { instance, rosters } = this.#find(instanceId);
		const now = creationDate ?? new Date().toISOString();
		const organization = {
			id,
			orgId: id,
			instanceId: instance.id,
			name,
			creationDate: now,
			lastUpdated: now,
		};
		rosters.set(id.toLowerCase(), new Roster(organization, () => this.now()));
		return organization;
	}

	/**
	 * @param {Roster} roster
	 * @param {NewInvite} invite
	 * @returns {StoredInvite} as it is kept, whatever the rules for invites say
	 */
	addInvite(roster, { email, inviteDate = new Date(this.now()).toISOString(), ...more }) {
		const stored = {
			id: this.#newId(),
			email,
			role: /** @type {const} */ ('view'),
			applicationRoles: [],
			dashboardRoles: [],
			disallowTransfer: false,
			inviteDate,
			sentAt: inviteDate,
			ttl: SEVEN_DAYS,
			...more,
		};
		roster.add(stored);
		return stored;
	}

	/**
	 * @param {Roster} roster
	 * @param {NewMember} member
	 * @returns {OrgMember}
	 */
	addMember({ organization, members }, member) {
		const { email, userId = this.#newId(), role = 'view', ...more } = member;
		const { applicationRoles = [], dashboardRoles = [] } = member;
		const stored = {
			instanceId: organization.instanceId,
			orgId: organization.id,
			userId,
			email,
			firstName: 'Test',
			lastName: 'Member',
			role,
			twoFactorAuthEnabled: false,
			ssoLinked: false,
			...more,
			applicationRoles,
			dashboardRoles,
		};
		members.set(normalize(stored.email), stored);
		return stored;
	}

	/**
	 * @param {'applications' | 'dashboards'} kind
	 * @param {string} orgId
	 * @param {NewResource[]} resources
	 * @returns {OwnedResource[]}
	 */
	addResources(kind, orgId, resources) {
		const { organization, resources: kept } = this.roster(orgId);
		const now = new Date(this.now()).toISOString();
		const added = resources.map(({ id = this.#newId(), name }) => ({
			id,
			...(kind === 'applications' ? { applicationId: id } : { dashboardId: id }),
			name,
			ownerId: organization.id,
			ownerType: /** @type {const} */ ('organization'),
			organizationName: organization.name,
			creationDate: now,
			lastUpdated: now,
		}));
		kept[kind].push(...added);
		return added;
	}

	/**
	 * @param {'applications' | 'dashboards'} kind
	 * @param {string} [orgId] of all organizations unless given; blank for the user's own, who has none
	 * @returns {OwnedResource[]} what a user or an organization is shown
	 */
	resources(kind, orgId) {
		return [...this.#instances.values()]
			.flatMap(({ rosters }) => [...rosters.values()])
			.filter(
				({ organization: { id } }) =>
					(orgId === undefined || id === orgId.toLowerCase()) &&
					!this.switches.foreignOrganizations.includes(id),
			)
			.flatMap(({ resources }) => resources[kind]);
	}

	/**
	 * @param {string} instanceId
	 * @returns {HistoricalSummary[]} what its organizations have this month
	 */
	summaries(instanceId) {
		const now = new Date(this.now());
		const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
		return this.organizations(instanceId).flatMap(({ id, name }) => {
			const { applications, dashboards } = this.roster(id).resources;
			const common = {
				ownerType: /** @type {const} */ ('organization'),
				ownerId: id,
				ownerName: name,
				currentPeriodStart: new Date(Date.UTC(year, month)).toISOString(),
				currentPeriodEnd: new Date(Date.UTC(year, month + 1) - 1).toISOString(),
			};
			return [
				{
					resourceType: /** @type {const} */ ('organization'),
					resourceId: id,
					resourceName: name,
					...common,
					dashboardCount: dashboards.length,
				},
				...applications.map((one) => ({
					resourceType: /** @type {const} */ ('application'),
					resourceId: one.id,
					resourceName: one.name,
					...common,
					dashboardCount: 0,
				})),
			];
		});
	}

	/**
	 * Invites as Losant does: by its rules for addresses, duplicates and the number of members.
	 * @param {Roster} roster
	 * @param {NewInvite} invite
	 * @returns {StoredInvite}
	 * @throws {Refusal}
	 */
	invite(roster, invite) {
		const { duplicates, keepCase, memberLimit } = this.switches;
		const email = keepCase ? invite.email : normalize(invite.email);
		const pending = roster.pendingFor(email);
		if (duplicates === 'refuse400' || duplicates === 'refuse409') {
			if (pending.length > 0 || roster.members.has(normalize(email))) {
				const status = duplicates === 'refuse400' ? 400 : 409;
				throw new Refusal(status, 'AlreadyExists', `Email address "${email}" already exists`);
			}
		}
		if (duplicates === 'replace') pending.forEach((other) => roster.remove(other));
		if (roster.isFull(memberLimit)) {
			throw new Refusal(400, 'Validation', `The limit of ${memberLimit} members has been reached`);
		}
		roster.mails.push(email);
		return this.addInvite(roster, this.#asStored({ ...invite, email }));
	}

	/**
	 * @param {Roster} roster
	 * @param {StoredInvite} invite
	 * @param {RoleInfo} roleInfo replaces the roles it names
	 * @returns {StoredInvite} which is valid for its time again
	 */
	resend(roster, invite, roleInfo) {
		const { resendId, resendDate } = this.switches;
		const sentAt = new Date(this.now()).toISOString();
		const renewed = this.#asStored({
			...invite,
			...roleInfo,
			id: resendId === 'new' ? this.#newId() : invite.id,
			inviteDate: resendDate === 'new' ? sentAt : invite.inviteDate,
			sentAt,
		});
		roster.mails.push(invite.email);
		roster.remove(invite);
		roster.add(renewed);
		return renewed;
	}

	/**
	 * Adds a member as Losant does.
	 * @param {Roster} roster
	 * @param {NewMember & NewInvite} member by address or by user id
	 * @returns {OrgMember | undefined} nothing when there is no such user, who was invited instead
	 * @throws {Refusal}
	 */
	join(roster, member) {
		const address = member.email ?? `${member.userId}@users.example.com`;
		if (roster.members.has(normalize(address))) {
			throw new Refusal(400, 'AlreadyExists', 'The user is a member of the organization already');
		}
		if (this.switches.unknownUsers.map(normalize).includes(normalize(address))) {
			this.invite(roster, member);
			return undefined;
		}
		const { userId, role, applicationRoles, dashboardRoles } = member;
		const roles = { role, applicationRoles, dashboardRoles };
		return this.addMember(roster, this.#asStored({ email: address, userId, ...roles }));
	}

	/**
	 * @param {Roster} roster
	 * @param {OrgMember} member
	 * @param {RoleInfo} roleInfo replaces the roles it names
	 * @returns {OrgMember}
	 * @throws {Refusal}
	 */
	changeMember(roster, member, roleInfo) {
		const changed = this.#asStored({ ...member, ...roleInfo });
		if (changed.role !== 'admin') this.#keepAnAdministrator(roster, member);
		roster.members.set(normalize(member.email), changed);
		return changed;
	}

	/**
	 * @param {Roster} roster
	 * @param {OrgMember} member
	 * @throws {Refusal}
	 */
	removeMember(roster, member) {
		this.#keepAnAdministrator(roster, member);
		roster.members.delete(normalize(member.email));
	}

	/**
	 * What happens when an invited person accepts.
	 * @param {Roster} roster
	 * @param {string} email
	 * @returns {OrgMember}
	 */
	accept(roster, email) {
		const [invite] = roster.pendingFor(email);
		if (!invite) throw this.#missing('Organization Invite');
		roster.remove(invite);
		const { role, applicationRoles, dashboardRoles } = invite;
		return this.addMember(roster, { email: invite.email, role, applicationRoles, dashboardRoles });
	}

	/** @returns {Instance[]} */
	instances() {
		return [...this.#instances.values()].map(({ instance }) => instance);
	}

	/**
	 * @param {string} instanceId
	 * @returns {Instance}
	 */
	instance(instanceId) {
		return this.#find(instanceId).instance;
	}

	/**
	 * @param {string} instanceId
	 * @returns {Organization[]}
	 */
	organizations(instanceId) {
		return [...this.#find(instanceId).rosters.values()]
			.map(({ organization }) => organization)
			.filter(({ id }) => !this.switches.hiddenOrganizations.includes(id));
	}

	/**
	 * @param {string} orgId
	 * @param {string} [instanceId] which the organization must be of
	 * @returns {Roster}
	 * @throws as Losant answers for an organization that isn't there
	 */
	roster(orgId, instanceId) {
		const instances =
			instanceId === undefined ? [...this.#instances.values()] : [this.#find(instanceId)];
		for (const { rosters } of instances) {
			const roster = rosters.get(orgId.toLowerCase());
			const isHidden =
				instanceId !== undefined && this.switches.hiddenOrganizations.includes(orgId);
			if (roster && !isHidden) return roster;
		}
		throw this.#missing('Organization');
	}

	/**
	 * @template {RoleInfo} Person
	 * @param {Person} person
	 * @returns {Person} with the roles that Losant makes of those asked for
	 */
	#asStored(person) {
		return this.switches.adminRoles === 'dropped' && person.role === 'admin'
			? { ...person, applicationRoles: [], dashboardRoles: [] }
			: person;
	}

	/** @param {string} instanceId */
	#find(instanceId) {
		const found = this.#instances.get(instanceId.toLowerCase());
		if (!found) throw this.#missing('Instance');
		return found;
	}

	/**
	 * @param {Roster} roster
	 * @param {OrgMember} member who is about to be no administrator any more
	 */
	#keepAnAdministrator({ members }, member) {
		const others = [...members.values()].filter((one) => one !== member && one.role === 'admin');
		if (member.role === 'admin' && others.length === 0) {
			throw new Refusal(400, 'Validation', 'An organization must have at least one administrator');
		}
	}

	/** @param {string} title */
	#missing(title) {
		return this.switches.hidden === 403 ? errors.Forbidden() : errors.NotFound({ title });
	}

	/** An id as MongoDB makes them: seconds, machine, counter. */
	#newId() {
		const seconds = Math.floor(Date.now() / 1000);
		return `${seconds.toString(16)}10541a6e57${(++this.#ids).toString(16).padStart(6, '0')}`;
	}
}

/** @param {string} email */
function normalize(email) {
	return email.trim().toLowerCase();
}
