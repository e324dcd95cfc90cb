import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { entryColumns, type EntryRow } from '../../platform/ledger/ledger.store.ts'

/** What a practice decided, beside its newest mark; what one of them lacks is null. */
interface RetentionRow {
  revision: number | null
  looked_to: number | null
  sealed: Buffer | null
  mark: Buffer | null
}

const read = statement<RetentionRow>(
  'retention-read',
  `select r.revision, r.looked_to, r.sealed, (select k.hash from ledger.mark k where k.practice = $1 and k.type = 'Retention'
     and k.id = $1 order by k.version desc limit 1) as mark
   from (values (1)) one left join candour.retention r on r.practice = $1`,
)
const write = statement<{ version: number }>(
  'retention-write',
  `with r as (insert into candour.retention as x (practice, revision, sealed) values ($1, $2, $3)
     on conflict (practice) do update set revision = $2, sealed = $3, looked_to = 0 where x.revision = $2 - 1 returning practice)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Retention', practice, $2, $4, $5 from r returning version`,
)
const looked = statement('retention-looked', 'update candour.retention set looked_to = $2 where practice = $1')
const decided = statement<{ practice: string }>('retention-decided', 'select practice from candour.retention')
const next = statement<EntryRow>(
  'retention-next',
  `select ${entryColumns} from ledger.entry e where e.practice = $1 and e.number > $2
   order by e.number limit $3`,
)
const remove = statement<{ removed: number }>('retention-remove', 'select ledger.remove_details($1, $2, $3) as removed')

export const retentions = {
  read: async (tx: Transaction) => (await tx.run(read, tx.practice))[0]!,
  /** As the revision after the one that was read; all that is past is looked at again. Throws `record.changed_meanwhile`. */
  async write(tx: Transaction, row: { revision: number; sealed: Buffer; hash: Buffer; compartment: string }) {
    const { revision, sealed, hash, compartment } = row
    const written = await tx.run(write, tx.practice, revision, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  looked: (tx: Transaction, number: number) => tx.run(looked, tx.practice, number),
  /** Practices that decided anything. */
  decided: async (jobs: Across) => (await jobs.run(decided)).map(({ practice }) => practice),
  /** The next ones, in order. */
  next: (tx: Transaction, after: number, most: number) => tx.run(next, tx.practice, after, most),
  /** Answers how many details went. */
  remove: async (tx: Transaction, numbers: number[], bounds: Buffer[], at: Date) =>
    (await tx.run(remove, numbers, bounds, at))[0]!.removed,
}
