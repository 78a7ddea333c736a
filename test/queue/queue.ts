import { N8nClient } from '../../scripts/n8n-client.js';
import { startN8n } from '../../scripts/n8n.js';
import { startPostgres, startRedis } from '../../scripts/stores.js';
import { emptyFolder, packed } from '../e2e/files.js';
import { INSTANCE } from '../e2e/n8n';
import { startLosant } from '../losant/index.js';
import { pass } from '../time.js';
import { show } from './show.js';

type N8n = Awaited<ReturnType<typeof startN8n>>;

/** n8n's processes, each with a folder of its own, by the commands that start them. */
const COMMANDS = {
	main: 'start',
	one: 'worker',
	other: 'worker',
	withoutPackage: 'worker',
	webhook: 'webhook',
} as const;
type Process = keyof typeof COMMANDS;
export type Worker = 'one' | 'other';

/** That a worker has died is noticed within seconds, in place of minutes. */
const QUICK_LOCK = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

export type Queue = Awaited<ReturnType<typeof startQueue>>;

/**
 * Starts n8n in queue mode: a main, two workers and a webhook process, with the test Losant.
 *
 * @param atEnd is given what ends the parts, as soon as each is there
 */
export async function startQueue(atEnd: (end: () => Promise<void>) => void) {
	const folder = emptyFolder(`queue-${N8N_VERSION}`);
	const kept = async <Part>(starting: Promise<Part>, end: (part: Part) => Promise<void>) => {
		const part = await starting;
		atEnd(async () => await end(part));
		return part;
	};
	const [losant, redis, postgres] = await Promise.all([
		kept(startLosant(), async ({ stop }) => await stop()),
		kept(startRedis(), async ({ remove }) => await remove()),
		kept(startPostgres(), async ({ remove }) => await remove()),
	]);

	const running = new Map<Process, N8n>();
	/** Starts a process, anew with what it has kept. */
	const start = async (name: Process) => {
		const starting = startN8n({
			version: N8N_VERSION,
			command: COMMANDS[name],
			userFolder: `${folder}/${name}`,
			...(!running.has(name) && name !== 'withoutPackage' && { tarball: packed() }),
			environment: {
				EXECUTIONS_MODE: 'queue',
				OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: String(postgres.port),
				DB_POSTGRESDB_USER: 'n8n',
				DB_POSTGRESDB_DATABASE: 'postgres',
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redis.port),
				...QUICK_LOCK,
			},
			say: () => {},
		});
		running.set(name, await kept(starting, async ({ kill }) => await kill()));
	};
	const get = (name: Process) => {
		const n8n = running.get(name);
		if (!n8n) throw new Error(`There is no ${name}`);
		return n8n;
	};

	let client: N8nClient;
	const startMain = async () => {
		await start('main');
		client = new N8nClient(get('main').url);
		await client.signIn();
		return client;
	};
	// alone at first, since it makes the tables
	client = await startMain();
	const credential = await client.createCredential('Losant', {
		apiUrl: losant.url,
		apiToken: await losant.token(),
	});
	await Promise.all([start('one'), start('other'), start('webhook')]);

	return {
		losant,
		redis,
		postgres,
		credential,
		get client() {
			return client;
		},
		start,
		startMain,
		get,
		/** Waits until n8n has noticed that its database is back. */
		untilReady: async () => {
			for (const { url } of running.values()) {
				while (!(await fetch(`${url}/healthz/readiness`)).ok) await pass(100);
			}
		},
		/** Makes an organization of its own for a scenario. */
		organization: async (name: string) =>
			(await losant.addOrganization({ instanceId: INSTANCE, name })).id,
		/** Fires a webhook, at the webhook process; gives what it answers, as soon as it is there. */
		fire: async (path: string, body: object) => {
			for (;;) {
				const answer = await fetch(`${get('webhook').url}/webhook/${path}`, {
					method: 'POST',
					headers: { 'Content-Type': 'application/json' },
					body: JSON.stringify(body),
				});
				const text = await answer.text();
				if (answer.ok) return text;
				// n8n 2.x registers the path a moment after it has answered
				if (answer.status !== 404) throw new Error(`${path} answered ${answer.status}: ${text}`);
			}
		},
		/** The execution when it has ended, also where n8n has lost what it gave. */
		ended: async (executionId: string) => {
			for (;;) {
				const execution = await client.get(`/rest/executions/${executionId}`);
				if (!['new', 'running'].includes(execution.status)) return execution;
				await pass(50);
			}
		},
		/** The worker that has the execution, as soon as one has. */
		workerOf: async (executionId: string): Promise<Worker> => {
			for (;;) {
				for (const name of ['one', 'other'] as const) {
					const line = `Worker started execution ${executionId} (job `;
					if (get(name).log().includes(line)) return name;
				}
				await pass(20);
			}
		},
	};
}

/** One system for the tests of a file. */
export interface Session {
	readonly here: Queue;
	/** Notes for the table of docs/reliability.md what was seen. */
	see(scenario: string, seen: string): void;
}

/** Starts the system, ends all of its parts, also when a test failed, and shows what was seen. */
export function useQueue(): Session {
	const endings: Array<() => Promise<void>> = [];
	const rows: string[] = [];
	let here: Queue;
	beforeAll(async () => {
		here = await startQueue((end) => endings.push(end));
	});
	afterAll(async () => {
		// n8n before what it needs
		for (const end of endings.reverse()) await end();
		show([`| | n8n ${N8N_VERSION} |`, '|---|---|', ...rows]);
	});
	return {
		get here() {
			return here;
		},
		see: (scenario, seen) => rows.push(`| ${scenario} | ${seen} |`),
	};
}
