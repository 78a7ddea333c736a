import type { OrgInvitePost } from '../../nodes/Losant/losant/objects';
import { sightingOfNew, sightingOfResent } from '../../nodes/Losant/people/sighting';

const FIRST = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';
const email = 'ann@example.com';
const known = { id: 'a', email, role: 'view', inviteDate: FIRST, hasExpired: false };
const another = { ...known, id: 'b', inviteDate: LATER };
const expired = { ...known, hasExpired: true };

describe('what is there after an invite was sent', () => {
	const asked: OrgInvitePost = { email, role: 'view' };
	const withTransfers = { ...another, disallowTransfer: true };
	const withRoles = { ...another, applicationRoles: [{ resourceId: 'c', role: 'none' }] };

	test.each`
		before       | now                                   | seen
		${[]}        | ${[]}                                 | ${undefined}
		${[]}        | ${[another]}                          | ${another}
		${[known]}   | ${[known]}                            | ${undefined}
		${[known]}   | ${[known, another]}                   | ${another}
		${[expired]} | ${[{ ...another, hasExpired: true }]} | ${undefined}
		${[]}        | ${[withRoles]}                        | ${withRoles}
		${[]}        | ${[{ ...another, role: 'edit' }]}     | ${'unknown'}
		${undefined} | ${[]}                                 | ${undefined}
		${undefined} | ${[another]}                          | ${another}
		${undefined} | ${[expired]}                          | ${undefined}
		${undefined} | ${[withRoles]}                        | ${'unknown'}
		${undefined} | ${[withTransfers]}                    | ${'unknown'}
		${undefined} | ${[withTransfers, known]}             | ${known}
		${undefined} | ${[{ ...another, role: 'edit' }]}     | ${'unknown'}
	`('before $before, now $now: $seen', ({ before, now, seen }) => {
		expect(sightingOfNew(asked, before, now)).toEqual(seen);
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
