import { expect, test } from 'vitest'
import { titlesIn } from './evidence.ts'
import { asvsPage, chapters, complaintsAbout } from './page.ts'
import type { Chapter, Evidence, Requirement } from './requirement.ts'

/** The chapters with one row changed, or without it. */
function changed(id: string, change: (row: Requirement) => Requirement[]): Chapter[] {
  return chapters.map((chapter) => ({
    ...chapter,
    requirements: chapter.requirements.flatMap((row) => (row.id === id ? change(row) : [row])),
  }))
}
const shownBy = (evidence: Evidence) =>
  changed('3.2.1', ({ id, level, asks }) => [{ id, level, asks, shown: [evidence] }])

test('the page is made, with each requirement once', () => {
  const ids = [...asvsPage().matchAll(/^\| (\d+\.\d+\.\d+) \|/gm)].map(([, id]) => id)
  expect(ids).toHaveLength(88)
  expect(new Set(ids).size).toBe(88)
})

test('a title that no test has is refused, with the id', () => {
  const path = 'server/test/walls/routes.test.ts'
  const wrong = shownBy({ test: path, title: 'P35 every answer is safe' })
  expect(complaintsAbout(wrong)).toEqual([`3.2.1: ${path} has no test “P35 every answer is safe”`])
  expect(() => asvsPage(wrong)).toThrow('3.2.1')
  // A comment or a string that says so is no test, and a beginning of several tests is none of them.
  expect(complaintsAbout(shownBy({ test: path, title: 'x-content-type-options' }))).toHaveLength(1)
  expect(complaintsAbout(shownBy({ test: path, title: 'P51 ' }))[0]).toMatch(/^3\.2\.1: .* has \d tests that begin/)
  expect(complaintsAbout(shownBy({ test: 'server/test/walls/gone.test.ts', title: 'P51' }))).toHaveLength(1)
})

test('words that do not stand there, and words that should stand nowhere, are refused', () => {
  const file = 'server/src/platform/http/security-headers.ts'
  expect(complaintsAbout(shownBy({ file, says: '"script-src \'unsafe-inline\'"' }))).toHaveLength(1)
  expect(complaintsAbout(shownBy({ under: 'server/src/platform/http', lacks: ['contentSecurityPolicy'] }))).toEqual([
    `3.2.1: ${file} has “contentSecurityPolicy”`,
  ])
  expect(complaintsAbout(shownBy({ under: 'server/src/nothing', lacks: ['x'] }))).toHaveLength(1)
})

test('a requirement that is missing, twice there, unknown, of another level, or shown by nothing is refused', () => {
  expect(complaintsAbout(changed('7.3.1', () => []))).toEqual(['7.3.1 is not answered'])
  expect(complaintsAbout(changed('7.3.1', (row) => [row, row]))).toEqual(['7.3.1 is answered twice'])
  expect(complaintsAbout(changed('7.3.1', (row) => [row, { ...row, id: '7.3.9' }]))).toEqual([
    '7.3.9: is not asked at levels 1 and 2',
  ])
  expect(complaintsAbout(changed('7.3.1', (row) => [{ ...row, level: 1 }]))).toEqual(['7.3.1: is of level 2'])
  expect(complaintsAbout(changed('7.3.1', ({ id, level, asks }) => [{ id, level, asks, shown: [] }]))).toEqual([
    '7.3.1: is shown by nothing',
  ])
  expect(complaintsAbout(changed('7.3.1', (row) => [{ ...row, asks: 'word '.repeat(16).trim() }]))).toHaveLength(1)
})

test('titles are read as they are written, and what is left out counts for none', () => {
  const text = `
    test('one', () => {})
    it("two’s", async () => {})
    test.each(['a'])('three %s', () => {})
    test.each([
      ['a', 'b'],
    ])(
      'four %s', () => {})
    test.each(Object.keys(all))('five %s', () => {})
    test.skip('six', () => {})
    // 'seven'
    expect('eight').toBe('nine')`
  expect(titlesIn(text)).toEqual(['one', 'two’s', 'three %s', 'four %s', 'five %s'])
})
