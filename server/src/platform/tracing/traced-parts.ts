/** Promise: what takes time for a request is told by what it was and how long it took; the parts themselves know nothing of it. */
import type { Database } from '../database/database.ts'
import type { GateTransaction, Transaction } from '../database/transaction.ts'
import type { Vault } from '../vault/vault.ts'
import type { TracedRequest, Tracing } from './tracing.ts'

/** Each transaction of a request, and from when on its entry was on the way to the ledger. */
export function tracedDatabase(database: Database, tracing: Tracing): Database {
  async function traced<T>(kind: string, act: (written: () => void) => Promise<T>): Promise<T> {
    const request = tracing.current()
    if (request === undefined) return act(() => undefined)
    const from = performance.now()
    let written: number | null = null
    try {
      return await act(() => (written ??= performance.now()))
    } finally {
      const to = performance.now()
      if (written !== null) request.part('ledger.write', written, to)
      request.part('database.transaction', from, to, { 'candour.transaction': kind })
    }
  }
  return {
    ...database,
    inPractice: (practice, act) =>
      traced('change', (written) => database.inPractice(practice, (tx) => act(noticing(tx, written)))),
    atGate: (act) =>
      traced('gate', (written) =>
        database.atGate((gate) => {
          const within = (practice: string) => noticing(gate.within(practice), written)
          return act(Object.assign(Object.create(gate) as GateTransaction, { within }))
        }),
      ),
    readsWith(append) {
      const reads = database.readsWith(append)
      return {
        run: (practice, read) =>
          traced('read', (written) => {
            const request = tracing.current()
            // It runs in the turn of whoever began the batch.
            return reads.run(practice, (tx) =>
              tracing.within(request, async () => {
                const recorded = await read(tx)
                written()
                return recorded
              }),
            )
          }),
      }
    },
  }
}

/** Tells when the entry is sent. */
function noticing(tx: Transaction, written: () => void): Transaction {
  const send: Transaction['send'] = (statement, ...rest) => {
    if (statement.name === 'ledger-insert-change') written()
    tx.send(statement, ...rest)
  }
  return Object.assign(Object.create(tx) as Transaction, { send })
}

/** How often a request opened something, and how long that took. */
export function tracedVault(vault: Vault, tracing: Tracing): Vault {
  return {
    ...vault,
    async openCompartment(wrapped) {
      const from = performance.now()
      try {
        return await vault.openCompartment(wrapped)
      } finally {
        note(tracing.current(), from)
      }
    },
    open: (key, place, sealed) => timed(() => vault.open(key, place, sealed)),
    openAgain: (key, place, sealed, hash) => timed(() => vault.openAgain(key, place, sealed, hash)),
  }

  function timed<T>(act: () => T): T {
    const from = performance.now()
    try {
      return act()
    } finally {
      note(tracing.current(), from)
    }
  }
}

function note(request: TracedRequest | undefined, from: number): void {
  if (request === undefined) return
  const { vault } = request
  const to = performance.now()
  if (vault.count === 0) vault.from = from
  vault.count += 1
  vault.milliseconds += to - from
  vault.to = to
}
