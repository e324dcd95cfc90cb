/** Everything that is measured. A new operation is one entry here. */
import { fileOperations } from './files.ts'
import { listRecord, openChart, writeNote } from './notes.ts'
import type { Operation } from './operation.ts'
import { createFhir, findByName, findByNumber, readCard, readFhir, register } from './patients.ts'

export const operations: Operation[] = [
  readFhir,
  readCard,
  openChart,
  listRecord,
  findByName,
  findByNumber,
  createFhir,
  register,
  writeNote,
  ...fileOperations,
]
