/** One real PostgreSQL for a whole run of the tests; each test file clones its database from a migrated template. */
import type { TestProject } from 'vitest/node'
import { createEmptyTemplate } from './template.ts'
import { startTestPostgres } from '../src/platform/database/embedded/test-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string; database: string; home: string }
  }
}

export default async function setup(project: TestProject) {
  const server = await startTestPostgres()
  const { host, port, user, password, database } = server.connection
  const owner = { host, port, user, password, database }
  await createEmptyTemplate(owner, server.home)
  project.provide('postgres', { ...owner, home: server.home })
  return async () => {
    await server.stop()
  }
}
