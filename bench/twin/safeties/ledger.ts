/** An entry for each call, as Candour's door makes it; its detail is readable as long as nothing is sealed. */
import type { PracticeKeys } from '../../../server/src/platform/access/practice-keys.ts'
import type { Transaction } from '../../../server/src/platform/database/transaction.ts'
import { sealEntry, type NewEntry, type QueuedEntry } from '../../../server/src/platform/ledger/entry.ts'
import { insertEntry } from '../../../server/src/platform/ledger/ledger.store.ts'
import { startSequencer } from '../../../server/src/platform/ledger/sequencer.ts'
import { noLog } from '../../../server/src/platform/log.ts'
import { randomNonce } from '../../../server/src/platform/vault/ids.ts'
import type { Vault } from '../../../server/src/platform/vault/vault.ts'
import type { TwinDatabase } from '../database.ts'
import type { Entered } from '../entered.ts'

export type Seal = (tx: Transaction, entry: NewEntry) => Promise<QueuedEntry>

export function startLedger({ sequencer }: TwinDatabase, seal: Seal): Entered & { numbered(): number } {
  const numbering = startSequencer(sequencer!, noLog)
  const entry: Entered['entry'] = ({ actor, request }, tx, outcome) => {
    const route = request.routeOptions.url!
    const detail = { request: request.id, route, ...(tx.records.length === 0 ? {} : { touched: tx.records }) }
    const verb = outcome === 'opened' ? 'resource.read' : 'resource.create'
    return seal(tx, { actor, verb, outcome, subjects: tx.touched, detail })
  }
  return {
    entry,
    async insert(call, tx) {
      insertEntry(tx, (await entry(call, tx, 'changed')) as QueuedEntry)
    },
    poke: numbering.poke,
    numbered: () => numbering.state().numbered,
  }
}

export const readable: Seal = (tx, { actor, verb, outcome, subjects, detail }) => {
  const { origin, session, member } = actor as Extract<NewEntry['actor'], { member: string }>
  const words = { address: origin.address, device: origin.device, session, ...detail }
  return Promise.resolve({
    practice: tx.practice,
    actorKind: 'member',
    actor: member,
    verb,
    outcome,
    subjects: [...new Set(subjects)].toSorted(),
    nonce: randomNonce().toString('base64'),
    detail: Buffer.from(JSON.stringify(words)).toString('base64'),
  })
}

export function sealed(vault: Vault, keysOf: (tx: Transaction) => Promise<PracticeKeys>): Seal {
  return async (tx, entry) => sealEntry(vault, await keysOf(tx), entry)
}
