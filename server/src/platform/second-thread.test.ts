import { afterAll, expect, test } from 'vitest'
import { secondThread, ThreadLost, ThreadQueueFull } from './second-thread.ts'

interface Task {
  bytes: Uint8Array<ArrayBuffer>
  what: 'double' | 'throw' | 'eat' | 'leave'
}

const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads'
    parentPort.on('message', ({ bytes, what }) => {
      if (what === 'throw') throw new Error('broken')
      if (what === 'leave') process.exit(3)
      const eaten = []
      while (what === 'eat') eaten.push(Array.from({ length: 100_000 }, () => ({ a: {} })))
      parentPort.postMessage({ doubled: bytes.map((one) => one * 2), threadId })
    })`)}`,
)
const thread = secondThread<Task, { doubled: Uint8Array; threadId: number }>({
  program,
  queue: 2,
  memory: 32,
  idle: 200,
})
afterAll(() => thread.close())
const task = (what: Task['what'], ...bytes: number[]): Task => ({ bytes: Uint8Array.from(bytes), what })
const run = (what: Task['what'], ...bytes: number[]) => thread.run(task(what, ...bytes))

test('tasks are answered in their order, by one thread, and their bytes are handed over', async () => {
  const first = task('double', 1, 2)
  const answers = await Promise.all([thread.run(first), run('double', 3), run('double', 4)])
  expect(answers.map(({ doubled }) => [...doubled])).toEqual([[2, 4], [6], [8]])
  expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(1)
  expect(first.bytes.length).toBe(0)
})

test('one more than may wait is refused at once; those that wait are answered', async () => {
  const three = [run('double', 1), run('double', 2), run('double', 3)]
  await expect(run('double', 4)).rejects.toBeInstanceOf(ThreadQueueFull)
  expect((await Promise.all(three)).map(({ doubled }) => doubled[0])).toEqual([2, 4, 6])
})

test.each(['throw', 'leave', 'eat'] as const)(
  'a thread that dies (%s) takes the task in hand with it, and a new one does those that wait',
  async (what) => {
    const [lost, ...others] = await Promise.allSettled([run(what, 1), run('double', 2), run('double', 3)])
    expect(lost).toMatchObject({ status: 'rejected', reason: expect.any(ThreadLost) as unknown })
    expect(others.map((one) => one.status === 'fulfilled' && one.value.doubled[0])).toEqual([4, 6])
  },
)

test('a thread without work ends, and the next task has a new one', async () => {
  const before = (await run('double', 1)).threadId
  await expect
    .poll(async () => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      return (await run('double', 1)).threadId
    })
    .not.toBe(before)
})

test('closing refuses what waits and what is in hand', async () => {
  const closing = secondThread<Task, unknown>({ program, queue: 2, memory: 32, idle: 200 })
  const both = Promise.allSettled([closing.run(task('eat', 1)), closing.run(task('double', 2))])
  await closing.close()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(closing.run(task('double', 3))).rejects.toThrow('closed')
})
