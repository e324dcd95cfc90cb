import { factors } from './chapter-6-factors.ts'
import type { Chapter, Requirement } from './requirement.ts'

const signingIn = 'docs/signing-in.md'
const passwords = 'server/src/features/passwords/passwords.test.ts'
const rules = 'contract/src/password-rules.test.ts'
const throttle = 'server/test/walls/throttle.test.ts'
const knownDevices = 'server/test/walls/known-devices.test.ts'
const newPassword = 'web/src/features/passwords/new-password-field.tsx'
const decision = 'docs/decisions/0022-passwords-links-and-known-devices.md'

const lengths = { test: rules, title: 'P18 12 characters with a second factor, 15 without, at most 256' }
const ownChange = { test: passwords, title: 'P19 the own password is changed by whoever gives the old one' }
const byLink = { test: passwords, title: 'P18 P17 what the rules refuse is refused by the link too' }
const refusals = { test: rules, title: 'P18 “%s” is refused, with the reason' }

const takenOver = 'Passwords taken over from another system come as hashes and are judged when they are changed.'

const documented: Requirement[] = [
  {
    id: '6.1.1',
    level: 1,
    asks: 'Written down: what stops guessing, and who cannot be locked out',
    shown: [
      { file: signingIn, says: '**Nobody is locked out by others where they work.**' },
      { file: signingIn, says: 'The numbers are fixed in the code, not settings.' },
    ],
  },
  {
    id: '6.1.2',
    level: 2,
    asks: 'Written down: words of the context that passwords may not be',
    shown: [{ file: signingIn, says: '**words of the context**' }],
  },
  {
    id: '6.1.3',
    level: 2,
    asks: 'Written down: all ways in and their strength',
    shown: [{ file: signingIn, says: '## Ways in' }],
  },
]

const ofPasswords: Requirement[] = [
  { id: '6.2.1', level: 1, asks: 'At least 8 characters, better 15', shown: [lengths] },
  { id: '6.2.2', level: 1, asks: 'One can change one’s password', shown: [ownChange] },
  {
    id: '6.2.3',
    level: 1,
    asks: 'Changing it takes the current one',
    deviation:
      '“Not me” sets a new one at once after a fresh proof of being there, which is a second factor where there is one.',
    decision: 'docs/decisions/0023-leaving-the-screen-and-coming-back.md',
    shown: [
      ownChange,
      {
        test: 'server/src/features/sessions/sessions.test.ts',
        title: '“not me” takes no password that is easily guessed, and none without the proof',
      },
    ],
  },
  {
    id: '6.2.4',
    level: 1,
    asks: 'Not one of the usual passwords',
    shown: [refusals, byLink, { file: 'contract/src/password-rules.ts', says: 'a list of 49,233 stolen passwords' }],
    but: takenOver,
  },
  {
    id: '6.2.5',
    level: 1,
    asks: 'No rules about kinds of characters',
    deviation: 'A practice may ask for a capital, a small letter and a digit; none does unless it says so.',
    shown: [{ test: rules, title: 'P18 a practice may ask for a capital, a small letter and a digit' }],
  },
  {
    id: '6.2.6',
    level: 1,
    asks: 'Fields hide what is typed',
    shown: [
      { file: newPassword, says: "type={shown ? 'text' : 'password'}" },
      { file: 'web/src/features/sessions/sign-in-form.tsx', says: 'type="password"' },
      { file: 'web/src/features/passwords/change-password-dialog.tsx', says: 'type="password"' },
    ],
  },
  {
    id: '6.2.7',
    level: 1,
    asks: 'Pasting and password managers are welcome',
    shown: [
      { under: 'web/src', lacks: ['onPaste', 'onBeforeInput'] },
      { file: newPassword, says: 'autoComplete="new-password"' },
      { file: 'web/src/features/sessions/sign-in-form.tsx', says: 'autoComplete="current-password"' },
    ],
  },
  {
    id: '6.2.8',
    level: 1,
    asks: 'Compared exactly as it was typed',
    deviation:
      'Compared in Unicode’s NFC, so that it is the same from every keyboard. Nothing is cut off, no case is changed.',
    shown: [
      { test: 'server/src/platform/vault/passwords.test.ts', title: 'is the same however its letters were typed' },
    ],
  },
  { id: '6.2.9', level: 2, asks: '64 characters and more are taken', shown: [lengths] },
  {
    id: '6.2.10',
    level: 2,
    asks: 'A password holds until it is known to others, or changed',
    deviation:
      'After 50 wrong ones in a row it opens nothing at unknown browsers until it is reset. None expires by age; operators have none.',
    decision,
    shown: [
      { test: knownDevices, title: 'P19 50 in a row switch the password off for unknown devices until it is reset' },
    ],
  },
  {
    id: '6.2.11',
    level: 2,
    asks: 'Words of the context are refused',
    shown: [refusals, byLink, { file: 'contract/src/password-rules.ts', says: "[...own, 'candour']" }],
  },
  {
    id: '6.2.12',
    level: 2,
    asks: 'Stolen passwords are refused',
    shown: [
      refusals,
      byLink,
      {
        test: 'server/src/platform/vault/breach-range.test.ts',
        title: 'P18 five digits of the hash leave the machine; a stolen password is told',
      },
    ],
    but: `The larger list is asked where the operator says so; the 49,233 are always asked. ${takenOver}`,
  },
]

const signIns: Requirement[] = [
  {
    id: '6.3.1',
    level: 1,
    asks: 'Guessing is stopped as written down',
    shown: [
      { test: throttle, title: 'P19 of 40 wrong passwords at once at most 10 are tried' },
      { test: throttle, title: 'P19 one address that tries many accounts is throttled after 100 tries' },
      { test: throttle, title: 'P19 guessing by way of the sign-up or an invitation counts as much' },
      { test: knownDevices, title: 'P19 an attacker who hammers from %s keeps nobody out' },
      { test: knownDevices, title: 'P19 50 in a row switch the password off for unknown devices until it is reset' },
      { test: 'server/src/features/seats/seats.test.ts', title: 'P19 of forty guesses at once five are compared' },
    ],
  },
  {
    id: '6.3.2',
    level: 1,
    asks: 'No default accounts',
    shown: [
      { under: 'server/migrations', lacks: ['insert into gate.account', 'insert into candour.member '] },
      {
        test: 'server/src/platform/config.test.ts',
        title: 'demonstrations are opened from this machine alone, unless CANDOUR_DEMO says otherwise',
      },
    ],
    but: 'A demonstration, where somebody opens one, has people of its own with a random password, in a practice of its own.',
  },
  {
    id: '6.3.3',
    level: 2,
    asks: 'Nobody comes in by one factor alone',
    deviation:
      'A second factor is due 7 days after the approval, and a practice may ask for none. Once there is one, it is always asked.',
    decision: 'docs/decisions/0018-second-factors-and-mail.md',
    shown: [
      {
        test: 'server/src/features/factors/factors.test.ts',
        title: 'P12 with a second factor on, a password alone never opens a session',
      },
      {
        test: 'server/test/walls/second-factor.test.ts',
        title: 'P14 without the second factor that is due, every endpoint refuses',
      },
      {
        test: 'server/src/features/rules/rules.test.ts',
        title: 'P13 P14 P20 a practice begins with a mandatory second factor',
      },
    ],
  },
  {
    id: '6.3.4',
    level: 2,
    asks: 'All ways in are known, and equally strong',
    shown: [
      { test: 'server/test/walls/routes.test.ts', title: 'P51 the server has no route but those of the table' },
      {
        test: 'server/src/features/factors/factors.test.ts',
        title: 'P12 nor does it open another practice, or join one: the second step comes before anything is founded',
      },
      { test: passwords, title: 'P17 P12 where there is a second factor, the link alone never opens a session' },
      {
        test: 'server/src/features/seats/seats.test.ts',
        title: 'a short code proves nothing for what needs a proof',
      },
      { file: signingIn, says: 'There are no others; a new endpoint stands in' },
    ],
    but: 'Where they differ in strength (short codes, demonstrations) that is written down.',
  },
]

export const authentication: Chapter = {
  title: 'V6 Authentication',
  requirements: [...documented, ...ofPasswords, ...signIns, ...factors],
}
