export type Role = 'admin' | 'edit' | 'collaborate' | 'view' | 'none';

export interface ResourceRole {
	resourceId: string;
	role: 'collaborate' | 'view' | 'none';
}

export interface Instance {
	id: string;
	instanceId: string;
	name: string;
	creationDate: string;
	lastUpdated: string;
}

export interface Organization extends Instance {
	orgId: string;
}

/** An application or a dashboard, as its list has it. */
export interface OwnedResource {
	id: string;
	applicationId?: string;
	dashboardId?: string;
	name: string;
	ownerId: string;
	ownerType: 'organization';
	organizationName: string;
	creationDate: string;
	lastUpdated: string;
}

/** What an organization has of an instance's monthly count. */
export interface HistoricalSummary {
	resourceType: 'application' | 'organization';
	resourceId: string;
	resourceName: string;
	ownerType: 'organization';
	ownerId: string;
	ownerName: string;
	currentPeriodStart: string;
	currentPeriodEnd: string;
	dashboardCount: number;
}

export interface OrgInvite {
	id: string;
	email: string;
	role: Role;
	applicationRoles: ResourceRole[];
	dashboardRoles: ResourceRole[];
	disallowTransfer: boolean;
	inviteDate: string;
	/** milliseconds from `inviteDate` until the invite expires */
	ttl: number;
	hasExpired: boolean;
	inviteId: string;
	instanceId: string;
	orgId: string;
}

export interface OrgMember {
	instanceId: string;
	orgId: string;
	userId: string;
	email: string;
	firstName: string;
	lastName: string;
	role: Role;
	applicationRoles: ResourceRole[];
	dashboardRoles: ResourceRole[];
	twoFactorAuthEnabled: boolean;
	ssoLinked: boolean;
}

export type NewResource = { id?: string; name: string };
export type NewInvite = Partial<
	Omit<OrgInvite, 'hasExpired' | 'inviteId' | 'instanceId' | 'orgId'>
> & { email: string };
export type NewMember = Partial<Omit<OrgMember, 'instanceId' | 'orgId'>> & { email: string };
export type RoleInfo = Partial<Pick<OrgInvite, 'role' | 'applicationRoles' | 'dashboardRoles'>>;

/** What is not known of the real Losant; the defaults are in `store.mjs`. */
export interface Switches {
	/** what the answer to a new invite holds; `other` is a collection without the new invite */
	postResponse: 'collection-one' | 'collection-all' | 'single' | 'array' | 'empty' | 'other';
	/** what becomes of a second invite for an address */
	duplicates: 'refuse400' | 'refuse409' | 'second' | 'replace';
	/** keep an address as it was sent, instead of trimmed and in lower case */
	keepCase: boolean;
	/** the ids of the organizations that a token's user isn't a member of: their applications and dashboards are in no list of a user's */
	foreignOrganizations: string[];
	/** the answer for an instance or organization that isn't there */
	hidden: 403 | 404;
	/** the ids of the organizations that no token may see */
	hiddenOrganizations: string[];
	/** the words of a validation error: is-my-json-valid's or Ajv's */
	dialect: 'legacy' | 'ajv';
	/** leave empty `applicationRoles` and `dashboardRoles` out of what is shown */
	emptyRoles: 'list' | 'omit';
	/** whether members have `applicationRoles` and `dashboardRoles`, which API 1.30.0 didn't show */
	memberRoles: 'shown' | 'hidden';
	/** whether invites have `inviteId`, `instanceId` and `orgId`, and their list a `totalCount`, which API 1.30.0 didn't show */
	inviteIds: 'shown' | 'hidden';
	/** the addresses of which Losant has no user, to be invited where they are to be added as members */
	unknownUsers: string[];
	/** the answer when a member was added; 200 in API 1.30.0 */
	addedStatus: 200 | 201;
	/** whether an administrator keeps the roles on applications and dashboards that were asked for */
	adminRoles: 'kept' | 'dropped';
	/** the answer for a method and path that the API doesn't have */
	unknownRoute: 404 | 405;
	/** members and pending invites that an organization may have */
	memberLimit: number;
	/** whether a filter of a list minds the case */
	filterCase: 'ignored' | 'minded';
	/** under which id a renewed invite goes on */
	resendId: 'same' | 'new';
	/** whether an invite that was sent again has a new `inviteDate`; its time starts anew in any case */
	resendDate: 'new' | 'kept';
	/** whether invites have an `inviteDate` */
	inviteDates: 'shown' | 'hidden';
	/** whether a list of pages obeys `page`, or answers with its first page always */
	pages: 'obeyed' | 'ignored';
	/** how many items a page has at most, whatever `perPage` says */
	maximumPerPage: number;
	/** the `totalCount` of a list */
	totalCount: 'shown' | 'null' | 'missing';
	/** how many tokens a second the bucket gets; it holds as many, but one at least, and a request without one gets 429 */
	requestsPerSecond: number;
	/** the Retry-After of that 429; `null` leaves the header out */
	retryAfter: string | null;
	/** how far away Losant is: milliseconds that each answer takes longer */
	latency: number;
	/** how far Losant's time is ahead of this machine's, in days */
	daysAhead: number;
	/** the members whose address the answers leave out */
	withoutAddress: string[];
}

/** Whether Losant did its work before the fault. */
type When = 'before' | 'after';

export type FaultKind =
	| { kind: 'tooManyRequests'; retryAfter?: string }
	| { kind: 'error'; status: number; when: When; html?: boolean; retryAfter?: string }
	/** a proxy gives up, and Losant does its work later all the same */
	| { kind: 'late'; status: number; milliseconds: number }
	/** no answer at all, or the first half of it; half an answer means that the work was done */
	| { kind: 'cut'; when: When | 'halfway' }
	/** the work is done at once, the answer waits until so many requests have been open at the same time, and then so long */
	| { kind: 'slow'; milliseconds: number; untilOpen?: number }
	/** any answer to any call, `before` unless told; `html` is a proxy's page */
	| { kind: 'html'; status: number; when?: When }
	| { kind: 'empty'; status: number; when?: When }
	| { kind: 'json'; status: number; body: unknown; when?: When }
	| { kind: 'text'; status: number; body: string; contentType: string; when?: When }
	| { kind: 'redirect'; location: string };

export type Fault = FaultKind & {
	/** of the answer, instead of its own: such as a proxy's `Server` and `Via` */
	headers?: Record<string, string>;
	method?: string;
	/** a regular expression for the path with its query */
	path?: string;
	/** how many requests meet the fault; 1 unless told, may be `Infinity` */
	times?: number;
	/** share of the matching requests that meet the fault, the same ones at every run; default 1 */
	probability?: number;
};

/**
 * How Losant is away: nothing listens on its port; a request's connection is reset; a request is never
 * answered; or a proxy answers with its page.
 */
export type Absence = 'refused' | 'reset' | 'hang' | 502 | 503 | 504;

export interface RecordedRequest {
	method: string;
	/** path and query as they came */
	url: string;
	headers: Record<string, string | string[] | undefined>;
	/** parsed where it is JSON */
	body: unknown;
	/** `cut` when the connection ended before the answer did, absent while there is no answer */
	status?: number | 'cut';
	startedAt: number;
	endedAt?: number;
	/** whether Losant did what it was asked, whatever the answer said */
	acted: boolean;
}

/** What a test can ask of the server process. */
export interface Control {
	/** A token with the scopes (`all.Instance` unless told), which expires if told to. */
	token(options?: { scope?: string[]; expiresIn?: number }): string;
	configure(switches: Partial<Switches>): void;
	/** Adds to the faults; a request meets the first one that matches it. */
	fail(...faults: Fault[]): void;
	/** Ends all faults. */
	forgetFaults(): void;
	/**
	 * Starts an outage, or goes on with it in another way. What arrives meanwhile is recorded, where something
	 * listens, and not done. With `refused` and `reset` the connections of what is under way are cut, whose
	 * work may still be done.
	 */
	away(how: Absence): Promise<void>;
	/** Ends the outage, on the same port. The connections of what was never answered are cut. */
	back(): Promise<void>;
	/**
	 * Back to the sample data and the default switches; no outage, no faults, no recorded requests.
	 * The seed decides which requests meet a fault that has a probability.
	 */
	reset(seed?: number): Promise<void>;
	requests(): RecordedRequest[];
	/** The highest number of requests that were open at once. */
	peakConcurrency(): number;
	addInstance(instance: { id?: string; name: string }): Instance;
	addOrganization(organization: {
		id?: string;
		instanceId: string;
		name: string;
		creationDate?: string;
	}): Organization;
	addApplications(orgId: string, applications: NewResource[]): OwnedResource[];
	addDashboards(orgId: string, dashboards: NewResource[]): OwnedResource[];
	addInvites(orgId: string, invites: NewInvite[]): OrgInvite[];
	addMembers(orgId: string, members: NewMember[]): OrgMember[];
	/** What Losant knows of the invites and members, whatever its answers leave out. */
	invites(orgId: string): OrgInvite[];
	members(orgId: string): OrgMember[];
	/** The invited person accepts: the invite becomes a member. */
	accept(orgId: string, email: string): OrgMember;
	/** The addresses that Losant sent mails to, one for each mail, in the order sent. */
	mails(orgId: string): string[];
}

export type TestLosant = {
	[Method in keyof Control]: (
		...args: Parameters<Control[Method]>
	) => Promise<Awaited<ReturnType<Control[Method]>>>;
} & {
	url: string;
	port: number;
	stop(): Promise<void>;
};

/** A call to the server process, and its reply. */
export interface Call {
	id: number;
	method: keyof Control;
	args: unknown[];
}
