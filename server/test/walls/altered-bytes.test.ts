import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import type { TestCandour } from '../candour.ts'
import { expectClosed, expectTold, readBytes, writeBytes, type Row } from './altered.ts'
import { buildHouse, type House } from './house.ts'
import { notOpened, sealedColumns, type SealedColumn } from './sealed-columns.ts'
import { seeded } from './seeded.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let columns: SealedColumn[]
const log: string[] = []
beforeAll(async () => {
  candour = await startQuickCandour({ log: createLog('info', { write: (line) => log.push(line) }) })
  house = await buildHouse(candour, 'Juniper')
  columns = await sealedColumns(house)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const words = ['Juniper', 'Ashdowne', 'Margery', '1957', 'Administrator', 'example.org']
const tries = 6

/** One bit somewhere in the value turned over; in the first bytes, the last, and in between. */
function altered(bytes: Buffer, round: number, random: () => number): Buffer {
  const copy = Buffer.from(bytes)
  const place = round === 0 ? 0 : round === 1 ? copy.length - 1 : Math.floor(random() * copy.length)
  copy[place] = copy[place]! ^ (1 << Math.floor(random() * 8))
  return copy
}

test('P33 one bit altered in any sealed column: every reading is refused, entered and told to the practice', async () => {
  const random = seeded(33)
  for (const column of columns) {
    const what = `${column.table}.${column.column}`
    const original = await readBytes(house.owner, column, column.column)
    const readAltered = async () => {
      for (let round = 0; round < tries; round++) {
        await writeBytes(house.owner, column, column.column, altered(original, round, random))
        expectClosed(await column.read(), what, words)
      }
      // Cut short, and with something behind it.
      for (const bytes of [original.subarray(0, -1), Buffer.concat([original, Buffer.of(0)]), Buffer.alloc(0)]) {
        await writeBytes(house.owner, column, column.column, bytes)
        expectClosed(await column.read(), what, words)
      }
      await writeBytes(house.owner, column, column.column, original)
    }
    if (column.atGate === true) {
      const lines = log.length
      await readAltered()
      const told = log.slice(lines).filter((line) => line.includes('something was altered outside Candour'))
      expect([what, told.length]).toEqual([what, tries + 3])
    } else await expectTold(house, tries + 3, readAltered)
    const { status } = await column.read()
    expect([what, 'as it was', status]).toEqual([what, 'as it was', 200])
  }
}, 120_000)

test('P33 what stands readable beside the sealed bytes is tied to them: altered, it is refused too', async () => {
  const { owner, practice, note, file, admin } = house
  const asked = (path: string) => () => admin.browser.send('GET', path)
  const noteRow = { table: 'candour.resource', where: 'practice = $1 and id = $2', values: [practice, note] }
  const fileRow = { table: 'candour.blob', where: 'practice = $1 and blob = $2', values: [practice, file] }
  const [{ number }] = (await owner.rows<{ number: number }>(
    `select min(number) as number from ledger.entry where practice = $1 and verb = 'draft.finish'`,
    [practice],
  )) as [{ number: number }]
  const entryRow = { table: 'ledger.entry', where: 'practice = $1 and number = $2', values: [practice, number] }
  const entries = asked(`/api/entries/${number}`)
  const cases: [Row, column: string, altered: string, read: () => ReturnType<typeof admin.browser.send>][] = [
    [noteRow, 'last_updated', "last_updated - interval '1 day'", asked(`/api/notes/${note}`)],
    [noteRow, 'last_updated', "last_updated + interval '1 ms'", asked(`/fhir/R4/Composition/${note}`)],
    [noteRow, 'last_updated', "last_updated + interval '1 year'", asked(`/api/patients/${house.patient.id}/timeline`)],
    [fileRow, 'announced_size', 'announced_size + 1', asked(`/api/files/${file}`)],
    [fileRow, 'announced_size', 'announced_size - 1', asked(`/api/files/${file}/content`)],
    [fileRow, 'content', 'gen_random_uuid()', asked(`/api/files/${file}/content`)],
    [fileRow, 'revision', 'revision + 1', asked(`/api/files/${file}`)],
    [entryRow, 'at', "at - interval '1 hour'", entries],
    [entryRow, 'actor', 'gen_random_uuid()', entries],
    [entryRow, 'verb', "'patient.read'", entries],
    [entryRow, 'outcome', "'opened'", entries],
    [entryRow, 'subjects', "'{}'", entries],
  ]
  for (const [{ table, where, values }, column, change, read] of cases) {
    const what = `${table}.${column}`
    const [before] = await owner.rows<{ was: string }>(
      `select ${column}::text as was from ${table} where ${where}`,
      values,
    )
    await expectTold(house, 1, async () => {
      await owner.rows(`update ${table} set ${column} = ${change} where ${where}`, values)
      expectClosed(await read(), what, words)
    })
    await owner.rows(
      `update ${table} set ${column} = cast($${values.length + 1} as text)::${typeOf[column] ?? 'text'} where ${where}`,
      [...values, before!.was],
    )
    expect([what, (await read()).status]).toEqual([what, 200])
  }
})

const typeOf: Record<string, string> = {
  last_updated: 'timestamptz',
  at: 'timestamptz',
  announced_size: 'bigint',
  content: 'uuid',
  actor: 'uuid',
  revision: 'int',
  subjects: 'uuid[]',
}

test('P33 no column of bytes was forgotten: each is tried here, or said why not', async () => {
  const rows = await house.owner.rows<{ name: string }>(
    `select table_schema || '.' || table_name || '.' || column_name as name
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema in ('candour', 'gate', 'ledger') and table_type = 'BASE TABLE' and data_type = 'bytea' order by 1`,
  )
  const tried = new Set(columns.map((one) => `${one.table}.${one.column}`))
  expect(rows.map((row) => row.name).filter((name) => !tried.has(name))).toEqual(Object.keys(notOpened).toSorted())
})
