import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/Losant/operations';
import type { OperationName } from '../losant/parameters';
import { run } from './engine';
import { ORGANIZATION, useLosant } from './losant';
import { outputSchema } from './outputSchema.js';

/**
 * The schemas beside the node, by which n8n's editor shows the fields of an operation before it was run, are those of real
 * outputs: no field is promised that never comes, and none is left out that comes.
 */

const losant = useLosant();
const LIAM = 'liam.chen@example.com';
const MATEO = 'mateo.silva@example.com';
const NOBODY = 'nobody@example.com';
const roles = [{ resourceId: '575ec8687ae143cd83dc4a97', role: 'view' as const }];
const by = (mode: 'id' | 'email', value: string) => ({ __rl: true, mode, value });

/** Runs of each operation that show all of its fields between them. */
const RUNS: Readonly<Record<OperationName, INodeParameters[]>> = {
	list: [{}],
	get: [{ inviteId: by('email', 'all@example.com') }],
	invite: [
		{
			email: 'new@example.com',
			role: 'none',
			additionalFields: {
				applicationRoles: { roles },
				dashboardRoles: { roles },
			},
			options: { ifAlreadyInvited: 'skip' },
		},
		{ email: MATEO, role: 'view', options: { ifAlreadyMember: 'skip' } },
	],
	resend: [
		{ inviteId: by('email', 'all@example.com') },
		{ inviteId: by('email', NOBODY), options: { ifNotInvited: 'skip' } },
	],
	revoke: [
		{ inviteId: by('email', LIAM) },
		{ inviteId: by('email', NOBODY), options: { ifNotInvited: 'skip' } },
	],
	'instanceOrgMember.list': [{}],
	'instanceOrgMember.get': [{ userId: by('email', 'rich@example.com') }],
	'instanceOrgMember.add': [
		{
			user: by('email', 'new@example.com'),
			role: 'view',
			additionalFields: {
				applicationRoles: { roles },
				dashboardRoles: { roles },
			},
		},
		{ user: by('email', 'unknown@example.com'), role: 'view' },
	],
	'instanceOrgMember.update': [
		{ userId: by('email', 'rich@example.com'), updateFields: { role: 'edit' } },
		{
			userId: by('email', NOBODY),
			updateFields: { role: 'edit' },
			options: { ifNotMember: 'skip' },
		},
	],
	'instanceOrgMember.remove': [
		{ userId: by('email', MATEO) },
		{ userId: by('email', NOBODY), options: { ifNotMember: 'skip' } },
	],
	'instanceOrgMember.sync': [
		{ email: LIAM, role: 'view', ifNotInList: 'report' },
		{ email: 'new@example.com', role: 'view' },
		{ email: MATEO, role: 'view' },
	],
	'instanceOrg.list': [{}],
	'instanceOrg.get': [{}],
};

test.each(operations.map(({ resource, value }) => [resource, value]))(
	'%s %s',
	async (resource, value) => {
		const { server } = losant;
		await server.configure({ unknownUsers: ['unknown@example.com'] });
		const everything = { applicationRoles: roles, dashboardRoles: roles };
		await server.addInvites(ORGANIZATION, [{ email: 'all@example.com', ...everything }]);
		await server.addMembers(ORGANIZATION, [{ email: 'rich@example.com', ...everything }]);
		const name = (
			resource === 'instanceOrgInvite' ? value : `${resource}.${value}`
		) as OperationName;
		const outputs: IDataObject[] = [];
		for (const parameters of RUNS[name]) {
			const { success, status } = await run(await losant.options(name, parameters));
			expect(status).toBe('success');
			outputs.push(...success.map(({ json }) => json));
		}
		expect(outputSchema(resource, value)).toEqual(schemaOf(outputs));
	},
);

/** The JSON schema of some values, one of which shows each field. What is empty in all of them has no type. */
function schemaOf(values: unknown[]): object {
	const shown = values.filter((value) => value !== null && value !== undefined);
	const [first] = shown;
	if (Array.isArray(first)) {
		return { type: 'array', items: schemaOf(shown.flat()) };
	}
	if (typeof first !== 'object') return { type: typeof first };
	// what Losant marks its objects with is for programs
	const names = new Set(
		shown.flatMap((value) => Object.keys(value as object)).filter((name) => !name.startsWith('_')),
	);
	const properties = [...names].map((name) => [
		name,
		schemaOf(shown.map((value) => Reflect.get(value as object, name))),
	]);
	return { type: 'object', properties: Object.fromEntries(properties) };
}
