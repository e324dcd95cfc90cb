/**
 * Promise: every entry gets one number in its practice, without gap or double, whichever node dies and however late a
 * transaction commits. What is taken is decided by pg_snapshot_xmin, never by the highest id; position, numbers and
 * entries move in one transaction; a fence stops whoever lost the lease.
 */
import { holdLease, releaseLease } from '../jobs/lease.store.ts'
import type { Across, Workspace } from '../database/workspace.ts'
import type { Log } from '../log.ts'
import { newId } from '../vault/ids.ts'
import { detailHash, type QueuedEntry } from './entry.ts'
import { leafHash } from './leaf.ts'
import { sequencing, type NumberedEntry, type QueuedRow } from './ledger.store.ts'

const leaseName = 'ledger.sequencer'
const leaseSeconds = 5
const page = 2000

export class FenceLost extends Error {
  override name = 'FenceLost'
}

/** Numbers what waits, one page. Answers how many entries were numbered. Throws FenceLost for an outdated fence. */
export async function sequenceOnce(workspace: Workspace, fence: number): Promise<number> {
  return workspace.together(async (across) => {
    const position = await sequencing.lockPosition(across)
    if (position.fence > fence) throw new FenceLost('another sequencer has taken over')
    const rows = await sequencing.readQueue(across, position.xid, position.horizon, page)
    const { taken, next } = cutAtTransaction(rows, position.horizon)
    const numbered = await number(across, taken)
    if (next !== position.xid || fence !== position.fence) await sequencing.movePosition(across, next, fence)
    return numbered
  })
}

/** A transaction's rows stay together: a full page ends before its last transaction, which comes next time. */
export function cutAtTransaction(rows: QueuedRow[], horizon: string): { taken: QueuedRow[]; next: string } {
  const last = rows.at(-1)
  if (last === undefined || rows.length < page) return { taken: rows, next: horizon }
  const taken = rows.filter((row) => row.xid !== last.xid)
  if (taken.length === 0) throw new Error('one transaction holds more rows of the ledger than a page')
  return { taken, next: last.xid }
}

async function number(across: Across, rows: QueuedRow[]): Promise<number> {
  const waiting = rows
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .flatMap((row) =>
      (JSON.parse(row.entries) as QueuedEntry[]).map((entry) => ({
        ...entry,
        practice: row.practice ?? entry.practice,
        at: row.at,
      })),
    )
  if (waiting.length === 0) return 0
  const counts = new Map<string, number>()
  for (const entry of waiting) counts.set(entry.practice, (counts.get(entry.practice) ?? 0) + 1)
  const practices = [...counts.keys()].toSorted()
  const heads = await sequencing.growHeads(
    across,
    practices,
    practices.map((practice) => counts.get(practice)!),
  )
  const next = new Map(heads.map((head) => [head.practice, head.size - counts.get(head.practice)! + 1]))
  const entries = waiting.map((entry): NumberedEntry => {
    const place = next.get(entry.practice)!
    next.set(entry.practice, place + 1)
    const detail = Buffer.from(entry.detail, 'base64')
    const hash = detailHash(detail)
    const leaf = leafHash({ ...entry, nonce: Buffer.from(entry.nonce, 'base64'), detailHash: hash })
    return {
      practice: entry.practice,
      number: place,
      at: entry.at,
      actor_kind: entry.actorKind,
      actor: entry.actor,
      verb: entry.verb,
      outcome: entry.outcome,
      subjects: entry.subjects,
      nonce: entry.nonce,
      detail: entry.detail,
      detail_hash: hash.toString('base64'),
      leaf_hash: leaf.toString('base64'),
    }
  })
  await sequencing.insert(across, entries)
  return entries.length
}

export interface Sequencer {
  /** Something waits: number it now rather than at the next round. */
  poke(): void
  /** Entries numbered by this process, and whether it holds the lease. */
  state(): { numbered: number; leading: boolean }
  stop(): Promise<void>
}

export function startSequencer(workspace: Workspace, log: Log, everyMs = 300): Sequencer {
  const holder = newId()
  /** A round costs some milliseconds however little waits: ten of them a second is what a busy node affords. */
  const pokedMs = everyMs / 3
  let leading = false
  let numbered = 0
  let stopped = false
  let wake: () => void = () => undefined
  let poked = false
  let tended = 0
  let renewed = 0
  let fence: number | null = null

  async function round(): Promise<void> {
    if (fence === null || performance.now() - renewed > leaseSeconds * 500) {
      fence = await holdLease(workspace, leaseName, holder, leaseSeconds)
      renewed = performance.now()
      leading = fence !== null
    }
    if (fence === null) return
    if (Date.now() - tended > 10 * 60_000) {
      tended = Date.now()
      // Numbering goes on without: what has no hour of its own waits in the default partition.
      await sequencing.tend(workspace).catch((error: unknown) => {
        log.error({ part: 'sequencer', err: error }, 'the queue could not be tended; trying again')
      })
    }
    if (!(await sequencing.anyWaiting(workspace))) return
    let count: number
    do {
      count = await sequenceOnce(workspace, fence)
      numbered += count
    } while (count >= page && !stopped)
  }

  async function run(): Promise<void> {
    while (!stopped) {
      poked = false
      try {
        await round()
      } catch (error) {
        leading = false
        fence = null
        log.error({ part: 'sequencer', err: error }, 'sequencing failed; trying again')
      }
      if (stopped) break
      await new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, poked ? pokedMs : everyMs)
        wake = () => {
          wake = () => undefined
          clearTimeout(timer)
          timer = setTimeout(resolve, stopped ? 0 : pokedMs)
        }
      })
    }
    if (leading) await releaseLease(workspace, leaseName, holder).catch(() => undefined)
  }

  const running = run()
  return {
    poke() {
      poked = true
      wake()
    },
    state: () => ({ numbered, leading }),
    async stop() {
      stopped = true
      wake()
      await running
    },
  }
}
