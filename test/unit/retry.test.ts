import { backoff, isRepeatable, retryAfter } from '../../nodes/Losant/transport/retry';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test('what does nothing more when it is carried out again may be repeated', () => {
	expect((['GET', 'PATCH', 'DELETE', 'POST', 'PUT'] as const).map(isRepeatable)).toEqual([
		...[true, true, true],
		...[false, false],
	]);
});

test('the wait before a repeat doubles, spread over its upper half', () => {
	expect([0, 1, 2].map((retries) => backoff(retries, 1))).toEqual([1_000, 2_000, 4_000]);
	expect([0, 1, 2].map((retries) => backoff(retries, 0))).toEqual([500, 1_000, 2_000]);
});

describe('Retry-After', () => {
	const asked = (value: unknown) =>
		retryAfter(value === undefined ? {} : { 'retry-after': value }, NOW);

	test.each([
		['7', 7_000],
		[' 7 ', 7_000],
		['007', 7_000],
		['0.5', 500],
		['1.5', 1_500],
		['32.5', 32_500],
		['.5', 500],
		['.25', 250],
		['5.', 5_000],
		['5, 7', 7_000],
		['10,5', 10_000],
		['1,5', 5_000],
		['0, 5', 5_000],
		['.5 , 0.25', 500],
		['5, 20, 12', 20_000],
		['5, soon', 5_000],
		['soon, 5,', 5_000],
		['5, Mon, 23 Nov 2026 12:00:09 GMT', 9_000],
		['Mon, 23 Nov 2026 12:00:09 GMT, 10', 10_000],
		['Mon, 23 Nov 2026 12:00:08 GMT, Monday, 23-Nov-26 12:00:09 GMT', 9_000],
		['Mon Nov 23 12:00:09 2026,3', 9_000],
		['3600', 3_600_000],
		['9'.repeat(400), Infinity],
		['Tue, 24 Nov 2026 12:00:00 GMT', 86_400_000],
		['Mon, 23 Nov 2026 12:00:09 GMT', 9_000],
		['Monday, 23-Nov-26 12:00:09 GMT', 9_000],
		['Mon Nov 23 12:00:09 2026', 9_000],
	])('%p asks for %p ms', (value, milliseconds) => {
		expect(asked(value)).toBe(milliseconds);
	});

	test.each([
		['Wednesday, 02-Dec-26 00:00:09 GMT', '2026-12-02T00:00:00Z'],
		['Wed Dec  2 00:00:09 2026', '2026-12-02T00:00:00Z'],
		['Saturday, 05-Dec-26 00:00:09 GMT', '2026-12-05T00:00:00Z'],
		['Tuesday, 01-Dec-26 00:00:09 GMT', '2026-12-01T00:00:00Z'],
		['Thursday, 03-Dec-26 00:00:09 GMT', '2026-12-03T00:00:00Z'],
		['Friday, 04-Dec-26 00:00:09 GMT', '2026-12-04T00:00:00Z'],
		['Sunday, 06-Dec-26 00:00:09 GMT', '2026-12-06T00:00:00Z'],
		['Fri, 01 Jan 2027 00:00:00 GMT', '2026-12-31T23:59:51Z'],
	])('%p at %p asks for 9 s', (value, now) => {
		expect(retryAfter({ 'retry-after': value }, Date.parse(now))).toBe(9_000);
	});

	test.each([
		['nothing', undefined],
		['no text', 5],
		['no text', ['5']],
		['empty', ''],
		['a blank', ' '],
		['now', '0'],
		['now', '0.0'],
		['before', '-1'],
		['before', '-0.5'],
		['the past', 'Mon, 23 Nov 2026 11:59:59 GMT'],
		['the past', 'Monday, 23-Nov-26 11:59:59 GMT'],
		['the past', 'Mon Nov 23 11:59:59 2026'],
		['the past', 'Sunday, 06-Nov-94 08:49:37 GMT'],
		['this moment', 'Mon, 23 Nov 2026 12:00:00 GMT'],
		['no number', 'soon'],
		['no number', '5s'],
		['no number', '5 5'],
		['no number', '1e3'],
		['no number', '0x10'],
		['no number', '+5'],
		['no number', '1.2.3'],
		['no number', '.'],
		['no number', ','],
		['no number', 'soon, later'],
		['now', '0, 0'],
		['no number', 'Infinity'],
		['no number', 'NaN'],
		['no HTTP date', 'Invalid Date'],
		['no HTTP date', '2026-11-23T12:00:09Z'],
		['no HTTP date', '2026-11-23'],
		['no HTTP date', '23 Nov 2026 12:00:09 GMT'],
		['no HTTP date', 'Mon, 23 Nov 2026 12:00:09'],
		['no HTTP date', 'Mon, 23 Nov 2026 12:00:09 +0000'],
		['no HTTP date', 'Mon, 23 Nov 2026 13:00:09 CET'],
		['no HTTP date', 'Mon, 23 Nov 2026 12:00 GMT'],
		['no HTTP date', 'mon, 23 nov 2026 12:00:09 gmt'],
		['no HTTP date', 'Mon Nov 23 2026 12:00:09 GMT+0000'],
		['no HTTP date', 'Mon,  1 Feb 2027 12:00:09 GMT'],
		['no HTTP date', 'x Mon, 23 Nov 2026 12:00:09 GMT'],
		['no HTTP date', 'Moonday, 23-Nov-26 12:00:09 GMT'],
		['no date', 'Tue, 31 Nov 2026 12:00:09 GMT'],
		['no date', 'Sun, 30 Feb 2027 12:00:00 GMT'],
		['no date', 'Mon, 23 Nov 2026 24:00:09 GMT'],
		['another weekday', 'Tue, 23 Nov 2026 12:00:09 GMT'],
		['another weekday', 'Tuesday, 23-Nov-26 12:00:09 GMT'],
	])('%s asks for no wait: %p', (_, value) => {
		expect(asked(value)).toBeUndefined();
	});
});
