import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NewInvite, NewMember } from '../losant/types';
import { run, type RunOptions } from './engine';
import { INSTANCE, ORGANIZATION, useLosant } from './losant';

/** The summary of one output item, in a form that is read at a glance. */
export const told = ({ json: { email, action, outcome } }: { json: IDataObject }) =>
	`${String(email)} ${String(action)} ${String(outcome)}`;

/** Runs Sync Members on an organization whose people a test decides on. */
export function useSync() {
	const losant = useLosant();
	const orgId = { current: ORGANIZATION };

	/** Makes an organization, which the runs are about from then on unless an item has an `orgId`. */
	async function organization(
		members: Array<string | NewMember>,
		invites: Array<string | NewInvite> = [],
	): Promise<string> {
		const { server } = losant;
		const { id } = await server.addOrganization({ instanceId: INSTANCE, name: 'Test' });
		const asPerson = <Person extends { email: string }>(person: string | Person) =>
			typeof person === 'string' ? { email: person } : person;
		await server.addMembers(id, members.map(asPerson<NewMember>));
		await server.addInvites(id, invites.map(asPerson<NewInvite>));
		orgId.current = id;
		return id;
	}

	/**
	 * @param list addresses, or the fields of items
	 * @param parameters of the node; Dry Run is off unless given
	 */
	async function sync(
		list: Array<string | IDataObject>,
		parameters: INodeParameters = {},
		more: Partial<RunOptions> & { scope?: string[] } = {},
	) {
		const { scope, ...others } = more;
		return await run({
			...(await losant.options(
				'instanceOrgMember.sync',
				{
					orgId: { __rl: true, mode: 'id', value: `={{ $json.orgId ?? "${orgId.current}" }}` },
					email: '={{ $json.email }}',
					role: '={{ $json.role ?? "view" }}',
					dryRun: false,
					...parameters,
				},
				scope,
			)),
			input: list.map((item) => (typeof item === 'string' ? { email: item } : item)),
			onError: 'continueErrorOutput',
			...others,
		});
	}

	return {
		organization,
		sync,
		get server() {
			return losant.server;
		},
		/** What was sent that changes something, as `POST ann@example.com` or `DELETE <id>`. */
		async writes(): Promise<string[]> {
			const requests = await losant.server.requests();
			return requests
				.filter(({ method }) => method !== 'GET')
				.map(({ method, url, body }) => {
					const [, , , , , what = '', id = ''] = url.split(/[/?]/);
					const isInvite = what === 'invites' && id === '';
					return `${method} ${isInvite || id.startsWith('_') ? (body as IDataObject).email : id}`;
				});
		},
		mails: async (id = orgId.current) => await losant.server.mails(id),
		/** Members as `ann@example.com view`. */
		members: async (id = orgId.current) =>
			(await losant.server.members(id)).map(({ email, role }) => `${email} ${role}`).sort(),
		/** Pending invites likewise. */
		pending: async (id = orgId.current) =>
			(await losant.server.invites(id))
				.filter(({ hasExpired }) => !hasExpired)
				.map(({ email, role }) => `${email} ${role}`)
				.sort(),
		memberId: async (email: string) =>
			(await losant.server.members(orgId.current)).find((one) => one.email === email)?.userId,
	};
}
