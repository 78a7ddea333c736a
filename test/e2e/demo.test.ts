import { N8nClient, OWNER } from '../../scripts/n8n-client.js';
import { startDemo } from './demo.js';

// it has one version of n8n
const inItsVersion = N8N_VERSION === '2.41.1' ? test : test.skip;

let demo: ReturnType<typeof startDemo>;
afterEach(() => {
	demo?.clear();
});

inItsVersion('runs each example that starts without a person, and ends', async () => {
	demo = startDemo('-- --once');
	expect([await demo.ended(), demo.output()]).toEqual([0, expect.anything()]);
	expect(demo.output().match(/^Losant: .*: success$/gm)).toHaveLength(9);
	expect(demo.isAnybodyLeft()).toBe(false);
});

inItsVersion(
	'says where it is and who may sign in, and ends by Ctrl+C without a trace',
	async () => {
		demo = startDemo();
		const [, url = ''] = await demo.said(/Open +(http:\/\/[^/]+)\/home\/workflows/);
		await demo.said(/Ctrl\+C ends it/);
		expect(demo.output()).toContain(OWNER.email);
		expect(demo.output()).toContain(OWNER.password);
		const client = new N8nClient(url);
		await client.signIn();
		const workflows: Array<{ name: string }> = await client.get('/rest/workflows');
		expect(workflows.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Losant: who has accepted', 'Losant: sync members every night']),
		);

		const [, apiUrl = '', apiToken = ''] = await demo.said(/API URL +(\S+)\nAPI Token +(\S+)/);
		const own = await client.putCredential('own', { apiUrl, apiToken });
		expect(await client.testCredential(own, { apiUrl, apiToken })).toMatchObject({ status: 'OK' });

		const other = startDemo();
		expect(await other.ended()).not.toBe(0);
		expect(other.output()).toMatch(/The demo runs already, as process \d+\. Use that one/);

		demo.interrupt();
		await demo.ended();
		expect(demo.isAnybodyLeft()).toBe(false);
	},
);
