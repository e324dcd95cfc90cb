import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'

/** A step beside its mark; what is not there any more is null. */
export interface StepRow {
  incident: string
  number: number
  sealed: Buffer | null
  mark: Buffer
}

interface NewStep {
  incident: string
  number: number
  sealed: Buffer
  compartment: string
  hash: Buffer
}

/** Both or none: of two who take the same number one waits for the other, and gets nothing. */
const insert = statement<{ number: number }>(
  'incident-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Incident', $2, $3, $5, $6)
     on conflict do nothing returning id, version)
   insert into candour.incident_step (practice, incident, number, sealed) select $1, id, version, $4 from k returning number`,
)
const columns = 'k.id as incident, k.version as number, k.hash as mark, s.sealed'
const joined = `ledger.mark k left join candour.incident_step s on s.practice = k.practice and s.incident = k.id and s.number = k.version`
const read = statement<StepRow>(
  'incident-read',
  `select ${columns} from ${joined} where k.practice = $1 and k.type = 'Incident' and k.id = $2 order by k.version`,
)
/** By the marks: a step that was taken away is missed. Ids grow with time. */
const list = statement<StepRow>(
  'incident-list',
  `with newest as (select distinct m.id from ledger.mark m where m.practice = $1 and m.type = 'Incident' order by m.id desc limit 200)
   select ${columns} from ${joined} join newest n on n.id = k.id
   where k.practice = $1 and k.type = 'Incident' order by k.id desc, k.version`,
)

export const incidents = {
  /** Throws `record.changed_meanwhile` where the number is taken. */
  async insert(tx: Transaction, { incident, number, sealed, compartment, hash }: NewStep) {
    const written = await tx.run(insert, tx.practice, incident, number, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  /** In their order; none of a case that there is not. */
  read: (tx: Transaction, incident: string) => tx.run(read, tx.practice, incident),
  /** Of the newest 200 cases, step by step. */
  list: (tx: Transaction) => tx.run(list, tx.practice),
}
