/**
 * Promise: work that would hold everybody up is done in one thread beside, with a bounded queue before it, and every task
 * is answered, come what may: a thread that dies takes the task in hand with it, and nothing else.
 */
import { Worker } from 'node:worker_threads'

/** The thread died under this task: it ran out of memory, or broke. */
export class ThreadLost extends Error {
  override name = 'ThreadLost'
}

/** More tasks wait than may. */
export class ThreadQueueFull extends Error {
  override name = 'ThreadQueueFull'
}

/** What goes to the thread; whatever is in `bytes` is handed over, not copied, and is no longer the sender's. */
export interface ThreadTask {
  bytes: Uint8Array<ArrayBuffer>
}

export interface SecondThread<Task extends ThreadTask, Result> {
  /** Throws ThreadQueueFull at once, ThreadLost when the thread died under it, and Error when it is closed. */
  run(task: Task): Promise<Result>
  close(): Promise<void>
}

export interface SecondThreadOptions {
  /** Answers each message with one message, in order. */
  program: URL
  /** Tasks that may wait besides the one in hand. */
  queue: number
  /** MiB of heap; a task that needs more costs the thread its life. */
  memory: number
  /** Milliseconds without work after which the thread ends and gives its memory back. */
  idle: number
}

interface Ticket<Task, Result> {
  task: Task
  resolve(result: Result): void
  reject(error: Error): void
}

export function secondThread<Task extends ThreadTask, Result>(
  options: SecondThreadOptions,
): SecondThread<Task, Result> {
  const waiting: Ticket<Task, Result>[] = []
  let running: Ticket<Task, Result> | null = null
  let thread: Worker | null = null
  let resting: NodeJS.Timeout | undefined
  let closed = false

  function next(): void {
    if (running !== null) return
    running = waiting.shift() ?? null
    if (running === null) return rest()
    clearTimeout(resting)
    thread ??= start()
    // A thread without work keeps nobody from ending.
    thread.ref()
    thread.postMessage(running.task, [running.task.bytes.buffer])
  }

  function rest(): void {
    thread?.unref()
    resting = setTimeout(() => void stop(), options.idle).unref()
  }

  function start(): Worker {
    const started = new Worker(options.program, { resourceLimits: { maxOldGenerationSizeMb: options.memory } })
    started.on('message', (result: Result) => {
      const ticket = running
      running = null
      ticket?.resolve(result)
      next()
    })
    started.once('error', (error) => lost(started, error))
    started.once('exit', () => lost(started, null))
    return started
  }

  function lost(which: Worker, cause: unknown): void {
    if (thread !== which) return
    thread = null
    const ticket = running
    running = null
    ticket?.reject(new ThreadLost('the second thread ended', { cause }))
    next()
  }

  async function stop(): Promise<void> {
    const stopping = thread
    thread = null
    await stopping?.terminate()
  }

  return {
    run(task) {
      if (closed) return Promise.reject(new Error('the second thread is closed'))
      if (running !== null && waiting.length >= options.queue) return Promise.reject(new ThreadQueueFull())
      return new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject })
        next()
      })
    },
    async close() {
      closed = true
      clearTimeout(resting)
      for (const ticket of [...waiting.splice(0), running])
        ticket?.reject(new ThreadLost('the second thread is closed'))
      running = null
      await stop()
    },
  }
}
