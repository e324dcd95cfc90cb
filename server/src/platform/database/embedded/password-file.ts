/** Promise: the owner's password is random, is kept with the keys for nobody else to read, and is never lost halfway. */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { mintToken } from '../../vault/tokens.ts'

/** Reads it, or makes it: mode 0600, synced before it is used. */
export async function keepPassword(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (known !== undefined) return known.trim()
  const { token } = mintToken()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(token)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
  return token
}
