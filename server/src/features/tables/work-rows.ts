import type { RowFinding } from '@candour/contract/tables.ts'
import { checkWhole } from '../resources/check-whole.ts'
import { keepMany, type ArrivedResource } from '../resources/keep-many.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { runChunk, type Running } from '../transfers/run-chunk.ts'
import type { SourceFile } from '../transfers/source.ts'
import type { TransferFacts } from '../transfers/transfer-facts.ts'
import { dropStepParts } from '../transfers/transfer-parts.ts'
import { judgeRows, personOf, readRow, type FromFile, type Registrable, type Verdict } from './judge-row.ts'
import type { Mapping } from './patient-of-row.ts'
import { readTable } from './read-table.ts'
import { addTablePart, type CreatedRow } from './sealed-parts.ts'
import { seenRows } from './seen-rows.ts'
import { noRows, type TableFacts } from './table-facts.ts'

/** Rows of one transaction. */
const mostOfChunk = 200

/**
 * Goes through the rows from where it stopped, chunk by chunk. `check` says what would happen and changes nothing in the
 * record; `keep` registers those who are new, and those who may be there already when that was asked for.
 */
export async function workRows(
  running: Running,
  file: SourceFile,
  facts: TransferFacts,
  step: 'check' | 'keep',
): Promise<TransferFacts> {
  const { form, source, fields, dateOrder } = facts.table!
  const today = running.clock.now().toISOString().slice(0, 10)
  const mapping: Mapping = { practice: running.practice, source, fields, dateOrder, today }
  const seen = seenRows()
  const done = facts.position?.line ?? 0
  let place = form!.heading ? -1 : 0
  let rows: FromFile[] = []
  let latest = facts
  const send = async () => {
    const sent = rows
    rows = []
    latest = await workChunk(running, sent, step, place)
  }
  for await (const row of readTable(file.read(0), form!)) {
    place += 1
    if (place === 0) continue
    const read = readRow(row, form!.width, mapping, seen)
    if (place <= done) continue
    rows.push(read)
    if (rows.length < mostOfChunk) continue
    running.signal.throwIfAborted()
    await send()
  }
  running.signal.throwIfAborted()
  await send()
  return latest
}

async function workChunk(
  running: Running,
  rows: FromFile[],
  step: 'check' | 'keep',
  done: number,
): Promise<TransferFacts> {
  const verb = step === 'check' ? 'transfer.check' : 'transfer.import'
  const chunk = { verb, outcome: step === 'check' ? 'opened' : 'changed' } as const
  const { facts } = await runChunk(running, chunk, async (within, now, row) => {
    const table = now.table!
    const judged = await judgeRows(
      within,
      rows.flatMap((one) => ('finding' in one ? [] : one)),
    )
    const verdicts = rows.map((one): Verdict =>
      'finding' in one ? { what: one.finding.what as 'refused' | 'there', finding: one.finding } : judged.shift()!,
    )
    const kept = await keepRows(within, verdicts, step, table)
    const { counts, findings } = count(verdicts, kept.refused, step === 'keep' && table.possible)
    // A check that is made again begins anew.
    const isFirst = now.position === null
    if (isFirst) await dropStepParts(within, row, row.step)
    const before = isFirst ? noRows : (table[step === 'check' ? 'checked' : 'kept'] ?? noRows)
    for (const what of Object.keys(counts) as (keyof typeof counts)[]) counts[what] += before[what]
    table[step === 'check' ? 'checked' : 'kept'] = counts
    now.refused = counts.refused
    now.position = { pass: 2, file: 0, offset: 0, line: done }
    if (findings.length > 0) await addTablePart(within, row, 'rows', findings)
    if (kept.created.length > 0) await addTablePart(within, row, 'created', kept.created)
    return { done }
  })
  return facts
}

interface KeptRows {
  created: CreatedRow[]
  refused: Map<Verdict, RowFinding>
}

async function keepRows(
  within: Within,
  verdicts: readonly Verdict[],
  step: 'check' | 'keep',
  { possible }: TableFacts,
): Promise<KeptRows> {
  const kept: KeptRows = { created: [], refused: new Map() }
  const arriving: { verdict: Registrable; arrived: ArrivedResource }[] = []
  for (const verdict of verdicts) {
    // A check looks at those who may be there already as well.
    if (!('id' in verdict) || (step === 'keep' && verdict.what === 'possible' && !possible)) continue
    const { fhirId, resource } = verdict.patient
    const received = Buffer.from(JSON.stringify({ ...resource, id: fhirId }))
    const checked = checkWhole('Patient', received, within.now)
    if ('problems' in checked) kept.refused.set(verdict, refusal(verdict, checked.problems[0]!.message))
    else arriving.push({ verdict, arrived: { type: 'Patient', fhirId, facts: checked.facts, received } })
  }
  if (step === 'check') return kept
  const outcomes = await keepMany(
    within,
    arriving.map(({ arrived }) => arrived),
  )
  arriving.forEach(({ verdict }, place) => {
    const outcome = outcomes[place]!
    if (outcome.outcome === 'refused') kept.refused.set(verdict, refusal(verdict, outcome.message))
    else kept.created.push({ line: verdict.line, patient: verdict.id, version: verdict.version })
  })
  return kept
}

function refusal({ line, patient }: Registrable, reason: string): RowFinding {
  return { line, what: 'refused', person: personOf(patient), column: '', reason, patient: null }
}

/** What became of the rows, and what is to be told of them one by one. */
function count(verdicts: readonly Verdict[], refused: ReadonlyMap<Verdict, RowFinding>, possible: boolean) {
  const counts = { ...noRows }
  const findings: RowFinding[] = []
  for (const verdict of verdicts) {
    const refusedLater = refused.get(verdict)
    const what = refusedLater === undefined ? verdict.what : 'refused'
    const finding = refusedLater ?? verdict.finding
    if (what === 'new' || (what === 'possible' && possible)) counts.created += 1
    else counts[what] += 1
    if (finding !== null) findings.push(finding)
    if (!('id' in verdict) || what !== 'new' || verdict.patient.left.length === 0) continue
    counts.partly += 1
    for (const { column, reason } of verdict.patient.left)
      findings.push({
        line: verdict.line,
        what: 'partly',
        person: personOf(verdict.patient),
        column,
        reason,
        patient: null,
      })
  }
  return { counts, findings }
}
