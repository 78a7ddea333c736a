import type { Clock } from './clock';

export class Pace {
	#closedUntil = 0;
	constructor(private readonly clock: Pick<Clock, 'now' | 'wait'>) {}
	async turn(): Promise<void> {
		for (;;) {
			const wait = this.#closedUntil - this.clock.now();
			if (wait <= 0) return;
			await this.clock.wait(wait);
		}
	}
	answered(): void {}
	refused(_sentAt: number, asked: number | undefined): void {
		this.hold(asked ?? 1_000);
	}
	hold(milliseconds: number): void {
		this.#closedUntil = Math.max(this.#closedUntil, this.clock.now() + milliseconds);
	}
}
