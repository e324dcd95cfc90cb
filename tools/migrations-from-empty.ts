/**
 * Runs every migration on an empty PostgreSQL, and once more: the second time there is nothing to do. What they leave of rows'
 * policies and roles' rights is what a running Candour compares itself with; `--write` writes it, otherwise it is compared.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCatalogue } from '../server/src/features/promises/checks/catalogue.store.ts'
import { openDatabase } from '../server/src/platform/database/database.ts'
import { startTestPostgres } from '../server/src/platform/database/embedded/test-postgres.ts'
import { migrate, readMigrations } from '../server/src/platform/database/migrate.ts'
import { credentialsFrom, keepRoleFile } from '../server/src/platform/database/role-file.ts'

const path = 'server/src/features/promises/generated/catalogue.json'
const server = await startTestPostgres()
try {
  const keys = join(server.home, 'role-keys')
  const roles = keepRoleFile(keys)
  const all = (await readMigrations()).map((migration) => migration.name)
  const first = await migrate(server.connection, roles)
  const second = await migrate(server.connection, roles)
  if (first.join() !== all.join()) throw new Error(`ran ${first.join(', ')} instead of ${all.join(', ')}`)
  if (second.length > 0) throw new Error(`ran again: ${second.join(', ')}`)
  const database = openDatabase(server.connection, credentialsFrom(keys), () => undefined, 1)
  const catalogue = `${JSON.stringify(await readCatalogue(database.gate), null, 2)}\n`
  await database.close()
  if (process.argv.includes('--write')) writeFileSync(path, catalogue)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== catalogue)
    throw new Error(`${path} is not what the migrations make. Run: npm run generate, and look at the difference`)
} finally {
  await server.stop()
}
