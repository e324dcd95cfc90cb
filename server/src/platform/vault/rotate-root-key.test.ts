import { existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKeyring } from './keyring.ts'
import { openLocalKeyService } from './local-key-service.ts'
import { rootStays, rotateRootKey } from './rotate-root-key.ts'
import { trialVault, type TrialVault } from './trial-vault.ts'
import { KeysUnreachable } from './vault-errors.ts'
import type { WrappedCompartmentKey } from './vault.ts'

let trial: TrialVault
let root: string
/** Of two practices; the first has two versions. */
let wrapped: WrappedCompartmentKey[]

beforeEach(async () => {
  trial = await trialVault()
  root = join(trial.directory, 'root.key')
  wrapped = []
  for (const practice of ['p1', 'p2']) {
    await trial.vault.createPracticeKey(practice)
    wrapped.push((await trial.vault.newCompartment(practice, 'c1', 'patient')).wrapped)
  }
  await trial.vault.rotatePracticeKey('p1')
  wrapped.push((await trial.vault.newCompartment('p1', 'c2', 'patient')).wrapped)
})
afterEach(() => trial.remove())

const rotate = (at: number, isDue: boolean, after?: (step: string) => void) =>
  rotateRootKey({
    keysDirectory: trial.directory,
    now: new Date(at),
    isDue: () => isDue,
    ...(after && { after }),
  })

/** With nothing in memory, by this root key's file alone; also the pepper, without which no vault opens. */
async function expectAllOpen(path = root): Promise<void> {
  const keyService = await openLocalKeyService(path, undefined, true)
  const vault = await trial.reopen({ keyService, keyring: await openKeyring(join(trial.directory, 'keyring')) })
  for (const one of wrapped) expect((await vault.openCompartment(one)).compartment).toBe(one.compartment)
}

test('P24 everything opens under the new root key alone; an hour later the one before is destroyed', async () => {
  const before = readFileSync(root)
  expect(await rotate(Date.now(), false)).toBeNull()
  expect(await rotate(Date.now(), true)).toBe('replaced')
  expect(readFileSync(root).equals(before)).toBe(false)
  await expectAllOpen()
  expect(readFileSync(`${root}.old`).equals(before)).toBe(true)
  await expect(expectAllOpen(`${root}.old`)).rejects.toThrow()
  // Asked for again within the hour it waits: two at once would be one too many to remember.
  expect(await rotate(Date.now(), true)).toBeNull()
  expect(await rotate(Date.now() + rootStays + 1, false)).toBe('destroyed')
  expect(existsSync(`${root}.old`)).toBe(false)
  await expectAllOpen()
})

test('P24 whoever runs meanwhile goes on, and wraps new keys by the new root key', async () => {
  await rotate(Date.now(), true)
  expect((await trial.vault.openCompartment(wrapped[0]!)).compartment).toBe('c1')
  await trial.vault.createPracticeKey('p3')
  await rotate(Date.now() + rootStays + 1, false)
  const late = await trial.reopen({ keyLifetime: 0 })
  for (const one of wrapped) expect((await late.openCompartment(one)).compartment).toBe(one.compartment)
  wrapped.push((await late.newCompartment('p3', 'c3', 'patient')).wrapped)
  await expectAllOpen()
})

test('P24 killed after any step, everything opens, and the next one ends what was begun', async () => {
  for (const step of ['made', 'wrapped', 'kept', 'named', 'looked']) {
    let at = Date.now()
    if (step === 'looked') {
      await rotate(at, true)
      at = Date.now() + rootStays + 1
    }
    const before = readFileSync(root)
    const kill = (now: string) => {
      if (now === step) throw new Error('killed')
    }
    await expect(rotate(at, step !== 'looked', kill)).rejects.toThrow('killed')
    const fresh = await trial.reopen({ keyService: await openLocalKeyService(root) })
    for (const one of wrapped) expect((await fresh.openCompartment(one)).compartment).toBe(one.compartment)
    await rotate(at, false)
    await rotate(Date.now() + rootStays + 1, false)
    expect([step, existsSync(`${root}.next`), existsSync(`${root}.old`)]).toEqual([step, false, false])
    expect([step, readFileSync(root).equals(before)]).toEqual([step, step === 'looked'])
    await expectAllOpen()
  }
})

test('P24 the root key is never destroyed under its other name', async () => {
  linkSync(root, `${root}.old`)
  await expect(rotate(Date.now() + rootStays + 1, false)).rejects.toThrow(KeysUnreachable)
  rmSync(`${root}.old`)
  await expectAllOpen()
})

test('P24 a root key that is not the keyring’s replaces nothing', async () => {
  renameSync(root, `${root}.kept`)
  const other = await trialVault()
  renameSync(join(other.directory, 'root.key'), root)
  await other.remove()
  await expect(rotate(Date.now(), true)).rejects.toThrow('do not open')
  rmSync(`${root}.next`, { force: true })
  renameSync(`${root}.kept`, root)
  await expectAllOpen()
})
