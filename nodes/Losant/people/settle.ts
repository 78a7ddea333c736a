import { isRefusal, type Losant } from '../transport/losant';

/** The refusals that what is there by now may be the reason for. */
const OVERTAKEN = ['400', '404', '409'];

/**
 * Does what is decided from what is there. Where Losant refuses that, somebody else may have changed it since the lists were
 * read: then it is decided once more.
 *
 * @param losant the door to Losant
 * @param decide decides from what Losant has said after this moment of the run's clock, or from what the run knows
 * @param carryOut does it
 * @returns what carrying it out gives
 * @throws what deciding and carrying out throw; the first refusal, where another look changes nothing
 */
export async function settle<Decision extends { outcome: string }, Result>(
	losant: Losant,
	decide: (since?: number) => Promise<Decision>,
	carryOut: (decision: Decision) => Promise<Result>,
): Promise<Result> {
	const decision = await decide();
	return await carryOut(decision).catch(async (error: unknown) => {
		if (!isRefusal(error, OVERTAKEN)) throw error;
		const now = await decide(losant.clock.now()).catch(() => decision);
		if (now.outcome === decision.outcome) throw error;
		return await carryOut(now);
	});
}
