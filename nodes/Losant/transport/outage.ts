/** How long a run waits for Losant, in milliseconds. */
export interface Patience {
	/** From the first request, where Losant has never answered */
	atFirst: number;
	/** From the last answer, where Losant has stopped answering */
	later: number;
	/** From the first refusal for too many requests, while there is no other answer */
	busy: number;
	/** From the beginning, whatever Losant answers; without an end unless given */
	inAll?: number;
}

/** A request that has been let through. */
export interface Sending {
	/** Whether it is to try if Losant is back */
	readonly isTry: boolean;
	/** Whether it goes though Losant may be away, since something that was under way was still answered */
	readonly isBold: boolean;
	/** When it was sent, at its turn */
	at: number;
}

/** A request that ended without an answer of Losant's. */
export interface Trouble {
	/** Whether nothing else was answered either: then it says nothing about the request itself */
	isOutage: boolean;
}

/** How many requests may be sent before Losant has answered for the first time. */
const AT_FIRST = 5;

/** How many requests go, one for each answer to what was under way when Losant seemed to go away, before a later one is answered. */
const BOLD = 10;

/** The waits between one try and the next while Losant doesn't answer, in milliseconds: at once, then each twice as long as the one before, up to the longest. */
const FIRST_WAIT = 1_000;
export const LONGEST_WAIT = 5_000;

/** How old an answer may be that shows that Losant is there, in milliseconds: it says nothing of a request that has hung since. */
const RECENT = 5_000;

/**
 * What a run knows about whether Losant answers at all. While it doesn't, nobody sends, and one request at a time tries
 * whether it is back: the circuit breaker of Nygard's "Release It!". All times are of one clock, in milliseconds.
 */
export class Outage {
	#givenUp: 'away' | 'busy' | undefined;

	#firstSentAt: number | undefined;

	#lastAnswerAt: number | undefined;

	/** When the latest of the requests was sent that have been answered */
	#answeredSentAt = -Infinity;

	/** The first refusal for too many requests since the last other answer */
	#busySince: number | undefined;

	/** There has been another answer than that */
	#wasLetIn = false;

	/** A server in Losant's place has said when it will be there */
	#isAnnounced = false;

	/** How many requests have been let through; counts until the first answer */
	#sendings = 0;

	/** What the request met that opened the circuit; undefined while it is closed */
	#trouble: Trouble | undefined;

	/** When the latest of the requests was sent that have met it */
	#troubleSentAt = -Infinity;

	#trying: Sending | undefined;

	/** How many more bold requests there may be, and how many of them go now */
	#boldLeft = BOLD;

	#bold = 0;

	#tries = 0;

	#nextTryAt = 0;

	/** @param patience of the run */
	constructor(private readonly patience: Patience) {}

	/** Why Losant isn't waited for any longer; undefined while it is. */
	get givenUp(): 'away' | 'busy' | undefined {
		return this.#givenUp;
	}

	/** When a request that has to wait may be let through by itself, in case that nothing happens before; undefined while others are under way */
	get nextTryAt(): number | undefined {
		return this.#trouble && !this.#trying ? this.#nextTryAt : undefined;
	}

	/** How long Losant is waited for at most from now on; where it is there, as long as for a limit. */
	patienceLeft(now: number): number {
		return this.#trouble ? Math.max(0, this.#end(now) - now) : this.patience.busy;
	}

	/**
	 * Lets a request through, if it needn't wait.
	 *
	 * @param now the time
	 */
	letThrough(now: number): Sending | undefined {
		const isOpen = this.#trouble !== undefined;
		const isBold = isOpen && this.#bold > 0;
		const isTry = isOpen && !isBold;
		const mayPass = isTry
			? !this.#trying && now >= this.#nextTryAt
			: this.#lastAnswerAt !== undefined || this.#sendings < AT_FIRST;
		if (!mayPass) return undefined;
		const sending = { isTry, isBold, at: now };
		if (isTry) this.#trying = sending;
		if (isBold) this.#bold--;
		this.#sendings++;
		return sending;
	}

	/**
	 * A request that was let through is to be sent now.
	 *
	 * @param sending the request
	 * @param now the time
	 * @returns false where it has to wait again, since Losant has stopped answering meanwhile
	 */
	send(sending: Sending, now: number): boolean {
		if (this.#trouble && this.#trying !== sending && !sending.isBold) return false;
		sending.at = now;
		this.#firstSentAt ??= now;
		return true;
	}

	/**
	 * A request has ended with an answer of Losant's.
	 *
	 * @param sending the request
	 * @param now the time
	 */
	answered(sending: Sending, now: number): void {
		this.#hear(sending, now);
		this.#busySince = undefined;
		this.#wasLetIn = true;
	}

	/**
	 * A request has ended with a refusal for too many requests.
	 *
	 * @param sending the request
	 * @param now the time
	 * @param asked how long Losant asks to wait
	 * @returns how long that is obeyed: in the midst of a run until its patience ends, when one more try is worth its while
	 */
	refused(sending: Sending, now: number, asked = 0): number {
		this.#hear(sending, now);
		this.#busySince ??= now;
		const left = this.#busySince + this.patience.busy - now;
		if (left <= 0 || (asked > left && !this.#wasLetIn)) this.#givenUp ??= 'busy';
		return Math.min(asked, Math.max(left, 0));
	}

	/**
	 * A request has ended without an answer of Losant's.
	 *
	 * @param sending the request
	 * @param now the time
	 * @param isAnnounced whether a server in Losant's place has said when Losant will be there
	 * @returns what is known of it, now and later
	 */
	unanswered(sending: Sending, now: number, isAnnounced = false): Trouble {
		if (this.#trying === sending) this.#trying = undefined;
		// what was sent later was answered: Losant is there
		const isRecent = (this.#lastAnswerAt ?? -Infinity) > now - RECENT;
		if (isRecent && this.#answeredSentAt > sending.at) return { isOutage: false };
		this.#troubleSentAt = Math.max(this.#troubleSentAt, sending.at);
		this.#isAnnounced ||= isAnnounced;
		if (!this.#trouble) {
			this.#tries = 0;
			this.#nextTryAt = now;
		}
		const trouble = (this.#trouble ??= { isOutage: false });
		const end = this.#end(now);
		if (sending.isTry) {
			// the first try may be the very request that is in doubt
			trouble.isOutage = this.#tries > 0;
			this.#nextTryAt = Math.min(
				now + Math.min(FIRST_WAIT * 2 ** this.#tries++, LONGEST_WAIT),
				end,
			);
		}
		// where Losant has answered before, one try is always worth its while, however late
		if (now >= end && (sending.isTry || this.#lastAnswerAt === undefined)) this.#givenUp ??= 'away';
		return trouble;
	}

	#hear(sending: Sending, now: number): void {
		this.#lastAnswerAt = now;
		this.#answeredSentAt = Math.max(this.#answeredSentAt, sending.at);
		if (this.#trouble && this.#trying !== sending && sending.at < this.#troubleSentAt) {
			// it may be the last that Losant answers
			if (this.#boldLeft > 0) {
				this.#boldLeft--;
				this.#bold++;
			}
			return;
		}
		this.#trouble = undefined;
		this.#trying = undefined;
		this.#boldLeft = BOLD;
		this.#bold = 0;
	}

	/** Until when Losant is waited for. */
	#end(now: number): number {
		const { atFirst, later } = this.patience;
		if (this.#lastAnswerAt !== undefined) return this.#lastAnswerAt + later;
		return (this.#firstSentAt ?? now) + (this.#isAnnounced ? Math.max(atFirst, later) : atFirst);
	}
}
