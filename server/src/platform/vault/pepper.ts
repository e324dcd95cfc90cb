/** Promise: password hashes are worthless without a secret that is not in the database. */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { KeyService } from './key-service.ts'
import type { Keyring } from './keyring.ts'
import { KeysUnreachable } from './vault-errors.ts'

export const pepperContext = { purpose: 'password-pepper' }

/**
 * The installation's 32-byte pepper, wrapped by the root key in the keyring; made on the very first start. Throws
 * KeysUnreachable when the keyring has keys but lost its pepper: a new one would refuse every password.
 */
export async function openPepper(keyService: KeyService, keyring: Keyring): Promise<KeyObject> {
  const wrapped = await keyring.readPepper()
  const pepper =
    wrapped === undefined ? await makePepper(keyService, keyring) : await keyService.unwrap(wrapped, pepperContext)
  const secret = createSecretKey(pepper)
  pepper.fill(0)
  return secret
}

async function makePepper(keyService: KeyService, keyring: Keyring): Promise<Buffer> {
  if (!(await keyring.isEmpty())) throw new KeysUnreachable('the keyring holds keys but its pepper.json is missing')
  const pepper = randomBytes(32)
  await keyring.writePepper(await keyService.wrap(pepper, pepperContext))
  return pepper
}
