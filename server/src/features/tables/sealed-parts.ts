import type { RowFinding } from '@candour/contract/tables.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { transferKey } from '../transfers/transfer-compartment.ts'
import { partsOf, putPart, type PartKind, type TransferRow } from '../transfers/transfer-parts.ts'
import type { TableRow } from './read-table.ts'

/** What a first reading tells of a table. Cells are cut at 2,000 characters. */
export interface Survey {
  headings: string[]
  /** Up to three of each column. */
  samples: string[][]
  /** Why each column is proposed or left out. */
  notes: string[]
  first: TableRow[]
  /** Of each column: dates that can only be read day first, only month first, either way. */
  orders: { dmy: number; mdy: number; either: number }[]
}

/** A patient whom this import registered, as that version. */
export interface CreatedRow {
  line: number
  /** Internal id. */
  patient: string
  version: number
}

interface PartContents {
  survey: Survey
  rows: RowFinding[]
  created: CreatedRow[]
}

type Kind = Extract<PartKind, keyof PartContents>

/** What is about people goes with the key of the file; ids of the record stay. */
async function keyOf(within: Within, row: TransferRow, kind: Kind): Promise<CompartmentKey | null> {
  if (kind === 'created') return within.keys.record
  return row.compartment === null ? null : transferKey(within, row)
}

export async function addTablePart<K extends Kind>(
  within: Within,
  row: TransferRow,
  kind: K,
  what: PartContents[K],
): Promise<void> {
  const key = await keyOf(within, row, kind)
  if (key !== null) await putPart(within, row, { part: newId(), kind, key, plain: Buffer.from(JSON.stringify(what)) })
}

/** Nothing once the file is no longer kept. @param step whose; the row's own unless told */
export async function listTableParts<K extends Kind>(
  within: Within,
  row: TransferRow,
  kind: K,
  step: TransferRow['step'] = row.step,
): Promise<PartContents[K][]> {
  const key = await keyOf(within, row, kind)
  if (key === null) return []
  const plain = await partsOf(within, row, { kind, key, step })
  return plain.map((one) => JSON.parse(one.toString()) as PartContents[K])
}
