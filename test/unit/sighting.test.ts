import type { OrgInvitePost } from '../../nodes/Losant/losant/objects';
import { sightingOfNew, sightingOfResent } from '../../nodes/Losant/people/sighting';

const FIRST = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';
const email = 'ann@example.com';
const known = { id: 'a', email, role: 'view', inviteDate: FIRST, hasExpired: false };
const another = { ...known, id: 'b', inviteDate: LATER };
const expired = { ...known, hasExpired: true };
const nameless = { email, role: 'view' };
const dated = { ...nameless, inviteDate: FIRST };

describe('what is there after an invite was sent', () => {
	const asked: OrgInvitePost = { email, role: 'view' };
	const withTransfers = { ...another, disallowTransfer: true };
	const withRoles = { ...another, applicationRoles: [{ resourceId: 'c', role: 'none' }] };

	test.each`
		before        | now                                      | sentAt             | seen
		${[]}         | ${[]}                                    | ${undefined}       | ${undefined}
		${[]}         | ${[another]}                             | ${undefined}       | ${another}
		${[known]}    | ${[known]}                               | ${undefined}       | ${undefined}
		${[known]}    | ${[known, another]}                      | ${undefined}       | ${another}
		${[expired]}  | ${[{ ...another, hasExpired: true }]}    | ${undefined}       | ${undefined}
		${[]}         | ${[withRoles]}                           | ${undefined}       | ${withRoles}
		${[]}         | ${[{ ...another, role: 'edit' }]}        | ${undefined}       | ${'unknown'}
		${undefined}  | ${[]}                                    | ${undefined}       | ${undefined}
		${undefined}  | ${[another]}                             | ${undefined}       | ${another}
		${undefined}  | ${[expired]}                             | ${undefined}       | ${undefined}
		${undefined}  | ${[withRoles]}                           | ${undefined}       | ${'unknown'}
		${undefined}  | ${[withTransfers]}                       | ${undefined}       | ${'unknown'}
		${undefined}  | ${[withTransfers, known]}                | ${undefined}       | ${known}
		${undefined}  | ${[{ ...another, role: 'edit' }]}        | ${undefined}       | ${'unknown'}
		${undefined}  | ${[known]}                               | ${new Date(FIRST)} | ${known}
		${undefined}  | ${[known]}                               | ${new Date(LATER)} | ${undefined}
		${undefined}  | ${[known, another]}                      | ${new Date(LATER)} | ${another}
		${undefined}  | ${[{ ...known, inviteDate: undefined }]} | ${new Date(LATER)} | ${{ ...known, inviteDate: undefined }}
		${[expired]}  | ${[{ ...known, inviteDate: LATER }]}     | ${undefined}       | ${{ ...known, inviteDate: LATER }}
		${[nameless]} | ${[nameless]}                            | ${undefined}       | ${'unknown'}
		${[nameless]} | ${[nameless, nameless]}                  | ${undefined}       | ${'unknown'}
		${[nameless]} | ${[nameless, another]}                   | ${undefined}       | ${'unknown'}
		${[nameless]} | ${[another]}                             | ${undefined}       | ${another}
		${[dated]}    | ${[{ ...dated, inviteDate: LATER }]}     | ${undefined}       | ${{ ...dated, inviteDate: LATER }}
		${[]}         | ${[nameless]}                            | ${undefined}       | ${nameless}
	`('before $before, now $now, sent at $sentAt: $seen', ({ before, now, sentAt, seen }) => {
		expect(sightingOfNew(asked, before, now, sentAt)).toEqual(seen);
	});
});

describe('what is there after an invite was sent again', () => {
	const edit = { role: 'edit' } as const;
	const edited = { ...known, ...edit };
	const moved = { ...known, inviteDate: LATER };
	const undated = { ...known, inviteDate: undefined };

	test.each`
		was        | changes             | before              | now                                   | movesDates | seen
		${known}   | ${{}}               | ${[known]}          | ${[known]}                            | ${false}   | ${'unknown'}
		${known}   | ${{}}               | ${[known]}          | ${[known]}                            | ${true}    | ${undefined}
		${undated} | ${{}}               | ${[undated]}        | ${[undated]}                          | ${true}    | ${'unknown'}
		${known}   | ${{ role: 'view' }} | ${[known]}          | ${[known]}                            | ${false}   | ${'unknown'}
		${known}   | ${{}}               | ${[known]}          | ${[moved]}                            | ${false}   | ${moved}
		${known}   | ${edit}             | ${[known]}          | ${[known]}                            | ${false}   | ${undefined}
		${known}   | ${edit}             | ${[known]}          | ${[edited]}                           | ${false}   | ${edited}
		${known}   | ${edit}             | ${[known]}          | ${[moved]}                            | ${false}   | ${'unknown'}
		${known}   | ${{}}               | ${[known]}          | ${[{ ...moved, hasExpired: true }]}   | ${false}   | ${'unknown'}
		${expired} | ${{}}               | ${[expired]}        | ${[expired]}                          | ${false}   | ${undefined}
		${expired} | ${{}}               | ${[expired]}        | ${[known]}                            | ${false}   | ${known}
		${known}   | ${{}}               | ${[known]}          | ${[]}                                 | ${false}   | ${undefined}
		${known}   | ${{}}               | ${[known]}          | ${[another]}                          | ${false}   | ${another}
		${known}   | ${{}}               | ${[known, another]} | ${[another]}                          | ${false}   | ${undefined}
		${known}   | ${edit}             | ${[known]}          | ${[another]}                          | ${false}   | ${'unknown'}
		${known}   | ${{}}               | ${[known]}          | ${[{ ...another, hasExpired: true }]} | ${false}   | ${'unknown'}
		${known}   | ${edit}             | ${[known]}          | ${[known, { ...another, ...edit }]}   | ${false}   | ${undefined}
	`(
		'$was with $changes, now $now, dates move $movesDates: $seen',
		({ was, changes, before, now, movesDates, seen }) => {
			expect(sightingOfResent(was, changes, before, now, movesDates)).toEqual(seen);
		},
	);
});
