import { expect, test } from 'vitest'
import { isWholeOnPaper, onPaper, startPaper, write } from './paper.ts'

async function paperOf(...lines: string[]): Promise<string> {
  const paper = startPaper({ compress: false }, { title: 'Žižek', at: new Date('2026-11-22T10:00:00Z') })
  for (const line of lines) write(paper, { size: 10 }, line)
  paper.end()
  const parts: Buffer[] = []
  for await (const part of paper as unknown as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('latin1')
}

test('letters of Latin, Greek and Cyrillic are printed by a typeface that the paper brings, and copied as they are', async () => {
  const names = ['Łukasz Świątek', 'Slavoj Žižek', 'Ngũgĩ wa Thiong’o', 'Nguyễn Thị Ánh', 'Παπαδόπουλος', 'Ђорђевић']
  expect(names.map(onPaper)).toEqual(names)
  const pdf = await paperOf(...names)
  expect(pdf).toContain('/FontFile2')
  expect(pdf).not.toMatch(/BaseFont \/(Helvetica|Courier)/)
  // What a reader copies is the letter itself: each stands in the table from glyphs to Unicode, none in pieces.
  const hex = (letter: string) => letter.charCodeAt(0).toString(16).padStart(4, '0')
  for (const letter of new Set(names.join('').replaceAll(' ', '')))
    expect([letter, pdf.includes(`<${hex(letter)}>`)]).toEqual([letter, true])
})

test('marks that came apart from their letter are put together, and what the typeface lacks is printed as its number', () => {
  expect(onPaper('Ngu\u0303gi\u0303')).toBe('Ngũgĩ')
  expect(onPaper('a\tb\r\nc')).toBe('a b\nc')
  expect(onPaper('Wei 张伟, 🙂\u0007')).toBe('Wei [U+5F20 U+4F1F], [U+1F642 U+0007]')
  expect([isWholeOnPaper('Łąka\r\n'), isWholeOnPaper('张')]).toEqual([true, false])
})
