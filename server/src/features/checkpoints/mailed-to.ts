import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { checkpointMail } from './checkpoints.store.ts'

export interface MailedTo {
  mailedTo: string[]
}

function place(practice: string, revision: number) {
  return { table: 'candour.checkpoint_mail', field: 'sealed', record: practice, revision, schema: 1 }
}

/** SealBroken when they are gone, or not those that the ledger marked last (P33). */
export async function openMail({ tx, vault, keys }: Omit<Within, 'now'>): Promise<MailedTo & { revision: number }> {
  const { revision, sealed, mark } = await checkpointMail.read(tx)
  if (mark === null) return { revision: 0, mailedTo: [] }
  if (sealed === null || !digest(sealed).equals(mark)) throw new SealBroken('payload', `CheckpointMail/${tx.practice}`)
  const kept = JSON.parse(vault.open(keys.record, place(tx.practice, revision), sealed).toString()) as MailedTo
  return { ...kept, revision }
}

export async function writeMail(
  { tx, vault, keys }: Omit<Within, 'now'>,
  revision: number,
  mailedTo: MailedTo,
): Promise<void> {
  const sealed = vault.seal(keys.record, place(tx.practice, revision), Buffer.from(JSON.stringify(mailedTo)))
  await checkpointMail.write(tx, { revision, sealed, compartment: keys.record.compartment, hash: digest(sealed) })
}
