import {
	Credentials,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	PackageDirectoryLoader,
	PollContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IConnections,
	type IDataObject,
	type IExecuteData,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeType,
	type INodeTypeDescription,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IVersionedNodeType,
	type IPollFunctions,
	type IWorkflowExecuteAdditionalData,
	type NodeApiError,
	type OnError,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { root } from '../../scripts/setup.js';

/**
 * Runs the built package in n8n-core's own engine: Start -> Losant -> Success, and where the
 * error output is used -> Failed. n8n's server is not needed; only what it would bring from its
 * database (credentials) is written here.
 */

const LOSANT = 'n8n-nodes-losant.losant';
const TRIGGER = 'n8n-nodes-losant.losantTrigger';
const START = 'test.start';
const END = 'test.end';
const LOOP = 'test.loop';

/** A node that gives on what it gets. */
class PassThrough implements INodeType {
	description: INodeType['description'];

	constructor(name: string, inputs: 'main'[]) {
		this.description = {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name },
			inputs,
			outputs: ['main'],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	}
}

/** A node that gives on what it gets once, as the last round of a loop does. */
class Once extends PassThrough {
	override async execute(this: IExecuteFunctions) {
		return [this.getWorkflowDataProxy(0).$runIndex === 0 ? this.getInputData() : []];
	}
}

class PackageNodeTypes implements INodeTypes {
	private readonly others: Readonly<Record<string, INodeType>> = {
		[START]: new PassThrough('start', []),
		[END]: new PassThrough('end', ['main']),
		[LOOP]: new Once('loop', ['main']),
	};

	constructor(private readonly loader: PackageDirectoryLoader) {}

	getByName(type: string): INodeType | IVersionedNodeType {
		const name = type.replace(/^n8n-nodes-losant\.|Tool$/g, '');
		return this.others[type] ?? this.loader.getNode(name).type;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes() {
		return {};
	}
}

/** n8n's own CredentialsHelper reads the database; this one has one credential and counts how often it is read. */
class OneCredential extends ICredentialsHelper {
	reads = 0;

	constructor(
		private readonly loader: PackageDirectoryLoader,
		private readonly data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	getCredentialsProperties(name: string) {
		return this.loader.getCredential(name).type.properties;
	}

	async getDecrypted(_additionalData: unknown, _details: unknown, name: string) {
		this.reads++;
		const defaults = this.getCredentialsProperties(name).map(
			({ name: property, default: value }) => [property, value] as const,
		);
		return { ...Object.fromEntries(defaults), ...this.data } as ICredentialDataDecryptedObject;
	}

	async authenticate(
		$credentials: ICredentialDataDecryptedObject,
		name: string,
		options: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	) {
		const { authenticate } = this.loader.getCredential(name).type;
		if (typeof authenticate !== 'object') throw new Error(`${name} has no generic authentication`);
		const headers = Object.entries(authenticate.properties.headers ?? {}).map(([header, value]) => [
			header,
			workflow.expression.getSimpleParameterValue(node, String(value), 'internal', {
				$credentials,
			}),
		]);
		return { ...options, headers: { ...options.headers, ...Object.fromEntries(headers) } };
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(details: { id: string | null; name: string }, type: string) {
		return new Credentials(details, type, '');
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}
}

const loaders = new Map<string, PackageDirectoryLoader>();

async function load(packageFolder: string = root): Promise<PackageDirectoryLoader> {
	const loaded = loaders.get(packageFolder);
	if (loaded) return loaded;
	const loader = new PackageDirectoryLoader(packageFolder);
	await loader.loadAll();
	loaders.set(packageFolder, loader);
	return loader;
}

function additionalData(credentialsHelper: ICredentialsHelper): IWorkflowExecuteAdditionalData {
	const notHere = () => {
		throw new Error('only in a whole n8n');
	};
	const url = 'http://127.0.0.1';
	return {
		credentialsHelper,
		// n8n 1.x of old has none
		externalSecretsProxy:
			typeof ExternalSecretsProxy === 'function' ? new ExternalSecretsProxy() : Object.create(null),
		executionId: '1',
		executeWorkflow: notHere,
		getRunExecutionData: notHere,
		getRuntimeCredential: notHere,
		startRunnerTask: notHere,
		logAiEvent: () => {},
		setExecutionStatus: () => {},
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		mcpBaseUrl: url,
		mcpTestBaseUrl: url,
	};
}

function node(name: string, type: string, more: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}

const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];

/** n8n-workflow makes it since 2.x. */
function runExecutionData(nodeExecutionStack: IExecuteData[]): IRunExecutionData {
	if (typeof createRunExecutionData === 'function') {
		return createRunExecutionData({ executionData: { nodeExecutionStack } });
	}
	const executionData = {
		contextData: {},
		nodeExecutionStack,
		metadata: {},
		waitingExecution: {},
		waitingExecutionSource: {},
	};
	// its type is branded, so that nobody makes it otherwise today
	return Object.assign(Object.create(null), { resultData: { runData: {} }, executionData });
}

/** What a user sees after a run. */
export interface FinishedRun {
	status: IRun['status'];
	/** The error that stopped the run; a plain object, as n8n stores it */
	error?: NodeApiError;
	/** Items on the success branch */
	success: INodeExecutionData[];
	/** Items on the error branch */
	failed: INodeExecutionData[];
	/** The hints that n8n shows with the output */
	hints: string[];
	/** Everything that n8n would store, as text */
	stored: string;
	/** How often the credential was read */
	credentialReads: number;
}

export interface RunOptions {
	credential: { apiToken: string; apiUrl: string };
	parameters: INodeParameters;
	/** The input items' fields; one empty item unless given */
	input?: IDataObject[];
	/** The node's On Error setting; Stop unless given */
	onError?: OnError;
	/** Where the package lies; the built clone unless given */
	packageFolder?: string;
	/**
	 * How the node stands in the workflow; alone after the start unless given. `sources` has two nodes connected to its input, `twice` has
	 * one before it that runs twice, `loop` brings its output back to it once, and `tool` is the type that n8n gives a node which an agent uses
	 */
	wiring?: 'sources' | 'twice' | 'loop' | 'tool';
	/** The node's Execute Once setting */
	executeOnce?: boolean;
	/** The node's Retry On Fail setting */
	retryOnFail?: boolean;
}

/**
 * Starts a run of the Losant node.
 *
 * @returns the run, and a way to cancel it as a user does
 */
export async function start({
	credential,
	parameters,
	input = [{}],
	onError,
	packageFolder,
	wiring,
	executeOnce,
	retryOnFail,
}: RunOptions): Promise<{ finished: Promise<FinishedRun>; cancel: () => void }> {
	const loader = await load(packageFolder);
	const credentialsHelper = new OneCredential(loader, credential);
	const nodes = [
		node('Start', START),
		node('Losant', wiring === 'tool' ? `${LOSANT}Tool` : LOSANT, {
			parameters,
			credentials: { losantApi: { id: '1', name: 'Losant' } },
			...(onError && { onError }),
			...(executeOnce && { executeOnce }),
			...(retryOnFail && { retryOnFail, maxTries: 2, waitBetweenTries: 0 }),
		}),
		node('Success', wiring === 'loop' ? LOOP : END),
		node('Failed', END),
		node('First', END),
		node('Second', END),
		node('Joined', END),
	];
	/** What the two nodes after the start give to, where they are connected */
	const after = wiring === 'sources' ? 'Losant' : wiring === 'twice' ? 'Joined' : undefined;
	const connections: IConnections = {
		Start: { main: [after ? [...to('First'), ...to('Second')] : to('Losant')] },
		Losant: { main: [to('Success'), to('Failed')] },
		...(after && { First: { main: [to(after)] }, Second: { main: [to(after)] } }),
		...(wiring === 'twice' && { Joined: { main: [to('Losant')] } }),
		...(wiring === 'loop' && { Success: { main: [to('Losant')] } }),
	};
	const workflow = new Workflow({
		id: '1',
		name: 'test',
		nodes,
		connections,
		active: false,
		nodeTypes: new PackageNodeTypes(loader),
		settings: { executionOrder: 'v1' },
	});
	const startNode = workflow.getNode('Start');
	if (!startNode) throw new Error('the workflow has no start');
	const stack = [
		{ node: startNode, data: { main: [input.map((json) => ({ json }))] }, source: null },
	];
	const data = additionalData(credentialsHelper);
	data.hooks = new ExecutionLifecycleHooks('manual', '1', {
		id: '1',
		name: 'test',
		nodes,
		connections,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	const running = new WorkflowExecute(
		data,
		'manual',
		runExecutionData(stack),
	).processRunExecutionData(workflow);

	const finished = running.then(({ status, data: { resultData } }): FinishedRun => {
		const output = (branch: number) => resultData.runData.Losant?.[0]?.data?.main?.[branch] ?? [];
		const { error } = resultData;
		return {
			// n8n 1.x of old leaves that to its server
			status: status === 'running' ? (error ? 'error' : 'success') : status,
			...(error && { error: error as NodeApiError }),
			success: output(0),
			failed: output(1),
			hints: (resultData.runData.Losant?.[0]?.hints ?? []).map(({ message }) => message),
			stored: JSON.stringify(resultData),
			credentialReads: credentialsHelper.reads,
		};
	});
	return { finished, cancel: () => running.cancel() };
}

/** Runs the Losant node to its end. */
export async function run(options: RunOptions): Promise<FinishedRun> {
	const { finished } = await start(options);
	return await finished;
}

/**
 * The Losant node's description, as n8n has loaded it.
 *
 * @param packageFolder where the package lies; the built clone unless given
 */
export async function describedNode(packageFolder?: string): Promise<INodeTypeDescription> {
	const nodeTypes = new PackageNodeTypes(await load(packageFolder));
	return nodeTypes.getByNameAndVersion(LOSANT).description;
}

/** Opens a pick list of the Losant node, as the editor does. */
export async function searchList(
	method: `search${'Instances' | 'Organizations' | 'Invites' | 'Members' | 'Applications' | 'Dashboards'}`,
	{ credential, parameters }: Pick<RunOptions, 'credential' | 'parameters'>,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const loader = await load();
	const nodeTypes = new PackageNodeTypes(loader);
	const losant = node('Losant', LOSANT, {
		parameters,
		credentials: { losantApi: { id: '1', name: 'Losant' } },
	});
	const workflow = new Workflow({ nodes: [losant], connections: {}, active: false, nodeTypes });
	const data = additionalData(new OneCredential(loader, credential));
	data.currentNodeParameters = parameters;
	const search = nodeTypes.getByNameAndVersion(LOSANT).methods?.listSearch?.[method];
	if (!search) throw new Error(`the node has no ${method}`);
	return await search.call(
		new LoadOptionsContext(workflow, losant, data, ''),
		filter,
		paginationToken,
	);
}

/** What n8n's engine gets of a poll. */
export interface Polled {
	/** The fields of the items that start the workflow; none where nothing starts */
	items: IDataObject[];
	/** The errors of failed executions beside them */
	errors: Error[];
	/** What n8n's log has got */
	log: string[];
}

export interface TriggerOptions {
	credential: RunOptions['credential'];
	parameters: INodeParameters;
	/** What n8n has kept of the trigger in its database, as JSON */
	kept?: string;
	/** Why n8n registers the trigger; `update` unless given */
	activation?: WorkflowActivateMode;
	/** Milliseconds that a poll may take; n8n's own number unless given */
	budget?: number;
	/** Whether somebody fetches a test event */
	isTest?: boolean;
	/** What n8n's context of older versions hasn't got */
	without?: ReadonlyArray<'getPollBudgetMs' | '__emitError'>;
}

/** A trigger as n8n registers it: with one context for all its polls. */
export interface Registered {
	poll(): Promise<Polled>;
	/** What n8n would keep in its database now, as JSON */
	kept(): string;
	/** Whether n8n would write it */
	isChanged(): boolean;
}

/**
 * Registers the trigger of the package in n8n-core's context for polls.
 *
 * @param options of the trigger
 */
export async function register({
	credential,
	parameters,
	kept = '{}',
	activation = 'update',
	budget,
	isTest = false,
	without = [],
}: TriggerOptions): Promise<Registered> {
	const loader = await load();
	const nodeTypes = new PackageNodeTypes(loader);
	const losant = node('Losant Trigger', TRIGGER, {
		parameters,
		credentials: { losantApi: { id: '1', name: 'Losant' } },
	});
	const workflow = new Workflow({
		id: '1',
		name: 'test',
		nodes: [losant],
		connections: {},
		active: true,
		nodeTypes,
		staticData: JSON.parse(kept),
	});
	const registered = workflow.getNode(losant.name) ?? losant;
	const errors: Error[] = [];
	const log: string[] = [];
	const context = new PollContext(
		workflow,
		registered,
		additionalData(new OneCredential(loader, credential)),
		isTest ? 'manual' : 'trigger',
		activation,
		undefined,
		(error) => void errors.push(error),
	);
	if (budget !== undefined) Object.assign(context, { getPollBudgetMs: () => budget });
	for (const name of without) Reflect.deleteProperty(context, name);
	const write = (words: string) => void log.push(words);
	Object.defineProperty(context, 'logger', {
		value: { debug: write, info: write, warn: write, error: write },
	});
	return {
		async poll() {
			const { poll } = nodeTypes.getByNameAndVersion(TRIGGER);
			if (!poll) throw new Error('the trigger has no poll');
			const polled = await poll.call(context as IPollFunctions);
			const items = (polled?.[0] ?? []).map(({ json }) => json);
			return { items, errors: errors.splice(0), log: log.splice(0) };
		},
		kept: () => JSON.stringify(workflow.staticData),
		isChanged: () => Boolean(Reflect.get(workflow.staticData, '__dataChanged')),
	};
}
