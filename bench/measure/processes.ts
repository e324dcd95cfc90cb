/** CPU time and memory of a server and of its database, from /proc: threads and backends that have ended included. */
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of CPU since the start. */
export interface Cpu {
  server: number
  database: number
}

/** MiB. */
export interface Memory {
  rss: number
  /** Shared pages counted by their share. */
  pss: number
}

const tick = 10

interface Process {
  id: number
  parent: number
  name: string
  /** Its own and its threads', milliseconds. */
  own: number
  /** Of children that have ended and been waited for. */
  ended: number
}

function read(id: string): Process | null {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    const close = stat.lastIndexOf(')')
    const fields = stat.slice(close + 2).split(' ')
    return {
      id: Number(id),
      parent: Number(fields[1]),
      name: stat.slice(stat.indexOf('(') + 1, close),
      own: (Number(fields[11]) + Number(fields[12])) * tick,
      ended: (Number(fields[13]) + Number(fields[14])) * tick,
    }
  } catch {
    return null
  }
}

/** The server is the process itself; the database is every process named postgres in the trees below the roots. */
export function cpuOf(server: number, roots: number[] = [server]): Cpu {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(name) ?? [])
  const within = new Set(roots)
  for (let grew = true; grew;) {
    grew = false
    for (const { id, parent } of all) {
      if (!within.has(parent) || within.has(id)) continue
      within.add(id)
      grew = true
    }
  }
  const database = all.filter(({ id, name }) => within.has(id) && name === 'postgres')
  return {
    server: all.find(({ id }) => id === server)?.own ?? 0,
    database: database.reduce((sum, { own, ended }) => sum + own + ended, 0),
  }
}

export function memoryOf(server: number): Memory {
  const text = readFileSync(`/proc/${server}/smaps_rollup`, 'utf8')
  const mebibytes = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024)
  return { rss: mebibytes('Rss'), pss: mebibytes('Pss') }
}
