import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newestLifetime, practiceKeys } from './practice-keys.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'

let trial: TrialVault

beforeEach(async () => {
  trial = await trialVault()
})

afterEach(() => trial.remove())

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

  it('rotated elsewhere is used for what is new within a second, and at once where it was rotated', async () => {
    let time = 0
    const node = () =>
      practiceKeys({
        keyring: trial.keyring,
        keyService: trial.keyService,
        cachedKeys: 10,
        keyLifetime: 60_000,
        now: () => time,
      })
    const [here, elsewhere] = [node(), node()]
    await here.create('p7')
    expect([await here.newest('p7'), await elsewhere.newest('p7')]).toMatchObject([{ version: 1 }, { version: 1 }])
    await here.rotate('p7')
    expect(await here.newest('p7')).toMatchObject({ version: 2 })
    time = newestLifetime
    expect(await elsewhere.newest('p7')).toMatchObject({ version: 2 })
    await here.destroy('p7', 2)
    expect(await here.newest('p7')).toMatchObject({ version: 1 })
    await here.destroy('p7', 1)
    await expect(here.newest('p7')).rejects.toMatchObject({ name: 'KeyDestroyed' })
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

describe('a practice key', () => {
  function keysOver(keyService: Partial<TrialVault['keyService']>) {
    return practiceKeys({
      keyring: trial.keyring,
      keyService: { ...trial.keyService, ...keyService },
      cachedKeys: 10,
      keyLifetime: 1000,
      now: () => 0,
    })
  }

  it('is wiped from every buffer that held it', async () => {
    const held: Uint8Array[] = []
    const keys = keysOver({
      wrap: (key, context) => {
        held.push(key)
        return trial.keyService.wrap(key, context)
      },
      unwrap: async (wrapped, context) => {
        const key = await trial.keyService.unwrap(wrapped, context)
        held.push(key)
        return key
      },
    })
    await keys.create('p1')
    await keys.open('p1', 1)
    expect(held).toHaveLength(2)
    for (const key of held) expect(key).toEqual(Buffer.alloc(32))
  })

  it('is wiped, and not written, when it could not be wrapped', async () => {
    const held: Uint8Array[] = []
    const keys = keysOver({
      wrap: (key) => {
        held.push(key)
        return Promise.reject(new Error('down'))
      },
    })
    await expect(keys.create('p1')).rejects.toThrow('down')
    expect(held).toEqual([Buffer.alloc(32)])
    expect(await keys.list('p1')).toEqual([])
  })

  it('is not made again while a later version is there', async () => {
    const keys = keysOver({})
    await keys.create('p1')
    await keys.rotate('p1')
    await keys.destroy('p1', 1)
    await expect(keys.create('p1')).rejects.toThrow('the practice has a key already')
  })

  it('is bound to practice and version', async () => {
    const keys = keysOver({})
    await keys.create('p1')
    await keys.create('p2')
    const { wrapped, createdAt } = await trial.keyring.read('p1', 1)
    await trial.keyring.write({ practice: 'p1', version: 2, wrapped, createdAt })
    await trial.keyring.destroy('p2', 1)
    await trial.keyring.write({ practice: 'p2', version: 1, wrapped, createdAt })
    await expect(keys.open('p1', 2)).rejects.toMatchObject({ name: 'SealBroken' })
    await expect(keys.open('p2', 1)).rejects.toMatchObject({ name: 'SealBroken' })
  })
})
