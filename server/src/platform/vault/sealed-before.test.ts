import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WrappedCompartmentKey } from './compartment-key.ts'
import { openKeyring } from './keyring.ts'
import { openLocalKeyService } from './local-key-service.ts'
import { openVault, type Place, type Vault } from './vault.ts'

interface Kept {
  rootKey: string
  practiceKey: object
  pepper: object
  patient: WrappedCompartmentKey & { wrapped: string }
  patientKeyId: string
  index: WrappedCompartmentKey & { wrapped: string }
  place: Place
  plain: string
  sealed: string
  token: { field: string; value: string; token: string }
  password: { password: string; stored: string }
}

const kept = JSON.parse(readFileSync(new URL('../../../vectors/sealed-before.json', import.meta.url), 'utf8')) as Kept
const opened = (key: Kept['patient']) => ({ ...key, wrapped: Buffer.from(key.wrapped as string, 'base64') })

let directory: string
let vault: Vault

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'candour-before-'))
  mkdirSync(join(directory, 'ring/practice-1'), { recursive: true })
  writeFileSync(join(directory, 'root.key'), Buffer.from(kept.rootKey, 'base64'), { mode: 0o400 })
  writeFileSync(join(directory, 'ring/practice-1/1.json'), JSON.stringify(kept.practiceKey))
  writeFileSync(join(directory, 'ring/pepper.json'), JSON.stringify(kept.pepper))
  const keyService = await openLocalKeyService(join(directory, 'root.key'))
  vault = await openVault({ keyService, keyring: await openKeyring(join(directory, 'ring')) })
})

afterEach(async () => {
  await vault.close()
  rmSync(directory, { recursive: true, force: true })
})

describe('what an earlier Candour wrote', () => {
  it('opens: root key, practice key, compartment key, value', async () => {
    const key = await vault.openCompartment(opened(kept.patient))
    expect(key).toMatchObject({ compartment: 'compartment-1', kind: 'patient', version: 3, id: kept.patientKeyId })
    expect(vault.open(key, kept.place, Buffer.from(kept.sealed, 'base64')).toString()).toBe(kept.plain)
  })

  it('is found by the same token', async () => {
    const { field, value, token } = kept.token
    const key = await vault.openCompartment(opened(kept.index))
    expect(vault.searchToken(key, field, value).toString('hex')).toBe(token)
  })

  it('lets the same password in', async () => {
    expect(await vault.verifyPassword(kept.password.stored, kept.password.password)).toBe(true)
  })
})
