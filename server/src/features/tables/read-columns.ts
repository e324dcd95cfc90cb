import { tableFields, type PreviewRow, type TableField, type TableView } from '@candour/contract/tables.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { identityOf } from '../patients/patient-fhir.ts'
import { findTransfer, showTransfer } from '../transfers/show-transfer.ts'
import type { TransferFacts } from '../transfers/transfer-facts.ts'
import type { TransferRow } from '../transfers/transfer-parts.ts'
import { missingIn } from './guess-columns.ts'
import { patientOfRow, type Mapping } from './patient-of-row.ts'
import { remarksOn } from './remarks-on.ts'
import { listTableParts, type Survey } from './sealed-parts.ts'
import type { TableFacts } from './table-facts.ts'

/** The columns of a table with what each is taken for, and its first rows as patients. Throws `transfer.not_found`. */
export async function readColumns(call: Call<{ id: string }>): Promise<Outcome<TableView>> {
  const { row, facts } = await findTransfer(call, call.input.id)
  return { output: await viewTable(call, row, facts), subjects: [] }
}

export async function viewTable(
  call: Within & Pick<Call<unknown>, 'actor'>,
  row: TransferRow,
  facts: TransferFacts,
): Promise<TableView> {
  const { table } = facts
  const survey = await surveyOf(call, row)
  if (table === null || survey === null) throw new AppError('transfer.not_now')
  const { source, dateOrder, fields } = table
  return {
    transfer: await showTransfer(call, row, facts),
    remarks: remarksOn(table, survey),
    source,
    dateOrder,
    columns: survey.headings.map((name, place) => ({
      name,
      samples: survey.samples[place]!.map((text) => text.slice(0, 120)),
      field: fields[place]!,
      note: survey.notes[place]!,
    })),
    preview: previewOf(survey, mappingOf(call.tx.practice, table, call.now), table),
    missing: missingIn(fields),
  }
}

/** Null once the file is no longer kept, or before it was read. */
export async function surveyOf(within: Within, row: TransferRow): Promise<Survey | null> {
  return (await listTableParts(within, row, 'survey', 'columns')).at(-1) ?? null
}

export function mappingOf(practice: string, { source, fields, dateOrder }: TableFacts, now: Date): Mapping {
  return { practice, source, fields, dateOrder, today: now.toISOString().slice(0, 10) }
}

function previewOf({ first }: Survey, mapping: Mapping, { form }: TableFacts): PreviewRow[] {
  return first.map(({ line, cells, problem }) => {
    const refused = (reason: string): PreviewRow => ({ line, patient: null, externalId: '', problem: reason, left: [] })
    if (problem !== null) return refused(problem)
    if (cells.length !== form!.width)
      return refused(`This row has ${cells.length} cells, the heading has ${form!.width}.`)
    const read = patientOfRow(cells, mapping)
    if ('problem' in read) return refused(`${read.column}: ${read.problem}`)
    const { resource, externalId, left } = read
    const words = left.map(({ column, reason }) => `${column}: ${reason}`)
    return { line, patient: identityOf(resource), externalId, problem: null, left: words }
  })
}

/** `Surname`, … of a mapping, as the command line prints it. */
export const fieldWords = (field: TableField | null) => (field === null ? 'left out' : tableFields[field])
