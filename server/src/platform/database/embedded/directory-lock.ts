/**
 * Promise: one Candour at a time uses a directory, and a crash, a reboot or a reused process id never locks anyone out.
 * The lock is a POSIX record lock, which the kernel drops with its process, whoever kills it, and which also holds
 * between containers that share a volume, where process ids mean nothing. Node has no call for one, so SQLite takes it,
 * on an empty file. Opening and closing that file elsewhere in this process would drop the lock: leave it alone.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { OperatorError } from '../../operator-error.ts'

export interface DirectoryLock {
  release(): void
}

export class AlreadyRunning extends OperatorError {
  override readonly name = 'AlreadyRunning'
}

/** Throws AlreadyRunning, with the process and since when where they are known. */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(directory, 'lock')
  const holderPath = join(directory, 'lock-holder')
  const file = new DatabaseSync(path, { timeout: 0 })
  try {
    chmodSync(path, 0o600)
    file.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode !== busy) throw error
    throw new AlreadyRunning(
      `Candour is already running on this data directory${describeHolder(holderPath)}: ${directory}`,
    )
  }
  writeFileSync(holderPath, JSON.stringify({ process: process.pid, since: new Date().toISOString() }), { mode: 0o600 })
  return {
    release() {
      if (!file.isOpen) return
      rmSync(holderPath, { force: true })
      file.close()
    },
  }
}

const busy = 5

function describeHolder(path: string): string {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as { process: number; since: string }
    return ` (process ${String(holder.process)}, since ${holder.since.slice(0, 19).replace('T', ' ')} UTC)`
  } catch {
    return ''
  }
}
