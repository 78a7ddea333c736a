import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Parameters } from '../fields/values';
import { connect } from '../transport/losant';
import type { Patience } from '../transport/outage';
import { explained, someFailed, wordsOf } from './failure';
import { readCatchUp, readWatched } from './fields';
import { sample } from './sample';
import { fromStored, toStored, type State } from './snapshot';
import { watch, type Failed, type PlacedEvent, type Watched } from './watch';

const SECOND = 1_000;

/** What n8n's in-memory engine gives to a poll (n8n-core 2.41.1, poll-context.ts); older ones don't say. */
const BUDGET = 300 * SECOND;

/** What n8n itself needs of the time. */
const RESERVE = 3 * SECOND;

/**
 * What the first poll of a trigger may take: n8n 2.41.1 gives up publishing a workflow after 84 seconds
 * (workflow-publication-outbox-consumer).
 */
const FIRST_BUDGET = 60 * SECOND;

/** Losant isn't waited for long, since the next poll comes by itself. */
const PATIENCE: Patience = { atFirst: 15 * SECOND, later: 15 * SECOND, busy: 30 * SECOND };

/** For Fetch Test Event, which somebody waits for. */
const TEST_BUDGET = 30 * SECOND;

/** The contexts that have polled: n8n's in-memory engine makes one each time that it registers the trigger. */
const contexts = new WeakSet<IPollFunctions>();

/** The memories of triggers that are polling: n8n's in-memory engine doesn't wait for the end of a poll before the next one. */
const polling = new WeakSet<object>();

/**
 * Polls once, as n8n asks for it: by its clock, when it registers the trigger, or for Fetch Test Event.
 *
 * @param context n8n's context of the poll
 * @returns the events as items, in n8n's form; null where there are none
 * @throws NodeApiError, NodeOperationError or UserError when Losant could not be looked at, or a field can't be used
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters: Parameters = (name, absent) => context.getNodeParameter(name, absent);
	if (context.getMode() === 'manual') {
		const watched = readWatched(parameters);
		const losant = connect(context, { ...PATIENCE, inAll: TEST_BUDGET });
		const shown = await sample(losant, watched).catch((error: unknown) => explained(error));
		return [asItems(watched, shown)];
	}
	const isFirst = !contexts.has(context);
	contexts.add(context);
	const memory = context.getWorkflowStaticData('node');
	if (polling.has(memory)) return null;
	polling.add(memory);
	return await pollAgain(context, parameters, memory, isFirst)
		.catch((error: unknown) => survived(context, isFirst, error))
		.finally(() => polling.delete(memory));
}

/** n8n gives a trigger up for good when it fails while n8n starts (2.41.1: after five times in 15 seconds). */
function survived(context: IPollFunctions, isFirst: boolean, error: unknown): null {
	if (!isFirst || !['init', 'leadershipChange'].includes(context.getActivationMode())) throw error;
	context.logger.warn(
		`Losant could not be looked at while n8n was starting: ${wordsOf(error)}. The next poll tries again.`,
	);
	return null;
}

async function pollAgain(
	context: IPollFunctions,
	parameters: Parameters,
	memory: IDataObject,
	isFirst: boolean,
): Promise<INodeExecutionData[][] | null> {
	const watched = readWatched(parameters);
	const isPausePassedOver =
		isFirst && context.getActivationMode() === 'activate' && !readCatchUp(parameters);
	const before = isPausePassedOver ? undefined : stateIn(context, memory);
	const losant = connect(context, { ...PATIENCE, inAll: budgetOf(context, isFirst) });
	const { events, state, count, toTell } = await watch(losant, watched, before, Date.now()).catch(
		(error: unknown) => explained(error),
	);

	if (!before) {
		context.logger.info(
			`Losant Trigger remembers what it sees, and starts nothing yet (organizations: ${count})`,
		);
	}
	if (toTell.length > 0) tell(context, toTell, count);
	const stored = toStored(state);
	// n8n writes the memory to its database whenever something is put into it
	if (JSON.stringify(stored) !== JSON.stringify(memory.state)) memory.state = stored;
	return events.length > 0 ? [asItems(watched, events)] : null;
}

function stateIn(context: IPollFunctions, { state }: IDataObject): State | undefined {
	if (state === undefined) return undefined;
	const read = fromStored(state);
	if (!read) {
		context.logger.warn("What the last poll remembered can't be read, so this one starts afresh");
	}
	return read;
}

function budgetOf(context: IPollFunctions, isFirst: boolean): number {
	// n8n before 2.38 doesn't say
	const given = 'getPollBudgetMs' in context ? context.getPollBudgetMs() : BUDGET;
	return Math.min(Math.min(given, BUDGET) - RESERVE, isFirst ? FIRST_BUDGET : Infinity);
}

/** A failed execution beside the events of the others: thrown, it would take these with it. */
function tell(context: IPollFunctions, failed: readonly Failed[], count: number): void {
	const error = someFailed(context.getNode(), failed, count);
	context.logger.warn(error.message);
	// it is n8n's own, for the engine
	if (typeof context.__emitError === 'function') context.__emitError(error);
}

function asItems({ instanceId }: Watched, events: readonly PlacedEvent[]): INodeExecutionData[] {
	const detectedAt = new Date().toISOString();
	return events.map(
		({ organization: { id, name }, event: { event, eventId, occurredAt, ...more } }) => ({
			json: {
				event,
				eventId,
				detectedAt,
				occurredAt,
				instanceId,
				orgId: id,
				orgName: name,
				...more,
			},
		}),
	);
}
