/** Promise: whatever replaced a key or a password is written down with its time, beside the keys, and never what it was. */
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from './log.ts'

export interface Rotation {
  what: 'database passwords' | 'database owner' | 'practice key' | 'installation key' | 'root key'
  /** What came of it: a new one is in use, or the one before is gone. */
  did: 'made' | 'destroyed'
  practice?: string
  version?: number
  by: 'Candour' | 'command'
}

/** One line of JSON a rotation in `<keys>/rotations.jsonl`, and one in the operator's log. */
export async function noteRotation(keysDirectory: string, log: Log, now: Date, rotation: Rotation): Promise<void> {
  const line = JSON.stringify({ at: now.toISOString(), ...rotation })
  await appendFile(join(keysDirectory, 'rotations.jsonl'), `${line}\n`, { mode: 0o600, flush: true })
  const { what, did, version } = rotation
  const words = did === 'made' ? 'a credential was replaced' : 'the credential before was destroyed'
  log.info({ part: what, version }, words)
}
