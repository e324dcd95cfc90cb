import type { DateOrder, RowCounts, TableField } from '@candour/contract/tables.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252'
export type Separator = ',' | ';' | '\t' | '|'

/** How the bytes of a table are read. */
export interface TableForm {
  encoding: Encoding
  separator: Separator
  /** The first row names the columns. */
  heading: boolean
  /** Cells of a whole row. */
  width: number
}

/** What is known of a table, beside the transfer that it is. Nothing here is about a person. */
export interface TableFacts {
  /** Null until it was read once. */
  form: TableForm | null
  rows: number
  source: string
  /** What each column holds; null is left out. */
  fields: (TableField | null)[]
  dateOrder: DateOrder
  /** Those who may be there already are registered too. */
  possible: boolean
  checked: RowCounts | null
  kept: RowCounts | null
  undone: { removed: number; stayed: number } | null
}

export const newTable: TableFacts = {
  form: null,
  rows: 0,
  source: '',
  fields: [],
  dateOrder: 'dmy',
  possible: false,
  checked: null,
  kept: null,
  undone: null,
}

export const noRows: RowCounts = { created: 0, partly: 0, there: 0, possible: 0, refused: 0 }

/** The file can't be taken as it is; the message is for the person who chose it. */
export class TableRefused extends Error {
  override name = 'TableRefused'
}
