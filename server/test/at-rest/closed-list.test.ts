import { patientRoutes } from '@candour/contract/patients.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { practiceKeySource } from '../../src/platform/access/practice-keys.ts'
import { enqueue } from '../../src/platform/jobs/enqueue.ts'
import { addNotice } from '../../src/features/notices/add-notice.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { colleague, enrolApp, registerPatient, signUp, ticketOf, type Person } from '../people.ts'
import { createCanaries } from './canaries.ts'
import { closedList, queueColumns } from './closed-list.ts'
import type { Reading } from './readings.ts'
import { createScanner } from './scan.ts'

let candour: TestCandour
let client: pg.Client
let person: Person

beforeAll(async () => {
  candour = await startTestCandour()
  client = new pg.Client(candour.owner)
  await client.connect()
  person = await signUp(candour)
  const nurse = await colleague(candour, person, 2)
  await enrolApp(nurse)
  await ticketOf(candour, nurse)
  await registerPatient(person, { nhsNumber: '9990000018', phone: '0117 496 0000', email: 'm@example.org' })
  await candour.settle()
})
afterAll(async () => {
  await client.end()
  await candour.stop()
})

interface Column {
  table: string
  column: string
  type: string
}

/** Partitions have their parent's columns. */
async function columnsOf(schemas: string[]): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select n.nspname || '.' || c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p', 'm', 'v') and not c.relispartition and a.attnum > 0 and not a.attisdropped
     order by 1, a.attnum`,
    [schemas],
  )
  return rows
}

const ours = ['candour', 'gate', 'ledger', 'ops', 'history']
const listed = Object.entries(closedList).flatMap(([table, columns]) =>
  Object.entries(columns).map(([column, reading]) => ({ table, column, reading })),
)
const readings = new Map(listed.map(({ table, column, reading }) => [`${table}.${column}`, reading]))

test('P29 what is readable in the database is a closed list: every column stands on it, with the reason', async () => {
  const columns = await columnsOf(ours)
  expect(columns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual([...readings.keys()].toSorted())
})

test('P29 no other schema holds anything, but the queue and PostgreSQL itself', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select distinct n.nspname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`,
  )
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...ours, 'boss'].toSorted())
})

test('P29 a new column, or a new table, is noticed', async () => {
  await client.query('create table ops.extra (name text); alter table candour.practice add column nickname text')
  const columns = (await columnsOf(ours)).map(({ table, column }) => `${table}.${column}`)
  await client.query('drop table ops.extra; alter table candour.practice drop column nickname')
  expect(columns.filter((column) => !readings.has(column))).toEqual(['candour.practice.nickname', 'ops.extra.name'])
})

test('P29 text stands only where its words come from a fixed list', async () => {
  const text = (await columnsOf(ours)).filter(
    ({ type }) => !/^(uuid|bytea|boolean|smallint|integer|bigint|date|xid8|uuid\[\]|timestamp)/.test(type),
  )
  expect(text.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    [
      'candour.agreement_acceptance.version',
      'candour.alert.state',
      'candour.blob.state',
      'candour.check_change.name',
      'candour.check_change.state',
      'candour.check_state.name',
      'candour.check_state.state',
      'candour.compartment.kind',
      'candour.compartment_opened.kind',
      // Sealed bytes and hashes in base64, of a row that no table holds.
      'candour.compartment_opened.restriction',
      'candour.event.kind',
      // A day.
      'candour.evidence.promise',
      'candour.evidence.state',
      'candour.glass.state',
      'candour.idempotency.route',
      'candour.job.name',
      'candour.mail.kind',
      'candour.mail.state',
      'candour.member.state',
      'candour.practice.kind',
      'candour.resource.type',
      // Types, internal ids, versions and numbers.
      'candour.scrub.phase',
      'candour.scrub.place',
      'candour.scrub_fault.about',
      'candour.scrub_fault.kind',
      'candour.support.state',
      'candour.token.field',
      'candour.transfer.kind',
      'candour.transfer.place',
      'candour.transfer.state',
      'candour.transfer.step',
      'candour.transfer_part.kind',
      'candour.transfer_part.step',
      'gate.factor.kind',
      'gate.seat.how',
      'gate.session.how',
      'gate.ticket.purpose',
      'history.migration.hash',
      'history.migration.name',
      'ledger.entry.actor_kind',
      'ledger.entry.outcome',
      'ledger.entry.verb',
      'ledger.mark.type',
      'ledger.queue.entries',
      // Fixed sentences and figures of the installation.
      'ops.check_change.name',
      'ops.check_change.state',
      'ops.check_change.what',
      'ops.check_state.facts',
      'ops.check_state.name',
      'ops.check_state.state',
      'ops.check_state.what',
      'ops.lease.name',
    ].toSorted(),
  )
  const entries = await client.query<{ entries: string }>('select entries from ledger.queue')
  const keys = new Set(
    entries.rows.flatMap((row) => (JSON.parse(row.entries) as object[]).flatMap((entry) => Object.keys(entry))),
  )
  expect([...keys].toSorted()).toEqual(
    ['practice', 'actorKind', 'actor', 'verb', 'outcome', 'subjects', 'nonce', 'detail'].toSorted(),
  )
})

test('P29 a sealed column holds sealed bytes: each begins with a salt of its own, and is longer than what it seals', async () => {
  const sealed = listed.filter(({ reading }) => reading === ('sealed' satisfies Reading))
  expect(sealed.length).toBeGreaterThan(12)
  let looked = 0
  for (const { table, column } of sealed) {
    const { rows } = await client.query<{ value: Buffer | null }>(`select ${column} as value from ${table}`)
    const values = rows.flatMap(({ value }) => value ?? [])
    // 56 bytes of header, 16 of a tag, and something inside.
    for (const value of values) expect(value.length, `${table}.${column}`).toBeGreaterThan(72)
    expect(new Set(values.map((value) => value.subarray(16, 40).toString('hex'))).size).toBe(values.length)
    looked += values.length
  }
  expect(looked).toBeGreaterThan(20)
})

test('P29 a keyed hash is no hash that anybody can make: another practice has another for the same', async () => {
  const other = await signUp(candour, 'Second House', 'Ada Second')
  await registerPatient(other, { nhsNumber: '9990000018', phone: '0117 496 0000', email: 'm@example.org' })
  const { rows } = await client.query<{ field: string; tokens: number; rows: number }>(
    'select field, count(distinct token)::int as tokens, count(*)::int as rows from candour.token group by field',
  )
  expect(rows).toHaveLength(4)
  for (const { tokens, rows: times } of rows) expect(tokens).toBe(times)
})

test('P29 a retry key is kept as a keyed hash: who knows a key can not find it in the database', async () => {
  const key = 'appointment-of-9990000018'
  await person.browser.try(
    patientRoutes.register,
    { family: 'Retry', given: 'Key', birthDate: '1950-01-01', sex: 'male', duplicatesSeen: true },
    { 'idempotency-key': key },
  )
  const { rows } = await client.query<{ found: number }>(
    `select count(*)::int as found from candour.idempotency where key_hash = sha256($1)`,
    [Buffer.from(key)],
  )
  expect(rows[0]!.found).toBe(0)
  const all = await client.query('select key_hash from candour.idempotency')
  expect(all.rowCount).toBeGreaterThan(0)
})

test("P29 the queue's own tables are known, and hold the practice and nothing else", async () => {
  const columns = (await columnsOf(['boss'])).filter(
    ({ table, type }) => table === 'boss.job' && /json|text|character/.test(type),
  )
  expect(columns.map(({ column }) => `job.${column}`).toSorted()).toEqual(Object.keys(queueColumns).toSorted())
})

test('P29 what a job is about, why it failed and what a notice says is sealed, in the queue too', async () => {
  const canaries = createCanaries()
  const { database, vault, jobs } = candour.parts
  const keysOf = practiceKeySource(vault)
  const practice = person.session.practice.id
  await database.inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx) }
    await addNotice(within, canaries.text('heading of a notice'), canaries.text('text of a notice'))
    const payload = { daysLeft: canaries.text('payload of a job') }
    await enqueue(within, { name: 'trial.remind', runAt: new Date(), payload })
  })
  await failJobs(canaries.text('message of an error'))
  await jobs.handOver()
  const failures = async () =>
    (await client.query<{ output: object }>('select output from boss.job where output is not null')).rows
  await expect.poll(async () => (await failures()).length, { timeout: 20_000 }).toBeGreaterThan(0)
  const scanner = createScanner(canaries.planted)
  await scanner.scanTables(candour.owner)
  await client.query('drop trigger fail on candour.notice; drop function ops.fail()')
  expect(scanner.findings).toEqual([])
  expect((await failures()).map(({ output }) => output)).toEqual([{ name: 'Error', message: 'error' }])
})

/** Lets every job of this practice fail with a message that quotes something. */
async function failJobs(message: string): Promise<void> {
  await client.query(
    `create function ops.fail() returns trigger language plpgsql as $$ begin raise exception using message = '${message}', detail = '${message}'; end $$`,
  )
  await client.query('create trigger fail before insert on candour.notice for each row execute function ops.fail()')
}
