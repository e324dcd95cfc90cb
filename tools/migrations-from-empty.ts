/** Runs every migration on an empty PostgreSQL, and once more: the second time there is nothing to do. */
import { join } from 'node:path'
import { startTestPostgres } from '../server/src/platform/database/embedded/test-postgres.ts'
import { migrate, readMigrations } from '../server/src/platform/database/migrate.ts'
import { keepRolePasswords } from '../server/src/platform/database/roles.ts'

const server = await startTestPostgres()
try {
  const passwords = await keepRolePasswords(join(server.home, 'role-keys'))
  const all = (await readMigrations()).map((migration) => migration.name)
  const first = await migrate(server.connection, passwords)
  const second = await migrate(server.connection, passwords)
  if (first.join() !== all.join()) throw new Error(`ran ${first.join(', ')} instead of ${all.join(', ')}`)
  if (second.length > 0) throw new Error(`ran again: ${second.join(', ')}`)
} finally {
  await server.stop()
}
