import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { goOnAnyway, type GoneOn } from '../../platform/ledger/acknowledge.ts'
import { sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import type { PublishedFile } from '../../platform/ledger/published.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { everyPractice } from '../practices/find-practices.ts'
import { resourceId } from '../resources/resource-id.ts'

interface Parts {
  database: Database
  published: PublishedFile
  vault: Vault
  keysOf: PracticeKeySource
  clock: Clock
}

/**
 * The ledger goes on from the database as it is. Trees that were altered are made anew of their entries; where that is what was
 * signed, the name stays, and those practices alone are told. Else it goes on under another name, and every practice has an
 * entry of it and a notice, with how many entries are gone. Null when nothing stands in its way.
 */
export async function acknowledge(parts: Parts, reason: string): Promise<GoneOn | null> {
  const { database, published, vault, keysOf, clock } = parts
  const goneOn = await goOnAnyway(database.sequencer, published)
  if (goneOn === null) return null
  const { renamed, rebuilt } = goneOn
  for (const practice of renamed ? await everyPractice(database.gate) : rebuilt) {
    const lost = goneOn.lost.find((one) => one.practice === practice)
    await database.inPractice(practice, async (tx) => {
      tx.asker = { kind: 'candour' }
      const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
      await withdrawNotice(within, resourceId(within, 'Notice', 'ledger refusal'))
      if (rebuilt.includes(practice)) await withdrawNotice(within, resourceId(within, 'Notice', 'ledger broken'))
      const heading = renamed ? 'The ledger goes on from an earlier database' : 'The ledger goes on'
      await addNotice(within, heading, renamed ? wordsOf(goneOn, lost, reason) : rebuiltWords(reason))
      const actor = { kind: 'operator', practice, command: 'candour ledger' } as const
      const facts: Record<string, number> = lost === undefined ? {} : { signed: lost.signed, found: lost.found }
      const entry = { actor, verb: 'checkpoint.acknowledge', outcome: 'changed', subjects: [] } as const
      insertEntry(tx, sealEntry(vault, within.keys, { ...entry, detail: { reason, facts } }))
    })
  }
  return goneOn
}

function rebuiltWords(reason: string): string {
  return `The operator let it go on, because: ${reason}. What is computed of the activity had been altered outside Candour; it was computed anew from the entries, and is what was signed of them. Ask whoever runs the server who could reach its database.`
}

function wordsOf({ known }: GoneOn, lost: GoneOn['lost'][number] | undefined, reason: string): string {
  const gone =
    lost === undefined
      ? known
        ? 'No entry of this practice that was signed is missing.'
        : 'The note of what was signed was not whole, so Candour can’t say whether entries are missing: compare with the checkpoints that you keep.'
      : `${lost.signed} entries were signed, and ${lost.found} are there: what was done in between is not in the activity any more.`
  return `The operator let it go on, because: ${reason}. ${gone} From now on it is signed under another name, so write down the new key under Check it yourself, and keep the checkpoints from before: they show what was there.`
}
