import type { Requirement } from './requirement.ts'

const factorsTest = 'server/src/features/factors/factors.test.ts'
const passkeys = 'server/src/features/factors/passkeys.test.ts'
const passwords = 'server/src/features/passwords/passwords.test.ts'
const secondStep = 'server/src/features/sessions/second-step.test.ts'
const recoveries = 'server/src/features/recoveries/recoveries.test.ts'
const members = 'server/src/features/members/members.test.ts'
const tokens = 'server/src/platform/vault/tokens.ts'
const lostFactors = 'docs/decisions/0021-passkeys-and-lost-factors.md'

const lyingProvider = 'server/src/features/providers/lying-provider.test.ts'

/** 6.4 recovery, 6.5 and 6.6 factors, 6.8 identity providers. */
export const factors: Requirement[] = [
  {
    id: '6.4.1',
    level: 1,
    asks: 'First secrets are random, expire, and never become the password',
    shown: [
      { test: members, title: 'an invitation works once, and not after it was withdrawn' },
      { test: 'server/src/platform/vault/tokens.test.ts', title: 'has 256 random bits' },
      { file: 'server/src/features/members/invitation-mail.ts', says: 'A link that holds seven days and works once' },
    ],
    but: 'Candour gives links, never first passwords; a demonstration’s password apart.',
  },
  {
    id: '6.4.2',
    level: 1,
    asks: 'No hints, no secret questions',
    shown: [{ under: 'contract/src', lacks: ['hint:', 'question', 'maidenName'] }],
  },
  {
    id: '6.4.3',
    level: 2,
    asks: 'A reset goes around no second factor',
    shown: [
      { test: passwords, title: 'P17 a forgotten password is replaced by a link in a mail' },
      { test: passwords, title: 'P17 P12 where there is a second factor, the link alone never opens a session' },
      { test: passwords, title: 'P17 a link works once' },
      { test: passwords, title: 'P17 a link is over after ten minutes' },
    ],
  },
  {
    id: '6.4.4',
    level: 2,
    asks: 'A lost factor is replaced after proof of who one is',
    shown: [
      { test: recoveries, title: 'P12 a lost phone: two colleagues confirm by the number' },
      { test: recoveries, title: 'two who are not administrator are not enough' },
      { test: recoveries, title: 'P07 colleagues of one practice never open the records of another' },
    ],
    but: 'A member is let in by one colleague who knows them; a lost factor takes two.',
  },
  {
    id: '6.5.1',
    level: 2,
    asks: 'Codes and links count once',
    shown: [
      { test: factorsTest, title: 'a code that forty bring at once is taken from one, and from nobody later' },
      { test: factorsTest, title: 'a recovery code works once' },
      { test: secondStep, title: 'a code of a step before is never taken again' },
      { test: passkeys, title: 'what one passkey signed, forty times at once, opens one session' },
      { test: passwords, title: 'P17 a link works once' },
    ],
  },
  {
    id: '6.5.2',
    level: 2,
    asks: 'Stored codes are hashed, short ones slowly',
    shown: [
      { test: factorsTest, title: 'P16 no secret or code of a second factor lies in the database in the clear' },
      { file: tokens, says: '120 random bits in 24 letters and digits. Its keyed hash is stored' },
      {
        test: 'server/src/features/seats/seats.test.ts',
        title: 'P16 the database holds neither code nor device secret',
      },
    ],
    but: 'The number of a lost factor, six digits for an hour, is sealed, not hashed.',
  },
  {
    id: '6.5.3',
    level: 2,
    asks: 'Codes and seeds come from a secure generator',
    shown: [
      { file: tokens, says: "import { createHash, randomBytes, randomInt } from 'node:crypto'" },
      { under: 'server/src/platform/vault', lacks: ['Math.random'] },
    ],
  },
  {
    id: '6.5.4',
    level: 2,
    asks: 'At least 20 bits of chance in codes',
    shown: [
      { test: recoveries, title: 'P12 a lost phone: two colleagues confirm by the number' },
      { file: tokens, says: 'randomInt(1_000_000)' },
      { file: tokens, says: '120 random bits' },
    ],
    but: 'The number read out has six digits, which the requirement counts as enough.',
  },
  {
    id: '6.5.5',
    level: 2,
    asks: 'Codes end: 30 seconds by app, 10 minutes otherwise',
    deviation:
      'A lost factor holds an hour, for two colleagues have to be reached; its number is worth nothing to a stranger.',
    decision: lostFactors,
    shown: [
      { test: factorsTest, title: 'a code holds for its own thirty seconds' },
      { test: secondStep, title: 'a ticket is good for its own purpose, for ten minutes, and as it was given' },
      { test: passkeys, title: 'a challenge holds five minutes' },
      { test: passwords, title: 'P17 a link is over after ten minutes' },
    ],
  },
  {
    id: '6.6.1',
    level: 2,
    asks: 'Codes by telephone only with care',
    notApplicable: 'No code goes by telephone, SMS or mail: passkeys, apps and recovery codes are all there is.',
  },
  {
    id: '6.6.2',
    level: 2,
    asks: 'What comes another way belongs to the request that asked for it',
    shown: [
      {
        test: recoveries,
        title: 'the person, or an administrator, cancels it at any time; a new one voids the one before',
      },
      { test: recoveries, title: 'P33 a confirmation that somebody writes into the database' },
      { test: secondStep, title: 'a ticket is good for its own purpose, for ten minutes, and as it was given' },
      {
        test: passkeys,
        title: 'P12 the password opens the second step, where the passkey is taken once and for that ticket alone',
      },
    ],
  },
  {
    id: '6.6.3',
    level: 2,
    asks: 'Nobody guesses what comes another way',
    shown: [
      { test: recoveries, title: 'nobody guesses the number: ten tries in five minutes' },
      { test: factorsTest, title: 'five tries a ticket, ten in five minutes an account' },
      { test: secondStep, title: 'nobody guesses the code that confirms an app either' },
    ],
  },
  {
    id: '6.8.1',
    level: 2,
    asks: 'No identity provider speaks for another’s people',
    shown: [
      {
        test: lyingProvider,
        title: 'the same name at two providers is two people: a link to one is none to the other',
      },
    ],
  },
  {
    id: '6.8.2',
    level: 2,
    asks: 'Signatures of assertions are always checked',
    shown: [{ test: lyingProvider, title: 'an ID token that is unsigned, or signed by another key, is refused' }],
  },
  { id: '6.8.3', level: 2, asks: 'A SAML assertion counts once', notApplicable: 'SAML is not spoken.' },
  {
    id: '6.8.4',
    level: 2,
    asks: 'Strength and time told by the provider are checked',
    shown: [
      {
        test: 'server/src/features/providers/providers.test.ts',
        title: 'what the provider says of strength counts only as the practice wrote it, and with a fresh time',
      },
      {
        test: 'server/src/platform/sign-on/providers.test.ts',
        title:
          'strength is what acr, amr or acrs say of those that the practice listed; without a time of it there is none',
      },
      {
        file: 'docs/signing-in.md',
        says: 'Without `acr`, `amr`, `acrs` and `auth_time` a provider counts as one factor.',
      },
    ],
  },
]
