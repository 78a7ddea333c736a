import { output } from '../../scripts/n8n-client.js';
import { chain, losantNode, manual, ORGANIZATION, startBoth } from './n8n';

// n8n 1.x has no such protection
const inNewVersion = N8N_VERSION === '2.41.1' ? test : test.skip;

inNewVersion(
	"n8n's own block of a private installation is named, nothing is sent, and the setting that is named lifts it",
	async () => {
		const { losant, n8n, client } = await startBoth('blocked', {
			N8N_SSRF_PROTECTION_ENABLED: 'true',
			N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost',
		});
		const invite = async (apiUrl: string) => {
			const data = { apiUrl, apiToken: await losant.token() };
			const credential = await client.createCredential(apiUrl, data);
			const workflow = await client.createWorkflow({
				name: `invite at ${apiUrl}`,
				nodes: [manual, losantNode('invite', credential, { email: 'ann@example.com' })],
				connections: chain('Manual', 'Losant'),
			});
			return {
				tested: await client.testCredential(credential, data),
				execution: await client.run(workflow, 'Manual'),
			};
		};

		const blocked = await invite(losant.url);
		expect(blocked.tested).toMatchObject({ status: 'Error' });
		expect(blocked.execution.status).toBe('error');
		expect(blocked.execution.data.resultData.error).toMatchObject({
			message: expect.stringContaining('n8n blocks requests to this address'),
			description: expect.stringMatching(
				/N8N_SSRF_ALLOWED_HOSTNAMES.*Nothing was sent for this item$/,
			),
		});
		expect(await losant.requests()).toEqual([]);

		const letThrough = await invite(losant.url.replace('127.0.0.1', 'localhost'));
		expect(letThrough.tested).toMatchObject({ status: 'OK' });
		expect(output(letThrough.execution, 'Losant')).toHaveLength(1);
		expect(await losant.mails(ORGANIZATION)).toEqual(['ann@example.com']);

		await n8n.stop();
		await losant.stop();
	},
);
