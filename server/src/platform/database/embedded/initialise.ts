/** Promise: a database cluster is made whole or not at all, and its password stays nowhere in the clear. */
import { execFile } from 'node:child_process'
import { chown, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Programs } from './programs.ts'
import { initdbOptions, serverEnvironment } from './settings.ts'
import type { SystemUser } from './unprivileged-user.ts'
import { OperatorError } from '../../operator-error.ts'

const run = promisify(execFile)

/** Makes `directory`/cluster, by way of `cluster.new`, so that a start that was killed halfway leaves nothing usable. */
export async function initialise(
  programs: Programs,
  directory: string,
  password: string,
  user: SystemUser | undefined,
): Promise<void> {
  const unfinished = join(directory, 'cluster.new')
  const passwordFile = join(directory, 'password.new')
  await rm(unfinished, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  try {
    await writeFile(passwordFile, '', { mode: 0o600, flag: 'wx' })
    if (user !== undefined) await chown(passwordFile, user.uid, user.gid)
    await writeFile(passwordFile, password)
    await run(programs.initdb, [...initdbOptions, `--pgdata=${unfinished}`, `--pwfile=${passwordFile}`], {
      cwd: directory,
      env: serverEnvironment,
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    })
  } catch (error) {
    const told = (error as { stderr?: string }).stderr ?? String(error)
    throw new OperatorError(`The database could not be made in ${directory}: ${told.trim().slice(-500)}`, {
      cause: error,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(unfinished, join(directory, 'cluster'))
  const folder = await open(directory)
  await folder.sync().finally(() => folder.close())
}
