/** Promise: the database exists and its owner gets in, or the reason is told in words. */
import pg from 'pg'
import type { DatabaseConnection } from '../../config/database-url.ts'
import { OperatorError } from '../../operator-error.ts'

/** Makes it when missing. Answers the version of the server, for example `18.4`. */
export async function ensureDatabase(connection: DatabaseConnection, isNew: boolean): Promise<string> {
  try {
    if (isNew) await createDatabase(connection)
    return await readVersion(connection)
  } catch (error) {
    if (codeOf(error) === '28P01') throw new OperatorError(wrongPassword, { cause: error })
    if (codeOf(error) !== '3D000') throw error
  }
  // An earlier start was killed between making the cluster and making the database.
  await createDatabase(connection)
  return readVersion(connection)
}

async function createDatabase(connection: DatabaseConnection): Promise<void> {
  await using client = await connect({ ...connection, database: 'postgres' })
  await client.query(`create database ${pg.escapeIdentifier(connection.database)}`)
}

const wrongPassword =
  "The password kept with the keys is not this database's. Data and keys belong together: restore the keys of this data."

async function readVersion(connection: DatabaseConnection): Promise<string> {
  await using client = await connect(connection)
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return rows[0]!.server_version
}

async function connect(connection: DatabaseConnection) {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code
}
