import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { webCryptoOpen } from '../../../vectors/web-crypto-sealing.ts'
import { sealedSize, sealMessage } from './chunked-encryption.ts'
import { exportSecret, insideOf } from './compartment-key.ts'
import { encodeFields, encodePlace } from './context.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'
import { KeyDestroyed, KeyExists, KeysUnreachable, SealBroken } from './vault-errors.ts'
import { openVault, type CompartmentKey, type Place, type Vault } from './vault.ts'

let trial: TrialVault
let vault: Vault
let key: CompartmentKey

beforeEach(async () => {
  trial = await trialVault()
  vault = trial.vault
  await vault.createPracticeKey('p1')
  await vault.createPracticeKey('p2')
  key = (await vault.newCompartment('p1', 'c1', 'patient')).key
})

afterEach(() => trial.remove())

const place: Place = { table: 'resource', field: 'body', record: 'r1', revision: 1, schema: 1 }
const plain = Buffer.from('{"resourceType":"Patient"}')

describe('a sealed value', () => {
  it('opens in its place', () => {
    expect(vault.open(key, place, vault.seal(key, place, plain)).equals(plain)).toBe(true)
  })

  it('opens in no other place', () => {
    const sealed = vault.seal(key, place, plain)
    const change = fc.oneof(
      fc.record({ table: fc.string() }),
      fc.record({ field: fc.string() }),
      fc.record({ record: fc.string() }),
      fc.record({ revision: fc.nat() }),
      fc.record({ schema: fc.nat() }),
    )
    fc.assert(
      fc.property(change, (other) => {
        const moved = { ...place, ...other }
        fc.pre(JSON.stringify(moved) !== JSON.stringify(place))
        expect(() => vault.open(key, moved, sealed)).toThrow(SealBroken)
      }),
    )
  })

  it('opens with no other key', async () => {
    const sealed = vault.seal(key, place, plain)
    const others = await Promise.all([
      vault.newCompartment('p1', 'c2', 'patient'),
      vault.newCompartment('p2', 'c1', 'patient'),
      vault.newCompartment('p1', 'c1', 'patient'),
      vault.newCompartment('p1', 'c1', 'thread'),
    ])
    for (const other of others) expect(() => vault.open(other.key, place, sealed)).toThrow(SealBroken)
  })

  it('is what the specification says, with the whole context', async () => {
    const context = Buffer.concat([insideOf(key).context, encodePlace(place)])
    const opened = await webCryptoOpen(exportSecret(key), context, vault.seal(key, place, plain))
    expect(opened.equals(plain)).toBe(true)
  })

  it('can be streamed in and opened by ranges', async () => {
    const long = randomBytes(40_000)
    const sealer = vault.startSealing(key, place)
    const sealed = Buffer.alloc(sealedSize(long.length))
    let at = sealer.header.copy(sealed)
    for (const part of [long.subarray(0, 7), long.subarray(7)]) at += sealer.seal(part, sealed, at)
    expect(at + sealer.finish(sealed, at)).toBe(sealed.length)
    expect(vault.open(key, place, sealed).equals(long)).toBe(true)
    const opener = vault.openRange(key, place, sealed.subarray(0, 56), sealed.length)
    expect(opener.openChunks(1, sealed.subarray(56 + 16_400, 56 + 32_800)).equals(long.subarray(16_384, 32_768))).toBe(
      true,
    )
    expect(() => vault.openRange(key, { ...place, revision: 2 }, sealed.subarray(0, 56), sealed.length)).toThrow(
      SealBroken,
    )
  })
})

describe('a compartment', () => {
  it('opens after a restart and opens what was sealed before', async () => {
    const made = await vault.newCompartment('p1', 'c3', 'thread', 7)
    const sealed = vault.seal(made.key, place, plain)
    const again = await (await trial.reopen()).openCompartment(made.wrapped)
    expect(again).toEqual(made.key)
    expect(again.version).toBe(7)
    expect(vault.open(again, place, sealed).equals(plain)).toBe(true)
  })

  it('is wrapped in 108 bytes by the newest key of its practice', async () => {
    const { wrapped, key: made } = await vault.newCompartment('p1', 'c4', 'unfiled')
    expect(wrapped).toMatchObject({ practice: 'p1', compartment: 'c4', kind: 'unfiled', practiceKeyVersion: 1 })
    expect(wrapped.wrapped).toHaveLength(108)
    expect(made.version).toBe(1)
  })

  it('needs its practice to have a key', async () => {
    await expect(vault.newCompartment('p9', 'c', 'patient')).rejects.toThrow(
      new KeyDestroyed('the practice has no key'),
    )
  })

  it.each([{ practice: 'p2' }, { compartment: 'c2' }, { kind: 'thread' as const }, { wrapped: Buffer.alloc(108, 7) }])(
    'does not open as something else, cached or not: %o',
    async (claim) => {
      const { wrapped } = await vault.newCompartment('p1', 'c5', 'patient')
      await vault.openCompartment(wrapped)
      await expect(vault.openCompartment({ ...wrapped, ...claim })).rejects.toThrow(SealBroken)
      await expect(vault.rewrapCompartment({ ...wrapped, ...claim }, 1)).rejects.toThrow(SealBroken)
    },
  )

  it('is not taken from a wrapping that holds something else', async () => {
    const { wrapped } = await vault.newCompartment('p1', 'c5', 'patient')
    const { wrapped: bytes } = await trial.keyring.read('p1', 1)
    const context = { purpose: 'practice-key', practice: 'p1', version: '1' }
    const practiceKey = createSecretKey(await trial.keyService.unwrap(bytes, context))
    const where = encodeFields(['candour/wrap/1', 'p1', 'c5', 'patient', 1])
    for (const length of [0, 35, 37]) {
      const odd = { ...wrapped, wrapped: sealMessage(practiceKey, where, Buffer.alloc(length)) }
      await expect(vault.openCompartment(odd)).rejects.toThrow(new SealBroken('payload', wrapped.compartment))
    }
    const right = { ...wrapped, wrapped: sealMessage(practiceKey, where, Buffer.alloc(36)) }
    expect((await vault.openCompartment(right)).version).toBe(0)
  })

  it('does not open under the name of another version of the practice key', async () => {
    const { wrapped } = await vault.newCompartment('p2', 'c6', 'patient')
    const version = await vault.rotatePracticeKey('p2')
    await expect(vault.openCompartment({ ...wrapped, practiceKeyVersion: version })).rejects.toThrow(SealBroken)
    await expect(vault.openCompartment({ ...wrapped, practiceKeyVersion: 99 })).rejects.toThrow(KeyDestroyed)
  })

  it('comes from memory the second time, and not after it was forgotten', async () => {
    const own = await trial.reopen()
    const { wrapped, key: made } = await own.newCompartment('p1', 'c7', 'patient')
    const other = await own.newCompartment('p1', 'c8', 'patient')
    expect(await own.openCompartment(wrapped)).toBe(made)
    own.forgetCompartment('p1', 'c7')
    const again = await own.openCompartment(wrapped)
    expect(again).not.toBe(made)
    expect(await own.openCompartment(wrapped)).toBe(again)
    expect(await own.openCompartment(other.wrapped)).toBe(other.key)
    own.forgetCompartment('p2', 'c7')
    expect(await own.openCompartment(wrapped)).toBe(again)
    own.forgetPractice('p2')
    expect(await own.openCompartment(wrapped)).toBe(again)
    own.forgetPractice('p1')
    expect(await own.openCompartment(wrapped)).not.toBe(again)
    expect(await own.openCompartment(other.wrapped)).not.toBe(other.key)
  })

  it('is not put back into memory by an opening that began before it was forgotten', async () => {
    const own = await trial.reopen()
    const { wrapped } = await vault.newCompartment('p1', 'c9', 'patient')
    const opening = own.openCompartment(wrapped)
    own.forgetCompartment('p1', 'c9')
    const first = await opening
    const making = own.newCompartment('p1', 'c10', 'patient')
    own.forgetCompartment('p1', 'c10')
    const made = await making
    expect(await own.openCompartment(wrapped)).not.toBe(first)
    expect(await own.openCompartment(made.wrapped)).not.toBe(made.key)
  })

  it('leaves memory after ten minutes, unless told otherwise', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000)
    const own = await trial.reopen()
    const { wrapped, key: made } = await own.newCompartment('p1', 'c11', 'patient')
    clock.mockReturnValue(1000 + 599_999)
    expect(await own.openCompartment(wrapped)).toBe(made)
    clock.mockReturnValue(1000 + 600_000)
    expect(await own.openCompartment(wrapped)).not.toBe(made)
    clock.mockRestore()
  })

  it('stays in memory in a bounded number and for a bounded time', async () => {
    let now = 0
    const own = await trial.reopen({ cachedKeys: 2, keyLifetime: 1000, now: () => now })
    const one = await own.newCompartment('p1', 'one', 'patient')
    const two = await own.newCompartment('p1', 'two', 'patient')
    const three = await own.newCompartment('p1', 'three', 'patient')
    expect(await own.openCompartment(three.wrapped)).toBe(three.key)
    expect(await own.openCompartment(two.wrapped)).toBe(two.key)
    expect(await own.openCompartment(one.wrapped)).not.toBe(one.key)
    now = 1000
    expect(await own.openCompartment(two.wrapped)).not.toBe(two.key)
  })
})

describe("a practice's key", () => {
  it('is made once', async () => {
    await expect(vault.createPracticeKey('p1')).rejects.toThrow(KeyExists)
    expect(await vault.listPracticeKeys('p1')).toEqual([{ version: 1, createdAt: expect.any(Date) }])
  })

  it('rotates: everything opens before and after the old version is destroyed, once rewrapped', async () => {
    await vault.createPracticeKey('p3')
    const old = await vault.newCompartment('p3', 'c1', 'patient')
    const left = await vault.newCompartment('p3', 'c2', 'patient')
    const sealed = vault.seal(old.key, place, plain)
    expect(await vault.rotatePracticeKey('p3')).toBe(2)
    expect((await vault.newCompartment('p3', 'c3', 'patient')).wrapped.practiceKeyVersion).toBe(2)
    const moved = await vault.rewrapCompartment(old.wrapped, 2)
    expect(moved).toMatchObject({ practice: 'p3', compartment: 'c1', kind: 'patient', practiceKeyVersion: 2 })
    expect(vault.open(await vault.openCompartment(moved), place, sealed).equals(plain)).toBe(true)
    expect(vault.open(await vault.openCompartment(old.wrapped), place, sealed).equals(plain)).toBe(true)

    await vault.destroyPracticeKeyVersion('p3', 1)
    expect(await vault.listPracticeKeys('p3')).toEqual([{ version: 2, createdAt: expect.any(Date) }])
    expect(vault.open(await vault.openCompartment(moved), place, sealed).equals(plain)).toBe(true)
    await expect(vault.openCompartment(left.wrapped)).rejects.toThrow(KeyDestroyed)
    await expect((await trial.reopen()).openCompartment(left.wrapped)).rejects.toThrow(KeyDestroyed)
    await expect(vault.destroyPracticeKeyVersion('p3', 1)).rejects.toThrow(KeyDestroyed)
  })

  it('is not used from memory by an opening that outlasts its destruction', async () => {
    await vault.createPracticeKey('p4')
    const { wrapped } = await vault.newCompartment('p4', 'c1', 'patient')
    const gate = Promise.withResolvers<void>()
    const slow = {
      ...trial.keyService,
      unwrap: async (...args: Parameters<typeof trial.keyService.unwrap>) => {
        const key = await trial.keyService.unwrap(...args)
        await gate.promise
        return key
      },
    }
    const own = await trial.reopen()
    const slowVault = openVault({ keyService: slow, keyring: trial.keyring })
    gate.resolve()
    const late = await slowVault
    await late.openCompartment(wrapped)
    await late.destroyPracticeKeyVersion('p4', 1)
    await expect(late.openCompartment(wrapped)).rejects.toThrow(KeyDestroyed)
    await expect(own.openCompartment(wrapped)).rejects.toThrow(KeyDestroyed)
    await late.close()
  })

  it('is unwrapped once by many openings at the same time', async () => {
    await vault.createPracticeKey('p5')
    const made = await Promise.all([1, 2, 3].map((n) => vault.newCompartment('p5', `c${n}`, 'patient')))
    let unwrapped = 0
    const counting = {
      ...trial.keyService,
      unwrap: (...args: Parameters<typeof trial.keyService.unwrap>) => {
        unwrapped++
        return trial.keyService.unwrap(...args)
      },
    }
    const own = await trial.reopen({ keyService: counting })
    unwrapped = 0
    await Promise.all(made.map(({ wrapped }) => own.openCompartment(wrapped)))
    await own.openCompartment((await own.newCompartment('p5', 'c4', 'patient')).wrapped)
    expect(unwrapped).toBe(1)
    own.forgetPractice('p5')
    await own.openCompartment(made[0]!.wrapped)
    expect(unwrapped).toBe(2)
  })

  it('stays closed while the key service cannot be reached, and opens when it can be again', async () => {
    await vault.createPracticeKey('p6')
    const { wrapped } = await vault.newCompartment('p6', 'c1', 'patient')
    let reachable = true
    const flaky = {
      ...trial.keyService,
      unwrap: async (...args: Parameters<typeof trial.keyService.unwrap>) => {
        if (!reachable) throw new KeysUnreachable('the key service does not answer')
        return trial.keyService.unwrap(...args)
      },
    }
    const own = await trial.reopen({ keyService: flaky })
    reachable = false
    await expect(own.openCompartment(wrapped)).rejects.toThrow(KeysUnreachable)
    await expect(trial.reopen({ keyService: flaky })).rejects.toThrow(KeysUnreachable)
    reachable = true
    expect((await own.openCompartment(wrapped)).compartment).toBe('c1')
  })
})

it('digests and makes tokens', async () => {
  const index = (await vault.newCompartment('p1', 'index', 'index')).key
  expect(vault.searchToken(index, 'nhs', '9434765919')).toHaveLength(16)
  expect(vault.digest(Buffer.from('abc')).toString('hex').slice(0, 8)).toBe('ba7816bf')
})
