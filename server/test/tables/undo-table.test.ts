import { patientRoutes } from '@candour/contract/patients.ts'
import { tableRoutes } from '@candour/contract/tables.ts'
import { transferRoutes } from '@candour/contract/transfers.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { colleague, signUp, type Person } from '../people.ts'
import { announceFile, newWord, startDraft, writeNote } from '../walls/house.ts'
import { connectOwner } from '../walls/owner.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'
import { checkedTable, keptTable, rowsOf, undoneTable } from './by-web.ts'

let candour: TestCandour
let admin: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  admin = await signUp(candour)
})
afterAll(() => candour.stop())

/** Only those who are called so; the finder knows who sounds alike, too. */
const find = async (family: string) =>
  (await admin.browser.call(patientRoutes.find, { text: family })).matches.filter((one) => one.family === family)
const idOf = async (text: string) => (await find(text))[0]!.id

/** The source is named by the letters of the file's name. */
const fileOf = (word: string) => `${word.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}.csv`

function tableOf(word: string, ...letters: string[]) {
  const rows = letters.map((letter, place) => `${place},${word}${letter},0${place + 1}/03/1957`)
  return `ID,Surname,DOB\n${rows.join('\n')}\n`
}

test('an undo deletes whom the import registered; who was changed or added to since stays, with the reason', async () => {
  const word = newWord()
  await keptTable(admin, tableOf(word, 'before'), { name: fileOf(word) })
  const letters = ['before', 'a', 'changed', 'noted', 'drafted', 'filed', 'b']
  const kept = await keptTable(admin, tableOf(word, ...letters), { name: fileOf(word) })
  expect(kept.table).toMatchObject({ kept: { created: 6, there: 1 }, undoUntil: expect.any(String) })
  const changed = await admin.browser.call(patientRoutes.read, { id: await idOf(`${word}changed`) })
  const { version, diedAt: _, ...card } = changed
  await admin.browser.call(patientRoutes.amend, { ...card, given: 'Now', sex: 'female', baseVersion: version })
  await writeNote(admin, await idOf(`${word}noted`), 'A note.')
  const other = await colleague(candour, admin, 2)
  await startDraft(other, await idOf(`${word}drafted`))
  await announceFile(admin, await idOf(`${word}filed`), 12)
  const gone = await idOf(`${word}a`)

  const undone = await undoneTable(admin, kept)
  expect(undone).toMatchObject({
    step: 'undo',
    state: 'done',
    can: [],
    table: { undone: { removed: 2, stayed: 4 }, undoUntil: null },
  })
  const stayed = await rowsOf(admin, undone)
  expect(
    stayed.map(({ what, person, reason }) => [what, person.split(',')[0]!.replace(word.toUpperCase(), ''), reason]),
  ).toEqual([
    ['stayed', 'CHANGED', 'Somebody has changed this patient since.'],
    ['stayed', 'NOTED', 'The record of this patient holds something by now.'],
    ['stayed', 'DRAFTED', 'Somebody writes a note about this patient.'],
    ['stayed', 'FILED', 'Somebody adds a file to this patient.'],
  ])
  expect(await find(`${word}a`)).toEqual([])
  for (const letter of ['before', 'changed', 'noted', 'drafted', 'filed'])
    expect(await find(`${word}${letter}`), letter).toHaveLength(1)
  // The history stays, and can be read.
  const { response } = await admin.browser.fetch('GET', `/fhir/R4/Patient/${gone}/_history/1`)
  expect(response.status).toBe(200)
  expect((await admin.browser.fetch('GET', `/fhir/R4/Patient/${gone}`)).response.status).toBe(410)

  await candour.settle()
  const owner = await connectOwner(candour)
  const rows = await owner.rows<{ compartment: string }>(
    `select distinct p.compartment from ledger.posting p join ledger.entry e using (practice, number)
     where p.practice = $1 and e.verb = 'transfer.undo'`,
    [admin.session.practice.id],
  )
  await owner.end()
  expect(rows.map(({ compartment }) => compartment)).toContain(gone)
})

test('what was undone can be imported again, and undone again', async () => {
  const word = newWord()
  const contents = tableOf(word, 'a', 'b')
  const first = await keptTable(admin, contents, { name: fileOf(word) })
  await undoneTable(admin, first)
  const second = await keptTable(admin, contents, { name: fileOf(word) })
  expect(second.table!.kept).toMatchObject({ created: 2, there: 0 })
  expect(await find(`${word}a`)).toHaveLength(1)
  expect((await undoneTable(admin, second)).table!.undone).toEqual({ removed: 2, stayed: 0 })
  expect(await find(`${word}a`)).toEqual([])
})

test('there is no undo twice, before the import, after 24 hours, or below administrators', async () => {
  const word = newWord()
  const status = async (id: string, by = admin) => (await by.browser.try(tableRoutes.undo, { id })).status
  const checked = await checkedTable(admin, tableOf(word, 'a'), fileOf(word))
  expect(await status(checked.id)).toBe(409)
  const kept = await keptTable(admin, tableOf(word, 'a'), { name: fileOf(word) })
  const manager = await colleague(candour, admin, 3)
  const stranger = await signUp(candour, 'Another practice', 'A stranger')
  expect([await status(kept.id, manager), await status(kept.id, stranger)]).toEqual([403, 404])
  const owner = await connectOwner(candour)
  await owner.rows(`update candour.transfer set ended_at = ended_at - interval '24 hours' where transfer = $1`, [
    kept.id,
  ])
  expect(await status(kept.id)).toBe(409)
  expect((await admin.browser.call(transferRoutes.read, { id: kept.id })).can).toEqual([])
  await owner.rows(`update candour.transfer set ended_at = ended_at + interval '1 hour' where transfer = $1`, [kept.id])
  await owner.end()
  await undoneTable(admin, kept)
  expect(await status(kept.id)).toBe(409)
  expect(await find(`${word}a`)).toEqual([])
})

test('who was imported and deleted by hand since is no trouble for the undo', async () => {
  const word = newWord()
  const kept = await keptTable(admin, tableOf(word, 'a', 'b'), { name: fileOf(word) })
  await admin.browser.fetch('DELETE', `/fhir/R4/Patient/${await idOf(`${word}a`)}`)
  expect((await undoneTable(admin, kept)).table!.undone).toEqual({ removed: 2, stayed: 0 })
})
