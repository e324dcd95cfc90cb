/**
 * Promise: a PostgreSQL of our own runs on this directory, durable and closed to others, and comes back by itself after
 * it or Candour was killed.
 */
import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { hidePassword, type DatabaseConnection } from '../../config/database-url.ts'
import type { Log } from '../../log.ts'
import { lockDirectory } from './directory-lock.ts'
import { ensureDatabase } from './ensure-database.ts'
import { initialise } from './initialise.ts'
import { settleOwnerPassword } from './owner-password.ts'
import { keepPassword } from './password-file.ts'
import { clusterVersion, startPostmaster, type Postmaster } from './postmaster.ts'
import { stopLeftBehind } from './processes.ts'
import { findPrograms } from './programs.ts'
import { prepareSocketDirectory } from './socket-directory.ts'
import { chooseUser, isReachable, type SystemUser } from './unprivileged-user.ts'
import { OperatorError } from '../../operator-error.ts'

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, the lock and the socket; made when missing. */
  directory: string
  /** Holds the owner's password; made when missing. Keep it apart from the directory. */
  passwordFile: string
  /** Where the programs are copied if their user can't reach them in the checkout. */
  programs: string
  log: Log
  /** Default true: the kernel stops the server when this process dies, where `setpriv` is there. */
  dieWithParent?: boolean
}

export interface EmbeddedPostgres {
  /** The owner: superuser of this server. Stays the same when the server is restarted. */
  connection: DatabaseConnection
  /** Of the server, for example `18.4`. */
  version: string
  /** Process id of the server now; another one after it was killed and came back. */
  processId(): number
  /** Whether this start made the database. */
  isNew: boolean
  /** Fast shutdown; resolves when the server is gone and the directory is free. */
  stop(): Promise<void>
}

const majorVersion = '18'
const longestPause = 5_000

/** Throws AlreadyRunning when another Candour uses the directory, else an error that says what to do. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { directory, log } = options
  const cluster = join(directory, 'cluster')
  const user = await chooseUser(cluster)
  await prepareDirectory(directory, user)
  const lock = lockDirectory(directory)
  try {
    const killed = await stopLeftBehind(directory)
    if (killed > 0) log.warn({ count: killed }, 'database left behind by a killed Candour stopped')
    const programs = await findPrograms(options.programs, user)
    const isNew = await isMissing(cluster)
    if (!isNew && (await isMissing(options.passwordFile))) throw new OperatorError(noPassword(options.passwordFile))
    const password = await keepPassword(options.passwordFile)
    if (isNew) await initialise(programs, directory, password, user)
    refuseOtherVersion(cluster)
    const launch = async () => {
      const socketDirectory = await prepareSocketDirectory(directory, user)
      const { dieWithParent = true } = options
      const program = programs.postgres
      const postmaster = await startPostmaster({ program, cluster, socketDirectory, user, dieWithParent, log })
      return { postmaster, socketDirectory }
    }
    const { postmaster, socketDirectory } = await launch()
    const supervised = supervise(postmaster, directory, async () => (await launch()).postmaster, log)
    const owner = { host: socketDirectory, port: 5432, user: 'candour', password, database: 'candour' }
    const stop = () => supervised.stop().finally(() => lock.release())
    const ready = async () => {
      const settled = await settleOwnerPassword(owner, options.passwordFile)
      const connection = hidePassword({ ...owner, password: settled })
      return { connection, version: await ensureDatabase(connection, isNew) }
    }
    const { connection, version } = await ready().catch(async (error: unknown) => {
      await stop()
      throw error
    })
    log.info({ version, process: postmaster.id }, 'database started')
    return { connection, version, isNew, processId: supervised.processId, stop }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Starts the server again whenever it ends without being told to, for as long as it takes. */
function supervise(first: Postmaster, directory: string, launch: () => Promise<Postmaster>, log: Log) {
  let current = first
  let stopping = false
  const watching = watch()

  async function watch(): Promise<void> {
    for (;;) {
      await current.gone
      if (stopping) return
      log.error({ process: current.id }, 'database ended unexpectedly')
      for (let pause = 50; ; pause = Math.min(pause * 2, longestPause)) {
        if (stopping) return
        try {
          await stopLeftBehind(directory)
          current = await launch()
          if (stopping) return
          break
        } catch (error) {
          log.error({ err: error, text: String(error) }, 'database does not start')
          await wait(pause)
        }
      }
      log.warn({ process: current.id }, 'database started again')
    }
  }

  return {
    processId: () => current.id,
    async stop() {
      stopping = true
      await current.stop()
      await watching
      // It may have come back while it was told to stop.
      await current.stop()
    },
  }
}

async function prepareDirectory(directory: string, user: SystemUser | undefined): Promise<void> {
  await mkdir(directory, { recursive: true, mode: user === undefined ? 0o700 : 0o711 })
  await chmod(directory, 0o700)
  if (user === undefined) return
  await chown(directory, user.uid, user.gid)
  if (await isReachable(dirname(directory), user)) return
  throw new OperatorError(
    `The system user "${user.name}", as whom PostgreSQL runs, cannot enter ${dirname(directory)}. ` +
      'Set CANDOUR_HOME to a folder that others may enter, such as /var/lib/candour.',
  )
}

function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  )
}

function noPassword(passwordFile: string): string {
  return (
    `The database's password ${passwordFile} is missing, but there is a database. Data and keys belong together: put the ` +
    'keys of this data back, or set CANDOUR_KEYS to their folder. Nothing was changed.'
  )
}

function refuseOtherVersion(cluster: string): void {
  const found = clusterVersion(cluster)
  if (found === majorVersion) return
  throw new OperatorError(
    `The data in ${cluster} was written by PostgreSQL ${found}, and this Candour brings PostgreSQL ${majorVersion}. ` +
      `Start the Candour that wrote it, or use a PostgreSQL ${found} of your own with DATABASE_URL.`,
  )
}
