import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import type { CheckParts } from './check-place.ts'
import type { Check, Finding } from './check.ts'
import { ownChecks } from './checks.store.ts'
import { turnOf } from './kept-state.ts'

/** What all checks of one round have in common. */
export interface Round {
  /** All that there are. */
  practices: readonly string[]
  /** Not by its rhythm, but because somebody wants it. */
  wanted: boolean
  /** Of the lease as it is held at this moment. */
  fence(): number
}

export interface RunParts extends CheckParts {
  work: PracticeWork
  log: Log
  publicOrigin: string
  /** Milliseconds that a check may take. */
  patience: number
}

/** Who lost the lease in the middle keeps nothing. */
export class Outdated extends Error {
  override name = 'Outdated'
}

class TookTooLong extends Error {
  override name = 'TookTooLong'
}

/** A message may quote what was opened: the class alone is told. */
export function failureOf(error: unknown): Finding {
  const what =
    error instanceof TookTooLong
      ? 'It was looked at, and no answer came in time.'
      : `It could not be looked at. For whoever runs the server: ${error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'Error'}.`
  return { state: 'failing', what }
}

export async function inTime<T>(patience: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      ending.abort()
      reject(new TookTooLong())
    }, patience)
  })
  try {
    return await Promise.race([act(ending.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Finds, keeps, and logs it where it turned. What nobody waits for any more is not kept. */
export async function runOwn(parts: RunParts, check: Check, { practices, wanted, fence }: Round): Promise<void> {
  const { database, clock, log } = parts
  const held = fence()
  const before = (await ownChecks.list(database.jobs)).find(({ name }) => name === check.name) ?? null
  const asked = wanted || (before?.asked_at ?? null) !== null
  const at = { now: clock.now(), before: before?.facts ?? null, practices: practices.length, another: null, asked }
  const finding = await inTime(parts.patience, (signal) =>
    check.run({ ...parts, ...at, signal, enter: () => undefined, within: null }),
  ).catch(failureOf)
  const now = clock.now()
  const { since, changes, turned } = turnOf(check, before, finding, { now, practices: practices.length })
  const { state, what, facts = {} } = finding
  const row = { name: check.name, state, since, last_run_at: now, what, facts }
  await database.jobs.together(async (across) => {
    if (!(await ownChecks.keep(across, row, held))) throw new Outdated()
    for (const change of changes) await ownChecks.change(across, { name: check.name, ...change })
  })
  if (turned && state === 'failing') log.error({ part: check.name }, 'a check of the installation is failing')
  else if (turned) log.info({ part: check.name }, 'a check of the installation is well again')
}
