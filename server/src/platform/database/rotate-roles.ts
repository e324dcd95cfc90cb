/**
 * Promise: the roles' passwords are replaced while everybody works, and no connection is refused for it: the new ones work
 * at the other door before anybody is told of them, and the old door stays open until nobody can still be on the way.
 * Killed between any two steps, the next call goes on where this one was.
 */
import pg from 'pg'
import {
  mintPasswords,
  otherDoor,
  readRoleFile,
  loginRoles,
  signInName,
  writeRoleFile,
  type RoleFile,
} from './role-file.ts'
import { canSignIn, setPasswords } from './roles.ts'

/** How long connections live, seconds: those of a server that runs are renewed by then. */
export const connectionSeconds = 1_200

/** Milliseconds for which the door before stays open. */
export const doorStaysOpen = 3_600_000

export interface RotateRoles {
  keysDirectory: string
  now: Date
  /** Whether it is time for new passwords. An old door is closed, and a rotation ended, either way. */
  isDue: (file: RoleFile) => boolean
  /** For tests: told after each step; a throw ends it there. */
  after?: (step: string) => void
}

type RotatedRoles = 'replaced' | 'closed' | null

/** One at a time: whoever calls it holds the lock of rotation.ts. */
export async function rotateRoles(owner: pg.ClientConfig, options: RotateRoles): Promise<RotatedRoles> {
  const { keysDirectory, now, after = () => undefined } = options
  const client = new pg.Client(owner)
  await client.connect()
  try {
    let file = readRoleFile(keysDirectory)
    let did: RotatedRoles = null
    if (file.closesAt !== undefined && new Date(file.closesAt) <= now) {
      const { closesAt: _, ...rest } = file
      await closeDoor(client, otherDoor(file.door))
      after('closed')
      file = rest
      writeRoleFile(keysDirectory, file)
      did = 'closed'
    }
    if (file.coming === undefined) {
      if (file.closesAt !== undefined || !options.isDue(file)) return did
      file = { ...file, coming: mintPasswords() }
      writeRoleFile(keysDirectory, file)
      after('minted')
    }
    const door = otherDoor(file.door)
    const next: RoleFile = { door, since: now.toISOString(), passwords: file.coming! }
    await setPasswords(client, door, next.passwords)
    after('set')
    if (!(await canSignIn(owner, next))) throw new Error('the roles cannot sign in with their new passwords')
    after('tried')
    writeRoleFile(keysDirectory, { ...next, closesAt: new Date(now.getTime() + doorStaysOpen).toISOString() })
    after('told')
    return 'replaced'
  } finally {
    await client.end()
  }
}

/** Nobody signs in by it any more, and whoever did is put out: Candour's own connections are younger by now. */
async function closeDoor(client: pg.Client, door: RoleFile['door']): Promise<void> {
  await setPasswords(client, door, null)
  const names = loginRoles.map((role) => signInName(role, door))
  await client
    .query('select pg_terminate_backend(pid) from pg_stat_activity where usename = any($1)', [names])
    .catch((error: unknown) => {
      // An owner that is no superuser may not: what is open then ends with its program.
      if ((error as { code?: string }).code !== '42501') throw error
    })
}
