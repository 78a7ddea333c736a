import { NodeOperationError, sleep, type INode } from 'n8n-workflow';

/** The time of a run. */
export interface Clock {
	/** Milliseconds from some moment, and never set back as the time of day may be */
	now(): number;
	/**
	 * Waits, but not past a cancelled run.
	 *
	 * @param milliseconds how long
	 * @throws NodeOperationError when the run is cancelled
	 */
	wait(milliseconds: number): Promise<void>;
	/**
	 * Waits for something, but not past a cancelled run.
	 *
	 * @param something that ends by itself
	 * @throws NodeOperationError when the run is cancelled
	 */
	until(something: Promise<unknown>): Promise<void>;
	/** @throws NodeOperationError when the run is cancelled */
	throwIfCancelled(): void;
}

/**
 * @param node that a cancelled run is reported for
 * @param cancelSignal n8n's signal that the user has cancelled the run, or that it has lasted too long
 */
export function clockOf(node: INode, cancelSignal: AbortSignal | undefined): Clock {
	const throwIfCancelled = () => {
		if (!cancelSignal?.aborted) return;
		// n8n-core knows a canceled run by this word (workflow-execute.ts)
		throw new NodeOperationError(node, 'The execution was canceled');
	};
	const until = async (something: Promise<unknown>) => {
		throwIfCancelled();
		let stop = () => {};
		const cancelled = new Promise<void>((resolve) => {
			stop = resolve;
			cancelSignal?.addEventListener('abort', stop, { once: true });
		});
		await Promise.race([something, cancelled]);
		cancelSignal?.removeEventListener('abort', stop);
		throwIfCancelled();
	};
	return {
		now: () => performance.now(),
		wait: async (milliseconds) => await until(sleep(milliseconds)),
		until,
		throwIfCancelled,
	};
}
