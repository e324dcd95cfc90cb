/** Promise: a PostgreSQL that one brings oneself (DATABASE_URL) can carry Candour, or it is told why not. */
import pg from 'pg'
import type { DatabaseConnection } from '../../config/database-url.ts'
import { OperatorError } from '../../operator-error.ts'

const oldest = 15

/** Throws OperatorError when it does not answer, is too old, or its user may not make Candour's roles. */
export async function checkOwnServer(connection: DatabaseConnection): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{
      version: string
      number: number
      mayMakeRoles: boolean
      isDurable: boolean
    }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
              rolcreaterole or rolsuper as "mayMakeRoles",
              current_setting('fsync')::bool and current_setting('full_page_writes')::bool as "isDurable"
       from pg_roles where rolname = current_user`,
    )
    const { version, number, mayMakeRoles, isDurable } = rows[0]!
    if (number < oldest * 10_000)
      throw new OperatorError(`it is PostgreSQL ${version}, and Candour needs ${oldest} or newer`)
    if (!isDurable)
      throw new OperatorError('it runs with fsync or full_page_writes off, so a power cut could lose what was kept')
    if (!mayMakeRoles) throw new OperatorError(`its user may not make roles: alter role ${connection.user} createrole`)
  } catch (error) {
    throw new OperatorError(`The database of DATABASE_URL cannot be used: ${reasonOf(error)}.`, { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message: string }
  return (typeof code === 'string' ? reasons[code] : undefined) ?? message
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no socket in that folder',
  ENOTFOUND: 'its host is not known',
  ETIMEDOUT: 'its host does not answer',
  '28P01': 'it refuses this user or password',
  '28000': 'it refuses this user or password',
  '3D000': 'it has no database of this name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}
