import type { Transfer } from '@candour/contract/transfers.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface TransferRow {
  transfer: string
  kind: Transfer['kind']
  place: Transfer['place']
  step: Transfer['step']
  state: Transfer['state']
  member: string | null
  compartment: string | null
  fence: number
  done: number
  total: number
  revision: number
  sealed: Buffer
  created_at: Date
  ended_at: Date | null
  expires_at: Date | null
  /** Under whose key refused lines are sealed; null: the practice's, or they are gone. */
  refused_compartment: string | null
}
const columns = `transfer, kind, place, step, state, member, compartment, fence, done, total, revision, sealed, created_at,
  ended_at, expires_at, refused_compartment`

const insert = statement(
  'transfer-insert',
  `insert into candour.transfer (practice, transfer, kind, place, step, state, member, compartment, total, sealed, refused_compartment)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)
const read = statement<TransferRow>(
  'transfer-read',
  `select ${columns} from candour.transfer where practice = $1 and transfer = $2`,
)
const lock = statement<TransferRow>(
  'transfer-lock',
  `select ${columns} from candour.transfer where practice = $1 and transfer = $2 for update`,
)
const list = statement<TransferRow>(
  'transfer-list',
  `select ${columns} from candour.transfer where practice = $1 and ($2::uuid is null or member = $2)
   order by created_at desc limit 50`,
)
const unfinished = statement<TransferRow>(
  'transfer-unfinished',
  `select ${columns} from candour.transfer
   where practice = $1 and place = 'command' and kind = $2 and state in ('running', 'paused') order by created_at desc limit 50`,
)
const update = statement(
  'transfer-update',
  `update candour.transfer set step = $3, state = $4, compartment = $5, fence = $6, done = $7, total = $8, revision = $9,
     sealed = $10, ended_at = $11, expires_at = $12, refused_compartment = $13
   where practice = $1 and transfer = $2`,
)
const addPart = statement(
  'transfer-part-add',
  'insert into candour.transfer_part (practice, transfer, part, kind, step, sealed) values ($1, $2, $3, $4, $5, $6)',
)
const parts = statement<{ part: string; sealed: Buffer }>(
  'transfer-part-list',
  'select part, sealed from candour.transfer_part where practice = $1 and transfer = $2 and kind = $3 and step = $4 order by part',
)
const dropParts = statement(
  'transfer-part-drop',
  'delete from candour.transfer_part where practice = $1 and transfer = $2 and kind = $3',
)
const dropStep = statement(
  'transfer-part-drop-step',
  'delete from candour.transfer_part where practice = $1 and transfer = $2 and step = $3',
)
const waiting = statement<{ practice: string; transfer: string }>(
  'transfer-waiting',
  `select practice, transfer from candour.transfer
   where place = 'web' and state in ('waiting', 'running') order by created_at limit 20`,
)
const expired = statement<{ practice: string; transfer: string }>(
  'transfer-expired',
  `select practice, transfer from candour.transfer
   where compartment is not null and expires_at < clock_timestamp() limit 100`,
)
/** Of transfers from before their refused lines had a key, the lines themselves say that there are some. */
const refusedLong = statement<{ practice: string; transfer: string }>(
  'transfer-refused-long',
  `select practice, transfer from candour.transfer t
   where coalesce(ended_at, created_at) < clock_timestamp() - make_interval(days => $1)
     and (refused_compartment is not null or exists (select from candour.transfer_part p
       where p.practice = t.practice and p.transfer = t.transfer and p.kind = 'refused'))
     and transfer::text > $2 order by transfer::text limit 100`,
)

export interface NewTransfer {
  transfer: string
  kind: Transfer['kind']
  place: Transfer['place']
  step: Transfer['step']
  state: Transfer['state']
  member: string | null
  compartment: string | null
  total: number
  sealed: Buffer
  refusedCompartment: string | null
}

export const transfers = {
  insert: (tx: Transaction, row: NewTransfer) => {
    const { transfer, kind, place, step, state, member, compartment, total, sealed } = row
    const given = [transfer, kind, place, step, state, member, compartment, total, sealed, row.refusedCompartment]
    return tx.run(insert, tx.practice, ...given)
  },
  read: async (tx: Transaction, transfer: string) => (await tx.run(read, tx.practice, transfer))[0] ?? null,
  /** Nobody else changes it until this transaction ends. */
  lock: async (tx: Transaction, transfer: string) => (await tx.run(lock, tx.practice, transfer))[0] ?? null,
  /** The newest fifty, of one member or (null) of all. */
  list: (tx: Transaction, member: string | null) => tx.run(list, tx.practice, member),
  /** Those of the command line that can go on. */
  unfinished: (tx: Transaction, kind: Transfer['kind']) => tx.run(unfinished, tx.practice, kind),
  update: (tx: Transaction, row: TransferRow) => {
    const { transfer, step, state, compartment, fence, done, total, revision, sealed } = row
    const { ended_at: endedAt, expires_at: expiresAt, refused_compartment: refusedCompartment } = row
    return tx.run(
      update,
      tx.practice,
      transfer,
      step,
      state,
      compartment,
      fence,
      done,
      total,
      revision,
      sealed,
      endedAt,
      expiresAt,
      refusedCompartment,
    )
  },
  addPart: (tx: Transaction, transfer: string, part: { part: string; kind: PartKind; step: string; sealed: Buffer }) =>
    tx.run(addPart, tx.practice, transfer, part.part, part.kind, part.step, part.sealed),
  /** In the order in which they were made. */
  parts: (tx: Transaction, transfer: string, kind: PartKind, step: string) =>
    tx.run(parts, tx.practice, transfer, kind, step),
  dropParts: (tx: Transaction, transfer: string, kind: PartKind) => tx.run(dropParts, tx.practice, transfer, kind),
  dropStep: (tx: Transaction, transfer: string, step: string) => tx.run(dropStep, tx.practice, transfer, step),
  waiting: (jobs: Across) => jobs.run(waiting),
  expired: (jobs: Across) => jobs.run(expired),
  /** Ended (or begun, where they never ended) so many days ago, and refused lines are still kept. */
  refusedLong: (jobs: Across, days: number, after: string) => jobs.run(refusedLong, days, after),
}

export type PartKind = 'refused' | 'bytes' | 'survey' | 'rows' | 'created'
