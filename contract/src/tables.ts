/** A table: a CSV file of patients from another system, on its way in as a transfer (whose id it has). */
import { z } from 'zod'
import { patientCard } from './patients.ts'
import { route } from './route.ts'
import { id, line } from './shapes.ts'
import { transfer, type rowCounts } from './transfers.ts'

/** Hours for which an import of patients can be undone. */
export const undoHours = 24
/** Rows of one table. */
export const mostRows = 100_000
/** Files that are read as tables. */
export const tableName = /\.(csv|tsv|txt)$/i

/** What a column can hold, in the words of the form. */
export const tableFields = {
  externalId: 'Number in the old system',
  family: 'Surname',
  given: 'Given names',
  title: 'Title',
  name: 'Full name',
  birthDate: 'Date of birth',
  sex: 'Sex',
  nhsNumber: 'NHS number',
  mobile: 'Mobile',
  phone: 'Phone',
  workPhone: 'Phone at work',
  email: 'Email',
  addressLine: 'Address',
  town: 'Town',
  county: 'County',
  postcode: 'Postcode',
  died: 'Date of death',
} as const
export type TableField = keyof typeof tableFields
/** Several columns may hold these, and are taken in order. */
export const repeatableFields: readonly TableField[] = ['given', 'mobile', 'phone', 'workPhone', 'email', 'addressLine']

export const tableField = z.enum(Object.keys(tableFields) as [TableField, ...TableField[]])
export const dateOrder = z.enum(['dmy', 'mdy'])
export type DateOrder = z.infer<typeof dateOrder>

export const tableColumn = z.strictObject({
  /** As the heading of the file says, or `Column 3`. */
  name: z.string(),
  /** Up to three cells that are not empty. */
  samples: z.array(z.string()),
  /** Null: left out. */
  field: tableField.nullable(),
  /** Why it is proposed or left out, in words; empty when its heading says so. */
  note: z.string(),
})
export type TableColumn = z.infer<typeof tableColumn>

/** A row as it would be registered, or why not. */
export const previewRow = z.strictObject({
  line: z.int(),
  patient: patientCard.omit({ id: true, version: true, allergies: true, restricted: true }).nullable(),
  /** The number in the old system. */
  externalId: z.string(),
  problem: z.string().nullable(),
  /** Cells that would be left out, each with its reason. */
  left: z.array(z.string()),
})
export type PreviewRow = z.infer<typeof previewRow>

export const tableView = z.strictObject({
  transfer,
  /** How the file is read: encoding, separator, heading, dates. One sentence each. */
  remarks: z.array(z.string()),
  /** Where it comes from; with the number in the old system it tells one patient from another when it is run again. */
  source: z.string(),
  dateOrder,
  columns: z.array(tableColumn),
  preview: z.array(previewRow),
  /** What keeps it from being checked, in words; null when nothing does. */
  missing: z.string().nullable(),
})
export type TableView = z.infer<typeof tableView>

/** What happens to a row besides being a new patient. `partly`: new, without some of its cells. */
export const rowFinding = z.strictObject({
  line: z.int(),
  what: z.enum(['refused', 'there', 'possible', 'partly', 'stayed']),
  /** SURNAME, Given (Title), born; empty once the file is no longer kept. */
  person: z.string(),
  column: z.string(),
  reason: z.string(),
  /** Who is there already, or stayed. */
  patient: z.string().nullable(),
})
export type RowFinding = z.infer<typeof rowFinding>

const one = z.strictObject({ id })

export const tableRoutes = {
  /** Columns with guesses, and the first ten rows as patients. */
  read: route({ method: 'GET', path: '/api/tables/:id', input: one, output: tableView }),
  /** Says what each column holds. A check that was made is made again after that. */
  map: route({
    method: 'POST',
    path: '/api/tables/:id',
    input: z.strictObject({
      id,
      source: line(80),
      dateOrder,
      fields: z.array(tableField.nullable()).max(500),
    }),
    output: tableView,
  }),
  /** The first 200 of the last step, refused ones first. */
  listRows: route({
    method: 'GET',
    path: '/api/tables/:id/rows',
    input: one,
    output: z.strictObject({ rows: z.array(rowFinding), total: z.int() }),
  }),
  /** Begins the import after its check; `possible`: those who may be there already are registered too. */
  keep: route({
    method: 'POST',
    path: '/api/tables/:id/keep',
    input: z.strictObject({ id, possible: z.boolean() }),
    output: transfer,
  }),
  /** Deletes the patients whom this import registered, and whom nobody has changed or added to since. */
  undo: route({ method: 'POST', path: '/api/tables/:id/undo', input: one, output: transfer }),
}

/** All findings of the last step as CSV, formulas escaped. */
export const rowsPath = '/api/tables/:id/rows.csv' as const

export type RowCounts = z.infer<typeof rowCounts>
