import { argon2Sync, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { getPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { passwordProcess, type OwnWork, type PasswordProcess } from './password-process.ts'
import { PasswordQueueFull } from './vault-errors.ts'

const opened: PasswordProcess[] = []

function start(concurrency: number, queue: number): PasswordProcess {
  const made = passwordProcess({ concurrency, queue })
  opened.push(made)
  return made
}

afterEach(() => {
  for (const made of opened.splice(0)) made.close()
})

const cheap = { memory: 64, passes: 1, lanes: 1 }
const slow = { memory: 262_144, passes: 4, lanes: 1 }

const work = (cost = cheap): OwnWork => ({
  password: Buffer.from('correct horse'),
  salt: Buffer.alloc(16, 1),
  pepper: Buffer.alloc(32, 2),
  cost,
})

describe('the password process', () => {
  it('gives argon2id, 32 bytes, with the pepper as its secret', async () => {
    const { password, salt, pepper } = work()
    const expected = argon2Sync('argon2id', {
      message: password,
      nonce: salt,
      secret: pepper,
      parallelism: 2,
      tagLength: 32,
      memory: 128,
      passes: 3,
    })
    const tag = await start(1, 9).run(work({ memory: 128, passes: 3, lanes: 2 }))
    expect(tag.equals(expected)).toBe(true)
  })

  it('starts with the first job, is one for all of them, and answers each its own', async () => {
    const process = start(2, 99)
    expect(process.pid).toBeUndefined()
    const salts = Array.from({ length: 12 }, () => randomBytes(16))
    const tags = await Promise.all(salts.map((salt) => process.run({ ...work(), salt })))
    const pid = process.pid
    expect(pid).toBeGreaterThan(0)
    for (const [at, salt] of salts.entries())
      expect((await process.run({ ...work(), salt })).equals(tags[at]!)).toBe(true)
    expect(process.pid).toBe(pid)
    expect(new Set(tags.map((tag) => tag.toString('hex'))).size).toBe(12)
  })

  it.runIf(existsSync('/proc/self/task'))('runs below everything else, with every thread', async () => {
    const process = start(2, 9)
    await Promise.all([process.run(work()), process.run(work())])
    const threads = readdirSync(`/proc/${process.pid}/task`).map(Number)
    expect(threads.length).toBeGreaterThan(1)
    expect(threads.map((thread) => getPriority(thread))).toEqual(threads.map(() => 10))
  })

  it('takes so many at once and lets so many wait', async () => {
    const process = start(1, 2)
    const accepted = [process.run(work()), process.run(work()), process.run(work())]
    await expect(process.run(work())).rejects.toThrow(PasswordQueueFull)
    expect(await Promise.all(accepted)).toHaveLength(3)
    expect(await process.run(work())).toHaveLength(32)
  })

  it('reports work that cannot be done and goes on', async () => {
    const process = start(1, 9)
    await expect(process.run(work({ memory: 1, passes: 1, lanes: 1 }))).rejects.toThrow(
      'a password could not be hashed',
    )
    expect(await process.run(work())).toHaveLength(32)
  })

  it('starts again when it dies, and does the work that it was at', async () => {
    const process = start(1, 9)
    const first = process.run(work(slow))
    const second = process.run(work())
    await pause(150)
    const pid = process.pid!
    globalThis.process.kill(pid, 'SIGKILL')
    expect((await first).equals(await process.run(work(slow)))).toBe(true)
    expect(await second).toHaveLength(32)
    expect(process.pid).not.toBe(pid)
  }, 20_000)

  it('gives work up that killed it twice, and goes on with the rest', async () => {
    const process = start(1, 9)
    const fatal = process.run(work(slow))
    const failed = expect(fatal).rejects.toThrow('the password process ended')
    const other = process.run(work())
    for (const _ of [1, 2]) {
      await pause(150)
      globalThis.process.kill(process.pid!, 'SIGKILL')
    }
    await failed
    expect(await other).toHaveLength(32)
  }, 20_000)

  it('refuses what waits and what comes when it closes', async () => {
    const process = start(1, 9)
    const works = [process.run(work(slow)), process.run(work())]
    const pid = process.pid!
    const settled = Promise.allSettled(works)
    process.close()
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(process.run(work())).rejects.toThrow('the vault is closed')
    await pause(50)
    expect(() => globalThis.process.kill(pid, 0)).toThrow()
  })
})
