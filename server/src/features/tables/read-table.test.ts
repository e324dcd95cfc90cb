import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guessEncoding } from './decode-text.ts'
import { guessSeparator } from './guess-separator.ts'
import { readTable, type TableRow } from './read-table.ts'
import type { Encoding, Separator } from './table-facts.ts'

/** In pieces of odd lengths, as bytes come. */
async function* inPieces(bytes: Buffer, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function read(bytes: Buffer | string, separator: Separator = ',', encoding: Encoding = 'utf-8', size = 7) {
  const rows: TableRow[] = []
  for await (const row of readTable(inPieces(Buffer.from(bytes as string), size), { encoding, separator }))
    rows.push(row)
  return rows
}

const cellsOf = (rows: TableRow[]) => rows.map(({ cells }) => cells)

const lines = (before: string[]) => 1 + (before.join('').match(/\r\n|\n|\r/g) ?? []).length

test('any table that a CSV writer wrote comes back cell for cell, and each row knows its line', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '🦷', ' ', '"', ',', ';', '\t', '\n', '\r', "'", '=', '1') })
  // A row that holds nothing but space is none.
  const row = (width: number) =>
    fc.array(cell, { minLength: width, maxLength: width }).map(([first, ...rest]) => [`x${first}`, ...rest])
  const table = fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(row(width), { minLength: 1, maxLength: 8 }))
  const writing = fc.record({
    table,
    separator: fc.constantFrom<Separator>(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.boolean(),
    always: fc.boolean(),
    last: fc.boolean(),
    size: fc.integer({ min: 1, max: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(writing, async ({ table: rows, separator, end, mark, always, last, size }) => {
      const write = (text: string) => (always || /["\r\n\t ,;|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
      const text = rows.map((cells) => cells.map(write).join(separator)).join(end) + (last ? end : '')
      const bytes = Buffer.from((mark ? '\ufeff' : '') + text)
      const found = await read(bytes, separator, await guessEncoding(inPieces(bytes, size)), size)
      expect(cellsOf(found)).toEqual(rows)
      const starts = rows.map((_, place) =>
        lines(rows.slice(0, place).map((cells) => cells.map(write).join(separator) + end)),
      )
      expect(found.map(({ line }) => line)).toEqual(starts)
    }),
    { numRuns: 300 },
  )
})

test('rows know the line on which they begin, cells of several lines and empty lines before them included', async () => {
  const rows = await read('Name,Note\r\nAda,"one\r\ntwo\r\nthree"\r\n\r\n,\r\nGrace,x\r\n')
  expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, 'Name'],
    [2, 'Ada'],
    [7, 'Grace'],
  ])
})

test('a quote in the middle of a cell is a character; one that is never closed is said with its line', async () => {
  expect(cellsOf(await read('a,b\n5" nail,"Bob" Smith\n1,2\n'))).toEqual([
    ['a', 'b'],
    ['5" nail', '"Bob" Smith'],
    ['1', '2'],
  ])
  const rows = await read('a,b\n1,2\n3,"four\n5,6\n')
  expect(rows.at(-1)).toMatchObject({ line: 3, problem: expect.stringContaining('not closed') })
  expect(rows).toHaveLength(3)
})

test('a cell of a million characters is a cell; one of ten million ends the reading', async () => {
  const rows = await read(`a,b\n"${'x'.repeat(1_000_000)}",2\n3,4\n`, ',', 'utf-8', 65_536)
  expect(rows.map(({ cells }) => cells.map((cell) => cell.length))).toEqual([
    [1, 1],
    [1_000_000, 1],
    [1, 1],
  ])
  const more = await read(`a,b\n"${'x'.repeat(10_000_000)}",2\n3,4\n`, ',', 'utf-8', 65_536)
  expect(more.at(-1)).toMatchObject({ line: 2, problem: expect.stringContaining('longer than 8 MiB') })
})

test.each([
  ['UTF-8', Buffer.from('Forename\nZoë\nSiân\n'), 'utf-8'],
  ['UTF-8 with its mark', Buffer.from('\ufeffForename\nZoë\nSiân\n'), 'utf-8'],
  ['Windows-1252', Buffer.from('Forename\nZo\xeb\nSi\xe2n\n', 'latin1'), 'windows-1252'],
  ['UTF-16, as Excel writes Unicode text', Buffer.from('\ufeffForename\nZoë\nSiân\n', 'utf16le'), 'utf-16le'],
] as const)('%s is told by itself', async (_name, bytes, expected) => {
  const encoding = await guessEncoding(inPieces(bytes))
  expect(encoding).toBe(expected)
  expect(cellsOf(await read(bytes, ',', encoding))).toEqual([['Forename'], ['Zoë'], ['Siân']])
})

test('a character of UTF-8 that is cut off at the end makes it Windows-1252', async () => {
  expect(await guessEncoding(inPieces(Buffer.from([0x61, 0xc3])))).toBe('windows-1252')
})

test('a workbook is not taken for a table, and it is said what to do', async () => {
  await expect(guessEncoding(inPieces(Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1')))).rejects.toThrow(
    /save it as CSV/,
  )
})

test.each([
  ['commas', 'Surname,Forename\nSmith,"A;B;C;D"\n', ','],
  ['semicolons', 'Surname;Address\nSmith;1, High St, Leeds\nJones;2, Low St, York\n', ';'],
  ['tabs', 'Surname\tAddress\nSmith\t1, High St\nJones\t2; Low St\n', '\t'],
  ['nothing to part', 'Surname\nSmith\n', ','],
] as const)('%s are told', async (_name, text, expected) => {
  expect(await guessSeparator(inPieces(Buffer.from(text)), 'utf-8')).toBe(expected)
})
