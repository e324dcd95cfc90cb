import type { Clock } from '../../platform/clock.ts'
import { sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { insidePractice, type StreamParts } from './prove-entry.ts'
import { writeBundle } from './write-bundle.ts'

/** The same file, by whoever works at the machine with the keys; entered before its first line. */
export async function* bundleByOperator(
  parts: StreamParts & { vault: Vault; clock: Clock },
  practice: string,
  told: (done: number, of: number) => void,
): AsyncGenerator<string> {
  const call = { vault: parts.vault, now: parts.clock.now() }
  await insidePractice(
    call,
    parts,
    practice,
  )(async ({ tx, vault, keys }) => {
    const actor = { kind: 'operator', practice, command: 'candour ledger' } as const
    const entry = { actor, verb: 'checkpoint.bundle', outcome: 'opened', subjects: [], detail: {} } as const
    insertEntry(tx, sealEntry(vault, keys, entry))
  })
  yield* writeBundle(call, parts, practice, told)
}
