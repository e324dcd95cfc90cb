/** The twin's tables behind Candour's row security, through Candour's own connections and roles. */
import type pg from 'pg'
import { openDatabase } from '../../../server/src/platform/database/database.ts'
import { migrate } from '../../../server/src/platform/database/migrate.ts'
import { credentialsFrom, keepRoleFile } from '../../../server/src/platform/database/role-file.ts'
import { workspaceOn } from '../../../server/src/platform/database/workspace.ts'
import { appendEntries } from '../../../server/src/platform/ledger/ledger.store.ts'
import type { QueuedEntry } from '../../../server/src/platform/ledger/entry.ts'
import { ownPool, type TwinDatabase } from '../database.ts'

export async function openWalled(connection: pg.PoolConfig, keys: string, ledger: boolean): Promise<TwinDatabase> {
  await migrate(connection, keepRoleFile(keys))
  const database = openDatabase(connection, credentialsFrom(keys), () => undefined)
  const reads = database.readsWith<object | null>((one, entries) => {
    if (ledger) appendEntries(one, entries as QueuedEntry[], (error) => error)
  })
  return {
    gate: database.gate,
    own: workspaceOn(ownPool(connection, 1)),
    sequencer: database.sequencer,
    read: (practice, act) => reads.run(practice, act),
    change: database.inPractice,
  }
}
