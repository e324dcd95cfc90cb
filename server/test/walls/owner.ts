/** The database's superuser: what a thief with full access to PostgreSQL could read and change behind Candour's back. */
import pg from 'pg'
import type { TestCandour } from '../candour.ts'

export interface Owner {
  rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  end(): Promise<void>
}

export async function connectOwner(candour: TestCandour): Promise<Owner> {
  const client = new pg.Client(candour.owner)
  await client.connect()
  return {
    rows: async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[],
    end: () => client.end(),
  }
}

/** Columns that move by themselves, or count tries, and so say nothing about what a request did. */
const restless: Record<string, string[]> = {
  'gate.session': ['seen_at'],
  'gate.ticket': ['tries'],
  'candour.job': ['handed_over_at'],
}

/**
 * A hash of the contents of every table of Candour, by name. Left out: the ledger's own tables (every call adds to them;
 * `ledger.mark` is kept), tries at passwords, and the leases.
 */
export async function contentsOf(owner: Owner): Promise<Record<string, string>> {
  await untilNothingGoesOn(owner)
  const tables = await owner.rows<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (n.nspname = 'candour' or n.nspname || '.' || c.relname = 'ledger.mark'
       or (n.nspname = 'gate' and c.relname <> 'throttle')) order by 1`,
  )
  if (tables.length < 18) throw new Error('tables are missing from the comparison')
  const parts = tables.map(({ name }) => {
    const row = (restless[name] ?? []).reduce((text, column) => `${text} - '${column}'`, 'to_jsonb(t)')
    return `select '${name}' as name, md5(coalesce(string_agg((${row})::text, '|' order by (${row})::text), '')) as hash from ${name} t`
  })
  const hashes = await owner.rows<{ name: string; hash: string }>(parts.join(' union all '))
  return Object.fromEntries(hashes.map(({ name, hash }) => [name, hash]))
}

/** Imports and exports that were asked for go on after the answer, as does the finder's work after a deletion. */
async function untilNothingGoesOn(owner: Owner): Promise<void> {
  const query = `select 1 from candour.transfer where place = 'web' and state in ('waiting', 'running')
    union all select 1 from candour.job where name = 'directory.fold' and done_at is null and run_at < clock_timestamp() limit 1`
  for (const end = Date.now() + 20_000; (await owner.rows(query)).length > 0;) {
    if (Date.now() > end) throw new Error('what goes on after an answer does not come to its end')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
