/** A transfer: an import of FHIR files into the practice, or an export out of it, with how far it is. */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, id, instant, line, person } from './shapes.ts'

/** 4 GiB a file of an import. */
export const largestTransferFile = 4 * 1024 ** 3
/** Hours for which an export can be downloaded. */
export const exportHours = 24

/** What became of the resources of one type, or would. */
export const typeCount = z.strictObject({
  type: z.string(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
})
export type TypeCount = z.infer<typeof typeCount>

/** What became of the rows of a table, or would. `partly` are among `created`. */
export const rowCounts = z.strictObject({
  created: z.int(),
  partly: z.int(),
  there: z.int(),
  possible: z.int(),
  refused: z.int(),
})

export const transfer = z.strictObject({
  id,
  kind: z.enum(['import', 'export']),
  place: z.enum(['web', 'command']),
  step: z.enum(['upload', 'columns', 'check', 'keep', 'undo', 'collect', 'pack']),
  state: z.enum(['waiting', 'running', 'paused', 'cancelled', 'done', 'failed']),
  by: person,
  startedAt: instant,
  endedAt: instant.nullable(),
  /** Of this step: bytes of an import (rows of a table), resources and files of an export. */
  done: z.int(),
  total: z.int(),
  files: z.array(z.strictObject({ id: id.nullable(), name: z.string(), size: z.int(), arrived: z.boolean() })),
  /** What the check says would happen; empty until it was made. */
  checked: z.array(typeCount),
  /** What has happened so far. */
  kept: z.array(typeCount),
  /** References that search by an identifier, and how many of them name one resource of the import. */
  references: z.strictObject({ found: z.int(), resolved: z.int() }),
  /** Of an export: one patient's, or null for the whole practice. */
  patient: z.string().nullable(),
  passphrase: z.boolean(),
  download: z.strictObject({ name: z.string(), size: z.int(), until: instant }).nullable(),
  problem: z.string().nullable(),
  /** Of a table of patients (contract/src/tables.ts); counts are null until that step was made. */
  table: z
    .strictObject({
      rows: z.int(),
      source: z.string(),
      checked: rowCounts.nullable(),
      kept: rowCounts.nullable(),
      undone: z.strictObject({ removed: z.int(), stayed: z.int() }).nullable(),
      undoUntil: instant.nullable(),
    })
    .nullable(),
  can: z.array(z.enum(['check', 'keep', 'cancel', 'download', 'map', 'undo'])),
})
export type Transfer = z.infer<typeof transfer>

export const refusedLine = z.strictObject({
  file: z.string(),
  /** From 1: a line of NDJSON, an entry of a Bundle. */
  line: z.int(),
  /** FHIRPath of what is wrong; empty for the whole. */
  location: z.string(),
  reason: z.string(),
})
export type RefusedLine = z.infer<typeof refusedLine>

const one = z.strictObject({ id })
/** Whoever has it opens the export, with any tool that reads the age format. */
const passphrase = z.string().min(12, 'At least 12 characters.').max(256, 'At most 256 characters.').optional()

export const transferRoutes = {
  list: route({
    method: 'GET',
    path: '/api/transfers',
    input: empty,
    output: z.strictObject({ transfers: z.array(transfer) }),
  }),
  read: route({ method: 'GET', path: '/api/transfers/:id', input: one, output: transfer }),
  /** Announces the files of an import; their bytes follow by PUT, then it is checked. */
  startImport: route({
    method: 'POST',
    path: '/api/transfers/imports',
    input: z.strictObject({
      files: z
        .array(z.strictObject({ name: line(200), size: z.int().min(1).max(largestTransferFile) }))
        .min(1, 'Choose a file.')
        .max(500, 'At most 500 files at once.'),
    }),
    output: transfer,
  }),
  /** Says what an import would do, and changes nothing in the record. */
  check: route({ method: 'POST', path: '/api/transfers/:id/check', input: one, output: transfer }),
  keep: route({ method: 'POST', path: '/api/transfers/:id/keep', input: one, output: transfer }),
  /** What is in the record by then stays there. */
  cancel: route({ method: 'POST', path: '/api/transfers/:id/cancel', input: one, output: transfer }),
  listRefused: route({
    method: 'GET',
    path: '/api/transfers/:id/refused',
    input: one,
    output: z.strictObject({ lines: z.array(refusedLine), total: z.int() }),
  }),
  startExport: route({
    method: 'POST',
    path: '/api/transfers/exports',
    input: z.strictObject({ passphrase }),
    output: transfer,
  }),
  exportPatient: route({
    method: 'POST',
    path: '/api/patients/:id/exports',
    input: z.strictObject({ id: z.string().max(64), passphrase }),
    output: transfer,
  }),
}

/** Raw body, Content-Length; the answer is the transfer. */
export const transferFilePath = '/api/transfers/:id/files/:file' as const
/** The finished export. */
export const transferContentPath = '/api/transfers/:id/content' as const
/** The refused lines as CSV, formulas escaped. */
export const refusedPath = '/api/transfers/:id/refused.csv' as const
