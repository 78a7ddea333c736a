import { startLosant } from '../losant/index.js';
import { sampleParameters, type OperationName } from '../losant/parameters';
import type { RunOptions } from './engine';

type TestLosant = Awaited<ReturnType<typeof startLosant>>;

export { INSTANCE, ORGANIZATION } from '../losant/parameters';
export const NO_ORGANIZATION = 'f'.repeat(24);

/**
 * A refusal of Losant's.
 *
 * @param status of the answer
 * @param type by which Losant names the kind
 * @param message in Losant's words
 */
export const refused = (status: number, type: string, message: string) =>
	({ kind: 'json', status, body: { type, message } }) as const;

/** Losant's refusal of what a token may not do. */
export const FORBIDDEN = refused(403, 'Forbidden', 'Access is forbidden');

/** Starts the test Losant for the tests of one file; it is as new before each of them. */
export function useLosant() {
	const held: { losant?: TestLosant } = {};
	const losant = (): TestLosant => {
		if (!held.losant) throw new Error('the test Losant has not started');
		return held.losant;
	};
	beforeAll(async () => {
		held.losant = await startLosant();
	});
	beforeEach(async () => {
		await losant().reset();
	});
	afterAll(async () => {
		await losant().stop();
	});
	return {
		get server() {
			return losant();
		},
		/** The parameters that every operation needs, and a credential that may do all. */
		async options(
			operation: OperationName,
			more: RunOptions['parameters'] = {},
			scope = ['all.Instance'],
		): Promise<Pick<RunOptions, 'credential' | 'parameters'>> {
			return {
				credential: { apiUrl: losant().url, apiToken: await losant().token({ scope }) },
				parameters: sampleParameters(operation, more),
			};
		},
		/** The calls that reached Losant, as `GET` or `POST`. */
		async methods(): Promise<string[]> {
			return (await losant().requests()).map(({ method }) => method);
		},
	};
}
