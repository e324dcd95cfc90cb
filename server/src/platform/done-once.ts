/**
 * Promise: what is done once in an installation's life is not done again because the database says so: that it was done is
 * noted beside the keys, where whoever writes to the database alone does not reach.
 */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** @param name of the file that says it was done */
export async function doneOnce(keysDirectory: string, name: string, act: () => Promise<void>): Promise<void> {
  const path = join(keysDirectory, name)
  if (await isThere(path)) return
  await act()
  const file = await open(path, 'w', 0o600)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
