/** The database's superuser: what a thief with full access to PostgreSQL could read and change behind Candour's back. */
import pg from 'pg'
import type { TestCandour } from '../candour.ts'

export interface Owner {
  rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  /** Work that waits for its turn begins now. */
  hasten(): Promise<void>
  end(): Promise<void>
}

export async function connectOwner(candour: TestCandour): Promise<Owner> {
  const client = new pg.Client(candour.owner)
  await client.connect()
  return {
    rows: async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[],
    hasten: () => candour.parts.jobs.handOver(),
    end: () => client.end(),
  }
}

/** Columns that move by themselves, or count tries, and so say nothing about what a request did. */
const restless: Record<string, string[]> = {
  'gate.session': ['seen_at'],
  'gate.support_session': ['seen_at'],
  'gate.ticket': ['tries'],
  // The tries are bound.
  'gate.seat': ['tries', 'bound', 'used_at'],
  'candour.job': ['handed_over_at'],
}

/**
 * A hash of the contents of every table of Candour, by name. Left out: the ledger's own tables (every call adds to them;
 * `ledger.mark` is kept), tries at passwords, what was answered once, and the leases.
 * @param practice of its rows alone
 */
export async function contentsOf(owner: Owner, practice: string | null = null): Promise<Record<string, string>> {
  await untilNothingGoesOn(owner)
  const all = await tablesOf(owner)
  const tables = practice === null ? all : all.filter(({ columns }) => columns.includes('practice'))
  const whose = practice === null ? '' : ` where practice = '${practice}'`
  if (tables.length < 18) throw new Error('tables are missing from the comparison')
  const parts = tables.map(({ name, columns }) => {
    const kept = columns.filter((column) => !restless[name]?.includes(column))
    return `select '${name}' as name, count(*) || ':' || coalesce(sum(hash_record_extended(row(${kept.join(', ')}), 0)), 0) as hash from ${name}${whose}`
  })
  const hashes = await owner.rows<{ name: string; hash: string }>(parts.join(' union all '))
  return Object.fromEntries(hashes.map(({ name, hash }) => [name, hash]))
}

interface Table {
  name: string
  columns: string[]
}

const known = new WeakMap<Owner, Promise<Table[]>>()
function tablesOf(owner: Owner): Promise<Table[]> {
  const found =
    known.get(owner) ??
    owner.rows<Table>(
      `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind = 'r' and (n.nspname = 'candour' or n.nspname || '.' || c.relname = 'ledger.mark'
         or (n.nspname = 'gate' and c.relname not in ('throttle', 'streak', 'challenge'))) group by 1 order by 1`,
    )
  known.set(owner, found)
  return found
}

/** Imports and exports that were asked for go on after the answer, as does the finder's work after a deletion. */
async function untilNothingGoesOn(owner: Owner): Promise<void> {
  const query = `select 1 from candour.transfer where place = 'web' and state in ('waiting', 'running')
    union all select 1 from candour.job where name = 'directory.fold' and done_at is null and run_at < clock_timestamp() limit 1`
  for (const end = Date.now() + 20_000; (await owner.rows(query)).length > 0;) {
    if (Date.now() > end) throw new Error('what goes on after an answer does not come to its end')
    await owner.hasten()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
