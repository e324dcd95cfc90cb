import type { RowFinding } from '@candour/contract/tables.ts'
import type { BytesInput, BytesOutcome, Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { csvOf } from '../transfers/csv.ts'
import { findTransfer } from '../transfers/show-transfer.ts'
import type { TransferRow } from '../transfers/transfer-parts.ts'
import { listTableParts } from './sealed-parts.ts'

const shownRows = 200
const order: RowFinding['what'][] = ['refused', 'stayed', 'possible', 'there', 'partly']

export const findingWords: Record<RowFinding['what'], string> = {
  refused: 'Refused',
  stayed: 'Stayed',
  possible: 'May be there already',
  there: 'There already',
  partly: 'Without this cell',
}

/** The rows of the last step of which something is to be told; empty once the file is no longer kept. */
export async function rowsFound(within: Within, row: TransferRow): Promise<RowFinding[]> {
  const [parts, hidden] = await Promise.all([listTableParts(within, row, 'rows'), hiddenFrom(within)])
  // Who is restricted to others stands in no list, also not in one that was made before.
  const rows = parts.flat().filter(({ patient }) => patient === null || !hidden.has(patient))
  return rows.toSorted((one, other) => order.indexOf(one.what) - order.indexOf(other.what) || one.line - other.line)
}

export async function listRows(call: Call<{ id: string }>): Promise<Outcome<{ rows: RowFinding[]; total: number }>> {
  const { row } = await findTransfer(call, call.input.id)
  const rows = await rowsFound(call, row)
  return { output: { rows: rows.slice(0, shownRows), total: rows.length }, subjects: [] }
}

/** All of them as a spreadsheet opens them; none of it is a formula. */
export async function readRows(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { row } = await findTransfer(call, call.input.parameters['id']!)
  return {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="rows.csv"',
    },
    body: rowsAsCsv(await rowsFound(call, row)),
    subjects: [],
  }
}

export function rowsAsCsv(rows: readonly RowFinding[]): Buffer {
  const lines = rows.map(({ line, what, person, column, reason }) => [
    String(line),
    findingWords[what],
    person,
    column,
    reason,
  ])
  return csvOf(['Line', 'What', 'Patient', 'Column', 'Why'], lines)
}
