/** Promise: PostgreSQL never runs as root, but as a user of its own that can do nothing else. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OperatorError } from '../../operator-error.ts'

export interface SystemUser {
  name: string
  uid: number
  gid: number
}

const userName = 'candour'

/**
 * Whom to run PostgreSQL as: undefined for the user who started Candour. Root hands over to the owner of the cluster if
 * there is one, else to the system user `candour`, made when missing: initdb insists on an entry in the user database.
 */
export async function chooseUser(cluster: string): Promise<SystemUser | undefined> {
  const self = process.getuid?.()
  const owner = await stat(cluster).catch(() => undefined)
  if (self !== 0) {
    if (owner !== undefined && owner.uid !== self) {
      throw new OperatorError(
        `The database in ${cluster} belongs to another user (uid ${owner.uid}): start as that user or as root.`,
      )
    }
    return undefined
  }
  if (owner?.uid === 0)
    throw new OperatorError(`The database in ${cluster} belongs to root, and PostgreSQL does not run as root.`)
  if (owner !== undefined) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  return findUser() ?? makeUser()
}

function findUser(): SystemUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${userName}:`))
  if (line === undefined) return undefined
  const [, , uid, gid] = line.split(':')
  return { name: userName, uid: Number(uid), gid: Number(gid) }
}

function makeUser(): SystemUser {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent']
  try {
    execFileSync('useradd', [...options, '--shell', '/usr/sbin/nologin', userName], { stdio: 'ignore' })
  } catch {
    // Another start may have made it meanwhile; if not, the next lines say so.
  }
  const made = findUser()
  if (made !== undefined) return made
  throw new OperatorError(
    `PostgreSQL does not run as root, and the system user "${userName}" could not be made. ` +
      `Make it (useradd --system --user-group ${userName}), or start Candour as another user than root.`,
  )
}

/** Whether the user may enter every folder above `path` and `path` itself. Access lists are not looked at. */
export async function isReachable(path: string, user: SystemUser): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
