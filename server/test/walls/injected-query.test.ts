import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { foldDirectory } from '../../src/features/directory/fold-directory.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { connectAs } from './as-role.ts'
import { inPractice } from './practice-keys.ts'
import { addFile, buildHouse, leaveNotice, startDraft, writeNote, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

/** In every field of the victim that a person fills in. */
const canary = 'Canary7q'

let candour: TestCandour
let attacker: House
let victim: House
let injected: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour()
  attacker = await buildHouse(candour, 'Iris')
  victim = await buildHouse(candour, canary)
  // The finder's blocks, under the second of its keys.
  await victim.owner.rows(`update candour.compartment set created_at = created_at - interval '31 days'`)
  await inPractice(candour, victim.practice, (inside) => foldDirectory({ ...inside, now: new Date() }))
  await registerPatient(victim.admin, {
    family: canary,
    given: canary,
    title: canary,
    email: `${canary}@example.org`,
    address: { lines: [canary], town: canary, postcode: 'BS1 4ND' },
    allergies: { state: 'listed', items: [{ substance: canary, reaction: canary }] },
  })
  await writeNote(victim.admin, victim.patient.id, `${canary} wrote`)
  await addFile(victim.admin, victim.patient.id, `${canary} in a file`, `${canary}.txt`)
  await startDraft(victim.admin, victim.patient.id, `${canary} begins`)
  await leaveNotice(victim)
  await candour.settle()
  injected = await connectAs(candour, 'application')
}, 120_000)
afterAll(async () => {
  await injected.end()
  await attacker.owner.end()
  await victim.owner.end()
  await candour.stop()
})

/** Everything that came, as bytes and as text, whatever it was wrapped in. */
function holdsCanary(rows: unknown[]): boolean {
  const seen = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && (value as { type?: string }).type === 'Buffer'
      ? Buffer.from((value as { data: number[] }).data).toString('latin1')
      : value,
  )
  const forms = [canary, canary.toLowerCase(), Buffer.from(canary).toString('hex')]
  // Base64 at each of its three alignments, without the characters that neighbours decide.
  const aligned = [0, 1, 2].map((pad) => {
    const whole = Buffer.from(' '.repeat(pad) + canary).toString('base64')
    return whole.slice(Math.ceil((pad * 8) / 6), Math.floor(((pad + canary.length) * 8) / 6))
  })
  return [...forms, ...aligned].some((form) => seen.includes(form))
}

/** Runs what an attacker smuggled into a query, in a transaction of the attacker's practice. */
async function inject(sql: string): Promise<{ rows: unknown[]; refused: string | null }> {
  await injected.query('begin')
  try {
    await injected.query("select set_config('candour.practice', $1, true)", [attacker.practice])
    const answers = await injected.query(sql)
    const rows = [answers].flat().flatMap((one) => one.rows as unknown[])
    return { rows, refused: null }
  } catch (error) {
    const { message, detail = '', hint = '' } = error as Error & { detail?: string; hint?: string }
    return { rows: [message, detail, hint], refused: (error as { code?: string }).code ?? 'refused' }
  } finally {
    await injected.query('rollback')
  }
}

/** What anyone can do who runs SQL of their own: name another practice. */
function goOver(): string {
  return `select set_config('candour.practice', '${victim.practice}', true)`
}

const tables = [
  'practice',
  'compartment',
  'member',
  'agreement_acceptance',
  'resource',
  'blob',
  'draft',
  'token',
  'directory',
  'directory_block',
  'directory_old_key',
  'event',
  'idempotency',
  'notice',
  'job',
].map((name) => `candour.${name}`)
const ledgerTables = ['entry', 'posting', 'head', 'mark'].map((name) => `ledger.${name}`)

test.each([...tables, ...ledgerTables])(
  'P01 P31 an injected query that goes over to another practice gets its rows of %s, and not a word of what they say',
  async (table) => {
    const went = await inject(`${goOver()}; select t.*, t::text as whole from ${table} t`)
    expect(went.refused).toBeNull()
    // The wall of row security is down for whoever runs any SQL; the rows come, and they are sealed.
    expect(went.rows.length).toBeGreaterThan(1)
    expect(JSON.stringify(went.rows)).toContain(victim.practice)
    expect(holdsCanary(went.rows)).toBe(false)
  },
)

test.each(tables)('P01 an injected UNION without going over gets no row of another practice from %s', async (table) => {
  const { rows, refused } = await inject(
    `select practice::text, 'mine' as t from candour.practice union all select practice::text, t::text from ${table} t`,
  )
  expect(refused).toBeNull()
  expect(JSON.stringify(rows)).not.toContain(victim.practice)
})

const forbidden: Record<string, string> = {
  'a file of the server': "select pg_read_file('postgresql.conf')",
  'a file as bytes': "select pg_read_binary_file('global/pg_control')",
  'a folder of the server': "select * from pg_ls_dir('base')",
  'COPY from a file': "create temp table stolen (line text); copy stolen from '/etc/passwd'",
  'COPY to a file': "copy (select 1) to '/tmp/stolen'",
  'COPY to a program': "copy (select 1) to program 'id'",
  'a large object from a file': "select lo_import('/etc/passwd')",
  'a large object into a file': "select lo_export(1, '/tmp/stolen')",
  dblink: "select * from dblink('dbname=postgres', 'select 1') as t(x int)",
  'an extension': 'create extension dblink',
  'a language that may do all': "create function f() returns int language plpython3u as 'return 1'",
  'a function of its own': "create function public.f() returns int language sql as 'select 1'",
  'a function in C': "create function f() returns int language c as '/tmp/x.so', 'f'",
  'row security off': 'set row_security = off; select * from candour.resource',
  'the owner': 'set role candour_owner',
  'the sequencer': 'set role candour_sequencer',
  'another user': `set session authorization ${'candour_gate'}`,
  'passwords of roles': 'select rolpassword from pg_authid',
  'accounts at the gate': 'select * from gate.account',
  'sessions at the gate': 'select * from gate.session',
  'the queue of the ledger': 'select * from ledger.queue',
  'statistics of columns': 'select * from pg_statistic',
  'a setting of the server': "alter system set log_statement = 'all'",
  'a replication slot': "select pg_create_logical_replication_slot('s', 'pgoutput')",
  'the write-ahead log': 'select * from pg_ls_waldir()',
  'row security of a table': 'alter table candour.resource disable row level security',
  'a policy': 'create policy mine on candour.resource using (true)',
  'a trigger':
    'create trigger t before insert on candour.event for each row execute function suppress_redundant_updates_trigger()',
}

test.each(Object.entries(forbidden))('P51 an injected query may not reach %s', async (_what, sql) => {
  const { rows, refused } = await inject(sql)
  expect(refused).toMatch(/^(42501|42883|0A000|42704|58P01|22023|25001)$/)
  expect(holdsCanary(rows)).toBe(false)
})

const prying: Record<string, string> = {
  'what others run': 'select * from pg_stat_activity',
  'prepared statements': 'select * from pg_prepared_statements',
  settings: "select * from pg_settings where name ~ 'candour|key|file'",
  statistics: 'select * from pg_stats',
  'sizes and plans': 'explain (analyze, verbose, format json) select * from candour.resource',
  'a cast that quotes its value in the error': `GO OVER; select encode(sealed, 'base64')::int from candour.member`,
  'a unique key that quotes its value in the error': `GO OVER; insert into candour.directory select * from candour.directory`,
  'everything as XML': `GO OVER; select database_to_xml(true, true, '')`,
  'the cursor of another': 'select * from pg_cursors',
  locks: 'select * from pg_locks',
}

test.each(Object.entries(prying))(
  'P01 P51 an injected query that pries into %s sees no word of another practice',
  async (_what, sql) => {
    expect(holdsCanary((await inject(sql.replace('GO OVER', goOver()))).rows)).toBe(false)
  },
)

test('P01 the scan notices a hole: one unsealed word is found, in each form', async () => {
  await victim.owner.rows('update candour.event set kind = $2 where practice = $1', [victim.practice, `x ${canary}`])
  for (const column of ['kind', "encode(kind::bytea, 'hex')", "encode(kind::bytea, 'base64')", 'kind::bytea']) {
    const { rows } = await inject(`${goOver()}; select ${column} as it from candour.event`)
    expect([column, holdsCanary(rows)]).toEqual([column, true])
  }
})

test('P01 the canary is really there: its own practice reads it', async () => {
  const { notices } = await victim.admin.browser.call(noticeRoutes.list, {})
  expect(notices).not.toEqual([])
  const { body } = await victim.admin.browser.send('GET', `/api/patients/${victim.patient.id}`)
  expect(holdsCanary([body])).toBe(true)
})
