import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

const write = statement<{ version: number }>(
  'restriction-write',
  `with r as (insert into candour.restriction as x (practice, patient, revision, sealed) values ($1, $2, $3, $4)
     on conflict (practice, patient) do update set revision = $3, sealed = $4 where x.revision = $3 - 1 returning patient)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select $1, 'Restriction', patient, $3, patient, $5 from r returning version`,
)

/** As the revision after the one that was read, with its mark. Throws `record.changed_meanwhile`. */
export async function writeRestriction(
  tx: Transaction,
  { patient, revision, sealed, hash }: { patient: string; revision: number; sealed: Buffer; hash: Buffer },
): Promise<void> {
  const written = await tx.run(write, tx.practice, patient, revision, sealed, hash)
  if (written.length === 0) throw new AppError('record.changed_meanwhile')
}
