import { boundColumns, type BoundSession } from '../../../platform/access/bound-session.ts'
import { statement, type Statement } from '../../../platform/database/statement.ts'
import type { Transaction } from '../../../platform/database/transaction.ts'
import type { Across } from '../../../platform/database/workspace.ts'
import { expectedCatalogue } from './expected-catalogue.ts'

/** Tables of practices which the application may read, by what this version grants it. */
const readable = [
  ...new Set(
    [...expectedCatalogue.grants, ...expectedCatalogue.ledgerGrants].flatMap(
      (line) => /^((?:candour|ledger)\.[a-z_]+) select to candour_app$/.exec(line)?.[1] ?? [],
    ),
  ),
].filter((table) => expectedCatalogue.rowSecurity.some((line) => line.startsWith(`${table} forced`)))

const foreignRows: Statement<{ table: string }> = statement(
  'walls-foreign-rows',
  readable
    .map((table) => `select '${table}' as table where exists (select from ${table} where practice = $1::uuid)`)
    .join(' union all '),
)

const sealedColumn = statement<{ table: string; column: string }>(
  'walls-sealed-columns',
  `select n.nspname || '.' || c.relname as table, a.attname as column from pg_attribute a
     join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('candour', 'ledger') and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0
     and a.atttypid = 'bytea'::regtype and a.attname in ('sealed', 'summary', 'detail')
     and has_column_privilege('candour_app', c.oid, a.attnum, 'select') order by 1, 2`,
)

export interface SealedSample {
  table: string
  /** Bytes in all. */
  size: number
  /** The first of them. */
  head: Buffer
}

const samplesOf = new Map<string, Statement<SealedSample>>()

/** All in one. Names come from the catalogue, and are names of Candour's own. */
function samplesFrom(columns: readonly { table: string; column: string }[]): Statement<SealedSample> {
  const text = columns
    .map(({ table, column }) => {
      if (!/^[a-z_.]+$/.test(table + column)) throw new TypeError(`${table}.${column} is no column of Candour`)
      return `(select '${table}' as table, octet_length(${column}) as size, substring(${column} from 1 for 64) as head
        from ${table} where practice = $1 and ${column} is not null limit 25)`
    })
    .join(' union all ')
  const known = samplesOf.get(text) ?? statement<SealedSample>(`walls-samples-${samplesOf.size}`, text)
  samplesOf.set(text, known)
  return known
}

export interface OpenSession extends BoundSession {
  bound: Buffer | null
  /** Seconds from its beginning to its end. */
  lasts: number
}
const openSessions = statement<OpenSession>(
  'walls-open-sessions',
  `select ${boundColumns}, s.bound, extract(epoch from s.ends_at - s.created_at)::float8 as lasts from gate.session s
   where s.practice = $1 and s.ended_at is null and s.ends_at > clock_timestamp() order by s.session desc limit 500`,
)
const oldestWaiting = statement<{ seconds: number | null }>(
  'walls-oldest-waiting',
  `select extract(epoch from clock_timestamp() - min(at))::float8 as seconds from ledger.queue
   where xid >= (select xid from ledger.position)`,
)

export const walls = {
  /** Tables that show the practice of the transaction a row of another one. */
  foreignRows: async (tx: Transaction, other: string) => (await tx.run(foreignRows, other)).map(({ table }) => table),
  readable: readable.length,
  /** Some of every sealed column. */
  samples: async (tx: Transaction) => tx.run(samplesFrom(await tx.run(sealedColumn)), tx.practice),
  openSessions: (gate: Across, practice: string) => gate.run(openSessions, practice),
  /** Seconds since the oldest entry that has no number came; null where none waits. */
  oldestWaiting: async (sequencer: Across) => (await sequencer.run(oldestWaiting))[0]!.seconds,
}
