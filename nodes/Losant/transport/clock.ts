import { NodeOperationError, sleep, type INode } from 'n8n-workflow';

/** The time of a run. */
export interface Clock {
	/** Milliseconds from some moment, and never set back as the time of day may be */
	now(): number;
	/** How much of the run's time is left, in milliseconds; Infinity where it has no end */
	left(): number;
	/**
	 * Waits, but not past a cancelled run, and not at all past the end of its time.
	 *
	 * @param milliseconds how long
	 * @throws NodeOperationError when the run is cancelled, or its time is over before
	 */
	wait(milliseconds: number): Promise<void>;
	/**
	 * Waits for something, but not past a cancelled run.
	 *
	 * @param something that ends by itself
	 * @throws NodeOperationError when the run is cancelled, or its time is over then
	 */
	until(something: Promise<unknown>): Promise<void>;
	/** @throws NodeOperationError when the run is cancelled, or its time is over */
	throwIfOver(): void;
}

const late = new WeakSet<Error>();

/**
 * Whether something was not done since the time of the run was over.
 *
 * @param error what was thrown
 */
export function isLate(error: unknown): boolean {
	return error instanceof Error && late.has(error);
}

/**
 * @param node that a cancelled run is reported for
 * @param cancelSignal n8n's signal that the user has cancelled the run, or that it has lasted too long
 * @param time how long the run may last from now on, in milliseconds
 */
export function clockOf(
	node: INode,
	cancelSignal: AbortSignal | undefined,
	time = Infinity,
): Clock {
	const now = () => performance.now();
	const end = now() + time;
	const left = () => end - now();
	const throwIfOver = (milliseconds = 0) => {
		// n8n-core knows a canceled run by this word (workflow-execute.ts)
		if (cancelSignal?.aborted) throw new NodeOperationError(node, 'The execution was canceled');
		if (left() > milliseconds) return;
		const seconds = Math.round(time / 1_000);
		const error = new NodeOperationError(
			node,
			`Losant did not answer within the ${seconds} seconds that there were for it`,
		);
		late.add(error);
		throw error;
	};
	const until = async (something: Promise<unknown>) => {
		throwIfOver();
		let stop = () => {};
		const cancelled = new Promise<void>((resolve) => {
			stop = resolve;
			cancelSignal?.addEventListener('abort', stop, { once: true });
		});
		await Promise.race([something, cancelled]);
		cancelSignal?.removeEventListener('abort', stop);
		throwIfOver();
	};
	return {
		now,
		left,
		wait: async (milliseconds) => {
			throwIfOver(milliseconds);
			await until(sleep(milliseconds));
		},
		until,
		throwIfOver,
	};
}
