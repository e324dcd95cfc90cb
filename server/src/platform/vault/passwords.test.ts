import { argon2Sync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePasswordHash } from './password-hash.ts'
import { openPepper } from './pepper.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'
import { PasswordQueueFull, SealBroken } from './vault-errors.ts'

let trial: TrialVault

beforeAll(async () => {
  trial = await trialVault()
})

afterAll(() => trial.remove())

describe('a password', () => {
  it('is verified against its hash, and no other is', async () => {
    const { vault } = trial
    const stored = await vault.hashPassword('correct horse battery')
    expect(await vault.verifyPassword(stored, 'correct horse battery')).toBe(true)
    expect(await vault.verifyPassword(stored, 'correct horse batterz')).toBe(false)
    expect(await vault.verifyPassword(stored, '')).toBe(false)
    expect(vault.isPasswordOutdated(stored)).toBe(false)
    expect(vault.isPasswordOutdated(stored.replace('t=3', 't=2'))).toBe(true)
  })

  it('P15 is argon2id of 64 MiB and 3 passes with the pepper as secret and a salt of its own', async () => {
    const { vault } = trial
    const stored = [await vault.hashPassword('same'), await vault.hashPassword('same')].map(parsePasswordHash)
    expect(stored[0]!.salt.equals(stored[1]!.salt)).toBe(false)
    const { salt, tag } = stored[0]!
    const secret = (await openPepper(trial.keyService, trial.keyring)).export()
    const parameters = {
      message: Buffer.from('same'),
      nonce: salt,
      secret,
      parallelism: 1,
      tagLength: 32,
      memory: 65_536,
      passes: 3,
    }
    expect(argon2Sync('argon2id', parameters).equals(tag)).toBe(true)
    expect(argon2Sync('argon2id', { ...parameters, secret: Buffer.alloc(32) }).equals(tag)).toBe(false)
  })

  it('is the same however its letters were typed', async () => {
    const stored = await trial.vault.hashPassword('caf\u0065\u0301 au lait')
    expect(await trial.vault.verifyPassword(stored, 'caf\u00e9 au lait')).toBe(true)
    expect(await trial.vault.verifyPassword(stored, 'cafe au lait')).toBe(false)
  })

  it('takes as long to refuse when there is no account', async () => {
    const { vault } = trial
    const stored = await vault.hashPassword('x')
    const timed = async (work: () => Promise<boolean>) => {
      const start = performance.now()
      expect(await work()).toBe(false)
      return performance.now() - start
    }
    const known = []
    const unknown = []
    for (let round = 0; round < 5; round++) {
      known.push(await timed(() => vault.verifyPassword(stored, 'y')))
      unknown.push(await timed(() => vault.refusePassword('y')))
    }
    // The fastest of each: what else the machine does only adds.
    const ratio = Math.min(...unknown) / Math.min(...known)
    expect(ratio).toBeGreaterThan(0.7)
    expect(ratio).toBeLessThan(1.4)
  }, 20_000)

  it('is refused at once when too many wait', async () => {
    const vault = await trial.reopen({ passwordQueue: 0 })
    const works = await Promise.allSettled(Array.from({ length: 100 }, () => vault.refusePassword('x')))
    const refused = works.filter((work) => work.status === 'rejected')
    expect(refused.length).toBeGreaterThanOrEqual(50)
    for (const work of refused) expect(work.reason).toBeInstanceOf(PasswordQueueFull)
  }, 20_000)

  it('is not compared with something that is no hash', async () => {
    await expect(trial.vault.verifyPassword('plain', 'plain')).rejects.toThrow(SealBroken)
  })
})
