import { expect, test } from 'vitest'
import { judgePassword, leastCharacters } from './password-rules.ts'

const nobody = { own: [], hasFactor: true }
const imogen = { own: ['Imogen Thrale', 'imogen.t@harbourdental.example', 'Tallow Lane Dental'], hasFactor: true }
const alone = { ...imogen, hasFactor: false }

test('P18 11Mother22 is refused, and 7877GH+-bvcx89 is taken where a second factor is on', () => {
  expect(judgePassword('11Mother22', imogen)).toMatchObject({ taken: false, words: '2 more characters: at least 12.' })
  expect(judgePassword('7877GH+-bvcx89', imogen)).toMatchObject({ taken: true })
  expect(judgePassword('7877GH+-bvcx89', alone)).toMatchObject({
    taken: false,
    words: '1 more character: at least 15.',
  })
})

test('P18 12 characters with a second factor, 15 without, at most 256; counted as people count them', () => {
  expect([leastCharacters(true), leastCharacters(false)]).toEqual([12, 15])
  expect(judgePassword('fig orca jug'.slice(0, 11), nobody).taken).toBe(false)
  expect(judgePassword('fig orca jug', nobody).taken).toBe(true)
  expect(judgePassword('orchard piano gravel', { ...nobody, hasFactor: false }).taken).toBe(true)
  expect(judgePassword('🦷🦷', alone).words).toBe('13 more characters: at least 15.')
  const long = 'orchard piano gravel lantern '.repeat(10)
  expect(judgePassword(long.slice(0, 256), nobody).taken).toBe(true)
  expect(judgePassword(long.slice(0, 257), nobody)).toMatchObject({ taken: false, words: 'At most 256 characters.' })
  // Eleven letters, whether or not the accents are characters of their own.
  expect(judgePassword('e\u0301'.repeat(11), nobody).words).toBe('1 more character: at least 12.')
})

test.each([
  ['iloveyou1234567', /stolen/],
  ['Password123!Password', /stolen/],
  ['P@ssw0rdP@ssw0rd', /repeats/],
  ['aaaaaaaaaaaaaaaa', /repeats/],
  ['abcdefghijklmnop', /row/],
  ['12345678901234567', /stolen|row/],
  ['manchesterunited', /stolen/],
  ['Summer2026Summer', /stolen/],
  ['imogen.thrale.2026', /“imogen|“thrale/],
  ['Tallow Lane Dental 1', /tallow lane dental/],
  ['Candour2026!Candour', /candour/],
  ['harbourdental2026', /harbourdental/],
])('P18 “%s” is refused, with the reason', (password, why) => {
  const { taken, words } = judgePassword(password, alone)
  expect([taken, words]).toEqual([false, expect.stringMatching(why)])
})

test.each([
  'harbour lantern quilt 9',
  'correct horse battery staple',
  'orchard piano gravel',
  'my dentist Imogen likes figs',
])('P18 “%s” is taken', (password) => expect(judgePassword(password, alone)).toMatchObject({ taken: true }))

test('P18 a practice may ask for a capital, a small letter and a digit; none does unless it says so', () => {
  const mixed = { ...nobody, mix: true }
  expect(judgePassword('orchard piano gravel', mixed).words).toMatch(/capital/)
  expect(judgePassword('ORCHARD PIANO GRAVEL 7', mixed).words).toMatch(/small/)
  expect(judgePassword('Orchard piano gravel', mixed).words).toMatch(/digit/)
  expect(judgePassword('Orchard piano gravel 7', mixed).taken).toBe(true)
})

test('whatever is typed, judging it holds nobody up', () => {
  const costOf = (typed: string) => {
    const started = performance.now()
    judgePassword(typed, imogen)
    return performance.now() - started
  }
  /** A sentence of the same length. */
  const sentence = 'Orchard piano gravel, window lamp. '.repeat(8).slice(0, 256)
  costOf(sentence)
  const nasty = [
    '4@8({[</369!1|0$5+7%2',
    '1l|!',
    'p4ssw0rd',
    '@4^',
    '1/1/11',
    'ab1c',
    '$',
    '0123456789',
    '|_|()\\/\\/|)',
  ]
  for (const piece of nasty) {
    const typed = piece.repeat(256).slice(0, 256)
    const times = [1, 2, 3].map(() => costOf(typed) / costOf(sentence))
    // What takes every way through it costs thousands of times as much.
    expect(Math.min(...times), piece).toBeLessThan(50)
  }
})
