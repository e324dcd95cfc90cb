/**
 * Promise: the database has exactly the shape that this version of the program expects, or the program doesn't start.
 * Forward only; each file runs once, in order, in a transaction of its own; a file that changed after it ran is refused.
 */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { digest } from '../vault/digest.ts'
import type { RoleFile } from './role-file.ts'
import { makeRoles } from './roles.ts'

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url))
const lock = 0x63616e64 // "cand": one migrator at a time

export interface Migration {
  number: number
  /** `expand` may run under the version before; `contract` needs every node to be on this one. */
  kind: 'expand' | 'contract'
  name: string
  sql: string
  hash: string
}

export async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()
  return Promise.all(
    files.map(async (file, place) => {
      const match = /^(\d{4})-(expand|contract)-[a-z0-9-]+\.sql$/.exec(file)
      if (match === null)
        throw new Error(`${file}: a migration is named NNNN-expand-words.sql or NNNN-contract-words.sql`)
      if (Number(match[1]) !== place + 1) throw new Error(`${file}: migrations are numbered without gaps`)
      const sql = await readFile(new URL(file, `file://${folder}`), 'utf8')
      return {
        number: place + 1,
        kind: match[2] as Migration['kind'],
        name: file,
        sql,
        hash: digest(Buffer.from(sql)).toString('hex'),
      }
    }),
  )
}

/** Brings the database up to date. Returns the names of the files that ran now. */
export async function migrate(owner: pg.ClientConfig, roles: RoleFile): Promise<string[]> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await makeRoles(client, owner, roles)
    await client.query(
      `do $$ begin execute format('grant create, connect on database %I to candour_owner', current_database()); end $$`,
    )
    await client.query('set role candour_owner')
    await client.query('create schema if not exists history')
    await client.query(
      'create table if not exists history.migration (number int primary key, name text not null, hash text not null, at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ number: number; name: string; hash: string }>(
      'select * from history.migration',
    )
    return await runMissing(client, rows)
  } finally {
    await client.end()
  }
}

async function runMissing(
  client: pg.Client,
  done: { number: number; name: string; hash: string }[],
): Promise<string[]> {
  const migrations = await readMigrations()
  const newest = Math.max(0, ...done.map((one) => one.number))
  if (newest > migrations.length) {
    throw new Error(
      `This database belongs to a newer Candour (migration ${newest}). Start that version, or restore a backup.`,
    )
  }
  const ran: string[] = []
  for (const migration of migrations) {
    const before = done.find((one) => one.number === migration.number)
    if (before !== undefined) {
      if (before.hash !== migration.hash) throw new Error(`${migration.name} was changed after it ran here.`)
      continue
    }
    await client.query('begin')
    try {
      await client.query(migration.sql)
      await client.query('insert into history.migration (number, name, hash) values ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.hash,
      ])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(`${migration.name} could not run`, { cause: error })
    }
    ran.push(migration.name)
  }
  return ran
}

/** Whether anything was sealed in this database before: then its keys must be there. */
export async function isInUse(owner: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('set role candour_owner')
    const { rows } = await client.query<{ used: boolean }>('select exists (select from gate.installation) as used')
    return rows[0]!.used
  } finally {
    await client.end()
  }
}
