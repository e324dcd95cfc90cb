/**
 * Promise: the owner of the embedded database gets another password while it runs; killed in between, the next start knows
 * which of the two is the right one.
 */
import { readFileSync, renameSync } from 'node:fs'
import pg from 'pg'
import type { DatabaseConnection } from '../../config/database-url.ts'
import { scramVerifier } from '../../vault/scram-verifier.ts'
import { mintToken } from '../../vault/tokens.ts'
import { replaceFile } from '../role-file.ts'

const coming = (passwordFile: string) => `${passwordFile}.next`

/** The same owner, with the password that the file has now. */
export function ownerNow(connection: DatabaseConnection, passwordFile: string | null): DatabaseConnection {
  if (passwordFile === null) return connection
  return { ...connection, password: readFileSync(passwordFile, 'utf8').trim() }
}

/** @param after for tests: told after each step; a throw ends it there */
export async function replaceOwnerPassword(
  owner: DatabaseConnection,
  passwordFile: string,
  after: (step: string) => void = () => undefined,
): Promise<void> {
  const { token } = mintToken()
  const client = new pg.Client(owner)
  await client.connect()
  try {
    replaceFile(coming(passwordFile), token)
    after('minted')
    // A verifier is base64 with $ and ':': nothing to escape.
    await client.query(`alter role ${pg.escapeIdentifier(owner.user)} password '${scramVerifier(token)}'`)
    after('set')
    renameSync(coming(passwordFile), passwordFile)
  } finally {
    await client.end()
  }
}

/** After a replacement that was killed: the password of the two that gets in. */
export async function settleOwnerPassword(owner: DatabaseConnection, passwordFile: string): Promise<string> {
  let next: string
  try {
    next = readFileSync(coming(passwordFile), 'utf8').trim()
  } catch {
    return owner.password
  }
  const client = new pg.Client({ ...owner, database: 'postgres', password: next })
  try {
    await client.connect()
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error
    return owner.password
  } finally {
    await client.end().catch(() => undefined)
  }
  renameSync(coming(passwordFile), passwordFile)
  return next
}
