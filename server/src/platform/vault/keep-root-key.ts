/** Promise: lost keys are never quietly replaced by new ones, under which nothing that was sealed would open. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyring, openKeyring } from './keyring.ts'
import { createRootKey, openLocalKeyService } from './local-key-service.ts'
import { KeysUnreachable, SealBroken } from './vault-errors.ts'
import { openVault, type Vault } from './vault.ts'

/**
 * Opens the vault of a keys directory; makes root key and keyring while nothing is sealed yet, also where a first start
 * was killed in between.
 * @param isInUse whether anything was sealed before: then what is missing is an error, told as KeysUnreachable
 */
export async function openLocalVault(directory: string, isInUse: boolean): Promise<Vault> {
  const path = join(directory, 'root.key')
  const ring = join(directory, 'keyring')
  if (isInUse) {
    if (!existsSync(path)) throw missing(`The root key ${path} is missing`)
    if (!existsSync(ring)) throw missing(`The keyring ${ring} is missing`)
  } else {
    if (!existsSync(path)) await createRootKey(path)
    await createKeyring(ring)
  }
  const keyring = await openKeyring(ring)
  if (isInUse && (await keyring.isEmpty())) throw missing(`The keyring ${ring} is empty`)
  return openVault({ keyService: await openLocalKeyService(path), keyring }).catch((error: unknown) => {
    if (!(error instanceof SealBroken)) throw error
    throw new KeysUnreachable(
      `The root key ${path} is not the one of the keyring ${ring}. Put back the one that belongs to it. Nothing was changed.`,
      { cause: error },
    )
  })
}

function missing(what: string): KeysUnreachable {
  return new KeysUnreachable(
    `${what}, but this database holds sealed records. Put the keys back (from where you keep their copy), or set ` +
      'CANDOUR_KEYS to their folder. Nothing was changed.',
  )
}
