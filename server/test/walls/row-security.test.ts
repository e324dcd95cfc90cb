import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { attempt, connectAs, rowsInPractice } from './as-role.ts'
import { buildHouse, invite, type House } from './house.ts'
import type { Owner } from './owner.ts'

let candour: TestCandour
let mine: House
let theirs: House
let owner: Owner
let application: pg.Client
beforeAll(async () => {
  candour = await startTestCandour()
  mine = await buildHouse(candour, 'Gorse')
  theirs = await buildHouse(candour, 'Hazel')
  // With each invitation a mail waits.
  for (const house of [mine, theirs]) await invite(house)
  owner = mine.owner
  application = await connectAs(candour, 'application')
  await candour.settle()
})
afterAll(async () => {
  await application.end()
  await mine.owner.end()
  await theirs.owner.end()
  await candour.stop()
})

/** Every table of practices, and what the application may do with it. */
async function tablesOf(...schemas: string[]): Promise<string[]> {
  const rows = await owner.rows<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname = any($1) order by 1`,
    [schemas],
  )
  return rows.map((row) => row.name)
}

async function mayApplication(table: string, privilege: string): Promise<boolean> {
  const [row] = await owner.rows<{ may: boolean }>(
    `select has_table_privilege('candour_app', $1, $2) or has_any_column_privilege('candour_app', $1, $2) as may`,
    [table, privilege],
  )
  return row!.may
}

/** Not forced, and why that is no hole. */
const withoutRowSecurity: Record<string, string> = {
  'ledger.position': 'one row of the sequencer, about no practice; the application has no right to it',
}

test('P01 row security is forced on every table of practices; on others and on partitions the application has no right', async () => {
  const rows = await owner.rows<{ name: string; forced: boolean; partition: boolean }>(
    `select n.nspname || '.' || c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced, c.relispartition as partition
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('candour', 'ledger') order by 1`,
  )
  expect(rows.filter((row) => row.forced).length).toBeGreaterThanOrEqual(18)
  const open = rows.filter((row) => !row.forced)
  expect(open.filter((row) => !row.partition).map((row) => row.name)).toEqual(Object.keys(withoutRowSecurity))
  expect(open.some((row) => row.partition)).toBe(true)
  for (const { name } of open)
    for (const privilege of ['select', 'insert', 'update'])
      for (const role of ['candour_app', 'candour_gate', 'candour_operator'])
        expect([name, role, await may(role, name, privilege)]).toEqual([name, role, false])
})

async function may(role: string, table: string, privilege: string): Promise<boolean> {
  const [row] = await owner.rows<{ may: boolean }>(
    `select has_table_privilege($1, $2, $3) or has_any_column_privilege($1, $2, $3) as may`,
    [role, table, privilege],
  )
  return row!.may
}

test('P01 every policy of the application asks for the practice, on what it reads and on what it writes', async () => {
  const policies = await owner.rows<{ table: string; using: string | null; check: string | null; command: string }>(
    `select schemaname || '.' || tablename as table, qual as using, with_check as check, cmd as command from pg_policies
     where 'candour_app' = any(roles) or 'public' = any(roles) order by 1`,
  )
  expect(policies.length).toBeGreaterThanOrEqual(18)
  const asks: unknown = expect.stringMatching(/^\(practice = (candour\.)?current_practice\(\)\)$/)
  for (const { table, using, check, command } of policies) {
    if (command !== 'INSERT') expect([table, using]).toEqual([table, asks])
    if (command !== 'SELECT') expect([table, check]).toEqual([table, asks])
  }
})

test('P01 nobody who signs in owns a table, passes row security, or may become somebody who can', async () => {
  const roles = await owner.rows<{ name: string; flags: boolean; inherits: boolean; owns: boolean; member: string[] }>(
    `select r.rolname as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication as flags,
       r.rolinherit as inherits, exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relowner = r.oid and n.nspname in ('candour', 'gate', 'ledger', 'ops', 'history')) as owns,
       array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid) as member
     from pg_roles r where r.rolname like 'candour\\_%' and r.rolcanlogin order by 1`,
  )
  expect(roles.map(({ name, flags, inherits, owns, member }) => [name, flags, inherits, owns, member])).toEqual([
    ['candour_app', false, false, false, []],
    // The second name of each to sign in by, for the time of a new password: it may step into the role, and no other.
    ['candour_app_b', false, false, false, ['candour_app']],
    // At the gate a practice is found; inside it the gate goes on as the application, under row security.
    ['candour_gate', false, false, false, ['candour_app']],
    ['candour_gate_b', false, false, false, ['candour_gate']],
    ['candour_jobs', false, false, false, []],
    ['candour_jobs_b', false, false, false, ['candour_jobs']],
    ['candour_operator', false, false, false, []],
    ['candour_operator_b', false, false, false, ['candour_operator']],
    ['candour_sequencer', false, false, false, []],
    ['candour_sequencer_b', false, false, false, ['candour_sequencer']],
  ])
  for (const role of [
    'candour_owner',
    'candour_gate',
    'candour_gate_b',
    'candour_sequencer',
    'candour_jobs',
    'candour_ledger_writer',
    candour.owner.user,
  ])
    expect([role, await attempt(application, `set role ${role}`)]).toEqual([role, '42501'])
})

test('P01 the application reaches the schemas of records and ledger alone', async () => {
  const rows = await owner.rows<{ name: string }>(
    `select nspname as name from pg_namespace where has_schema_privilege('candour_app', oid, 'usage')
       and nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`,
  )
  expect(rows.map((row) => row.name)).toEqual(['candour', 'ledger', 'public'])
  const [row] = await owner.rows<{ create: boolean }>(
    `select bool_or(has_schema_privilege('candour_app', oid, 'create')) as create from pg_namespace where nspname !~ '^pg_t'`,
  )
  expect(row!.create).toBe(false)
})

/** Keys that cannot hold the practice, and why that tells nobody anything. */
const withoutPractice: Record<string, string> = {
  'global_leaf_pkey on ledger.global_leaf': 'the tree of all: public, and the application has no right to it',
  'global_pkey on ledger.global': 'the same',
  'global_tile_pkey on ledger.global_tile': 'the same',
}

test('P01 the practice is in every primary key, unique index and foreign key of the tables of practices', async () => {
  const keys = await owner.rows<{ name: string; columns: string[] }>(
    `select c.relname || ' on ' || n.nspname || '.' || t.relname as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey)) as columns
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
       join pg_namespace n on n.oid = t.relnamespace
     where i.indisunique and n.nspname in ('candour', 'ledger') and t.relname <> 'position'
     union all
     select o.conname || ' on ' || o.conrelid::regclass,
       array(select a.attname::text from pg_attribute a where a.attrelid = o.conrelid and a.attnum = any(o.conkey))
     from pg_constraint o join pg_namespace n on n.oid = o.connamespace
     where o.contype = 'f' and n.nspname in ('candour', 'ledger')`,
  )
  expect(keys.length).toBeGreaterThan(35)
  const open = keys.filter((key) => !key.columns.includes('practice')).map((key) => key.name)
  expect(open.toSorted()).toEqual(Object.keys(withoutPractice))
})

test('P01 a connection of the application sees no row of any table until a practice is set, and then its own alone', async () => {
  const tables = (await tablesOf('candour', 'ledger')).filter((name) => !name.startsWith('ledger.queue'))
  let read = 0
  for (const table of tables) {
    if (!(await mayApplication(table, 'select'))) continue
    read += 1
    const count = `select * from ${table}`
    expect([table, await rowsInPractice(application, null, count)]).toEqual([table, []])
    const own = await rowsInPractice(application, mine.practice, count)
    expect([table, own.filter((row) => row['practice'] !== mine.practice)]).toEqual([table, []])
    const [all] = await owner.rows<{ count: number }>(
      `select count(*)::int as count from ${table} where practice = any($1)`,
      [[mine.practice, theirs.practice]],
    )
    const their = await rowsInPractice(application, theirs.practice, count)
    expect([table, own.length + their.length]).toEqual([table, all!.count])
  }
  expect(read).toBeGreaterThanOrEqual(16)
})

/** Of tables that have no practice. */
const columnOf: Record<string, string> = {
  'ledger.position': 'xid',
  'ledger.global': 'size',
  'ledger.global_leaf': 'hash',
  'ledger.global_tile': 'hashes',
}

test('P01 P28 the application can change and remove nothing in the ledger, and write nothing into another practice', async () => {
  for (const table of await tablesOf('ledger')) {
    const column = columnOf[table] ?? 'practice'
    expect([table, await attempt(application, `update ${table} set ${column} = ${column}`)]).toEqual([table, '42501'])
    expect([table, await attempt(application, `delete from ${table}`)]).toEqual([table, '42501'])
    expect([table, await attempt(application, `truncate ${table}`)]).toEqual([table, '42501'])
    expect([table, await attempt(application, `drop table ${table}`)]).toEqual([table, '42501'])
  }
  const inMine = `set local candour.practice = '${mine.practice}';`
  const event = `insert into candour.event (practice, event, kind) values`
  expect(await attempt(application, `${inMine} ${event} ('${mine.practice}', gen_random_uuid(), 'x')`)).toBe('done')
  expect(await attempt(application, `${inMine} ${event} ('${theirs.practice}', gen_random_uuid(), 'x')`)).toBe('42501')
  const queue = `insert into ledger.queue (id, practice, entries) values`
  expect(await attempt(application, `${inMine} ${queue} (gen_random_uuid(), '${theirs.practice}', '[]')`)).toBe('42501')
  expect(await attempt(application, `${inMine} ${queue} (gen_random_uuid(), null, '[]')`)).toBe('42501')
  const mail = `insert into candour.mail (practice, mail, kind, not_after, sealed) values`
  expect(await attempt(application, `${inMine} ${mail} ('${mine.practice}', gen_random_uuid(), 'x', now(), 'x')`)).toBe(
    'done',
  )
  expect(
    await attempt(application, `${inMine} ${mail} ('${theirs.practice}', gen_random_uuid(), 'x', now(), 'x')`),
  ).toBe('42501')
  expect(await attempt(application, `${inMine} update candour.mail set practice = '${theirs.practice}'`)).toBe('42501')
  expect(await attempt(application, `${inMine} delete from candour.mail`)).toBe('42501')
  expect(await attempt(application, 'set row_security = off; select * from candour.member')).toBe('42501')
  expect(await attempt(application, 'alter table candour.member no force row level security')).toBe('42501')
})

test('P01 P06 the gate sees who belongs where, of what is sealed only what shows an altered member; other roles as little as they need', async () => {
  const sealed = await owner.rows<{ table: string; column: string }>(
    `select table_schema || '.' || table_name as table, column_name as column from information_schema.columns
     where table_schema in ('candour', 'ledger') and data_type = 'bytea' order by 1, 2`,
  )
  expect(sealed.length).toBeGreaterThan(20)
  const allowed: Record<string, string[]> = {
    // To find the published page by its address, a patient's link, and the invitation by its link; to see, before a practice is known, that a member's row is the marked one.
    candour_gate: [
      'candour.access_link.token_hash',
      'candour.access_link.visit_hash',
      'candour.member.invitation_hash',
      'candour.member.sealed',
      'candour.publication.name_hash',
      // Of the tree of all practices, which is public.
      'ledger.global.note',
      'ledger.global.public_key',
      'ledger.global_leaf.hash',
      'ledger.global_tile.hashes',
      'ledger.mark.hash',
    ],
    candour_jobs: [],
    candour_operator: [],
  }
  for (const [role, columns] of Object.entries(allowed)) {
    const readable: string[] = []
    for (const { table, column } of sealed) {
      const [row] = await owner.rows<{ may: boolean }>('select has_column_privilege($1, $2, $3, $4) as may', [
        role,
        table,
        column,
        'select',
      ])
      if (row!.may) readable.push(`${table}.${column}`)
    }
    expect([role, readable]).toEqual([role, columns])
  }
  const gate = await connectAs(candour, 'gate')
  expect(await attempt(gate, 'select practice, account, level from candour.member')).toBe('done')
  expect(await attempt(gate, 'select sealed from candour.practice')).toBe('42501')
  expect(await attempt(gate, 'select sealed from candour.resource')).toBe('42501')
  expect(await attempt(gate, 'select email_token from candour.member')).toBe('42501')
  expect(await attempt(gate, 'select * from ledger.entry')).toBe('42501')
  await gate.end()
})

test('P01 a mail is seen by its own practice, and by those who deliver it by its times alone', async () => {
  const all = await owner.rows<{ practice: string }>('select practice from candour.mail')
  expect(new Set(all.map(({ practice }) => practice))).toEqual(new Set([mine.practice, theirs.practice]))
  const seen = await rowsInPractice(application, mine.practice, 'select practice from candour.mail')
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter(({ practice }) => practice !== mine.practice)).toEqual([])
  for (const role of ['gate', 'jobs'] as const) {
    const client = await connectAs(candour, role)
    expect([role, await attempt(client, 'select practice, mail, state from candour.mail')]).toEqual([role, 'done'])
    for (const what of ['select sealed from', 'select * from', 'update'])
      expect([
        role,
        await attempt(client, `${what} candour.mail${what === 'update' ? " set state = 'sent'" : ''}`),
      ]).toEqual([role, '42501'])
    await client.end()
  }
})

test('P01 the suite notices a hole: a table without forced row security shows another practice’s rows', async () => {
  await owner.rows('alter table candour.event disable row level security')
  const rows = await rowsInPractice(application, mine.practice, 'select practice from candour.event')
  await owner.rows('alter table candour.event enable row level security')
  expect(rows.some((row) => row['practice'] === theirs.practice)).toBe(true)
})
