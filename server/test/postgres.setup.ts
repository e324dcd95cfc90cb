/**
 * One real PostgreSQL for a whole run of the tests; each test file clones its database from a migrated template. It is the
 * one that Candour brings, or, with CANDOUR_TEST_DATABASE_URL, one of your own whose user may make roles and databases.
 */
import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { createEmptyTemplate, template } from './template.ts'
import { readDatabaseUrl } from '../src/platform/config/database-url.ts'
import { dropDatabase, makeTestHome, startTestPostgres } from '../src/platform/database/embedded/test-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string; database: string; home: string }
  }
}

export default async function setup(project: TestProject) {
  const url = process.env['CANDOUR_TEST_DATABASE_URL']
  const server = url === undefined || url === '' ? await startTestPostgres() : await useOwnServer(url)
  const { host, port, user, password, database } = server.connection
  const owner = { host, port, user, password, database }
  await createEmptyTemplate(owner, server.home)
  project.provide('postgres', { ...owner, home: server.home })
  return () => server.stop()
}

async function useOwnServer(url: string) {
  const connection = readDatabaseUrl(url)
  const home = await makeTestHome()
  await dropDatabase(connection, template)
  const stop = async () => {
    await dropDatabase(connection, template)
    await rm(home, { recursive: true, force: true })
  }
  return { connection, home, stop }
}
