import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { secondProcess, ProcessLost, ProcessQueueFull } from './second-process.ts'

interface Task {
  bytes: Uint8Array
  what: 'double' | 'throw' | 'eat' | 'push' | 'leave' | 'last' | 'cores'
}

const folder = mkdtempSync(join(tmpdir(), 'candour-second-process-'))
const file = join(folder, 'program.mjs')
writeFileSync(
  file,
  `import { execFileSync } from 'node:child_process'
   process.on('disconnect', () => process.exit(0))
   process.on('message', ({ bytes, what }) => {
     if (what === 'throw') throw new Error('broken')
     if (what === 'leave') process.exit(3)
     const eaten = []
     while (what === 'eat') eaten.push(Array.from({ length: 100_000 }, () => ({ a: {} })))
     while (what === 'push') eaten.push(eaten.length)
     if (what === 'cores') return process.send(execFileSync('/bin/sh', ['-c', 'ulimit -c'], { encoding: 'utf8' }))
     if (what === 'last') return process.send({ doubled: bytes, pid: 0 }, () => process.exit(0))
     process.send({ doubled: bytes.map((one) => one * 2), pid: process.pid })
   })`,
)
const program = pathToFileURL(file)
const beside = secondProcess<Task, { doubled: Uint8Array; pid: number }>({
  program,
  queue: 2,
  memory: 32,
  idle: 200,
})
afterAll(async () => {
  await beside.close()
  rmSync(folder, { recursive: true })
})
const task = (what: Task['what'], ...bytes: number[]): Task => ({ bytes: Uint8Array.from(bytes), what })
const run = (what: Task['what'], ...bytes: number[]) => beside.run(task(what, ...bytes))

test('tasks are answered in their order, by one process', async () => {
  const first = task('double', 1, 2)
  const answers = await Promise.all([beside.run(first), run('double', 3), run('double', 4)])
  expect(answers.map(({ doubled }) => [...doubled])).toEqual([[2, 4], [6], [8]])
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1)
})

test('one more than may wait is refused at once; those that wait are answered', async () => {
  const three = [run('double', 1), run('double', 2), run('double', 3)]
  await expect(run('double', 4)).rejects.toBeInstanceOf(ProcessQueueFull)
  expect((await Promise.all(three)).map(({ doubled }) => doubled[0])).toEqual([2, 4, 6])
})

test.each(['throw', 'leave', 'eat', 'push'] as const)(
  'a process that dies (%s) takes the task in hand with it, and a new one does those that wait',
  async (what) => {
    const [lost, ...others] = await Promise.allSettled([run(what, 1), run('double', 2), run('double', 3)])
    expect(lost).toMatchObject({ status: 'rejected', reason: expect.any(ProcessLost) as unknown })
    expect(others.map((one) => one.status === 'fulfilled' && one.value.doubled[0])).toEqual([4, 6])
  },
)

test('a process without work ends, and the next task has a new one', async () => {
  const before = (await run('double', 1)).pid
  await expect.poll(async () => (await run('double', 1)).pid, { interval: 400, timeout: 20_000 }).not.toBe(before)
})

test('closing refuses what waits and what is in hand', async () => {
  const closing = secondProcess<Task, unknown>({ program, queue: 2, memory: 32, idle: 200 })
  const both = Promise.allSettled([closing.run(task('eat', 1)), closing.run(task('double', 2))])
  await closing.close()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(closing.run(task('double', 3))).rejects.toThrow('closed')
})

test('after a process that answered and ended nobody gets another’s answer: the own one, or that it was lost', async () => {
  for (let round = 0; round < 20; round++) {
    const tasks = [run('last', 9), run('double', 2), run('double', 3)]
    const [, ...others] = await Promise.allSettled(tasks)
    const came = others.map((one) => (one.status === 'fulfilled' ? one.value.doubled[0] : (one.reason as Error).name))
    expect([4, 'ProcessLost']).toContain(came[0])
    expect([6, 'ProcessLost']).toContain(came[1])
  }
})

test('it leaves no core on disk, whatever the limit of who started it', async () => {
  expect(String(await run('cores')).trim()).toBe('0')
})
