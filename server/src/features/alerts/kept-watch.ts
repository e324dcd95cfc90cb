import type { Within } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { watches } from '../../platform/ledger/look-through.store.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { addAlarm } from '../notices/raise-alarm.ts'
import { newMemory, type Memory } from './memory.ts'
import { day } from './seen.ts'

export interface Watch {
  /** The last entry that was looked at. */
  number: number
  memory: Memory
}

/** Of a practice from before, no more than these are learned from. */
const mostBefore = 100_000

function place(practice: string, number: number) {
  return { table: 'ledger.watch', field: 'sealed', record: practice, revision: number, schema: 1 }
}

function seal({ tx, vault, keys }: Within, { number, memory }: Watch): Buffer {
  return vault.seal(keys.record, place(tx.practice, number), Buffer.from(JSON.stringify(memory)))
}

/**
 * Where the last look ended, held until the transaction ends; null while another node looks. One that was altered or taken away
 * is told of, and everything is looked through again from the first entry on: what was raised is not raised twice.
 */
export async function takeWatch(within: Within): Promise<Watch | null> {
  const { tx, vault, keys } = within
  const row = await watches.lock(tx)
  if (row === null) return beginWatch(within)
  try {
    const plain = vault.open(keys.record, place(tx.practice, row.number), row.sealed)
    return { number: row.number, memory: JSON.parse(plain.toString()) as Memory }
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    await tellOfAltered(within)
    return { number: 0, memory: newMemory(0) }
  }
}

async function beginWatch(within: Within): Promise<Watch | null> {
  const { tx, now, keys } = within
  const { row, mark } = await watches.any(tx)
  if (row) return null
  const wasThere = mark !== null
  if (wasThere) await tellOfAltered(within)
  const number = wasThere ? 0 : Math.max(0, (await entries.size(tx)) - mostBefore)
  const watch = { number, memory: newMemory(wasThere ? 0 : now.getTime() - day) }
  const sealed = seal(within, watch)
  const isOurs = await watches.begin(tx, number, sealed, keys.record.compartment, digest(sealed))
  return isOurs ? watch : null
}

export async function keepWatch(within: Within, watch: Watch): Promise<void> {
  await watches.move(within.tx, watch.number, seal(within, watch))
}

async function tellOfAltered(within: Within): Promise<void> {
  await addAlarm(within, { about: `Watch/${within.tx.practice}`, found: 'had the activity looked through' })
}
