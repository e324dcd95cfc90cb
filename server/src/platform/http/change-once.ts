/** Promise: a change, its kept result and its entry commit together; the same change sent again answers the same. */
import type { PracticeKeys } from '../access/practice-keys.ts'
import type { Transaction } from '../database/transaction.ts'
import { askerOf, type Arrived } from './arrived.ts'
import { noteAbout, refuseDeleted } from './deleted-patients.ts'
import { claimRetry } from './idempotency.ts'
import type { Door } from './record.ts'

export interface Changed<T> {
  value: T
  subjects: string[]
  reason?: string | undefined
  facts?: Record<string, string | number> | undefined
  notFor?: string | null | undefined
}

/** How an answer is kept for a request that is sent again. */
export interface Keeping<T> {
  /** What was asked, canonical enough to be compared. */
  request(): string
  pack(value: T): Buffer
  unpack(kept: Buffer): T
}

export async function changeOnce<T>(
  door: Door,
  arrived: Arrived,
  keeping: Keeping<T>,
  act: (tx: Transaction, keys: PracticeKeys) => Promise<Changed<T>>,
): Promise<T> {
  const { actor, request, endpoint } = arrived
  const retryKey = request.method === 'POST' ? request.headers['idempotency-key'] : undefined
  async function once(tx: Transaction): Promise<T> {
    tx.asker = askerOf(door, arrived)
    const keys = await door.keysOf(tx)
    const route = `${endpoint.method} ${endpoint.path}`
    const claim =
      typeof retryKey === 'string'
        ? await claimRetry(tx, keys, door, { member: actor.member, key: retryKey, route, request: keeping.request() })
        : null
    if (claim?.first === false) {
      refuseDeleted(tx, actor, 'read')
      const came = { outcome: 'changed', facts: { repeated: 1 } } as const
      door.recorder.insert(tx, door.recorder.entryOf(arrived, tx, keys, came))
      return keeping.unpack(claim.result)
    }
    const { value, ...said } = await act(tx, keys)
    refuseDeleted(tx, actor, 'change')
    await claim?.keep(keeping.pack(value))
    door.recorder.insert(tx, door.recorder.entryOf(arrived, tx, keys, { outcome: 'changed', ...said }))
    return value
  }
  return door.database.inPractice(actor.practice, async (tx) => {
    try {
      return await once(tx)
    } catch (error) {
      noteAbout(arrived, tx)
      throw error
    }
  })
}
