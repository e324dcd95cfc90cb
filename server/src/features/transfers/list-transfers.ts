import type { RefusedLine, Transfer } from '@candour/contract/transfers.ts'
import type { BytesInput, BytesOutcome, Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { nameMembers } from '../members/list-members.ts'
import { csvOf } from './csv.ts'
import { findTransfer, maySee, personOf, showTransfer, toTransfer } from './show-transfer.ts'
import { listParts, openTransfer } from './transfer-facts.ts'
import { transfers, type TransferRow } from './transfers.store.ts'

/** The newest fifty that the actor may see. */
export async function listTransfers(call: Call<Record<string, never>>): Promise<Outcome<{ transfers: Transfer[] }>> {
  const { actor, tx } = call
  const rows = await transfers.list(tx, actor.can.has('transfer.manage') ? null : actor.member)
  const [names, hidden] = await Promise.all([nameMembers(call), hiddenFrom(call)])
  const shown = rows.flatMap((row) => {
    const facts = openTransfer(call, row)
    if (facts.patient !== null && hidden.has(facts.patient)) return []
    return maySee(actor, row, facts) ? [toTransfer(row, facts, personOf(row, names), call)] : []
  })
  return { output: { transfers: shown }, subjects: [] }
}

export async function readTransfer(call: Call<{ id: string }>): Promise<Outcome<Transfer>> {
  const { row, facts } = await findTransfer(call, call.input.id)
  return { output: await showTransfer(call, row, facts), subjects: [] }
}

const shownLines = 200

/** The first 200; all of them are in the CSV. */
export async function listRefused(
  call: Call<{ id: string }>,
): Promise<Outcome<{ lines: RefusedLine[]; total: number }>> {
  const { row } = await findTransfer(call, call.input.id)
  const lines = await refusedLines(call, row)
  return { output: { lines: lines.slice(0, shownLines), total: lines.length }, subjects: [] }
}

/** Refused lines as a spreadsheet opens them; none of it is a formula. */
export async function readRefused(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { row } = await findTransfer(call, call.input.parameters['id']!)
  const lines = await refusedLines(call, row)
  const rows = lines.map(({ file, line, location, reason }) => [file, String(line), location, reason])
  return {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="refused-lines.csv"',
    },
    body: csvOf(['File', 'Line', 'Where', 'Why'], rows),
    subjects: [],
  }
}

/** Of the last step that was run. */
export async function refusedLines(within: Within, row: TransferRow): Promise<RefusedLine[]> {
  return (await listParts<RefusedLine[]>(within, row, 'refused', row.step)).flat()
}
