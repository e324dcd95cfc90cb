/** Promise: only the database's user can reach its socket, and the path fits into the 107 bytes that a socket may have. */
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SystemUser } from './unprivileged-user.ts'

const longestPath = 107
const longestName = '/.s.PGSQL.5432.lock'.length

/**
 * `directory`/socket, or, where that is too long, a short folder elsewhere whose name stays the same for this directory.
 * Emptied: only one server at a time uses it, and what a killed one left there would be in the way.
 */
export async function prepareSocketDirectory(directory: string, user: SystemUser | undefined): Promise<string> {
  const uid = user?.uid ?? process.getuid?.() ?? 0
  const inside = join(directory, 'socket')
  const path = Buffer.byteLength(inside) + longestName <= longestPath ? inside : await shortPath(directory)
  await mkdir(path, { mode: 0o700 }).catch(ignoreExisting)
  const found = await lstat(path)
  const ours = found.isDirectory() && (found.uid === uid || found.uid === process.getuid?.())
  // Somebody else sits on the name (in /tmp anybody may): take one that cannot be known before.
  const safe = ours ? path : await mkdtemp(`${path}-`)
  await chmod(safe, 0o700)
  if (user !== undefined) await chown(safe, user.uid, user.gid)
  for (const name of await readdir(safe)) await rm(join(safe, name), { force: true })
  return safe
}

async function shortPath(directory: string): Promise<string> {
  const { dev, ino } = await stat(directory)
  const base = process.getuid?.() === 0 ? '/run' : (process.env['XDG_RUNTIME_DIR'] ?? '/tmp')
  const usable = await stat(base).then(
    (found) => found.isDirectory() && base.length < 60,
    () => false,
  )
  return join(usable ? base : '/tmp', `candour-${dev.toString(36)}-${ino.toString(36)}`)
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
