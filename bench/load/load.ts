/** Starts the load's process and asks it for runs, one at a time. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Stock } from '../operations/operation.ts'

export interface Asked {
  address: string
  operation: string
  connections: number
  /** How long, or how many. */
  seconds?: number
  count?: number
  practices: Stock[]
  /** Each request another practice's; else each connection keeps to one. */
  spread?: boolean
}

export interface Loaded {
  /** Operations that were answered as they should be. */
  done: number
  seconds: number
  /** What went wrong, with how often. */
  errors: Record<string, number>
  /** Milliseconds an operation. */
  p50: number
  p99: number
  /** Bytes of the answers' bodies in an operation. */
  bytes: number
  /** CPU of the load itself, all of it. */
  loadCpuMs: number
  /** Ids that were made, by practice; only when `count` was given. */
  ids: string[][]
}

export interface Load {
  run(asked: Asked): Promise<Loaded>
  stop(): void
}

/** @param first number of the first person who is registered: each run of what is kept has its own */
export function startLoad(first = 0): Load {
  const child: ChildProcess = fork(join(import.meta.dirname, 'load-process.ts'), [String(first)], {
    serialization: 'advanced',
  })
  return {
    async run(asked) {
      child.send(asked)
      const [answer] = (await once(child, 'message')) as [Loaded | { failed: string }]
      if ('failed' in answer) throw new Error(answer.failed)
      return answer
    },
    stop: () => child.disconnect(),
  }
}
