import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import { sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Opening } from './incident-step.ts'
import { refuseTimes, utc } from './open-by-hand.ts'
import { openIncidentWith } from './open-incident.ts'

interface Parts {
  inPractice: Transactions['inPractice']
  keysOf: PracticeKeySource
  vault: Vault
  clock: Clock
}

/**
 * The processor tells the controller (UK GDPR art. 33(2)): a case in the practice, with its entry, a notice, and a mail to each
 * who handles incidents. The practice's own 72 hours begin with this telling. Throws `incident.times`.
 */
export function tellPractice(
  { inPractice, keysOf, vault, clock }: Parts,
  practice: string,
  told: { text: string; awareAt: string; happenedAt: string | null },
  publicOrigin: string,
): Promise<{ id: string; toldAt: string }> {
  return inPractice(practice, async (tx) => {
    tx.asker = { kind: 'candour' }
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    refuseTimes(told, within.now)
    const { awareAt, happenedAt } = utc(told)
    const toldAt = within.now.toISOString()
    const opening: Opening = {
      title: 'Told by whoever runs Candour',
      what: told.text,
      kind: 'other',
      role: 'controller',
      happenedAt,
      awareAt: toldAt,
      who: null,
      origin: { from: 'operator', awareAt },
    }
    const id = newId()
    await openIncidentWith(within, id, 'operator', opening, publicOrigin)
    const actor = { kind: 'operator', practice, command: 'candour incident' } as const
    const detail = { reason: told.text, touched: tx.records, notFor: null }
    insertEntry(
      tx,
      sealEntry(vault, within.keys, { actor, verb: 'incident.tell', outcome: 'changed', subjects: [], detail }),
    )
    return { id, toldAt }
  })
}
