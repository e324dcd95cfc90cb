import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findPractices } from '../features/practices/find-practices.ts'
import type { Workshop } from '../features/transfers/run-chunk.ts'
import { openChecker } from '../features/resources/resource-checker.ts'
import { practiceKeySource } from '../platform/access/practice-keys.ts'
import { openBlobStore } from '../platform/blobs/blob-store.ts'
import { systemClock } from '../platform/clock.ts'
import { readConfig, type Config, type DatabaseConnection } from '../platform/config.ts'
import { openDatabase, type Database } from '../platform/database/database.ts'
import { adoptServer } from '../platform/database/embedded/adopt-server.ts'
import { AlreadyRunning, lockDirectory, type DirectoryLock } from '../platform/database/embedded/directory-lock.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.ts'
import { migrate } from '../platform/database/migrate.ts'
import { credentialsFrom, keepRoleFile } from '../platform/database/role-file.ts'
import { createLog } from '../platform/log.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { openLocalVault } from '../platform/vault/keep-root-key.ts'
import type { GivenFlags } from './command.ts'
import { findRunning } from './running.ts'
import { readVersion } from './version.ts'

/** The installation of this machine, opened with its keys, whether its server runs or not. */
export interface Installation extends AsyncDisposable {
  workshop: Workshop
  database: Database
  /** Of the database. */
  owner: DatabaseConnection
  /** Null for a database of the operator's own. */
  ownerPasswordFile: string | null
  keysDirectory: string
  /** Their verifier keys. */
  witnesses: readonly string[]
  /** By id or name. Throws OperatorError with those that there are. */
  practice(asked: string): Promise<{ id: string; name: string }>
}

export async function openInstallation(flags: GivenFlags): Promise<Installation> {
  const home = typeof flags['home'] === 'string' ? flags['home'] : undefined
  const config = readConfig(process.env, { home })
  if (!existsSync(join(config.keys, 'root.key')))
    throw new OperatorError(`There is no Candour in ${config.home}. Start it once, and sign up a practice.`)
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const opened = new AsyncDisposableStack()
  try {
    const { connection, lock } = await reachDatabase(config, opened)
    if (lock === null) refuseOtherVersion(config)
    else await migrate(connection, keepRoleFile(config.keys))
    const vault = await openLocalVault(config.keys, true)
    opened.defer(() => vault.close())
    const database = openDatabase(connection, credentialsFrom(config.keys), () => undefined, 4)
    opened.defer(() => database.close())
    const blobs = await openBlobStore(config.blobs, vault)
    const keysOf = practiceKeySource(vault)
    const { inPractice } = database
    const checker = openChecker()
    opened.defer(() => checker.close())
    const workshop = { inPractice, keysOf, vault, blobs, clock: systemClock, log, poke: () => undefined, checker }
    return {
      workshop,
      database,
      owner: connection,
      ownerPasswordFile: config.database.kind === 'embedded' ? config.database.passwordFile : null,
      keysDirectory: config.keys,
      witnesses: config.witnesses.map(({ vkey }) => vkey),
      practice: (asked) => choosePractice(asked, () => findPractices(database.gate, workshop)),
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** With the lock of the data directory where no server runs; a server can't be started in between then. */
async function reachDatabase(
  config: Config,
  opened: AsyncDisposableStack,
): Promise<{ connection: DatabaseConnection; lock: DirectoryLock | null }> {
  const log = createLog('error')
  const lock = takeLock(config)
  if (lock !== null) opened.defer(() => lock.release())
  if (config.database.kind === 'server') return { connection: config.database.connection, lock }
  if (lock === null) return { connection: await adoptServer(config.database), lock }
  const postgres = await startEmbeddedPostgres({ ...config.database, log })
  opened.defer(() => postgres.stop())
  return { connection: postgres.connection, lock }
}

function takeLock(config: Config): DirectoryLock | null {
  try {
    return lockDirectory(config.data)
  } catch (error) {
    if (error instanceof AlreadyRunning) return null
    throw error
  }
}

function refuseOtherVersion(config: Config): void {
  const running = findRunning(config.data)
  if (running === undefined || running.version === readVersion()) return
  throw new OperatorError(`Candour ${running.version} runs here, and this command is ${readVersion()}: use that one's.`)
}

async function choosePractice(
  asked: string,
  list: () => Promise<{ id: string; name: string; town: string }[]>,
): Promise<{ id: string; name: string }> {
  const all = await list()
  const wanted = asked.normalize('NFC').toLowerCase()
  const found = all.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted)
  if (found.length === 1) return found[0]!
  const lines = (found.length > 1 ? found : all).map(({ id, name, town }) => `  ${id}  ${name}, ${town}`)
  if (all.length === 0) throw new OperatorError('There is no practice here yet. Sign one up in the web app first.')
  const problem = found.length > 1 ? `Several practices are called "${asked}"` : `There is no practice "${asked}"`
  throw new OperatorError(`${problem}. Name one by its id:\n${lines.join('\n')}`)
}
