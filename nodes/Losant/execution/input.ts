import type { IExecuteFunctions } from 'n8n-workflow';

/** Why a run may have only a part of the items that were meant: n8n runs a node once for each batch of a loop, and once for each node that is connected to its input. */
export type PartOfInput = 'executeOnce' | 'loop' | 'sources' | 'tool';

/**
 * Tells whether the items of a run may be a part of what was meant.
 *
 * @param context n8n's context of the run
 */
export function partOfInput(context: IExecuteFunctions): PartOfInput | undefined {
	const { name, type, executeOnce } = context.getNode();
	// n8n gives a node another type where an agent uses it (n8n, tool-generation/ai-tools.ts)
	if (type.endsWith('Tool')) return 'tool';
	if (executeOnce) return 'executeOnce';
	const after = new Set(context.getChildNodes(name).map((node) => node.name));
	if (context.getParentNodes(name).some((node) => after.has(node.name))) return 'loop';
	// n8n 1.100 and older gives all nodes before this one, however far
	const givesNearest = context.getParentNodes.length > 1;
	const nearest = givesNearest
		? context.getParentNodes(name, { connectionType: 'main', depth: 1 })
		: [];
	return nearest.length > 1 ? 'sources' : undefined;
}

/**
 * Whether another run of the node in the same execution has been here before; a run that n8n tries again is the same one.
 *
 * @param context n8n's context of the run
 * @param key what was done
 */
export function isAnotherRun(context: IExecuteFunctions, key: string): boolean {
	const { $runIndex } = context.getWorkflowDataProxy(0);
	const runs = context.getContext('node');
	const before: unknown = runs[key];
	runs[key] = $runIndex;
	return before !== undefined && before !== $runIndex;
}
