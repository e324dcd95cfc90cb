import { entryRoutes } from '@candour/contract/entries.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { rowsPath, tableRoutes } from '@candour/contract/tables.ts'
import { transferRoutes } from '@candour/contract/transfers.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { colleague, signUp, type Person } from '../people.ts'
import { settled } from '../transfers/by-web.ts'
import { newNhsNumber, newWord } from '../walls/house.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'
import { checkedTable, keptTable, map, readTableOf, rowsOf, viewOf } from './by-web.ts'

let candour: TestCandour
let admin: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  admin = await signUp(candour)
})
afterAll(() => candour.stop())

const heading = 'ID,Title,First Name,Last Name,Date of Birth,Gender,NHS Number,Mobile Phone,Postcode,Notes'
const table = (...rows: string[]) => `${[heading, ...rows].join('\r\n')}\r\n`
/** Only those who are called so; the finder knows who sounds alike, too. */
const find = async (family: string, by = admin) =>
  (await by.browser.call(patientRoutes.find, { text: family })).matches.filter((one) => one.family === family)

test('columns are proposed with a sample, the first rows shown as patients, and what is left out named', async () => {
  const nhsNumber = newNhsNumber()
  const made = await readTableOf(
    admin,
    table(`1,Mrs,Margery,Thwaite,04/03/1957,F,${nhsNumber},7700900123,bs14nd,likes tea`, '2,,,Cher,25/12/1980,,,,,'),
  )
  expect(made).toMatchObject({ step: 'columns', state: 'paused', can: ['map', 'check', 'cancel'], total: 2 })
  const { columns, preview, remarks, source, missing } = await viewOf(admin, made)
  expect(columns.map(({ field }) => field)).toEqual(
    'externalId title given family birthDate sex nhsNumber mobile postcode'.split(' ').concat(null as never),
  )
  expect(columns[9]).toMatchObject({ samples: ['likes tea'], note: 'Notes and alerts are not imported' })
  expect([source, missing]).toEqual(['patients', null])
  expect(remarks).toEqual([
    '2 rows, cells parted by commas, text in UTF-8.',
    'Dates are read day first: 1 of them can only be read so.',
  ])
  expect(preview[0]).toMatchObject({
    line: 2,
    externalId: '1',
    patient: { family: 'Thwaite', given: 'Margery', birthDate: '1957-03-04', nhsNumber, phone: '07700900123' },
  })
  expect(preview[1]).toMatchObject({ line: 3, patient: { family: 'Cher', sex: 'not_recorded' } })
})

test('a check says what would happen and changes nothing; the import does just that', async () => {
  const word = newWord()
  const taken = newNhsNumber()
  await keptTable(admin, table(`1,,Here,${word}there,01/02/1950,M,${taken},,,`), { name: 'other.csv' })
  const contents = table(
    `10,Mr,Ada,${word}new,04/03/1957,F,,,,`,
    `11,Mr,Ada,${word}numbered,04/03/1958,F,${taken},,,`,
    `12,Mr,Ada,${word}there,01/02/1950,F,,,,`,
    `13,Mr,Ada,${word}odd,31/02/1950,F,,,,`,
    `14,Mr,Ada,${word}part,04/03/1959,F,,ask wife,,`,
    `10,Mr,Ada,${word}again,04/03/1960,F,,,,`,
    `15,too,short`,
  )
  const checked = await checkedTable(admin, contents)
  const counts = { created: 2, partly: 1, there: 2, possible: 1, refused: 2 }
  expect(checked).toMatchObject({ step: 'check', state: 'paused', table: { checked: counts, kept: null } })
  expect(await find(`${word}new`)).toEqual([])
  const found = (await rowsOf(admin, checked)).map(({ line, what, person, column, reason }) => [
    line,
    what,
    person.split(',')[0],
    column,
    reason,
  ])
  const upper = word.toUpperCase()
  expect(found).toEqual([
    [5, 'refused', '', 'Date of birth', 'This day does not exist.'],
    [8, 'refused', '', '', 'This row has 3 cells, the heading has 10.'],
    [4, 'possible', `${upper}THERE`, '', 'A patient of this practice has the same surname and date of birth.'],
    [3, 'there', `${upper}NUMBERED`, '', 'A patient of this practice has this NHS number.'],
    [7, 'there', `${upper}AGAIN`, '', 'Line 2 has the same number in the old system.'],
    [6, 'partly', `${upper}PART`, 'Mobile', 'This is not a phone number.'],
  ])
  await admin.browser.call(tableRoutes.keep, { id: checked.id, possible: false })
  const done = await settled(admin, checked.id)
  expect(done).toMatchObject({ step: 'keep', state: 'done', can: ['undo'], table: { kept: counts } })
  expect((await find(`${word}new`)).map(({ family }) => family)).toEqual([`${word}new`])
  expect(await find(`${word}odd`)).toEqual([])
  expect((await find(`${word}there`)).length).toBe(1)
})

test('those who may be there already are imported when somebody says so', async () => {
  const word = newWord()
  const twins = table(`1,,Romulus,${word},04/03/1957,M,,,,`, `2,,Remus,${word},04/03/1957,M,,,,`)
  const left = await keptTable(admin, twins, { name: 'twins.csv' })
  expect(left.table!.kept).toMatchObject({ created: 1, possible: 1 })
  const both = await keptTable(admin, twins, { possible: true, name: 'twins.csv' })
  expect(both.table!.kept).toMatchObject({ created: 1, there: 1, possible: 0 })
  expect(await find(word)).toHaveLength(2)
})

test('run again nothing is doubled, and what somebody changed in Candour stays', async () => {
  const word = newWord()
  const contents = table(`1,,Ada,${word},04/03/1957,F,,,,`, `,,Grace,${word}x,05/03/1957,F,,,,`)
  await keptTable(admin, contents, { name: 'again.csv' })
  const [{ id } = { id: '' }] = await find(`${word}x`)
  const { version, diedAt: _, ...card } = await admin.browser.call(patientRoutes.read, { id })
  const details = { ...card, sex: 'female' as const, given: 'Grace Brewster', baseVersion: version }
  await admin.browser.call(patientRoutes.amend, details)
  const again = await keptTable(admin, contents, { name: 'again.csv' })
  expect(again.table!.kept).toMatchObject({ created: 0, there: 2 })
  expect(again.can).toEqual([])
  expect(await find(`${word}x`)).toMatchObject([{ given: 'Grace Brewster' }])
})

test('a number of the old system that is somebody else’s here is refused: the file may come from another system', async () => {
  const word = newWord()
  await keptTable(admin, table(`1,,Ada,${word},04/03/1957,F,,,,`), { name: 'practice.csv' })
  const married = await checkedTable(admin, table(`1,,Ada,${word}-Byron,04/03/1957,F,,,,`), 'practice.csv')
  expect(married.table!.checked).toMatchObject({ there: 1 })
  const other = await checkedTable(admin, table(`1,,Grace,${word}x,05/03/1960,F,,,,`), 'practice.csv')
  expect(await rowsOf(admin, other)).toMatchObject([
    { what: 'refused', reason: expect.stringContaining('somebody else') },
  ])
  await map(admin, other, { source: 'The other practice' })
  await admin.browser.call(transferRoutes.check, { id: other.id })
  expect((await settled(admin, other.id)).table!.checked).toMatchObject({ created: 1, refused: 0 })
})

test('people say what the columns hold; until then it can’t be checked, and a check made before counts no more', async () => {
  const word = newWord()
  const made = await readTableOf(admin, `A;B;C\nAda;${word};12/11/1957\nGrace;${word}y;10/25/1960\n`)
  const view = await viewOf(admin, made)
  expect(view.missing).toMatch(/which column holds the surname/)
  expect(made.can).toEqual(['map', 'cancel'])
  await expect(admin.browser.call(transferRoutes.check, { id: made.id })).rejects.toThrow(/another step/)
  const mapped = await map(admin, made, { fields: { A: 'given', B: 'family', C: 'birthDate' } })
  expect(mapped.transfer.can).toContain('check')
  expect(mapped.remarks[1]).toBe(
    'Dates are read day first, but 1 of them can only be read month first: those rows will be refused.',
  )
  expect(mapped.preview.map(({ problem }) => problem)).toEqual([null, 'Date of birth: This day does not exist.'])
  await admin.browser.call(transferRoutes.check, { id: made.id })
  await settled(admin, made.id)
  const other = await map(admin, made, { dateOrder: 'mdy', source: 'A drawer' })
  expect(other.transfer).toMatchObject({ step: 'columns', table: { checked: null, source: 'A drawer' } })
  expect(other.preview.map(({ patient }) => patient!.birthDate)).toEqual(['1957-12-11', '1960-10-25'])
})

test('Windows-1252 and a table without a heading come in as they are meant', async () => {
  const bytes = Buffer.from(`LLANFAIR, Zo\xeb (Mrs);04/03/1957;BS1 4ND\n`, 'latin1')
  const made = await readTableOf(admin, bytes)
  const { remarks, columns } = await viewOf(admin, made)
  expect(remarks[0]).toBe('1 row, cells parted by semicolons, text in Windows-1252, as older systems write it.')
  expect(remarks[1]).toMatch(/does not name its columns/)
  expect(columns.map(({ name, field }) => `${name} ${field}`)).toEqual([
    'Column 1 name',
    'Column 2 birthDate',
    'Column 3 postcode',
  ])
  await admin.browser.call(transferRoutes.check, { id: made.id })
  await settled(admin, made.id)
  await admin.browser.call(tableRoutes.keep, { id: made.id, possible: false })
  expect((await settled(admin, made.id)).table!.kept!.created).toBe(1)
  expect(await find('LLANFAIR')).toMatchObject([{ given: 'Zoë', title: 'Mrs' }])
})

test('a million characters in a cell are left out, or refused where they are a name; formulas become no names', async () => {
  const long = 'x'.repeat(1_000_000)
  const word = newWord()
  const checked = await checkedTable(
    admin,
    table(
      `1,,Ada,${word},04/03/1957,F,,,,"${long}"`,
      `2,,Ada,"${long}",04/03/1957,F,,,,`,
      `3,,"=HYPERLINK(""x"")",${word}f,,,,,,`,
    ),
    'long.csv',
  )
  expect(checked.table!.checked).toMatchObject({ created: 2, refused: 1 })
  expect(await rowsOf(admin, checked)).toMatchObject([{ line: 3, column: 'Surname', reason: 'At most 80 characters.' }])
})

test('the list of rows as CSV holds no formula', async () => {
  const word = newWord()
  const rows = `1,,Ada,=${word},01/01/1950,,9990000019,,,`
  const checked = await checkedTable(
    admin,
    table(rows, `2,,A,=${word},01/01/1950,,,,,`, `3,,B,=${word},01/01/1950,,,,,`),
    'formulas.csv',
  )
  const { body, headers } = await admin.browser.send('GET', rowsPath.replace(':id', checked.id))
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const lines = (body as string).trim().split('\r\n').slice(1)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(`"'=${word.toUpperCase()}, B`)
})

test('what is no table is refused in words, and the bytes are let go', async () => {
  const made = await readTableOf(admin, Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'))
  expect(made).toMatchObject({ state: 'failed', problem: expect.stringContaining('save it as CSV'), can: [] })
  expect((await readTableOf(admin, 'Surname,DOB\n')).problem).toMatch(/no patient in this file/)
  const two = [1, 2].map((number) => ({ name: `${number}.csv`, size: 3 }))
  await expect(admin.browser.call(transferRoutes.startImport, { files: two })).rejects.toThrow(/one at a time/)
})

test('another practice and lower levels see nothing of it', async () => {
  const made = await readTableOf(admin, table('1,,Ada,Hidden,04/03/1957,F,,,,'))
  const stranger = await signUp(candour, 'Another practice', 'A stranger')
  const manager = await colleague(candour, admin, 3)
  for (const by of [stranger, manager]) {
    await expect(viewOf(by, made)).rejects.toThrow()
    await expect(rowsOf(by, made)).rejects.toThrow()
    await expect(by.browser.call(tableRoutes.keep, { id: made.id, possible: true })).rejects.toThrow()
    expect((await by.browser.send('GET', rowsPath.replace(':id', made.id))).status).toBeGreaterThan(400)
  }
  // The same number of the same source is another patient elsewhere.
  await keptTable(admin, table('77,,Ada,Both,04/03/1957,F,,,,'))
  expect((await keptTable(stranger, table('77,,Ada,Both,04/03/1957,F,,,,'))).table!.kept!.created).toBe(1)
})

test('each patient has the import in their access log', async () => {
  const word = newWord()
  await keptTable(admin, table(`1,,Ada,${word},04/03/1957,F,,,,`), { name: 'log.csv' })
  await candour.settle()
  const [{ id } = { id: '' }] = await find(word)
  const { entries } = await admin.browser.call(entryRoutes.list, {})
  expect(entries.filter(({ patient }) => patient?.id === id).map(({ verb }) => verb)).toContain('transfer.import')
})
