import { chmod, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkRoutes } from '@candour/contract/checks.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { entriesAfter, lastNumber } from '../../../test/walls/ledger-entries.ts'
import { buildHouse, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import type { Space } from '../../platform/space-of.ts'
import { integrityChecks } from './integrity-checks.ts'

const day = 86_400_000
let skew = 0
let space: Partial<Space> = {}
let candour: TestCandour
let house: House
let other: House
beforeAll(async () => {
  const room = { free: 100e9, size: 200e9, freeFiles: 9e6, files: 1e7 }
  candour = await startQuickCandour({
    clock: { now: () => new Date(Date.now() + skew) },
    spaceOf: (path) => Promise.resolve(path === candour.config.keys ? room : { ...room, ...space }),
  })
  house = await buildHouse(candour, 'Sorrel')
  other = await buildHouse(candour, 'Tansy')
  await candour.settle()
})
afterAll(async () => {
  await house.owner.end()
  await other.owner.end()
  await candour.stop()
})
beforeEach(() => {
  skew = 0
  space = {}
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const ours = new Set(integrityChecks.map(({ name }) => name))
const list = async ({ admin }: House = house) =>
  (await admin.browser.call(checkRoutes.list, {})).checks.filter(({ name }) => ours.has(name))
const failing = async (of: House = house) => (await list(of)).filter(({ state }) => state === 'failing')
const namesOf = (checks: { name: string }[]) => checks.map(({ name }) => name)
const opened = async () => (await house.admin.browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading)

/** Every check, and the looks through everything to their ends. */
async function runAll() {
  do await candour.parts.checks.run()
  while (await isUnderWay())
}
const isUnderWay = async () => (await sql("select 1 from candour.scrub where phase <> 'done'")).length > 0

/** `breaking` lets exactly this check fail at its next run, in words; mended, all is well again. */
async function expectAlone(
  name: string,
  words: RegExp,
  breaking: () => Promise<unknown>,
  mend: () => Promise<unknown>,
) {
  if ((await isUnderWay()) || (await failing()).length > 0) await runAll()
  expect(await failing()).toEqual([])
  await breaking()
  await runAll()
  const found = await failing()
  expect(namesOf(found)).toEqual([name])
  expect(found[0]!.what).toMatch(words)
  expect(found[0]!.what).not.toMatch(/Sorrel|Tansy|Margery/)
  if (found[0]!.of === 'practice') expect(await failing(other)).toEqual([])
  await mend()
  await runAll()
  expect(await failing()).toEqual([])
}

/** One byte of a column, and the same byte back. */
async function flip(table: string, column: string, where: string): Promise<void> {
  const rows = await sql(
    `update ${table} set ${column} = set_byte(${column}, 20, get_byte(${column}, 20) # 1) where ${where} returning 1`,
  )
  expect(rows).toHaveLength(1)
}

const noteRow = () => `practice = '${house.practice}' and type = 'Composition' and id = '${house.note}'`

test('P33 P49 a byte of a record altered: the scrubber fails, and names the record; mended, it is well', async () => {
  const act = () => flip('candour.resource', 'sealed', noteRow())
  await expectAlone('scrubber', new RegExp(`Composition ${house.note}, version 1`), act, act)
})

test('P33 P49 a mark altered, and a record and its mark altered to fit: the ledger tells', async () => {
  const act = () => flip('ledger.mark', 'hash', noteRow())
  await expectAlone('scrubber', new RegExp(`Composition ${house.note}, version 1`), act, act)
  const both = async (byte: string) => {
    await sql(
      `update candour.resource set sealed = set_byte(sealed, 70, get_byte(sealed, 70) # ${byte}) where ${noteRow()}`,
    )
    await sql(`update candour.resource set hash = sha256(sealed) where ${noteRow()}`)
    await sql(`update ledger.mark set hash = (select hash from candour.resource where ${noteRow()}) where ${noteRow()}`)
  }
  const said = new RegExp(`Composition ${house.note}, version 1`)
  await expectAlone(
    'scrubber',
    said,
    () => both('1'),
    () => both('1'),
  )
})

test('P33 P49 a row taken away, with its mark or without, is missed', async () => {
  for (const tables of [['candour.resource'], ['candour.resource', 'ledger.mark']]) {
    await expectAlone(
      'scrubber',
      new RegExp(`Composition ${house.note}, version 1`),
      async () => {
        for (const table of tables) {
          await sql(`create temp table kept_${table.split('.')[1]} as select * from ${table} where ${noteRow()}`)
          await sql(`delete from ${table} where ${noteRow()}`)
        }
      },
      async () => {
        for (const table of tables)
          await sql(
            `insert into ${table} select * from kept_${table.split('.')[1]}; drop table kept_${table.split('.')[1]}`,
          )
      },
    )
  }
})

test('P33 P28 an entry of the ledger altered or taken away is named by its number', async () => {
  const at = `practice = '${house.practice}' and number = 3`
  const act = () => flip('ledger.entry', 'leaf_hash', at)
  await expectAlone('scrubber', /entry 3 of the activity/, act, act)
  await expectAlone(
    'scrubber',
    /entry 3 of the activity/,
    () => sql(`create temp table kept as select * from ledger.entry where ${at}; delete from ledger.entry where ${at}`),
    () => sql('insert into ledger.entry select * from kept; drop table kept'),
  )
})

test('P33 P28 an entry that is not listed under a record that it touched, and one that is listed under another’s, are named', async () => {
  const at = `practice = '${house.practice}' and compartment = '${house.patient.id}'`
  const row = `'${house.practice}', '${house.patient.id}'`
  const forge = (number: number) => () => sql(`insert into ledger.posting values (${row}, ${number})`)
  const take = (number: number) => () => sql(`delete from ledger.posting where ${at} and number = ${number}`)
  const { number } = (await sql<{ number: number }>(`select number from ledger.posting where ${at} limit 1`))[0]!
  await expectAlone(
    'scrubber',
    new RegExp(`entry ${number} of the activity, as listed by`),
    take(number),
    forge(number),
  )
  await expectAlone('scrubber', /entry 1 of the activity, as listed by/, forge(1), take(1))
  await expectAlone('scrubber', /entry 999,999 of the activity, as listed by/, forge(999_999), take(999_999))
})

test('P33 P49 a byte of a file altered, and a file taken away: the scrubber names the file', async () => {
  const [row] = await sql<{ content: string }>('select content from candour.blob where blob = $1', house.file)
  const all = await readdir(candour.config.blobs, { recursive: true })
  const path = join(
    candour.config.blobs,
    all.find((one) => one.endsWith(row!.content))!,
  )
  const original = await readFile(path)
  const altered = Buffer.from(original)
  altered[60] = altered[60]! ^ 1
  const said = new RegExp(`file ${house.file}`)
  await expectAlone(
    'scrubber',
    said,
    () => writeFile(path, altered),
    () => writeFile(path, original),
  )
  await expectAlone(
    'scrubber',
    said,
    () => rename(path, `${path}.away`),
    () => rename(`${path}.away`, path),
  )
})

test('P49 a scrubber that stopped, or fell behind, fails, whatever it found last', async () => {
  await candour.parts.checks.run()
  skew = 16 * 60_000
  for (const { name } of candour.parts.checks.all.filter((one) => !['scrubber', 'clock-drift'].includes(one.name)))
    await candour.parts.checks.run(name)
  const stopped = (await failing()).filter(({ name }) => name !== 'clock-drift')
  expect(namesOf(stopped)).toEqual(['scrubber'])
  expect(stopped[0]!.what).toMatch(/^It has not run since \d\d-Nov-2026|^It has not run since/)
  skew = 0
  await candour.parts.checks.run()
  expect(await failing()).toEqual([])
  const at = `practice = '${house.practice}'`
  await sql(`update candour.scrub set covered_at = now() - interval '8 days' where ${at}`)
  await sql(
    `update candour.check_state set last_run_at = now() - interval '6 minutes' where ${at} and name = 'scrubber'`,
  )
  await candour.parts.checks.look()
  expect((await failing()).map(({ name, what }) => [name, what])).toEqual([
    ['scrubber', expect.stringMatching(/^Not everything was looked through since/)],
  ])
})

test('P31 P24 a version of the practice’s key that is gone from the keyring, damaged, or too old, is told', async () => {
  const path = join(candour.config.keys, 'keyring', house.practice, '1.json')
  const kept = await readFile(path)
  await expectAlone(
    'practice-keys',
    /Version 1 of the key is missing/,
    () => rm(path),
    () => writeFile(path, kept, { mode: 0o600 }),
  )
  const entry = JSON.parse(kept.toString()) as { wrapped: string }
  const wrapped = Buffer.from(entry.wrapped, 'base64')
  wrapped[60] = wrapped[60]! ^ 1
  const damaged = JSON.stringify({ ...entry, wrapped: wrapped.toString('base64') })
  await expectAlone(
    'practice-keys',
    /Version 1 of the key does not open/,
    () => writeFile(path, damaged),
    () => writeFile(path, kept),
  )
  const old = JSON.stringify({ ...entry, createdAt: new Date(Date.now() - 31 * day).toISOString() })
  await expectAlone(
    'practice-keys',
    /31 days old/,
    () => writeFile(path, old),
    () => writeFile(path, kept),
  )
})

test('P30 files of keys that others may read are told', async () => {
  const path = join(candour.config.keys, 'keyring')
  await expectAlone(
    'installation-keys',
    /Others on the server may read files of keys/,
    () => chmod(path, 0o755),
    () => chmod(path, 0o700),
  )
})

test('P49 clocks that differ by more than two seconds, and a disk without room, are told; the others stay well', async () => {
  const drift = (by: number) => () => Promise.resolve((skew = by))
  await expectAlone('clock-drift', /[34] seconds ahead of/, drift(3_500), drift(0))
  await expectAlone('clock-drift', /behind the database’s/, drift(-5_000), drift(0))
  const set = (to: Partial<Space>) => () => Promise.resolve((space = to))
  await expectAlone('disk-space', /hardly any room left for: data, files/, set({ free: 5e8 }), set({}))
  await expectAlone('disk-space', /hardly any room/, set({ freeFiles: 10 }), set({}))
})

test('P49 a job that is late, and one that was given up, are told', async () => {
  const job = `practice = '${house.practice}'`
  await expectAlone(
    'queues',
    /^A piece of work is late/,
    () =>
      sql(`update candour.job set run_at = now() - interval '20 minutes', done_at = null where job = (
        select job from candour.job where ${job} limit 1)`),
    () => sql(`update candour.job set done_at = now() where ${job} and run_at < now()`),
  )
})

test('P49 P28 who runs a practice is told once when a check fails and once when it is well, and both are entered', async () => {
  const act = () => flip('candour.resource', 'sealed', noteRow())
  await candour.parts.checks.run()
  const mails = async () =>
    (
      await sql<{ count: number }>(
        "select count(*)::int as count from candour.mail where practice = $1 and kind = 'alert'",
        house.practice,
      )
    )[0]!.count
  const before = { number: await lastNumber(candour, house.owner, house.practice), mails: await mails() }
  await act()
  for (let time = 0; time < 3; time++) await candour.parts.checks.run('scrubber')
  expect((await opened()).filter((one) => one.startsWith('A check is failing'))).toHaveLength(1)
  await act()
  for (let time = 0; time < 3; time++) await candour.parts.checks.run('scrubber')
  expect((await opened()).filter((one) => one.startsWith('A check is failing'))).toHaveLength(0)
  expect(
    (await opened()).filter((one) => one === 'Well again: Nothing that is kept was altered, swapped or taken away'),
  ).toHaveLength(1)
  expect((await mails()) - before.mails).toBe(2)
  const entered = await entriesAfter(candour, house.owner, house.practice, before.number)
  expect(entered.filter(({ verb }) => verb === 'check.change')).toHaveLength(2)
  const [scrubber] = (await list()).filter(({ name }) => name === 'scrubber')
  expect(scrubber!.history.slice(0, 2).map(({ state }) => state)).toEqual(['well', 'failing'])
})

test('P49 a state that was put to well by hand is told, and found anew', async () => {
  const act = () => flip('candour.resource', 'sealed', noteRow())
  await act()
  await candour.parts.checks.run('scrubber')
  await sql(`update candour.check_state set state = 'well' where practice = $1 and name = 'scrubber'`, house.practice)
  expect((await failing()).map(({ what }) => what)).toEqual([expect.stringContaining('altered outside Candour')])
  await act()
  await candour.parts.checks.run('scrubber')
  expect(await failing()).toEqual([])
  await flip(
    'candour.check_change',
    'sealed',
    `change = (select change from candour.check_change where practice = '${house.practice}' and name = 'scrubber' order by at desc limit 1)`,
  )
  expect(
    (await list())
      .flatMap(({ history }) => history)
      .filter(({ what }) => what.startsWith('What was kept of it was altered')),
  ).toHaveLength(1)
})

test('P33 P49 asking goes on with a look through everything that is under way, and begins one where none is', async () => {
  const stands = async () => (await sql<{ phase: string; began_at: Date }>('select * from candour.scrub'))[0]!
  const began = new Date('2026-11-01T00:00:00Z')
  await sql("update candour.scrub set phase = 'files', place = '', began_at = $1", began)
  await candour.parts.checks.run('scrubber')
  expect(await stands()).toMatchObject({ phase: 'done', began_at: began })
  await candour.parts.checks.run('scrubber')
  expect((await stands()).began_at.getTime()).toBeGreaterThan(began.getTime())
})

test('P49 what is asked for is run before its time; one that nobody knows is the usual 404', async () => {
  await house.admin.browser.call(checkRoutes.run, { name: 'scrubber' })
  expect(
    await sql(`select 1 from candour.check_state where practice = $1 and asked_at is not null`, house.practice),
  ).toHaveLength(1)
  expect(
    (await house.admin.browser.send('POST', '/api/checks/nothing/run', '{}', { 'content-type': 'application/json' }))
      .status,
  ).toBe(404)
})

test('P01 P49 the operator’s page and metrics say how all stand, and name no practice, person or record', async () => {
  await candour.parts.checks.run()
  const metrics = (await (await fetch(`${candour.address}/metrics`)).text()).split('\n')
  expect(metrics).toContain('candour_check{check="scrubber",of="practice",state="well"} 2')
  expect(metrics).toContain('candour_check{check="clock-drift",of="installation",state="well"} 1')
  expect(metrics.filter((line) => line.startsWith('candour_check_figure{check="queues"'))).toHaveLength(4)
  const own = metrics.filter((line) => line.startsWith('candour_')).join('\n')
  expect(own).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|Sorrel|Tansy|Margery|example\.org/)
  const { checks } = (await (await fetch(`${candour.address}/checks`)).json()) as { checks: { name: string }[] }
  expect(namesOf(checks.filter(({ name }) => ours.has(name))).toSorted()).toEqual([
    'certificate',
    'clock-drift',
    'disk-space',
    'installation-keys',
    'queues',
  ])
})
