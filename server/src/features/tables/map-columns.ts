import type { DateOrder, TableField, TableView } from '@candour/contract/tables.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { findTransfer } from '../transfers/show-transfer.ts'
import { saveTransfer } from '../transfers/transfer-facts.ts'
import { dropStepParts } from '../transfers/transfer-parts.ts'
import { viewTable } from './read-columns.ts'
import { canMap } from './show-table.ts'

interface Asked {
  id: string
  source: string
  dateOrder: DateOrder
  fields: (TableField | null)[]
}

/** Keeps what people say about the columns; a check that was made is no longer true. Throws `transfer.not_now`. */
export async function mapColumns(call: Call<Asked>): Promise<Outcome<TableView>> {
  const { source, dateOrder, fields } = call.input
  const { row, facts } = await findTransfer(call, call.input.id, 'lock')
  const { table } = facts
  if (table === null || !canMap(row, facts)) throw new AppError('transfer.not_now')
  if (fields.length !== table.form!.width)
    throw new AppError('input.invalid', [{ path: 'fields', message: `The table has ${table.form!.width} columns.` }])
  facts.table = { ...table, source, dateOrder, fields, checked: null }
  await dropStepParts(call, row, 'check')
  const saved = await saveTransfer(call, row, facts, { step: 'columns', done: 0 })
  return { output: await viewTable(call, saved, facts), subjects: [] }
}
