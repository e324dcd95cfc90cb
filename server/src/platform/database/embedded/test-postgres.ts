/** Promise: tests run against the real server, with the settings of production, and leave nothing behind. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseConnection } from '../../config/database-url.ts'
import { noLog, type Log } from '../../log.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'

export interface TestPostgres extends EmbeddedPostgres {
  /** Where everything of this server lies: `data/postgres`, `keys`, `programs`. */
  home: string
}

/** One for a whole run of vitest, from its globalSetup: about 2 seconds. `stop` also removes its folder. */
export async function startTestPostgres(log: Log = noLog): Promise<TestPostgres> {
  const home = await makeTestHome()
  const server = await startEmbeddedPostgres({ ...placesIn(home), log })
  const stop = async () => {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
  return { ...server, home, stop }
}

/** An empty folder that an unprivileged user may enter. */
export async function makeTestHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'candour-test-'))
  await chmod(home, 0o711)
  return home
}

export function placesIn(home: string) {
  return {
    directory: join(home, 'data', 'postgres'),
    passwordFile: join(home, 'keys', 'database-owner'),
    programs: join(home, 'programs'),
  }
}

/** A database of its own for a test, as a copy of `template`, to which nobody may be connected: about 0.1 s. */
export async function cloneDatabase(
  owner: DatabaseConnection,
  template: string,
  database: string,
): Promise<DatabaseConnection> {
  await runAlone(owner, `create database ${pg.escapeIdentifier(database)} template ${pg.escapeIdentifier(template)}`)
  return { ...owner, database }
}

/** Ends whatever is connected to it. */
export async function dropDatabase(owner: DatabaseConnection, database: string): Promise<void> {
  await runAlone(owner, `drop database if exists ${pg.escapeIdentifier(database)} with (force)`)
}

async function runAlone(owner: DatabaseConnection, text: string): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' })
  await client.connect()
  await client.query(text).finally(() => client.end())
}
