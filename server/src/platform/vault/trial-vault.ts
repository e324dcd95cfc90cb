/** For tests: a real vault in a directory of its own, which goes when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring, openKeyring, type Keyring } from './keyring.ts'
import type { KeyService } from './key-service.ts'
import { createRootKey, openLocalKeyService } from './local-key-service.ts'
import { openVault, type Vault, type VaultOptions } from './vault.ts'

export interface TrialVault {
  vault: Vault
  keyring: Keyring
  keyService: KeyService
  directory: string
  /** Another vault over the same keys, as after a restart. */
  reopen(options?: Partial<VaultOptions>): Promise<Vault>
  remove(): Promise<void>
}

export async function trialVault(options: Partial<VaultOptions> = {}): Promise<TrialVault> {
  const directory = mkdtempSync(join(tmpdir(), 'candour-vault-'))
  await createRootKey(join(directory, 'root.key'))
  await createKeyring(join(directory, 'keyring'))
  const keyService = await openLocalKeyService(join(directory, 'root.key'))
  const keyring = await openKeyring(join(directory, 'keyring'))
  const opened: Vault[] = []
  async function reopen(more: Partial<VaultOptions> = {}): Promise<Vault> {
    const vault = await openVault({ keyService, keyring, ...more })
    opened.push(vault)
    return vault
  }
  return {
    vault: await reopen(options),
    keyring,
    keyService,
    directory,
    reopen,
    async remove() {
      for (const vault of opened) await vault.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
