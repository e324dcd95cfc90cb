/** Promise: at most one password process, a bounded queue before it, and every job is answered, come what may. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ForeignHash } from './foreign-hash.ts'
import type { PasswordCost } from './password-hash.ts'
import { PasswordQueueFull } from './vault-errors.ts'

export interface OwnWork {
  password: Buffer
  salt: Buffer
  pepper: Buffer
  cost: PasswordCost
}

/** The same for a password that another system hashed. */
export interface ForeignWork {
  password: Buffer
  foreign: ForeignHash
}

export type PasswordWork = OwnWork | ForeignWork

export type PasswordJob = PasswordWork & { id: number }

/** Without a tag the work failed. */
export interface PasswordAnswer {
  id: number
  tag?: Uint8Array
}

export interface PasswordProcess {
  /** 32 bytes of argon2id, or what the other system would store. Throws PasswordQueueFull at once, or Error when the process died twice under this job. */
  run(work: PasswordWork): Promise<Buffer>
  /** Waiting jobs are refused. */
  close(): void
  /** Process id while it runs. */
  readonly pid: number | undefined
}

export interface PasswordProcessOptions {
  /** Jobs at once. */
  concurrency: number
  /** Jobs that may wait besides. */
  queue: number
}

interface Ticket {
  job: PasswordJob
  lives: number
  resolve(tag: Buffer): void
  reject(error: Error): void
}

export function passwordProcess({ concurrency, queue }: PasswordProcessOptions): PasswordProcess {
  const waiting: Ticket[] = []
  const running = new Map<number, Ticket>()
  let child: ChildProcess | undefined
  let closed = false
  let lastId = 0

  function next(): void {
    while (running.size < concurrency) {
      const ticket = waiting.shift()
      if (ticket === undefined) break
      running.set(ticket.job.id, ticket)
      child ??= start()
      child.send(ticket.job, () => undefined)
    }
    // An idle process keeps nobody from ending.
    if (running.size > 0) child?.channel?.ref()
    else child?.channel?.unref()
  }

  function start(): ChildProcess {
    const started = fork(fileURLToPath(new URL('./password-child.ts', import.meta.url)), [], {
      env: { UV_THREADPOOL_SIZE: String(concurrency) },
      execArgv: [],
      serialization: 'advanced',
    })
    started.unref()
    started.on('message', finish)
    started.once('error', () => lost(started))
    started.once('exit', () => lost(started))
    return started
  }

  function finish({ id, tag }: PasswordAnswer): void {
    const ticket = running.get(id)
    running.delete(id)
    if (tag === undefined) ticket?.reject(new Error('a password could not be hashed'))
    else ticket?.resolve(Buffer.from(tag))
    next()
  }

  function lost(process: ChildProcess): void {
    if (child !== process) return
    child = undefined
    const orphans = [...running.values()]
    running.clear()
    for (const ticket of orphans.reverse()) {
      ticket.lives--
      if (ticket.lives > 0 && !closed) waiting.unshift(ticket)
      else ticket.reject(new Error('the password process ended'))
    }
    next()
  }

  return {
    run(work) {
      if (closed) return Promise.reject(new Error('the vault is closed'))
      if (running.size >= concurrency && waiting.length >= queue) return Promise.reject(new PasswordQueueFull())
      return new Promise((resolve, reject) => {
        waiting.push({ job: { ...work, id: ++lastId }, lives: 2, resolve, reject })
        next()
      })
    },
    close() {
      closed = true
      for (const ticket of waiting.splice(0)) ticket.reject(new Error('the vault is closed'))
      child?.kill()
    },
    get pid() {
      return child?.pid
    },
  }
}
