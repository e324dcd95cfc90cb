import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface RulesRow {
  revision: number
  changed_at: Date
  sealed: Buffer
  /** The newest in the ledger; null when there is none. */
  mark: Buffer | null
}

/** What is written at every change. */
export interface RulesToWrite {
  revision: number
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
  compartment: string
}

const read = statement<RulesRow>(
  'rules-read',
  `select revision, changed_at, sealed, (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Rules'
     and k.id = $1 order by k.version desc limit 1) as mark
   from candour.rules where practice = $1`,
)
const hold = statement('rules-hold', 'select from candour.rules where practice = $1 for update')
const insert = statement(
  'rules-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Rules', $1, $2, $4, $5))
   insert into candour.rules (practice, revision, sealed) values ($1, $2, $3)`,
)
const update = statement<{ revision: number }>(
  'rules-update',
  `with u as (update candour.rules set revision = $2, sealed = $3, changed_at = clock_timestamp()
     where practice = $1 and revision = $2 - 1 returning practice, revision),
   k as (insert into ledger.mark (practice, type, id, version, compartment, hash) select practice, 'Rules', practice, $2, $4, $5 from u)
   select revision from u`,
)
/** For what a person is told of their days; whoever signs in, asks anything or listens goes by the sealed ones. */
const mirror = statement(
  'rules-mirror',
  'update candour.practice set factor_required = $2, factor_grace_days = $3 where practice = $1',
)
const mirrored = statement<{ factor_required: boolean; factor_grace_days: number }>(
  'rules-mirrored',
  'select factor_required, factor_grace_days from candour.practice where practice = $1',
)
const without = statement<{ practice: string }>(
  'rules-without',
  `select practice from candour.practice p where not exists (select from ledger.mark k
     where k.practice = p.practice and k.type = 'Rules' and k.id = p.practice)`,
)

export const rulesRows = {
  read: async (tx: Transaction) => (await tx.run(read, tx.practice))[0] ?? null,
  /** Whoever changes them waits for the end of this transaction. */
  hold: (tx: Transaction) => tx.run(hold, tx.practice),
  insert: (tx: Transaction, { revision, sealed, hash, compartment }: RulesToWrite) =>
    tx.run(insert, tx.practice, revision, sealed, compartment, hash),
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async update(tx: Transaction, { revision, sealed, hash, compartment }: RulesToWrite) {
    const written = await tx.run(update, tx.practice, revision, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  mirror: (tx: Transaction, required: boolean, graceDays: number) => tx.run(mirror, tx.practice, required, graceDays),
  mirrored: async (tx: Transaction) => (await tx.run(mirrored, tx.practice))[0]!,
  /** Practices that have none yet. */
  without: async (gate: Across) => (await gate.run(without)).map((row) => row.practice),
}
