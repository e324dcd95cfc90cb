import { pipeline, Readable } from 'node:stream'
import { parse, type CsvError } from 'csv-parse'
import { breather } from '../../platform/breathe.ts'
import { decodeText } from './decode-text.ts'
import type { TableForm } from './table-facts.ts'

export interface TableRow {
  /** Line of the file on which it begins, from 1. */
  line: number
  cells: string[]
  /** Why it can't be read; then there may be no cells. */
  problem: string | null
}

/** Characters of one row. */
const longestRow = 8 * 1024 ** 2

/**
 * Every row of a table that holds anything, the heading too: RFC 4180 and what spreadsheets make of it. A quote in the
 * middle of a cell is a character; one that is never closed ends the reading. In constant memory.
 */
export async function* readTable(
  pieces: AsyncIterable<Uint8Array>,
  { encoding, separator }: Pick<TableForm, 'encoding' | 'separator'>,
): AsyncGenerator<TableRow> {
  const breathe = breather()
  // An error thrown by the parser would take rows with it that wait to be read: it is told here instead.
  let broken: CsvError | null = null
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    info: true,
    max_record_size: longestRow,
    skip_records_with_error: true,
    on_skip: (error) => void (broken ??= error ?? null),
  })
  async function* untilBroken() {
    for await (const text of decodeText(pieces, encoding)) {
      if (broken !== null) return
      yield text
    }
  }
  pipeline(Readable.from(untilBroken()), parser, () => undefined)
  let records = 0
  let next = 1
  // Within quotes the parser takes the two characters of a line's end for two lines.
  let doubled = 0
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    await breathe()
    if (records === recordsBefore(broken)) break
    records += 1
    const line = next
    for (const cell of record) doubled += cell.split('\r\n').length - 1
    next = info.lines - doubled + 1
    if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record, problem: null }
  }
  if (broken === null) return
  const problem =
    (broken as CsvError).code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'A quote that opens here is not closed: from here on nothing could be read.'
      : 'This row is longer than 8 MiB: from here on nothing could be read.'
  yield { line: next, cells: [], problem }
}

/** How many were read before it broke. */
function recordsBefore(broken: CsvError | null): number {
  return broken === null ? Infinity : Number(broken['records'])
}
