import type { IExecuteFunctions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { shown } from '../losant/characters';
import { CHECK_FIELD, type Parameters } from './values';

/** One item as the fields read it, which completes an error with what only the item shows. */
export class Item {
	readonly #context: IExecuteFunctions;
	readonly #index: number;
	readonly #parameters: Parameters;
	/** How addresses were written that look otherwise where they are sent */
	readonly #written = new Map<string, string>();

	/**
	 * @param context n8n's context of the run
	 * @param index of the item
	 */
	constructor(context: IExecuteFunctions, index: number) {
		this.#context = context;
		this.#index = index;
		// each evaluation of an expression costs, and several readers share a collection such as Options
		const values = new Map<string, unknown>();
		const read = (name: string, absent?: unknown): unknown => {
			if (!values.has(name)) values.set(name, context.getNodeParameter(name, index, absent));
			return values.get(name);
		};
		this.#parameters = Object.assign(read, {
			sentAs: (address: string, written: string) => {
				this.#written.set(address, written);
			},
		});
	}

	/**
	 * Reads the item.
	 *
	 * @param reading reads its parameters
	 * @throws what it throws; where an expression asks for a field that the item has under a name that looks the same, the description says so
	 */
	read<Value>(reading: (parameters: Parameters) => Value): Value {
		try {
			return reading(this.#parameters);
		} catch (error) {
			throw this.#withLookalikes(error);
		}
	}

	/** Whether an address is sent otherwise than it was written. */
	get isRewritten(): boolean {
		return this.#written.size > 0;
	}

	/**
	 * Does the work for the item.
	 *
	 * @param work as it was read from it
	 * @throws what it throws; the message names an address as it was written too
	 */
	async run<Value>(work: () => Promise<Value>): Promise<Value> {
		try {
			return await work();
		} catch (error) {
			throw this.withWritten(error);
		}
	}

	/**
	 * Completes an error.
	 *
	 * @param error of the item
	 * @returns the same; its message names an address as it was written too
	 */
	withWritten(error: unknown): unknown {
		if (!(error instanceof Error)) return error;
		for (const [address, written] of this.#written) {
			const both = `${address} (written as ${shown(written)})`;
			if (!error.message.includes(both)) {
				error.message = error.message.replaceAll(address, () => both);
			}
		}
		return error;
	}

	#withLookalikes(error: unknown): unknown {
		if (!(error instanceof UserError) || !error.description?.includes(CHECK_FIELD)) return error;
		const item = this.#context.getInputData()[this.#index]?.json ?? {};
		const asked = [...new Set(textsIn(this.#context.getNode().parameters).flatMap(fieldsIn))];
		const hints = asked.flatMap((name) => {
			if (Object.hasOwn(item, name)) return [];
			const lookalike = Object.keys(item).find(
				(key) => !asked.includes(key) && look(key) === look(name),
			);
			return lookalike === undefined
				? []
				: [
						`An expression asks for the field ${shown(name)}, and this item has ${shown(lookalike)}: rename it, or drag it from the input into the expression.`,
					];
		});
		if (hints.length === 0) return error;
		const description = error.description.replace(CHECK_FIELD, () => hints.join(' '));
		return new UserError(error.message, { description });
	}
}

/** The fields of the item that an expression asks for. */
function fieldsIn(text: string): string[] {
	if (!text.startsWith('=')) return [];
	const asked = text.matchAll(
		/\$(?:json|input\.(?:item|first\(\)|last\(\))\.json)(?:\??\.([\p{L}\p{N}_$]+)|(?:\?\.)?\[\s*(["'`])(.*?)\2\s*\])/gu,
	);
	return [...asked].map(([, name, , quoted]) => name ?? quoted ?? '');
}

/** All texts in a parameter. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What people read in a name: letters and digits, not how they are set apart. */
function look(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}
