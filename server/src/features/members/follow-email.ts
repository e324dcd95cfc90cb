import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { emit } from '../events/emit.ts'
import { changeMember } from './change-member.ts'
import { emailTokenOf, openMember } from './member-facts.ts'
import { members } from './members.store.ts'

interface At {
  gate: GateTransaction
  vault: Vault
  keysOf: PracticeKeySource
}

/**
 * The email with which somebody signs in is the one that their practices see. Where they worked once, the old one stays.
 * Throws `member.exists` where somebody else of the practice has it; with `skip` the email there stays as it is, so that
 * nobody keeps a change from being taken back by inviting the old email.
 */
export async function followEmail(
  { gate, vault, keysOf }: At,
  account: string,
  email: string,
  whereTaken: 'refuse' | 'skip' = 'refuse',
): Promise<void> {
  for (const { practice, member, state, level } of await listMemberships(gate, account)) {
    if ((state !== 'approved' && state !== 'pending') || level === 0) continue
    const tx = gate.within(practice)
    const within = { tx, vault, keys: await keysOf(tx) }
    const holder = await members.findByEmail(tx, emailTokenOf(within, email))
    if (whereTaken === 'skip' && holder !== null && holder !== member) continue
    const row = (await members.lock(tx, member))!
    await changeMember(within, row, { facts: { ...openMember(within, row), email } })
    emit({ tx }, { kind: 'member.changed', patient: null, object: member, member })
  }
}
