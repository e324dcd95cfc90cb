import type { Chapter } from './requirement.ts'

const signingIn = 'docs/signing-in.md'
const matrix = 'server/test/walls/matrix.test.ts'
const restricted = 'server/test/walls/restricted.test.ts'
const rowSecurity = 'server/test/walls/row-security.test.ts'
const grants = 'server/src/features/members/grants.test.ts'
const foreign = {
  test: 'server/test/walls/foreign-ids.test.ts',
  title: 'P01 an id of another practice is answered as one that exists nowhere, and changes nothing there',
}
const everyCaller = { test: matrix, title: 'P02 P05 P06 P07 %s: every endpoint answers or refuses as approved' }

export const authorisation: Chapter = {
  title: 'V8 Authorisation',
  requirements: [
    {
      id: '8.1.1',
      level: 1,
      asks: 'Written down: who may call what, and on whose data',
      shown: [
        { file: signingIn, says: '**By function.**' },
        { file: signingIn, says: '**By data.**' },
        { file: 'docs/permissions.md', says: '## Every route' },
      ],
    },
    {
      id: '8.1.2',
      level: 2,
      asks: 'Written down: who reads and writes which fields',
      shown: [
        { file: signingIn, says: '**By field, writing.**' },
        { file: signingIn, says: '**By field, reading.**' },
      ],
    },
    {
      id: '8.2.1',
      level: 1,
      asks: 'Functions only for those who may',
      shown: [
        everyCaller,
        { test: matrix, title: 'P02 P05 the table of endpoints is the one that was approved' },
        { test: 'contract/src/permissions.test.ts', title: 'P05 each level may do what the one below may' },
        { test: grants, title: 'P03 what is given opens at the next request of the open session' },
        { test: grants, title: 'P02 nobody gives what they may not do themselves' },
      ],
    },
    {
      id: '8.2.2',
      level: 1,
      asks: 'Data only for those who may',
      shown: [
        foreign,
        { test: restricted, title: 'P03 a record that is restricted to others is answered as one that exists nowhere' },
        { test: 'server/test/walls/sessions.test.ts', title: 'P01 P25 a draft is found by the member who writes it' },
        {
          test: 'server/src/features/sessions/sessions.test.ts',
          title: 'P21 nobody ends, or sees, a session that is somebody else’s',
        },
      ],
    },
    {
      id: '8.2.3',
      level: 2,
      asks: 'Fields only for those who may',
      shown: [
        {
          test: 'server/test/walls/unknown-fields.test.ts',
          title: 'P51 an unknown field is refused by name, and nothing changes',
        },
        {
          test: 'server/src/features/resources/whose-record.test.ts',
          title: 'a record goes to another patient only where the level allows it',
        },
        {
          test: 'server/src/features/members/members.test.ts',
          title: 'P05 level 0 ends all access at once and keeps the history; nobody rises above their own level',
        },
        {
          test: 'server/src/features/restrictions/restrictions.test.ts',
          title: 'P03 each glass is settled once, by another administrator, with a note; the record is not named',
        },
        {
          test: 'server/src/features/restrictions/restrictions.test.ts',
          title: 'P03 through a glass only an administrator changes who is named',
        },
        {
          test: 'server/src/features/members/grants.test.ts',
          title: 'P05 what was given to a colleague, or taken, is shown to nobody who may not change members',
        },
      ],
    },
    {
      id: '8.3.1',
      level: 1,
      asks: 'Decided at the server, not in the browser',
      shown: [
        everyCaller,
        { test: 'server/test/walls/sessions.test.ts', title: 'P04 P05 a lower level holds from the very next request' },
        { test: matrix, title: 'P02 the suite notices a hole: an endpoint that forgot to ask for a permission' },
      ],
    },
    {
      id: '8.4.1',
      level: 2,
      asks: 'One tenant never touches another',
      shown: [
        foreign,
        { test: rowSecurity, title: 'P01 row security is forced on every table of practices' },
        {
          test: rowSecurity,
          title: 'P01 a connection of the application sees no row of any table until a practice is set',
        },
        { test: 'server/test/walls/events.test.ts', title: 'P01 one hears of one’s own practice alone' },
      ],
    },
  ],
}
