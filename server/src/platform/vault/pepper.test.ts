import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPepper } from './pepper.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'
import { KeysUnreachable } from './vault-errors.ts'

let trial: TrialVault

beforeEach(async () => {
  trial = await trialVault()
})

afterEach(() => trial.remove())

it('the pepper is made once, has 32 bytes, and is the same ever after', async () => {
  const one = await openPepper(trial.keyService, trial.keyring)
  const two = await openPepper(trial.keyService, trial.keyring)
  expect(one.symmetricKeySize).toBe(32)
  expect(one.equals(two)).toBe(true)
  expect(one.export().equals(Buffer.alloc(32))).toBe(false)
})

it('the pepper lies wrapped in the keyring', async () => {
  const wrapped = await trial.keyring.readPepper()
  const pepper = await openPepper(trial.keyService, trial.keyring)
  expect(wrapped).toHaveLength(104)
  expect(wrapped?.includes(pepper.export())).toBe(false)
  expect((await trial.keyService.unwrap(wrapped!, { purpose: 'password-pepper' })).equals(pepper.export())).toBe(true)
})

it('the pepper is wiped from the buffer that held it', async () => {
  const held: Uint8Array[] = []
  const keyService = {
    ...trial.keyService,
    unwrap: async (...args: Parameters<typeof trial.keyService.unwrap>) => {
      const pepper = await trial.keyService.unwrap(...args)
      held.push(pepper)
      return pepper
    },
  }
  await openPepper(keyService, trial.keyring)
  expect(held).toEqual([Buffer.alloc(32)])
})

it('a lost pepper is not replaced in silence', async () => {
  await trial.vault.createPracticeKey('p1')
  rmSync(join(trial.directory, 'keyring/pepper.json'))
  await expect(openPepper(trial.keyService, trial.keyring)).rejects.toThrow(
    new KeysUnreachable('the keyring holds keys but its pepper.json is missing'),
  )
})
