import type { Across, Workspace } from '../../platform/database/workspace.ts'
import { holdLease, releaseLease } from '../../platform/jobs/lease.store.ts'
import { newId } from '../../platform/vault/ids.ts'
import { NoLongerAllowed, ReadOnly, TransferStopped, type Running, type Workshop } from './run-chunk.ts'
import { SourceBroken } from './source.ts'
import { transfers } from './transfers.store.ts'
import { uploadSource } from './upload-source.ts'
import { failTransfer, takeTransfer, workTransfer } from './work-transfer.ts'

export const leaseSeconds = 10
const lookEveryMs = 2_000
/** A database that is away for a moment is no reason to give up. */
const tries = 3

export interface TransferWork {
  /** Looks for work now. */
  look(): void
  /** Stops after the chunk in hand; the next start goes on from there. */
  stop(): Promise<void>
}

/** Works on what was asked for through the web app, one at a time in this process; after a crash it goes on by itself. */
export function runWaiting(workshop: Workshop, jobs: Workspace): TransferWork {
  const stopping = new AbortController()
  const holder = newId()
  const failures = new Map<string, number>()
  let working: Promise<void> | null = null
  let askedMeanwhile = false

  async function workAll(): Promise<void> {
    for (const { practice, transfer } of await transfers.waiting(jobs)) {
      if (stopping.signal.aborted) return
      await underLease(jobs, transfer, holder, async (fence, lost) => {
        const signal = AbortSignal.any([stopping.signal, lost])
        const taken = await takeTransfer(workshop, { practice, transfer, fence })
        if (taken === null) return
        const running: Running = { ...workshop, practice, transfer, fence, signal }
        try {
          await workTransfer(running, taken, () => uploadSource(running, taken.facts))
          failures.delete(transfer)
        } catch (error) {
          if (signal.aborted || error instanceof TransferStopped) return
          workshop.log.error({ part: 'transfers', err: error }, 'an import or export stopped')
          const failed = (failures.get(transfer) ?? 0) + 1
          failures.set(transfer, failed)
          const isFinal = error instanceof NoLongerAllowed || error instanceof ReadOnly || error instanceof SourceBroken
          if (failed >= tries || isFinal) await failTransfer(running, error)
        }
      })
    }
  }

  function look(): void {
    if (stopping.signal.aborted) return
    // What was asked for while the last one is put away would else wait for the next round.
    if (working !== null) {
      askedMeanwhile = true
      return
    }
    askedMeanwhile = false
    working = workAll()
      .catch((error: unknown) =>
        workshop.log.error({ part: 'transfers', err: error }, 'transfers could not be looked for'),
      )
      .finally(() => {
        working = null
        if (askedMeanwhile) look()
      })
  }

  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  look()
  return {
    look,
    async stop() {
      stopping.abort(new TransferStopped())
      clearInterval(timer)
      await working
    },
  }
}

/** Runs `act` while the lease is held; `lost` is aborted when it was not renewed in time. Nothing when another has it. */
export async function underLease(
  jobs: Across,
  transfer: string,
  holder: string,
  act: (fence: number, lost: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const name = `transfer ${transfer}`
  const fence = await holdLease(jobs, name, holder, leaseSeconds)
  if (fence === null) return false
  const lost = new AbortController()
  const renew = setInterval(
    () => {
      void holdLease(jobs, name, holder, leaseSeconds)
        .then((again) => again === fence || lost.abort(new TransferStopped()))
        .catch(() => undefined)
    },
    (leaseSeconds * 1000) / 3,
  )
  try {
    await act(fence, lost.signal)
  } finally {
    clearInterval(renew)
    await releaseLease(jobs, name, holder).catch(() => undefined)
  }
  return true
}
