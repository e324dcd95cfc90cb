/** Promise: what a change answered is kept, sealed, next to the change itself. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'

const claim = statement<{ claimed: boolean }>(
  'idempotency-claim',
  `insert into candour.idempotency (practice, member, key_hash, route, request_hash) values ($1, $2, $3, $4, $5)
   on conflict do nothing returning true as claimed`,
)
const keep = statement(
  'idempotency-keep',
  'update candour.idempotency set compartment = $4, sealed = $5 where practice = $1 and member = $2 and key_hash = $3',
)
const read = statement<{ compartment: string | null; sealed: Buffer | null; request_hash: Buffer }>(
  'idempotency-read',
  'select compartment, sealed, request_hash from candour.idempotency where practice = $1 and member = $2 and key_hash = $3',
)

export async function claimKey(tx: Transaction, member: string, keyHash: Buffer, route: string, requestHash: Buffer) {
  return (await tx.run(claim, tx.practice, member, keyHash, route, requestHash)).length === 1
}

export function keepResult(
  tx: Transaction,
  member: string,
  keyHash: Buffer,
  compartment: string,
  sealed: Buffer,
): void {
  tx.send(keep, [tx.practice, member, keyHash, compartment, sealed])
}

export async function readResult(tx: Transaction, member: string, keyHash: Buffer) {
  return (await tx.run(read, tx.practice, member, keyHash))[0] ?? null
}
