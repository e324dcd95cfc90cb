/** A connection as one of Candour's own database roles, as a thief of its password would have. */
import pg from 'pg'
import { credentialsFrom, type LoginRole } from '../../src/platform/database/role-file.ts'
import type { TestCandour } from '../candour.ts'

export async function connectAs(candour: TestCandour, role: LoginRole): Promise<pg.Client> {
  const { user, password, role: options } = credentialsFrom(candour.config.keys)(role)
  const client = new pg.Client({ ...candour.owner, user, password, options })
  await client.connect()
  return client
}

/** SQLSTATE of the refusal, or `done` when it went through; nothing of it stays. */
export async function attempt(client: pg.Client, text: string, values: unknown[] = []): Promise<string> {
  await client.query('begin')
  try {
    await client.query(text, values)
    return 'done'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  } finally {
    await client.query('rollback')
  }
}

/** Inside one practice, as the program's own transactions are. */
export async function rowsInPractice(
  client: pg.Client,
  practice: string | null,
  text: string,
): Promise<Record<string, unknown>[]> {
  await client.query('begin')
  try {
    await client.query("select set_config('candour.practice', $1, true)", [practice ?? ''])
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.query('rollback')
  }
}
