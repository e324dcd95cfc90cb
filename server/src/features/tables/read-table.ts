import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { breather } from '../transfers/breathe.ts'
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
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    info: true,
    max_record_size: longestRow,
  })
  // An error destroys the parser with it, and the loop below throws it.
  pipeline(Readable.from(decodeText(pieces, encoding)), parser, () => undefined)
  let before = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      await breathe()
      const line = before + 1
      before = info.lines
      if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record, problem: null }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const problem =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quote that opens here is not closed: from here on nothing could be read.'
        : 'This row is longer than 8 MiB: from here on nothing could be read.'
    yield { line: before + 1, cells: [], problem }
  }
}
