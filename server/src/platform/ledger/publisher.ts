/** Promise: signing goes on by itself where the sequencer leads, and waits where it does not. */
import type { Log } from '../log.ts'
import { globalTree } from './global.store.ts'
import { publishRound, type Publishing } from './publish.ts'
import { FenceLost, type Sequencer } from './sequencer.ts'
import { readHashes } from './tiles.ts'
import { consistencySpans } from './tree.ts'

export interface SignedTree {
  /** The signed note. */
  checkpoint: string
  size: number
  /** The consistency proof from a tree of that many leaves, RFC 6962 section 2.1.2. */
  proofFrom(before: number): Promise<Buffer[]>
}

export interface PublisherOptions extends Publishing {
  sequencer: Pick<Sequencer, 'fence' | 'lookAgain'>
  log: Log
  onBroken: (practice: string) => void
  /** Shows what was signed to witnesses and answers their lines; null where there is nobody to ask. */
  cosign: ((signed: SignedTree) => Promise<string[]>) | null
  /** Null: when it is asked to. */
  everyMs: number | null
}

export interface Publisher {
  /** A round, now; null where this process does not lead. */
  publish(): Promise<{ anchored: number; note: string | null } | null>
  stop(): Promise<void>
}

export function startPublisher(options: PublisherOptions): Publisher {
  const { sequencer, log, onBroken, everyMs, workspace, cosign } = options
  let running: Promise<unknown> | null = null

  async function publish() {
    const fence = sequencer.fence()
    if (fence === null) return null
    try {
      const { anchored, broken, signed } = await publishRound(options, fence)
      for (const practice of broken) {
        log.error({ part: 'ledger' }, 'a practice’s tree does not go on from what was signed; it is not signed')
        onBroken(practice)
      }
      const note = signed?.note ?? null
      if (signed !== null && cosign !== null) {
        const { size } = signed
        const proofFrom = (before: number) =>
          readHashes(consistencySpans(before, size), size, globalTree.tiles(workspace))
        const lines = await cosign({ checkpoint: signed.note, size, proofFrom })
        if (lines.length > 0) await globalTree.cosign(workspace, signed.note, signed.note + lines.join(''))
      }
      return { anchored, note }
    } catch (error) {
      if (error instanceof FenceLost) return null
      // What is wrong with it is for the guard to say.
      sequencer.lookAgain()
      throw error
    }
  }

  const timer =
    everyMs === null
      ? undefined
      : setInterval(() => {
          running ??= publish()
            .catch((error: unknown) => log.error({ part: 'ledger', err: error }, 'signing failed; trying again'))
            .finally(() => (running = null))
        }, everyMs)
  timer?.unref()

  return {
    publish,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
