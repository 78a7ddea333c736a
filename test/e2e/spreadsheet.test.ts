import { startChat } from '../../scripts/chat.js';
import { exampleWorkflow } from '../../scripts/examples.js';
import { read } from '../package/package.js';
import { sheetFile } from './files.js';
import { ORGANIZATION, startBoth, submitForm } from './n8n';

const BOM = '\ufeff';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

const quoted = (cell: string) => `"${cell.replace(/"/g, '""')}"`;

/** A CSV file as spreadsheet programs write it. */
function csv(rows: string[][], delimiter = ',', lineEnd = '\n'): string {
	const special = new RegExp(`[${delimiter}"\r\n]`);
	const written = (cell: string) => (special.test(cell) ? quoted(cell) : cell);
	return rows.map((cells) => cells.map(written).join(delimiter) + lineEnd).join('');
}

describe('the example invite-from-a-spreadsheet', () => {
	let here: Awaited<ReturnType<typeof startBoth>>;
	let chat: Awaited<ReturnType<typeof startChat>>;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		here = await startBoth('spreadsheet');
		credential = await here.client.createCredential('Losant', {
			apiUrl: here.losant.url,
			apiToken: await here.losant.token({ scope: ['all.Instance'] }),
		});
		chat = await startChat();
	});
	beforeEach(async () => {
		await here.losant.reset();
	});
	afterAll(async () => {
		await chat?.stop();
		await here?.n8n.stop();
		await here?.losant.stop();
	});

	/**
	 * Uploads a sheet.
	 *
	 * @param sheet a file, or what is in people.csv
	 * @returns who got a mail, with the role, and the lines of the one message that reports it
	 */
	const upload = async (sheet: File | string | Buffer) => {
		const file = sheet instanceof File ? sheet : new File([sheet], 'people.csv');
		const workflow = exampleWorkflow('invite-from-a-spreadsheet', credential, chat.url);
		await submitForm(here.client, await here.client.createWorkflow(workflow), [file]);
		const messages = chat.messages.splice(0);
		expect(messages).toHaveLength(1);
		const invites = await here.losant.invites(ORGANIZATION);
		const mails = await here.losant.mails(ORGANIZATION);
		const roleOf = (mailed: string) => invites.find(({ email }) => email === mailed)?.role;
		return {
			invited: mails.map((email) => `${email} ${roleOf(email)}`).sort(),
			report: messages[0]?.split('\n'),
		};
	};
	const counts = (invited: number, alreadyThere: number, failed: number) =>
		`Losant: ${invited} invited, ${alreadyThere} already there, ${failed} failed`;
	const line = (start: string) => expect.stringMatching(new RegExp(`^${start}`));

	test('can be uploaded again', async () => {
		const sheet = csv([
			['email', 'role'],
			['ann@example.com', 'edit'],
			['grace.hill@example.com', 'admin'],
			['nobody', 'view'],
		]);
		const row4 = line("Row 4, nobody: 'Email' ");
		const invited = ['ann@example.com edit'];
		expect(await upload(sheet)).toEqual({ invited, report: [counts(1, 1, 1), row4] });
		expect(await upload(sheet)).toEqual({ invited, report: [counts(0, 2, 1), row4] });
	});

	test('reads the sheet that lies beside it, as its page says', async () => {
		expect(await upload(read('examples/people.csv'))).toEqual({
			invited: ['ann.lee@example.com edit', 'ben.ito@example.com view'],
			report: [counts(2, 0, 1), line("Row 4, nobody: 'Email' is not an address")],
		});
	});

	describe('reads the same from', () => {
		const rows = [
			['Name', 'Email', 'Role'],
			['Lee, Ann; "A|L"', 'ann@example.com', 'edit'],
			['Olivia Martin', 'olivia.martin@example.com', 'admin'],
			['Zoë', 'Zoë Müller', 'view'],
		];
		const latin1 = (text: string) => Buffer.from(text, 'latin1');

		test.each<[string, string | Buffer]>([
			['CSV in UTF-8', csv(rows)],
			['CSV in UTF-8 with a byte order mark', BOM + csv(rows)],
			['the CSV of Excel', latin1(csv(rows, ',', '\r\n'))],
			['the CSV of Excel in half of Europe', latin1(csv(rows, ';', '\r\n'))],
			['the CSV UTF-8 of Excel in half of Europe', BOM + csv(rows, ';', '\r\n')],
			['CSV with semicolons, without a byte order mark', csv(rows, ';')],
			['tab-separated text', csv(rows, '\t')],
			['the Unicode Text of Excel', utf16(BOM + csv(rows, '\t', '\r\n'))],
			['UTF-16 with semicolons', utf16(BOM + csv(rows, ';', '\r\n'))],
			['CSV with vertical bars', csv(rows, '|')],
			['CSV that names its separator', `sep=;\r\n${csv(rows, ';', '\r\n')}`],
			['CSV with the line ends of old Macs', csv(rows, ',', '\r')],
			['CSV without a line end at its end', csv(rows).trimEnd()],
			[
				'CSV with quotation marks around each cell',
				rows.map((cells) => cells.map(quoted).join(',')).join('\n'),
			],
		])('%s', async (_, sheet) => {
			expect(await upload(sheet)).toEqual({
				invited: ['ann@example.com edit'],
				report: [counts(1, 1, 1), line("Row 4, Zoë Müller: 'Email' ")],
			});
		});

		// from B2 on: a title, a link, dates, a cell of two lines, a blank row, a formula, coloured blank rows below; and a second sheet.
		// people.csv is in Windows-1252, with semicolons, and people.txt in UTF-16, with tabs
		const files = ['people.xlsx', 'people.xls', 'people.ods', 'people.csv', 'people.txt'];
		test.each(files)('a real %s', async (name) => {
			expect(await upload(sheetFile(name))).toEqual({
				invited: ['ann@example.com edit', 'cem@example.com collaborate', 'zoe@example.com view'],
				report: [counts(3, 1, 1), line("Row 9, nobody: 'Email' ")],
			});
		});
	});

	describe('finds the columns', () => {
		test.each([
			['email', 'role'],
			['Email', 'Role'],
			['E-Mail', 'ROLE'],
			['e mail', ' Role '],
			['email address', 'Losant role'],
			['Mail', 'Role*'],
			['Email Address [Required]', 'Role (Losant)'],
			['\u00a0Email\u200b', 'Role:'],
			['user_email', 'user_role'],
			['E-Mail-Adresse', 'Rolle'],
			['Adresse e-mail', 'Rôle'],
			['Correo electrónico', 'Rol'],
		])('%s and %s', async (email, role) => {
			const sheet = csv([
				[role, 'Manager email', email, 'Old role'],
				['edit', 'grace.hill@example.com', 'ann@example.com', 'view'],
			]);
			expect(await upload(sheet)).toEqual({
				invited: ['ann@example.com edit'],
				report: [counts(1, 0, 0)],
			});
		});

		const sheet = 'Email;Role\nann@example.com;edit\n';
		test.each<[string, string | Buffer, string]>([
			['none for the address', 'Name,Role\nAnn,edit\n', 'Name \\| Role'],
			['none for the role', '\n\nEmail\nann@example.com\n', 'Email'],
			['two for the address', 'Email,E-Mail,Role\nann@example.com,,edit\n', 'Email \\| E-Mail'],
			['no header row', 'ann@example.com,edit\n', 'ann@example.com \\| edit'],
			['another separator', 'Email^Role\nann@example.com^edit\n', 'Email\\^Role'],
			['UTF-16 in big endian', utf16(BOM + sheet).swap16(), 'þÿ E m a i l'],
			['UTF-16 without a byte order mark', utf16(sheet), 'E m a i l'],
		])('and says what it reads where there is %s', async (_, text, says) => {
			const { invited, report } = await upload(text);
			expect(invited).toEqual([]);
			expect(report).toEqual([
				counts(0, 0, 1),
				line(
					`Row \\d: no header row has the columns email and role, once each. This row says: ${says}`,
				),
			]);
		});
	});

	describe('reports each row by its number:', () => {
		const ANN = 'ann@example.com,edit';
		test.each<[string, string, string[], unknown[]]>([
			[
				'cells too many, which say nothing of the address or the role',
				`Email,Role\n${ANN},,a remark\nben@example.com,view,\n`,
				['ann@example.com edit', 'ben@example.com view'],
				[counts(2, 0, 0)],
			],
			[
				'a comma in a name without quotation marks',
				`Name,Email,Role\nLee, Ann,${ANN}\nBen,ben@example.com,view\n`,
				['ben@example.com view'],
				[counts(1, 0, 1), line("Row 2, Ann: 'Email' ")],
			],
			[
				'cells too few',
				`Email,Role\nben@example.com\n${ANN}\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 2, ben@example.com: 'Role' is empty")],
			],
			[
				'no address',
				`Name,Email,Role\nBen,,view\nAnn,${ANN}\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 2: 'Email' is empty")],
			],
			[
				'blank rows between and below, which count and are no people',
				`Email;Role\n\n${ANN.replace(',', ';')}\n;;\nnobody;view\n;\n ; \n\n\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 5, nobody: 'Email' ")],
			],
			[
				'spaces around',
				`Email,Role\n ann@example.com\u00a0,\tedit \n`,
				['ann@example.com edit'],
				[counts(1, 0, 0)],
			],
			[
				'a title above the header row',
				`New hires,\n,\nEmail,Role\n${ANN}\nnobody,view\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 5, nobody: 'Email' ")],
			],
			[
				'a header row that was sorted in among the people',
				`${ANN}\nEmail,Role\nnobody,view\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 3, nobody: 'Email' ")],
			],
			[
				'a quotation mark that isn’t closed, which swallows the rows below',
				`Email,Role,Name\n${ANN},Ann\nben@example.com,view,"Ben\ncem@example.com,edit,Cem\n`,
				['ann@example.com edit'],
				[
					counts(1, 0, 1),
					line('Row 3: a quotation mark is missing, .*"Ben cem@example.com,edit,Cem$'),
				],
			],
			[
				'a quotation mark in the header row that isn’t closed',
				`Email,Role,"Name\n${ANN},Ann\n`,
				[],
				[counts(0, 0, 1), line('Row 1: a quotation mark is missing')],
			],
			[
				'a quotation mark within a cell',
				`Email,Role,Notes\n${ANN},a 5" pipe\nnobody,view,a 6" pipe\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 3, nobody: 'Email' ")],
			],
			[
				'a note of several lines with an address in it',
				`Email,Role,Notes\n${ANN},"Badge:\nask grace.hill@example.com, at the gate"\nnobody,view,\n`,
				['ann@example.com edit'],
				[counts(1, 0, 1), line("Row 3, nobody: 'Email' ")],
			],
			[
				'no row at all',
				'\nEmail,Role\n\n',
				[],
				[counts(0, 0, 1), 'Row 2: there are no rows below it'],
			],
			// the only row that needs Role to take these words (nodes/Losant/fields)
			[
				'the words that the editor and Losant show for the roles',
				'Email,Role\na@example.com,Editor\nb@example.com,Administrator\nc@example.com, VIEW \nd@example.com,Owner\n',
				['a@example.com edit', 'b@example.com admin', 'c@example.com view'],
				[counts(3, 0, 1), line("Row 5, d@example.com: 'Role' ")],
			],
		])('%s', async (_, sheet, invited, report) => {
			expect(await upload(sheet)).toEqual({ invited, report });
		});

		test('one bad row among 500', async () => {
			const people = Array.from({ length: 500 }, (_, index) => [`person${index + 2}@example.com`]);
			const rows = [['Email', 'Role'], ...people.map((cells) => [...cells, 'view'])];
			rows[320] = ['person321', 'view'];
			const { invited, report } = await upload(BOM + csv(rows, ';', '\r\n'));
			expect(invited).toHaveLength(499);
			expect(report).toEqual([counts(499, 0, 1), line("Row 321, person321: 'Email' ")]);
		});
	});

	describe('reports a file that can’t be read:', () => {
		test.each<[string, () => File, string]>([
			[
				'a password',
				() => sheetFile('locked.xlsx'),
				'.* is not in xlsx format. .* without a password',
			],
			[
				'a picture',
				() => new File([Buffer.from('89504e470d0a1a0a', 'hex')], 'people.png'),
				'.* is not in xlsx format',
			],
			['nothing in it', () => new File(['\n'], 'people.csv'), 'its first sheet is empty'],
			// n8n 1.x doesn't take it for a file
			['no bytes in it', () => new File([], 'people.csv'), '.*(none was found|is empty)'],
		])('%s', async (_, file, reason) => {
			const { invited, report } = await upload(file());
			expect(invited).toEqual([]);
			expect(report).toEqual([counts(0, 0, 1), line(`The file: (n8n can't read it: )?${reason}`)]);
		});
	});
});
