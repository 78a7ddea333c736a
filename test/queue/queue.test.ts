import { publishInvites } from './invites';
import { useQueue } from './queue';
import { syncing } from './sync';
import { together } from './together';
import { triggering } from './trigger';
import { inTrouble } from './trouble';
import { onAWorker, onAWorkerWithoutThePackage } from './worker';

/** One system for all, since starting it takes longer than most scenarios. */
describe('n8n in queue mode', () => {
	const session = useQueue();

	beforeAll(async () => {
		const { losant } = session.here;
		await losant.configure({ latency: 100, duplicates: 'second' });
		await publishInvites(session.here);
	});

	describe('as in one process', () => onAWorker(session));

	describe('a trigger, and meanwhile', () =>
		triggering(session, () => {
			describe('in trouble', () => inTrouble(session));

			describe('Sync Members', () => syncing(session));
		}));

	describe('several executions at once', () => together(session));

	describe('without the package', () => onAWorkerWithoutThePackage(session));
});
