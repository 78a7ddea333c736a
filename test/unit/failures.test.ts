import { NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';

import {
	asFailure,
	failedItem,
	stopping,
	summaryOf,
	type Failure,
	type NumberedFailure,
} from '../../nodes/Losant/execution/failures';
import { node } from './node';

const context = { getNode: () => node };
const failureOf = (message: string, more: Partial<Failure> = {}): Failure => ({
	...asFailure(context, new UserError(message)),
	...more,
});
const refusalOf = (httpCode: string, description?: string) =>
	asFailure(context, new NodeApiError(node, {}, { message: 'No', description, httpCode }));

describe('an error in the shape that n8n shows', () => {
	test.each([
		['a NodeApiError', new NodeApiError(node, {}, { message: 'No', httpCode: '404' })],
		['a NodeOperationError', new NodeOperationError(node, 'No')],
	])('%s has it already, and is the same one', (_, error) => {
		expect(asFailure(context, error).error).toBe(error);
		expect(asFailure(context, error).shown).toBe(error);
	});

	test('keeps its words, whatever codes are in them, and the way out', () => {
		const error = new UserError('Hello ECONNREFUSED', { description: 'Look there' });
		const { shown } = asFailure(context, error);
		expect(shown).toBeInstanceOf(NodeOperationError);
		expect(shown).toMatchObject({ message: 'Hello ECONNREFUSED', description: 'Look there' });
		expect(asFailure(context, error).error).toBe(error);
	});

	test('has no way out but that of the error', () => {
		const odd = Object.assign(new Error('No'), { description: 7 });
		for (const error of [new Error('No'), odd, 'No']) {
			const { shown } = asFailure(context, error);
			expect(shown.message).toBe('No');
			expect(shown.description ?? '').toBe('');
		}
	});
});

describe('the output of a failed item', () => {
	test.each([
		['404', 'Look there', 'Status 404. Look there'],
		['404', undefined, 'Status 404'],
		['EODD', 'Look there', 'Look there'],
		['E404', 'Look there', 'Look there'],
		['404E', 'Look there', 'Look there'],
	])('of the code %s and the way out %s says: %s', (code, description, message) => {
		expect(failedItem(refusalOf(code, description), {}, false)).toEqual({ error: 'No', message });
	});

	test('has no message where there is nothing to say', () => {
		expect(failedItem(failureOf('No'), {}, false)).toEqual({ error: 'No' });
	});

	test('says whom it is about, and what is known, where failed items go on among the others', () => {
		const failure = failureOf('No', { about: 'ann@example.com', fields: { outcome: 'failed' } });
		const error = 'ann@example.com: No';
		expect(failedItem(failure, { error: 1 }, false)).toEqual({ outcome: 'failed', error });
		expect(failedItem(failure, { error: 1 }, true)).toEqual({
			error,
			message: "The item's own 'error' is 1",
		});
	});
});

describe('the error of a run that stops', () => {
	const numbered = (count: number): NumberedFailure[] =>
		Array.from({ length: count }, (_, index) => [index, failureOf(`No ${index}`)]);

	test('is the one of its first item, and names ten', () => {
		const [first, ...others] = numbered(12);
		if (!first) throw new Error('none failed');
		const error = stopping(first, others, 'Look there');
		expect(error).toBe(first[1].shown);
		expect(error.context.itemIndex).toBe(0);
		expect(error.message).toMatch(
			/^No 0 \[item 1\]\. .*No 9 \[item 10\]\. 2 further items failed\. Look there$/,
		);
	});

	test('names all of ten, and nothing after them', () => {
		const [first, ...others] = numbered(10);
		if (!first) throw new Error('none failed');
		expect(stopping(first, others).message).toMatch(/No 9 \[item 10\]$/);
	});

	test('names no item where none stands for it', () => {
		const error = stopping([undefined, failureOf('No', { about: 'ann@example.com' })], []);
		expect(error.message).toBe('ann@example.com: No');
		expect(error.context.itemIndex).toBeUndefined();
	});
});

describe('the summary of a run that went on', () => {
	const summary = (...messages: string[]) =>
		summaryOf(
			messages.map((message) => [undefined, failureOf(message)]),
			100,
		);

	test.each([
		[['No'], '1 of 100 items failed: No'],
		[['No.', 'No', 'No'], '3 of 100 items failed: No'],
		[
			['Many', 'Few', 'Many. Really', 'Many', 'Many'],
			'5 of 100 items failed. 1 of them: Few. 1 of them: Many. Really. 3 of them: Many',
		],
		[
			['a', 'b', 'c', 'd', 'e'],
			'5 of 100 items failed. 1 of them: a. 1 of them: b. 1 of them: c. 1 of them: d. 1 of them: e',
		],
		[
			['f', 'f', 'f', 'a', 'b', 'c', 'd', 'e'],
			'8 of 100 items failed. 1 of them: a. 1 of them: b. 1 of them: c. 1 of them: d. 1 of them: e. 3 of them otherwise',
		],
		[
			['<ann@example.com> & <b> said > 2'],
			'1 of 100 items failed: &lt;ann@example.com&gt; &amp; &lt;b&gt; said &gt; 2',
		],
	])('of %j: %s', (messages, words) => {
		expect(summary(...messages)).toBe(words);
	});
});
