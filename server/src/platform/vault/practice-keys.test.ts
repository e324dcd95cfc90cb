import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { practiceKeys } from './practice-keys.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'

let trial: TrialVault

beforeAll(async () => {
  trial = await trialVault()
})

afterAll(() => trial.remove())

describe('opening a practice key', () => {
  async function gated() {
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    let unwrapped = 0
    const keys = practiceKeys({
      keyring: trial.keyring,
      keyService: {
        ...trial.keyService,
        async unwrap(...args) {
          unwrapped++
          begun.resolve()
          await gate.promise
          return trial.keyService.unwrap(...args)
        },
      },
      cachedKeys: 10,
      keyLifetime: 1000,
      now: () => 0,
    })
    return { keys, gate, begun, count: () => unwrapped }
  }

  it('leaves nothing in memory when the key was forgotten meanwhile', async () => {
    const { keys, gate, begun, count } = await gated()
    await keys.create('p1')
    const opening = keys.open('p1', 1)
    await begun.promise
    keys.forget('p1')
    gate.resolve()
    await opening
    await keys.open('p1', 1)
    expect(count()).toBe(2)
    await keys.open('p1', 1)
    expect(count()).toBe(2)
  })

  it('leaves nothing in memory when the key was destroyed meanwhile', async () => {
    const { keys, gate, begun } = await gated()
    await keys.create('p2')
    const opening = keys.open('p2', 1)
    await begun.promise
    await keys.destroy('p2', 1)
    gate.resolve()
    await opening
    await expect(keys.open('p2', 1)).rejects.toMatchObject({ name: 'KeyDestroyed' })
  })

  it('is tried again after it failed', async () => {
    let fails = true
    const keys = practiceKeys({
      keyring: trial.keyring,
      keyService: {
        ...trial.keyService,
        unwrap: (...args) => (fails ? Promise.reject(new Error('down')) : trial.keyService.unwrap(...args)),
      },
      cachedKeys: 10,
      keyLifetime: 1000,
      now: () => 0,
    })
    await keys.create('p3')
    await expect(keys.open('p3', 1)).rejects.toThrow('down')
    fails = false
    expect(await keys.open('p3', 1)).toMatchObject({ practice: 'p3', version: 1 })
  })

  it('keeps practices and versions apart', async () => {
    const { keys, gate, count } = await gated()
    gate.resolve()
    await keys.create('p4')
    await keys.create('p5')
    await keys.rotate('p4')
    const secrets = await Promise.all([keys.open('p4', 1), keys.open('p4', 2), keys.open('p5', 1)])
    expect(new Set(secrets.map(({ secret }) => secret.export().toString('hex'))).size).toBe(3)
    await keys.destroy('p4', 1)
    await keys.open('p4', 2)
    await keys.open('p5', 1)
    keys.forget('p5')
    await keys.open('p4', 2)
    expect(count()).toBe(3)
    expect(await keys.newest('p4')).toMatchObject({ version: 2 })
  })

  it('is not made twice by two that rotate at once', async () => {
    const { keys, gate } = await gated()
    gate.resolve()
    await keys.create('p6')
    const results = await Promise.allSettled([keys.rotate('p6'), keys.rotate('p6')])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await keys.list('p6')).map(({ version }) => version)).toEqual([1, 2])
  })
})
