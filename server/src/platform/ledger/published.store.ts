/** Promise: of what was signed one writes at a time, whichever node. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Across } from '../database/workspace.ts'

const lock = statement('ledger-lock-published', 'select pg_advisory_xact_lock(1667329636)')

/** Until the end of the transaction nobody else, at no node, reads and writes what was published. */
export const lockPublished = (across: Across | Transaction) => across.run(lock)
