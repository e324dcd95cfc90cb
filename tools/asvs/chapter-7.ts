import type { Chapter } from './requirement.ts'

const signingIn = 'docs/signing-in.md'
const walls = 'server/test/walls/sessions.test.ts'
const sessions = 'server/src/features/sessions/sessions.test.ts'
const secondStep = 'server/src/features/sessions/second-step.test.ts'
const letIn = 'server/src/features/rules/let-in.test.ts'
const passwords = 'server/src/features/passwords/passwords.test.ts'
const leaving = {
  test: 'server/src/features/members/leaving.test.ts',
  title: 'P05 P07 all access taken ends every session for good',
}
const idleAndOver = {
  test: walls,
  title: 'P20 a session that was idle for more than 15 minutes, or is 12 hours old, has ended',
}
const ownList = {
  test: sessions,
  title: 'P21 somebody sees where they are signed in, and ends one of them, or all others',
}
const levelZero = { test: walls, title: 'P04 P05 P07 set to level 0, the token of before opens nothing' }
const proofs = {
  test: 'server/test/walls/second-factor.test.ts',
  title: 'what matters is refused five minutes after the last proof of being there, and nothing else is',
}
const providers = 'server/src/features/providers/providers.test.ts'

export const sessionManagement: Chapter = {
  title: 'V7 Sessions',
  requirements: [
    {
      id: '7.1.1',
      level: 2,
      asks: 'Written down: when sessions end, and why so',
      shown: [
        { file: signingIn, says: '**Idle end**' },
        { file: signingIn, says: 'NIST SP 800-63B, AAL2' },
      ],
    },
    {
      id: '7.1.2',
      level: 2,
      asks: 'Written down: how many sessions at once',
      shown: [{ file: signingIn, says: '**At the same time**' }],
    },
    {
      id: '7.1.3',
      level: 2,
      asks: 'Written down: sessions of single sign-on',
      shown: [
        { file: signingIn, says: '**Who keeps a session**: Candour has its own, the provider has its own' },
        { file: 'docs/single-sign-on.md', says: '## The end of it' },
      ],
    },
    {
      id: '7.2.1',
      level: 1,
      asks: 'Tokens are checked at the server',
      shown: [
        { test: walls, title: 'P51 what is no token is no session, and nothing breaks' },
        { test: walls, title: 'P07 P33 a session that somebody writes into the database by hand lets nobody in' },
        {
          test: 'server/src/platform/access/find-session.test.ts',
          title: 'P21 nothing is kept: a session that was ended is out at the next request',
        },
      ],
    },
    {
      id: '7.2.2',
      level: 1,
      asks: 'Tokens are made for the session, not fixed keys',
      shown: [{ test: walls, title: 'P51 a session can not be fixed: who signs in gets a new token' }],
    },
    {
      id: '7.2.3',
      level: 1,
      asks: 'Tokens are unique, with 128 random bits or more',
      shown: [
        { test: 'server/src/platform/vault/tokens.test.ts', title: 'has 256 random bits' },
        { file: 'server/src/platform/vault/tokens.ts', says: "randomBytes(32).toString('base64url')" },
      ],
    },
    {
      id: '7.2.4',
      level: 1,
      asks: 'Signing in and proving oneself give a new token, and end the old',
      shown: [
        { test: walls, title: 'P21 P51 whoever signs in at a browser that has a session leaves none behind' },
        { test: walls, title: 'P51 a session can not be fixed: who signs in gets a new token' },
        {
          test: secondStep,
          title: 'P21 who shows once more that they are there gets a new token; the old one is out at once',
        },
        {
          test: walls,
          title: 'P21 P51 after a change of practice the old token opens nothing; the new one is another',
        },
      ],
    },
    {
      id: '7.3.1',
      level: 2,
      asks: 'Sessions end when idle',
      shown: [
        idleAndOver,
        { test: sessions, title: 'P20 what a page asks by itself keeps no session awake' },
        {
          test: 'server/src/features/rules/rules.test.ts',
          title: 'P20 the idle end that the practice sets holds from the next request',
        },
      ],
    },
    {
      id: '7.3.2',
      level: 2,
      asks: 'Sessions end after some hours whoever uses them',
      shown: [
        idleAndOver,
        {
          test: secondStep,
          title: 'P20 a change of practice carries on what was shown, and gives no new twelve hours',
        },
        {
          test: 'server/src/features/seats/seats.test.ts',
          title: 'the hours of a code are those of the last whole sign-in there',
        },
      ],
    },
    {
      id: '7.4.1',
      level: 1,
      asks: 'What has ended opens nothing more',
      shown: [
        { test: walls, title: 'P21 P51 after sign-out the token opens nothing anywhere' },
        { test: walls, title: 'P20 P21 a session that has ended does not come back' },
        idleAndOver,
        { test: secondStep, title: 'a session that has ended is not brought back by a proof' },
      ],
    },
    {
      id: '7.4.2',
      level: 1,
      asks: 'All sessions end when access is taken',
      shown: [
        levelZero,
        leaving,
        { test: 'server/test/walls/events.test.ts', title: 'P07 P21 whoever loses access hears nothing more' },
      ],
      but: 'Access is a practice’s to take; a person’s account itself cannot be deleted yet.',
    },
    {
      id: '7.4.3',
      level: 2,
      asks: 'A changed factor can end all other sessions',
      shown: [
        { test: passwords, title: 'P19 the own password is changed by whoever gives the old one; other sessions end' },
        { test: passwords, title: 'P17 a forgotten password is replaced by a link in a mail: sessions end' },
        { test: secondStep, title: 'the first factor of an account ends what its password alone had opened elsewhere' },
        { test: secondStep, title: 'a factor that is removed takes with it every other session of the account' },
        ownList,
      ],
    },
    {
      id: '7.4.4',
      level: 2,
      asks: 'Signing out is easily found on every page',
      shown: [
        { file: 'web/src/app/rail.tsx', says: '<PersonMenu />' },
        { file: 'web/src/app/bottom-bar.tsx', says: '<PersonMenu' },
        { file: 'web/src/features/sessions/person-menu.tsx', says: '<span>Sign out</span>' },
        { file: 'web/src/features/factors/factor-needed.page.tsx', says: 'Sign out' },
        { test: 'e2e/sessions.test.ts', title: 'another person who signs in after it never sees the last one’s page' },
      ],
      but: 'On a narrow screen it is in the menu “You”.',
    },
    {
      id: '7.4.5',
      level: 2,
      asks: 'Administrators can end one person’s sessions, or all',
      shown: [levelZero, leaving, { test: letIn, title: 'P47 a lockdown ends every session but the one that locks' }],
      but: 'One person’s: by taking all access, which can be given back; everybody’s: by a lockdown.',
    },
    {
      id: '7.5.1',
      level: 2,
      asks: 'Signing in anew before what concerns signing in is changed',
      deviation:
        'A proof of the last five minutes, by the strongest thing there is: a passkey is both factors, an app’s code one beside the session.',
      decision: 'docs/decisions/0018-second-factors-and-mail.md',
      shown: [
        proofs,
        {
          test: 'server/src/features/factors/factors.test.ts',
          title: 'what changes how one signs in needs a proof of being there, not older than five minutes',
        },
      ],
    },
    {
      id: '7.5.2',
      level: 2,
      asks: 'One sees one’s sessions, and ends them after a proof',
      shown: [
        ownList,
        proofs,
        { test: sessions, title: 'P21 nobody ends, or sees, a session that is somebody else’s' },
        { test: 'e2e/sessions.test.ts', title: 'P21 P26 somebody sees where they are signed in, ends the others' },
      ],
    },
    {
      id: '7.6.1',
      level: 2,
      asks: 'Sessions here and at the identity provider end as written down',
      shown: [
        {
          test: providers,
          title:
            'P23 revoking the provider ends what it opened at the next request, and no link counts any more, for good',
        },
        {
          test: providers,
          title: 'what the provider says of strength counts only as the practice wrote it, and with a fresh time',
        },
        idleAndOver,
      ],
    },
    {
      id: '7.6.2',
      level: 2,
      asks: 'No session begins without an act of its person',
      shown: [
        {
          test: 'server/test/walls/cross-site.test.ts',
          title: 'P51 nothing that another site can make a browser send changes anything',
        },
        {
          test: 'server/src/features/factors/passkeys.test.ts',
          title: 'what another site, another key or nobody signed is refused, and a key that is not verified',
        },
      ],
    },
  ],
}
