/** Promise: a command reaches the PostgreSQL that a running Candour has started, and only with that Candour's keys. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hidePassword, type DatabaseConnection } from '../../config/database-url.ts'
import type { EmbeddedDatabase } from '../../config.ts'
import { OperatorError } from '../../operator-error.ts'

/** As its owner. The socket's folder stands in the fifth line of the postmaster's file. */
export async function adoptServer({ directory, passwordFile }: EmbeddedDatabase): Promise<DatabaseConnection> {
  try {
    const lines = (await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
    const password = (await readFile(passwordFile, 'utf8')).trim()
    const host = lines[4]!.trim()
    return hidePassword({ host, port: Number(lines[3]), user: 'candour', password, database: 'candour' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    throw new OperatorError('Candour runs as another user. Use this command as that user, or as root.')
  }
}
