import { entryRoutes } from '@candour/contract/entries.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { refusedPath, transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { colleague, signUp, type Person } from '../people.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'
import { newNhsNumber } from '../walls/house.ts'
import { connectOwner } from '../walls/owner.ts'
import { announceImport, checkedImport, doneImport, sendImportFile, settled, uploadImport } from './by-web.ts'
import { setStanding } from '../walls/set-standing.ts'

let candour: TestCandour
let admin: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  admin = await signUp(candour)
})
afterAll(() => candour.stop())

const line = (resource: object) => `${JSON.stringify(resource)}\n`
const patient = (id: string, rest: object = {}) =>
  line({ resourceType: 'Patient', id, name: [{ family: 'Thwaite' }], ...rest })
const condition = (id: string, of: string, rest: object = {}) =>
  line({ resourceType: 'Condition', id, subject: { reference: `Patient/${of}` }, ...rest })

async function read(type: string, id: string, by = admin): Promise<{ status: number; text: string; body: any }> {
  const { response } = await by.browser.fetch('GET', `/fhir/R4/${type}/${id}`)
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text) as unknown }
}

function countsOf({ checked, kept, step }: Transfer) {
  const counts = step === 'keep' ? kept : checked
  return Object.fromEntries(
    counts.map(({ type, created, updated, unchanged, refused }) => [type, [created, updated, unchanged, refused]]),
  )
}

async function refusedOf({ id }: Transfer) {
  return (await admin.browser.call(transferRoutes.listRefused, { id })).lines
}

test('a check says what would happen and changes nothing; the import does just that, whatever the order of the files', async () => {
  // What belongs to the patient comes first.
  const files = { 'a.ndjson': condition('c-1', 'p-1') + condition('c-2', 'p-1'), 'b.ndjson': patient('p-1') }
  const checked = await checkedImport(admin, files)
  expect(checked).toMatchObject({ step: 'check', state: 'paused', can: ['keep', 'cancel'] })
  expect(countsOf(checked)).toEqual({ Condition: [2, 0, 0, 0], Patient: [1, 0, 0, 0] })
  expect((await read('Patient', 'p-1')).status).toBe(404)
  await admin.browser.call(transferRoutes.keep, { id: checked.id })
  const done = await settled(admin, checked.id)
  expect(done).toMatchObject({ step: 'keep', state: 'done', can: [] })
  expect(countsOf(done)).toEqual(countsOf(checked))
  expect((await read('Condition', 'c-2')).body).toMatchObject({ subject: { reference: 'Patient/p-1' } })
})

test('what is there with the same content stays, what changed becomes a new version; nothing is doubled', async () => {
  await doneImport(admin, { 'x.ndjson': patient('p-2') + condition('c-3', 'p-2') })
  const again = await doneImport(admin, { 'x.ndjson': patient('p-2', { gender: 'female' }) + condition('c-3', 'p-2') })
  expect(countsOf(again)).toEqual({ Condition: [0, 0, 1, 0], Patient: [0, 1, 0, 0] })
  expect((await read('Patient', 'p-2')).body).toMatchObject({ gender: 'female', meta: { versionId: '2' } })
  expect((await read('Condition', 'c-3')).body).toMatchObject({ meta: { versionId: '1' } })
})

test('bytes stay as they came: number lexemes, escapes, order of keys, space within', async () => {
  const odd =
    '{"subject": {"reference" :"Patient/p-3"},  "valueQuantity":{"value": 1.0, "unit":"k\\u0067"}, "status":"final",' +
    '"component":[{"code":{"text":"a"},"valueQuantity":{"value":1e2}}], "code":{"text":"\\u00e9t\\u00e9"},"id":"o-1","resourceType":"Observation"}'
  await doneImport(admin, { 'x.ndjson': `${patient('p-3')}${odd}\r\n` })
  const { text } = await read('Observation', 'o-1')
  const [before, after] = odd.split(',"resourceType"') as [string, string]
  expect(text.startsWith(before)).toBe(true)
  expect(text).toContain(`"resourceType"${after.slice(0, 14)}`)
})

test('refused lines are listed with file, line, place and reason, and the rest goes in', async () => {
  const files = {
    'first.ndjson': `${patient('p-4')}not json\n\n${patient('p-5', { gender: 'banana' })}${condition('c-5', 'nobody')}`,
    'second.ndjson': line({ resourceType: 'Spaceship', id: 'x' }) + condition('c-6', 'p-4'),
  }
  const checked = await checkedImport(admin, files)
  const refused = await refusedOf(checked)
  expect(refused.map(({ file, line: at }) => `${file} ${at}`)).toEqual([
    'first.ndjson 2',
    'first.ndjson 4',
    'first.ndjson 5',
    'second.ndjson 1',
  ])
  expect(refused[1]).toMatchObject({ location: 'Patient.gender' })
  expect(refused[1]!.reason).toMatch(/banana|gender/i)
  expect(refused[2]!.reason).toContain('This practice has no patient nobody')
  await admin.browser.call(transferRoutes.keep, { id: checked.id })
  const done = await settled(admin, checked.id)
  expect((await refusedOf(done)).map((one) => one.reason).toSorted()).toEqual(
    refused.map((one) => one.reason).toSorted(),
  )
  expect(countsOf(done)).toMatchObject({ Patient: [1, 0, 0, 1], Condition: [1, 0, 0, 1] })
  expect((await read('Condition', 'c-6')).status).toBe(200)
})

test('refused lines as CSV hold no formula', async () => {
  const { id } = await checkedImport(admin, { '=cmd|calc.ndjson': 'no json', '@x.ndjson': 'none', '+1.json': '{' })
  const { status, body, headers } = await admin.browser.send('GET', refusedPath.replace(':id', id))
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  const rows = (body as string).trim().split('\r\n').slice(1)
  expect(rows).toHaveLength(3)
  for (const row of rows) expect(row).toMatch(/^"'[=@+]/)
})

test('a reference that searches is resolved when exactly one of the import answers, and kept as it is else', async () => {
  const npi = 'http://hl7.org/fhir/sid/us-npi'
  const practitioner = (id: string, value: string) =>
    line({ resourceType: 'Practitioner', id, identifier: [{ system: npi, value }] })
  const asks = (id: string, value: string) =>
    line({
      resourceType: 'Encounter',
      id,
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/p-6' },
      participant: [{ individual: { reference: `Practitioner?identifier=${npi}|${value}` } }],
    })
  const files = {
    'x.ndjson': [
      patient('p-6'),
      asks('e-1', '11'),
      asks('e-2', '22'),
      asks('e-3', '33'),
      practitioner('one', '11'),
      practitioner('two', '22'),
      practitioner('too', '22'),
    ].join(''),
  }
  const done = await doneImport(admin, files)
  expect(done.references).toEqual({ found: 3, resolved: 1 })
  const individual = async (id: string): Promise<string> =>
    (await read('Encounter', id)).body.participant[0].individual.reference
  expect(await individual('e-1')).toBe('Practitioner/one')
  expect(await individual('e-2')).toBe(`Practitioner?identifier=${npi}|22`)
  expect(await individual('e-3')).toBe(`Practitioner?identifier=${npi}|33`)
  expect(countsOf(await doneImport(admin, files))).toMatchObject({ Encounter: [0, 0, 3, 0] })
})

test('a Bundle: entries find each other by their fullUrl, and those without an id get the same one each time', async () => {
  const entry = (fullUrl: string, resource: object, method = 'POST') => ({
    fullUrl,
    resource,
    request: { method, url: 'x' },
  })
  const [person, illness] = [
    'urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9',
    'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a',
  ]
  const bundle = JSON.stringify(
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry(illness, { resourceType: 'Condition', subject: { reference: person } }),
        entry(person, { resourceType: 'Patient', name: [{ family: 'Bundlemore' }] }),
        entry('urn:uuid:x', { resourceType: 'Patient', id: 'gone' }, 'DELETE'),
      ],
    },
    null,
    2,
  )
  const done = await doneImport(admin, { 'bundle.json': bundle })
  expect(countsOf(done)).toMatchObject({ Patient: [1, 0, 0, 0], Condition: [1, 0, 0, 0] })
  expect(await refusedOf(done)).toMatchObject([
    { file: 'bundle.json', line: 3, reason: expect.stringContaining('DELETE') },
  ])
  const { matches } = await admin.browser.call(patientRoutes.find, { text: 'Bundlemore' })
  expect(matches).toHaveLength(1)
  expect(countsOf(await doneImport(admin, { 'bundle.json': bundle }))).toMatchObject({
    Patient: [0, 0, 1, 0],
    Condition: [0, 0, 1, 0],
  })
})

test('one who has the NHS number of another patient is refused, in the check and in the import', async () => {
  const identifier = [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: newNhsNumber() }]
  const done = await doneImport(admin, { 'x.ndjson': patient('n-1', { identifier }) + patient('n-2', { identifier }) })
  expect([done.checked, done.kept].map(([one]) => [one!.created, one!.refused])).toEqual([
    [1, 1],
    [1, 1],
  ])
})

test('every patient that an import touches has it in the ledger, with who asked for it', async () => {
  const done = await doneImport(admin, { 'x.ndjson': patient('l-1') + condition('l-2', 'l-1') })
  await candour.settle()
  const { entries } = await admin.browser.call(entryRoutes.list, { kind: 'changed' })
  const imported = entries.filter(
    ({ verb, who }) => verb === 'transfer.import' && who.member === admin.session.member.id,
  )
  expect(imported.some(({ patient: of, what }) => of !== null && what === 'Imported into the record of')).toBe(true)
  expect(done.by.member).toBe(admin.session.member.id)
})

test('a second start of the same step, or a step before its time, is refused', async () => {
  const announced = await announceImport(admin, { 'x.ndjson': 'x' })
  const refused = async (route: typeof transferRoutes.keep, id: string) =>
    (await admin.browser.try(route, { id })).status
  expect(await refused(transferRoutes.check, announced.id)).toBe(409)
  expect(await refused(transferRoutes.keep, announced.id)).toBe(409)
  const done = await doneImport(admin, { 'x.ndjson': patient('s-1') })
  expect(await refused(transferRoutes.keep, done.id)).toBe(409)
  expect((await sendImportFile(admin, done.id, 0, 'x')).status).toBe(409)
})

test('cancelled, it stops; what is in the record by then stays, and the files are let go of', async () => {
  const { id } = await uploadImport(admin, { 'x.ndjson': patient('k-1') })
  const cancelled = await admin.browser.call(transferRoutes.cancel, { id })
  expect(cancelled).toMatchObject({ state: 'cancelled', can: [] })
  expect((await admin.browser.try(transferRoutes.check, { id })).status).toBe(409)
  expect((await read('Patient', 'k-1')).status).toBe(404)
})

test('nobody sees or moves the import of another practice: the same 404 as for one that never was', async () => {
  const stranger = await signUp(candour, 'Another practice')
  const { id } = await uploadImport(admin, { 'x.ndjson': patient('z-1') })
  const none = '0199aaaa-0000-7000-8000-000000000000'
  for (const route of [
    transferRoutes.read,
    transferRoutes.check,
    transferRoutes.keep,
    transferRoutes.cancel,
    transferRoutes.listRefused,
  ]) {
    const [theirs, nobodys] = await Promise.all([
      stranger.browser.try(route, { id }),
      stranger.browser.try(route, { id: none }),
    ])
    expect([theirs.status, theirs.body.error.code]).toEqual([404, 'transfer.not_found'])
    expect([nobodys.status, nobodys.body.error.code]).toEqual([404, 'transfer.not_found'])
  }
  expect((await sendImportFile(stranger, id, 0, patient('z-1'))).status).toBe(404)
  await doneImport(stranger, { 'x.ndjson': patient('z-1', { gender: 'male' }) })
  await doneImport(admin, { 'x.ndjson': patient('z-1', { gender: 'female' }) })
  expect((await read('Patient', 'z-1', stranger)).body).toMatchObject({ gender: 'male' })
})

test('whoever asked for an import and lost the level since does not go on importing', async () => {
  const other = await colleague(candour, admin, 4, 'Leaves Soon')
  const { id } = await checkedImport(other, { 'x.ndjson': patient('w-1') })
  const owner = await connectOwner(candour)
  // As if the level were changed between the start and the first chunk.
  await setStanding(candour, admin.session.practice.id, other.session.member.id, { level: 2 })
  await owner.rows(`update candour.transfer set step = 'keep', state = 'waiting' where transfer = $1`, [id])
  await owner.end()
  const stopped = await settled(admin, id)
  expect(stopped).toMatchObject({ state: 'failed', kept: [], problem: expect.stringContaining('may no longer do it') })
  expect((await read('Patient', 'w-1')).status).toBe(404)
})

test('P33 what is sealed of a transfer, altered in the database, closes it instead of being taken for true', async () => {
  const { id } = await doneImport(admin, { 'x.ndjson': patient('altered-1', { gender: 'banana' }) })
  const owner = await connectOwner(candour)
  const flip = (table: string) =>
    owner.rows(
      `update candour.${table} set sealed = set_byte(sealed, 70, get_byte(sealed, 70) # 1) where transfer = $1`,
      [id],
    )
  for (const [table, route] of [
    ['transfer', transferRoutes.read],
    ['transfer_part', transferRoutes.listRefused],
  ] as const) {
    expect([table, (await admin.browser.try(route, { id })).status]).toEqual([table, 200])
    await flip(table)
    const { status, body } = await admin.browser.try(route, { id })
    expect([table, status, body.error?.code]).toEqual([table, 500, 'record.altered'])
    await flip(table)
  }
  await owner.end()
})

test('what an import brought is folded into the finder’s blocks soon after, so that no first look opens it row by row', async () => {
  const owner = await connectOwner(candour)
  const asked = 'select patient from candour.directory where practice = $1'
  await doneImport(admin, { 'x.ndjson': patient('p-folded-1') + patient('p-folded-2') })
  await expect.poll(() => owner.rows(asked, [admin.session.practice.id]), { timeout: 20_000 }).toEqual([])
  await owner.end()
})
