import type { NamedPerson } from '../losant/objects';
import type { Losant } from '../transport/losant';
import { keyOf } from './named';
import type { OrganizationCall } from './sharedList';

/** How many people are remembered, so that it takes a few megabytes at most. */
const MAX_REMEMBERED = 10_000;

/** All that the executions of one process know of each other: whom they are sending something to, by person. */
const lastInLine = new Map<string, Promise<unknown>>();

/** When the process has last sent something for a person, those of longest ago first. */
const lastSent = new Map<string, number>();

/** The same for all people who had to be forgotten. */
let lastForgotten = -Infinity;

/** When a run has last sent something for a person, and when another one had before that. */
const ownSendings = new WeakMap<Losant, Map<string, { at: number; othersAt: number }>>();

/** The turn of one execution to send something for a person. */
export interface Turn {
	/**
	 * Something has been sent for the person, whatever came of it.
	 *
	 * @returns when, by the run's clock
	 */
	sent(): number;
}

/**
 * When this process has last sent something for a person: what Losant said before doesn't count.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param person by user id or by address
 * @returns by the run's clock
 */
export async function lastSentTo(
	losant: Losant,
	call: OrganizationCall,
	person: NamedPerson,
): Promise<number> {
	return lastSent.get(await globalKey(losant, call, person)) ?? lastForgotten;
}

/**
 * The same without what the run itself has sent.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param person by user id or by address
 * @returns by the run's clock
 */
export async function lastSentByOthers(
	losant: Losant,
	call: OrganizationCall,
	person: NamedPerson,
): Promise<number> {
	return othersAt(losant, await globalKey(losant, call, person));
}

/**
 * Does something for a person after all that other executions of this n8n are doing for the same one has ended: with a
 * list that was read before it, each would send a mail.
 *
 * @param losant the door to Losant
 * @param call how the organization is asked
 * @param person by user id or by address
 * @param work what is done; not for somebody else in the midst of it
 * @returns what the work gives
 * @throws what the work throws, and NodeOperationError when the run is cancelled before
 */
export async function oneAtATime<Result>(
	losant: Losant,
	call: OrganizationCall,
	person: NamedPerson,
	work: (turn: Turn) => Promise<Result>,
): Promise<Result> {
	const key = await globalKey(losant, call, person);
	const before = lastInLine.get(key);
	let end = () => {};
	const ended = new Promise<void>((resolve) => {
		end = resolve;
	});
	const line = Promise.all([before, ended]).then(() => {
		if (lastInLine.get(key) === line) lastInLine.delete(key);
	});
	lastInLine.set(key, line);
	try {
		if (before) await losant.clock.until(before);
		return await work({ sent: () => remember(losant, key) });
	} finally {
		end();
	}
}

/** The address of the API, the organization and the person, whatever their spelling. */
async function globalKey(
	losant: Losant,
	{ path }: OrganizationCall,
	person: NamedPerson,
): Promise<string> {
	return `${await losant.address()} ${keyOf(path, person)}`;
}

function othersAt(losant: Losant, key: string): number {
	const at = lastSent.get(key) ?? lastForgotten;
	const own = ownSendings.get(losant.forRun())?.get(key);
	return own?.at === at ? own.othersAt : at;
}

function remember(losant: Losant, key: string): number {
	const now = losant.clock.now();
	const run = losant.forRun();
	const own = ownSendings.get(run) ?? new Map<string, { at: number; othersAt: number }>();
	ownSendings.set(run, own.set(key, { at: now, othersAt: othersAt(losant, key) }));
	lastSent.delete(key);
	lastSent.set(key, now);
	const [oldest] = lastSent;
	if (oldest && lastSent.size > MAX_REMEMBERED) {
		lastSent.delete(oldest[0]);
		lastForgotten = oldest[1];
	}
	return now;
}
