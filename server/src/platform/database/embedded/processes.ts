/** Promise: processes are known by what they run and where they stand, so a reused process id is never mistaken. */
import { readdir, readlink, realpath } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { OperatorError } from '../../operator-error.ts'

/**
 * The processes of PostgreSQL that work in `directory`: every one of them has its working directory there. Zombies have
 * none, so they do not count.
 */
export async function findServerProcesses(directory: string): Promise<number[]> {
  const place = await realpath(directory)
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      const folder = await readlink(`/proc/${id}/cwd`).catch(() => '')
      if (folder !== place && !folder.startsWith(`${place}/`)) return false
      const program = await readlink(`/proc/${id}/exe`).catch(() => '')
      return /^(postgres|initdb)( \(deleted\))?$/.test(basename(program))
    }),
  )
  return ids.filter((_, at) => found[at]).map(Number)
}

/**
 * Ends the server that an earlier Candour left behind when it was killed. It is stopped rather than adopted: nobody
 * would notice an adopted server's end or read its log, and it might run older programs or settings. A fast shutdown
 * costs a moment, and nothing that was committed.
 */
export async function stopLeftBehind(directory: string): Promise<number> {
  const first = await findServerProcesses(directory)
  for (const [signal, patience] of harder) {
    const left = await findServerProcesses(directory)
    for (const id of leadersOf(left)) send(id, signal)
    for (const end = Date.now() + patience; Date.now() < end; await wait(10)) {
      if ((await findServerProcesses(directory)).length === 0) return first.length
    }
  }
  throw new OperatorError(`A PostgreSQL left behind in ${directory} could not be stopped.`)
}

/** Fast shutdown, immediate shutdown, kill; milliseconds to wait for each. */
const harder = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const

/** Those whose parent is not one of them: the postmaster, or, when that was killed, its orphans. */
function leadersOf(ids: number[]): number[] {
  const leaders = ids.filter((id) => !ids.includes(parentOf(id)))
  return leaders
}

function parentOf(id: number): number {
  try {
    // "pid (name) state parent ...", and the name may hold anything.
    return Number(/^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function send(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal)
  } catch {
    // Gone meanwhile.
  }
}
