import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { newId } from '../../platform/vault/ids.ts'

export interface EventRow {
  event: string
  xid: string
  kind: string
  patient: string | null
  object: string | null
  member: string | null
}

const insert = statement(
  'event-insert',
  'insert into candour.event (practice, event, kind, patient, object, member) values ($1, $2, $3, $4, $5, $6)',
)
const since = statement<EventRow>(
  'event-since',
  `select event, xid::text, kind, patient, object, member from candour.event
   where practice = $1 and xid >= $2::xid8 and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid fetch first 500 rows with ties`,
)
const horizon = statement<{ xid: string }>(
  'event-horizon',
  'select pg_snapshot_xmin(pg_current_snapshot())::text as xid',
)

export function insertEvent(tx: Transaction, row: Omit<EventRow, 'event' | 'xid'>): void {
  tx.send(insert, [tx.practice, newId(), row.kind, row.patient, row.object, row.member])
}

/** Committed events from a position on, a transaction's together; transactions that may still commit are left for the next time. */
export function readEventsSince(tx: Transaction, position: string): Promise<EventRow[]> {
  return tx.run(since, tx.practice, position)
}

export async function readHorizon(tx: Transaction): Promise<string> {
  return (await tx.run(horizon))[0]!.xid
}
