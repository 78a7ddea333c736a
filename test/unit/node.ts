import type { INode } from 'n8n-workflow';

/** A node for what takes one, and names it in errors alone. */
export const node: INode = {
	id: '1',
	name: 'Losant',
	type: 'losant',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
