/** A bucket of tokens, one for each request that is let through. */
export class RateLimit {
	#tokens = Infinity;

	#at = 0;

	/** Fills the bucket. */
	reset() {
		this.#tokens = Infinity;
	}

	/**
	 * @param {number} perSecond how many tokens come in a second, and how many the bucket holds, one at least
	 * @returns {boolean} whether there was a token for this request
	 */
	allows(perSecond) {
		if (perSecond === Infinity) return true;
		const now = performance.now();
		const refilled = this.#tokens + ((now - this.#at) / 1_000) * perSecond;
		this.#tokens = Math.min(refilled, Math.max(perSecond, 1));
		this.#at = now;
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}
}
