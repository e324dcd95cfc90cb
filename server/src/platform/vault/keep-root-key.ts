/** Promise: a lost root key is never quietly replaced by a new one, under which nothing that was sealed would open. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyring, openKeyring } from './keyring.ts'
import { createRootKey, openLocalKeyService } from './local-key-service.ts'
import { KeysUnreachable } from './vault-errors.ts'
import { openVault, type Vault } from './vault.ts'

/**
 * Opens the vault of a keys directory; at the very first start makes root key and keyring.
 * @param isInUse whether anything was sealed before: then a missing root key is an error
 */
export async function openLocalVault(directory: string, isInUse: boolean): Promise<Vault> {
  const path = join(directory, 'root.key')
  const ring = join(directory, 'keyring')
  if (!existsSync(path)) {
    if (isInUse) {
      throw new KeysUnreachable(
        `The root key ${path} is missing, but this database holds sealed records. Put the key back (from where you keep its copy), or set CANDOUR_KEYS to its folder.`,
      )
    }
    await createRootKey(path)
    await createKeyring(ring)
  }
  return openVault({ keyService: await openLocalKeyService(path), keyring: await openKeyring(ring) })
}
