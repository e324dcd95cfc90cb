/**
 * Promise: a session is what the database says after the request came: requests that wait ask together, in one statement,
 * and nothing that was read before is used again. What was revoked a moment ago is out, on every node.
 */
import { gather } from '../database/gather.ts'
import type { Across } from '../database/workspace.ts'
import { readSessions, type SessionRow } from './access.store.ts'

export type FindSession = (tokenHash: Buffer) => Promise<SessionRow | null>

interface Waiting {
  tokenHash: Buffer
  resolve: (row: SessionRow | null) => void
  reject: (error: unknown) => void
}

/** Batched as reads are. */
export function sessionFinder(gate: Across): FindSession {
  async function ask(batch: Waiting[]): Promise<void> {
    try {
      const different = new Map(batch.map(({ tokenHash }) => [tokenHash.toString('latin1'), tokenHash]))
      const rows = await readSessions(gate, [...different.values()])
      const found = new Map(rows.map((row) => [row.token_hash.toString('latin1'), row]))
      for (const { tokenHash, resolve } of batch) resolve(found.get(tokenHash.toString('latin1')) ?? null)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  const wait = gather({ most: 64, inFlight: 2 }, ask)
  return (tokenHash) => new Promise((resolve, reject) => wait({ tokenHash, resolve, reject }))
}
