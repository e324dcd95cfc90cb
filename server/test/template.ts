import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseConnection } from '../src/platform/config.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { keepRoleFile } from '../src/platform/database/role-file.ts'

export const template = 'candour_template'

/** A migrated database that tests copy; the roles' passwords lie in `<home>/keys`. */
export async function createEmptyTemplate(owner: DatabaseConnection, home: string): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  await client.query(`create database ${template}`)
  await client.end()
  await migrate({ ...owner, database: template }, keepRoleFile(join(home, 'role-keys')))
}
