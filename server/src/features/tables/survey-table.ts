import { mostRows } from '@candour/contract/tables.ts'
import type { SourceFile } from '../transfers/source.ts'
import { guessSource } from './column-names.ts'
import { guessEncoding } from './decode-text.ts'
import { guessColumns, type ColumnGuess } from './guess-columns.ts'
import { guessSeparator } from './guess-separator.ts'
import { cleanCell, fieldLike } from './look-at-cell.ts'
import { fieldNamed } from './column-names.ts'
import { orderOf } from './read-date.ts'
import { readTable, type TableRow } from './read-table.ts'
import type { Survey } from './sealed-parts.ts'
import { newTable, TableRefused, type TableFacts } from './table-facts.ts'

const longestCell = 2_000
const lookedAt = 300
const shownRows = 10
const mostColumns = 500

/** Reads a table once, to its end: how it is written, what its columns may hold. Throws TableRefused. */
export async function surveyTable(
  file: SourceFile,
  { today, signal }: { today: string; signal: AbortSignal },
): Promise<{ table: TableFacts; survey: Survey }> {
  const encoding = await guessEncoding(file.read(0))
  const separator = await guessSeparator(file.read(0), encoding)
  const columns: { cells: string[]; dmy: number; mdy: number; either: number }[] = []
  const first: TableRow[] = []
  let top: TableRow | null = null
  let rows = 0
  for await (const row of readTable(file.read(0), { encoding, separator })) {
    signal.throwIfAborted()
    if (top === null) {
      if (row.problem !== null) throw new TableRefused(`Line ${row.line}: ${row.problem}`)
      if (row.cells.length > mostColumns) throw new TableRefused(`At most ${mostColumns} columns can be read.`)
      top = row
      for (const _ of row.cells) columns.push({ cells: [], dmy: 0, mdy: 0, either: 0 })
      if (isHeading(row.cells, today)) continue
    }
    rows += 1
    if (rows > mostRows)
      throw new TableRefused(`At most ${mostRows.toLocaleString('en-GB')} rows at once. Cut the file into several.`)
    if (first.length < shownRows) first.push({ ...row, cells: row.cells.map((cell) => cell.slice(0, longestCell)) })
    row.cells.forEach((cell, place) => {
      const column = columns[place]
      if (column === undefined || cell === '') return
      const order = cell.length > 40 ? null : orderOf(cell)
      if (order !== null) column[order] += 1
      if (column.cells.length >= lookedAt) return
      const clean = cleanCell(cell.slice(0, longestCell))
      if (clean !== '') column.cells.push(clean)
    })
  }
  if (top === null || rows === 0) throw new TableRefused('There is no patient in this file: it has no rows.')
  const heading = isHeading(top.cells, today)
  const headings = top.cells.map((cell, place) => {
    const text = heading ? cell.replace(/\s+/g, ' ').trim().slice(0, 200) : ''
    return text === '' ? `Column ${place + 1}` : text
  })
  const guesses = guessColumns(
    heading ? headings : headings.map(() => ''),
    columns.map(({ cells }) => cells),
    today,
  )
  const form = { encoding, separator, heading, width: top.cells.length }
  const fields = guesses.map(({ field }) => field)
  const dateOrder = guessOrder(guesses, columns)
  return {
    table: { ...newTable, form, rows, source: guessSource(headings, file.name), fields, dateOrder },
    survey: {
      headings,
      samples: columns.map(({ cells }) => cells.filter((cell, place) => cells.indexOf(cell) === place).slice(0, 3)),
      notes: guesses.map(({ note }) => note),
      first,
      orders: columns.map(({ dmy, mdy, either }) => ({ dmy, mdy, either })),
    },
  }
}

/** A row that names a column that Candour knows, or at least holds nothing that only a person has. */
function isHeading(cells: readonly string[], today: string): boolean {
  const held = cells.map(cleanCell).filter((cell) => cell !== '')
  const like = held.map((cell) => (cell.length > 60 ? null : fieldLike([cell], today)))
  const persons = like.filter((field) => field !== null && field !== 'title' && field !== 'name').length
  return persons === 0 || held.filter((cell) => fieldNamed(cell) !== null).length > persons
}

/** Day first, unless dates of birth can only be read month first. */
function guessOrder(guesses: readonly ColumnGuess[], columns: readonly Survey['orders'][number][]): 'dmy' | 'mdy' {
  const dates = columns.filter((_, place) => ['birthDate', 'died'].includes(guesses[place]!.field ?? ''))
  const sum = (of: 'dmy' | 'mdy') => dates.reduce((total, column) => total + column[of], 0)
  return sum('mdy') > sum('dmy') ? 'mdy' : 'dmy'
}
