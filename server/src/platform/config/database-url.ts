/** Promise: a database beyond this machine is reached through TLS that checks the server's name, or not at all. */
import { inspect } from 'node:util'
import { isLoopback } from './addresses.ts'
import { decodePart, readAuthority } from './url-parts.ts'

/** As `pg` takes it. Printing it hides the password. */
export interface DatabaseConnection {
  /** Name, address, or the folder of a socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly ssl?: DatabaseTls
}

export interface DatabaseTls {
  readonly rejectUnauthorized: true
  readonly minVersion: 'TLSv1.2'
  /** The name or address that the certificate must be for. */
  readonly host: string
  /** PEM; the authorities that Node knows when absent. */
  readonly ca?: string
}

const noHost = 'none.invalid'
const parameters = ['host', 'port', 'sslmode', 'sslrootcert']

/**
 * `postgres://user:password@host:port/database`, with `?sslmode=verify-full&sslrootcert=/path.pem`, or `?host=/folder` for
 * a socket. Throws with words that follow "DATABASE_URL" and hold no password.
 */
export function readDatabaseUrl(text: string): DatabaseConnection {
  // PostgreSQL takes a user without a host, for sockets; the URL standard does not.
  const url = URL.parse(text.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)(?=\/)/, `$1${noHost}`))
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Error('must look like postgres://user:password@host:5432/database')
  }
  for (const name of url.searchParams.keys()) {
    if (!parameters.includes(name))
      throw new Error(`has the parameter ${name}; only ${parameters.join(', ')} are known`)
  }
  const get = (name: string) => url.searchParams.get(name) || undefined
  const named = decodePart(url.hostname).replace(/^\[(.*)\]$/, '$1')
  const host = get('host') ?? (named === noHost ? '' : named)
  const user = decodePart(url.username)
  const database = decodePart(url.pathname.slice(1))
  const port = Number(get('port') ?? (url.port || 5432))
  if (host === '') throw new Error('names no host')
  if (user === '') throw new Error('names no user')
  if (database === '' || database.includes('/')) throw new Error('names no database')
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('has no valid port')
  const ssl = readTls(host, get('sslmode'), get('sslrootcert'))
  const connection = { host, port, user, password: decodePart(url.password), database, ...(ssl && { ssl }) }
  return hidePassword(connection)
}

function readTls(host: string, mode: string | undefined, root: string | undefined): DatabaseTls | undefined {
  const isNear = host.startsWith('/') || isLoopback(host)
  if (isNear && (mode === undefined || mode === 'disable')) return undefined
  if (mode !== undefined && mode !== 'verify-full') {
    throw new Error(
      `asks for sslmode=${mode.slice(0, 20)}, which does not make sure who answers; use sslmode=verify-full` +
        (isNear ? ' or disable' : ', with sslrootcert=/path/to/authority.pem for an authority of your own'),
    )
  }
  const checked = { rejectUnauthorized: true, minVersion: 'TLSv1.2', host } as const
  return root === undefined ? checked : { ...checked, ca: readAuthority('sslrootcert', root) }
}

/** The same, but printed or turned into JSON it hides the password. A copy by spreading does not. */
export function hidePassword(connection: DatabaseConnection): DatabaseConnection {
  const shown = () => ({ ...connection, password: '(hidden)' })
  return Object.defineProperties({ ...connection }, { toJSON: { value: shown }, [inspect.custom]: { value: shown } })
}
