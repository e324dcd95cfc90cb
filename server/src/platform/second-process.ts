/**
 * Promise: work that would hold everybody up is done in one process beside, with a bounded queue before it, and every task
 * is answered, come what may: a process that dies takes the task in hand with it, and nothing else. No thread: one that runs out
 * of memory may take the whole process with it (nodejs/node#47224).
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The process died under this task: it ran out of memory, or broke. */
export class ProcessLost extends Error {
  override name = 'ProcessLost'
}

/** More tasks wait than may. */
export class ProcessQueueFull extends Error {
  override name = 'ProcessQueueFull'
}

export interface SecondProcess<Task, Result> {
  /** Throws ProcessQueueFull at once, ProcessLost when the process died under it, and Error when it is closed. */
  run(task: Task): Promise<Result>
  close(): Promise<void>
}

export interface SecondProcessOptions {
  /** A file that answers each message with one message, in order, and ends when it is disconnected. */
  program: URL
  /** Tasks that may wait besides the one in hand. */
  queue: number
  /** MiB of heap; a task that needs more costs the process its life. */
  memory: number
  /** Milliseconds without work after which the process ends and gives its memory back. */
  idle: number
}

/** The young generation is of one size on every machine, or the same task would pass on one and not on another. */
const heapOf = (memory: number) => [`--max-old-space-size=${memory}`, '--max-semi-space-size=16']

interface Ticket<Task, Result> {
  task: Task
  resolve(result: Result): void
  reject(error: Error): void
}

export function secondProcess<Task extends object, Result>(options: SecondProcessOptions): SecondProcess<Task, Result> {
  const waiting: Ticket<Task, Result>[] = []
  let running: Ticket<Task, Result> | null = null
  let child: ChildProcess | null = null
  let resting: NodeJS.Timeout | undefined
  let closed = false

  function next(): void {
    if (running !== null) return
    running = waiting.shift() ?? null
    if (running === null) return rest()
    clearTimeout(resting)
    child ??= start()
    // A process without work keeps nobody from ending.
    child.ref()
    child.channel?.ref()
    // What can't be sent is told of by its end.
    child.send(running.task, () => undefined)
  }

  function rest(): void {
    child?.unref()
    child?.channel?.unref()
    resting = setTimeout(() => void stop(), options.idle).unref()
  }

  function start(): ChildProcess {
    const started = fork(fileURLToPath(options.program), [], {
      env: {},
      // Out of memory it aborts, and what it had in hand must not stay on disk as a core.
      execPath: '/bin/sh',
      execArgv: ['-c', 'ulimit -c 0 && exec "$@"', 'sh', process.execPath, ...heapOf(options.memory)],
      serialization: 'advanced',
      // What it says when it runs out of memory is said better by whoever asked.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.on('message', (result: Result) => {
      // One that answered and ended at once may be heard after its end: by then the task in hand is another.
      if (child !== started) return
      const ticket = running
      running = null
      ticket?.resolve(result)
      next()
    })
    started.once('error', (error) => lost(started, error))
    started.once('exit', () => lost(started, null))
    return started
  }

  function lost(which: ChildProcess, cause: unknown): void {
    if (child !== which) return
    child = null
    const ticket = running
    running = null
    ticket?.reject(new ProcessLost('the second process ended', { cause }))
    next()
  }

  async function stop(): Promise<void> {
    const stopping = child
    child = null
    if (stopping === null || stopping.exitCode !== null || stopping.signalCode !== null) return
    const gone = once(stopping, 'exit')
    stopping.kill('SIGKILL')
    await gone
  }

  return {
    run(task) {
      if (closed) return Promise.reject(new Error('the second process is closed'))
      if (running !== null && waiting.length >= options.queue) return Promise.reject(new ProcessQueueFull())
      return new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject })
        next()
      })
    },
    async close() {
      closed = true
      clearTimeout(resting)
      for (const ticket of [...waiting.splice(0), running])
        ticket?.reject(new ProcessLost('the second process is closed'))
      running = null
      await stop()
    },
  }
}
