import type { Ending } from '../../nodes/Losant/transport/ending';
import { patient } from '../../nodes/Losant/transport/losant';
import type { Outcome } from '../../nodes/Losant/transport/request';
import { Run } from '../../nodes/Losant/transport/run';
import { clockOf, Simulation } from './simulation';

type End = { outcome: Outcome; ending: Ending };

const DATE = 'Mon, 23 Nov 2026 12:00:09 GMT';
const ANSWERED = answered();
const UNAUTHORIZED: End = {
	outcome: { status: 401, headers: {}, body: { type: 'Unauthorized', message: 'No' } },
	ending: 'refused',
};
const REDIRECT: End = { outcome: { status: 302, headers: {}, body: '' }, ending: 'refused' };
const BAD_CERTIFICATE: End = {
	outcome: { code: 'CERT_HAS_EXPIRED', message: 'x', isUnsent: false },
	ending: 'impossible',
};

function answered(headers = {}): End {
	return { outcome: { status: 200, headers, body: {} }, ending: 'answered' };
}

function page(status: number, headers = {}): End {
	return { outcome: { status, headers, body: '<html>' }, ending: 'unclear' };
}

/** A run that sends one request after the other. */
function begin() {
	const simulation = new Simulation();
	const run = new Run(clockOf(simulation), patient(3));
	const results: Array<{ sentAt: number | undefined } & Awaited<ReturnType<typeof run.send<End>>>> =
		[];
	return {
		run,
		simulation,
		/** Sends requests that end so after 20 ms, and gives what became of them. */
		async after(...ends: End[]) {
			const send = async () => {
				for (const end of ends) {
					let sentAt: number | undefined;
					const result = await run.send(async () => {
						sentAt = simulation.now();
						await simulation.wait(20);
						return end;
					});
					results.push({ sentAt, ...result });
				}
			};
			void send();
			await simulation.run();
			return results;
		},
	};
}

describe('Losant’s own clock', () => {
	test('is known from its answers', async () => {
		const { run, simulation, after } = begin();
		expect(run.dateOf(0)).toBeUndefined();
		await after(page(502, { date: DATE }), answered({ date: 'soon' }));
		expect(run.dateOf(0)).toBeUndefined();
		await after(answered({ date: DATE }));
		const now = simulation.now();
		expect(run.dateOf(now)?.toUTCString()).toBe(DATE);
		expect(run.dateOf(now + 5_000)?.toUTCString()).toBe('Mon, 23 Nov 2026 12:00:14 GMT');
		await after(answered());
		expect(run.dateOf(now)?.toUTCString()).toBe(DATE);
	});
});

describe('what is passing in the midst of a run ends it at its beginning', () => {
	test('a redirect', async () => {
		const [first, , later] = await begin().after(REDIRECT, ANSWERED, REDIRECT);
		expect(first).toMatchObject({ end: { ending: 'refused' } });
		expect(later).toMatchObject({ end: { ending: 'unclear' } });
	});

	test('a certificate that isn’t trusted', async () => {
		expect(await begin().after(BAD_CERTIFICATE, ANSWERED)).toMatchObject([
			{ end: BAD_CERTIFICATE },
			{ givenUp: { why: 'useless', outcome: BAD_CERTIFICATE.outcome, lastAnswer: undefined } },
		]);
		expect(await begin().after(ANSWERED, BAD_CERTIFICATE, ANSWERED)).toMatchObject([
			{ end: ANSWERED },
			{ end: BAD_CERTIFICATE, trouble: { isOutage: false } },
			{ end: ANSWERED },
		]);
	});
});

test('after a token was refused nothing is sent; a page that says so is no refusal', async () => {
	const [, refused, next] = await begin().after(ANSWERED, UNAUTHORIZED, ANSWERED);
	expect(refused).not.toHaveProperty('trouble');
	expect(next).toMatchObject({ sentAt: undefined, givenUp: { why: 'useless' } });
	expect(next).toMatchObject({ givenUp: { lastAnswer: expect.any(Date) } });

	const pages = await begin().after(ANSWERED, page(401), ANSWERED);
	expect(pages.map((result) => 'givenUp' in result)).toEqual([false, false, false]);
});

test('what is known of it is told where Losant gave no answer, and only there', async () => {
	const results = await begin().after(ANSWERED, page(502), ANSWERED);
	expect(results.map((result) => 'trouble' in result)).toEqual([false, true, false]);
});

test.each([
	[503, { 'retry-after': '7' }, 7_000],
	[503, { 'retry-after': DATE, date: 'Mon, 23 Nov 2026 12:00:01 GMT' }, 8_000],
	[503, {}, 0],
	[502, { 'retry-after': '7' }, 0],
])('after a %s with %j nothing is sent for %s ms', async (status, headers, milliseconds) => {
	const [, away, next] = await begin().after(ANSWERED, page(status, headers), ANSWERED);
	const pause = (next?.sentAt ?? NaN) - (away?.sentAt ?? NaN) - 20;
	expect(pause).toBeGreaterThanOrEqual(milliseconds);
	expect(pause).toBeLessThan(milliseconds + 7_000);
});
