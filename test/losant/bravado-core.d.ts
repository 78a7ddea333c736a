/** The parts of Losant's framework that the test Losant uses; the package has no types. */
declare module 'bravado-core' {
	export interface Parameter {
		name: string;
		in: 'path' | 'query' | 'body';
		default?: string;
		schema?: Schema;
		enum?: string[];
	}

	export interface Schema {
		enum?: string[];
		items?: Schema;
		properties?: Record<string, Schema>;
	}

	export interface Action {
		method: string;
		/** below that of the resource */
		path?: string;
		params?: Parameter[];
		responses: Record<string, object>;
	}

	export interface Resource {
		path: string;
		params?: Parameter[];
		actions: Record<string, Action>;
	}

	export interface Api {
		resources: Record<string, Resource>;
	}

	export interface Failure extends Error {
		statusCode?: number;
		type?: string;
		/** of a validation error: where, and what is wrong there */
		field?: string;
		validationMessage?: string;
	}

	export interface Entity {
		toJSON(options: object): object;
	}

	export interface Collection extends Entity {
		addAll(items: object[]): void;
	}

	export interface Context {
		resource: Resource;
		action: Action;
		entityOptions: object;
		/** of the answer, the first that the action declares unless told; the test Losant's own */
		status: number;
		entity(type: string, body: object): Entity;
		collection(type: string, itemType: string, body: object): Collection;
		succeed(result?: object): void;
		fail(error: Failure): void;
	}

	export type Controller<Params> = Record<string, (params: Params, context: Context) => void>;

	export interface Event {
		httpRequest: true;
		request: { querystring: object; headers: object; path: object; body: unknown };
	}

	export const ApiDefinition: {
		build(folder: string): Promise<{ resolveRefs(): Promise<Api> }>;
	};

	export default function handler<Params>(
		api: Api,
		resource: string,
		action: string,
		controller: Controller<Params>,
	): (
		event: Event,
		context: Pick<Context, 'status' | 'succeed' | 'fail'>,
	) => Promise<void> | undefined;
}

declare module 'bravado-core/lib/errors.js' {
	const errors: {
		Forbidden(): Error;
		NotFound(options: { title: string }): Error;
	};
	export default errors;
}

declare module 'bravado-core/lib/jwt-helpers.js' {
	export function issueToken(claims: object): string;
}
