import { pass } from '../time.js';
import {
	expectOneMailEach,
	expectRunAgainCompletes,
	invite,
	outcomes,
	PEOPLE,
	untilSent,
} from './invites';
import type { Queue, Session } from './queue';

/** How long Redis and Postgres are away. */
const AWAY = 5_000;

/** What n8n says of an execution whose worker has died: its words differ, what was sent doesn't. */
const TOO_MANY_TIMES = 'This execution failed to be processed too many times';

/** What is killed in the middle of 300 invites. */
export function inTrouble(session: Session) {
	test('the worker that has the job is killed: nobody twice, n8n tells, and run again with Skip everybody has one mail', async () => {
		const { here } = session;
		const orgId = await here.organization('Killed');
		const id = await invite(here, orgId, PEOPLE);
		const worker = await here.workerOf(id);
		await untilSent(here, orgId, PEOPLE.length / 2);
		await here.get(worker).kill();
		const killedAt = Date.now();
		const { status, data } = await here.ended(id);
		const seconds = Math.round((Date.now() - killedAt) / 1_000);
		const sent = (await here.losant.mails(orgId)).length;
		if (N8N_VERSION === '2.41.1') {
			// n8n 2.x never hands a job on
			expect(status).toBe('error');
			expect(data).toContain(TOO_MANY_TIMES);
			expect(sent).toBeLessThan(PEOPLE.length);
		} else {
			// n8n 1.x has the other worker do all of it again
			expect(await outcomes(here, id)).toEqual(
				PEOPLE.map((email) => [email, expect.stringMatching(/^(invited|alreadyInvited)$/)]),
			);
			expect(sent).toBe(PEOPLE.length);
		}
		const there = await expectRunAgainCompletes(here, orgId, PEOPLE);
		expect(there).toBe(sent);
		await here.start(worker);
		session.see(
			'worker killed at half',
			`${status} after ${seconds} s, ${sent} mails; run again: 300, nobody twice`,
		);
	});

	/** Invites 300 people, and has something happen when some of them are invited; all of them are in the end, in the same execution. */
	const through = async (
		name: string,
		happens: (here: Queue, worker: 'one' | 'other') => Promise<void>,
	) => {
		const { here } = session;
		const orgId = await here.organization(name);
		const id = await invite(here, orgId, PEOPLE);
		const worker = await here.workerOf(id);
		// what happens lasts a third of the run at most
		await untilSent(here, orgId, PEOPLE.length / 3);
		await happens(here, worker);
		const before = (await here.losant.mails(orgId)).length;
		expect(await outcomes(here, id)).toEqual(PEOPLE.map((email) => [email, 'invited']));
		await expectOneMailEach(here, orgId, PEOPLE);
		expect(await expectRunAgainCompletes(here, orgId, PEOPLE)).toBe(PEOPLE.length);
		session.see(
			name,
			`success, 300 mails, of which ${300 - before} after it; run again: 300 alreadyInvited`,
		);
		return worker;
	};

	test('the worker is stopped as it should be: it finishes what it has', async () => {
		const worker = await through('worker stopped by SIGTERM', async (here, name) => {
			await here.get(name).stop();
		});
		await session.here.start(worker);
	});

	describe('while the run lasts longer than what is away', () => {
		beforeAll(async () => {
			await session.here.losant.configure({ latency: 200 });
		});
		afterAll(async () => {
			await session.here.losant.configure({ latency: 100 });
		});

		test('Redis is away for a while: everybody is invited once', async () => {
			await through('Redis away for 5 s', async ({ redis }) => {
				await redis.kill();
				await pass(AWAY);
				await redis.start();
			});
		});

		test('Postgres is away for a while: everybody is invited once', async () => {
			await through('Postgres away for 5 s', async (here) => {
				const { postgres } = here;
				await postgres.kill();
				await pass(AWAY);
				await postgres.start();
				await here.untilReady();
			});
		});

		test('main is killed and started again: everybody is invited once', async () => {
			await through('main killed and started again', async (here) => {
				await here.get('main').kill();
				await here.startMain();
			});
		});
	});
}
