/** Every endpoint, asked by an administrator who is not named on a restricted record: as if there were no such patient. */
import { glassRoutes } from '@candour/contract/glasses.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, type Person } from '../people.ts'
import { doneExport, downloadExport } from '../transfers/by-web.ts'
import { unzip } from '../transfers/unzip.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { callerOf, exampleOf, examples } from './examples.ts'
import { addFile, buildHouse, startDraft, validComposition, writeNote, type House } from './house.ts'
import { comparable, exchange, idsIn } from './ids.ts'
import { keptExamples, type KeptExamples } from './kept-example.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
/** May do everything, and is named on nothing. */
let outsider: Person
let kept: KeptExamples
let draft: string
let wholeExport: string
let ownExport: string
const words = ['FamilyYewyew', 'Note of Yewyew', 'file of Yewyew', 'Seen by nobody']

beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Yewyew')
  outsider = await colleague(candour, house.admin, 4, 'Outsider')
  kept = keptExamples(house, house.admin)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

test('P03 before the restriction everybody may who may open records', async () => {
  // What the outsider began, and had made, before the record was restricted.
  draft = (await startDraft(outsider, house.patient.id, 'Seen by nobody')).id
  ownExport = (await doneExport(outsider, { patient: house.patient.id })).id
  wholeExport = (await doneExport(outsider)).id
  for (let more = 0; more < 3; more++) await writeNote(house.admin, house.patient.id, `Note of Yewyew ${more}`)
  const members = [house.admin.session.member.id]
  const asked = { id: house.patient.id, members, reason: 'At risk', baseRevision: 0 }
  await house.admin.browser.call(restrictionRoutes.restrict, asked)
})

const endpointOf = (name: string) => candour.parts.endpoints.find((one) => one.name === name)!

/** Ends what it asks for; the way in itself; what is no member's call. */
const leftOut = new Set([
  'glass.break',
  'session.sign-out',
  'session.switch-practice',
  'session.prove',
  'demo.open',
  // The patient’s own, by link and code; a link ends when the record is restricted (access-links.test.ts).
  'access-link.open',
  'access-link.read',
  'access-link.leave',
])
/** Of people and of the practice: no record is asked for, and whoever asks would sign in otherwise afterwards. */
const ofPeople = /^(session|seat|factor|recovery|password|email|rules|practice)\./
const names = Object.keys(examples).filter((name) => !leftOut.has(name) && !ofPeople.test(name))

/** Everything that has its id within the record. */
async function idsOfRecord(): Promise<Set<string>> {
  const rows = await house.owner.rows<{ id: string }>(
    `select $2::uuid as id union select id from candour.resource where practice = $1 and compartment = any (array(
       select $2::uuid union select compartment from candour.share where practice = $1 and owner = $2))
     union select blob from candour.blob where practice = $1 and compartment = $2`,
    [house.practice, house.patient.id],
  )
  return new Set(rows.map(({ id }) => id))
}

async function ask(name: string, by: Person, asked: Asked) {
  const endpoint = endpointOf(name)
  const browser = endpoint.access === 'public' ? candour.visitor() : (await callerOf(house, name, by)).browser
  return callEndpoint(browser, endpoint, asked)
}

/** Nothing of the record is in the answer but what was asked with. */
function expectNothing(what: string, body: unknown, asked: Asked, ids: Set<string>): void {
  const said = JSON.stringify(asked)
  const told = JSON.stringify(body)
  for (const word of [...words, house.patient.nhsNumber!])
    if (!said.includes(word)) expect(told, what).not.toContain(word)
  for (const id of ids) if (!said.includes(id)) expect(told, what).not.toContain(id)
}

/** Where an unknown id does not fail, what it answers stands for that of a hidden one. */
async function expectRefused(name: string, asked: Asked): Promise<number> {
  const ids = await idsOfRecord()
  const answer = await ask(name, outsider, asked)
  if (answer.status < 300) await kept.toAnswer(name)
  expectNothing(name, answer.body, asked, ids)
  const inside = idsIn(asked).filter(({ value }) => ids.has(value))
  for (const { path, value } of inside) {
    const unknown = newId()
    const hidden = await ask(name, outsider, asked)
    const nobody = await ask(name, outsider, exchange(asked, value, unknown))
    expect(comparable(hidden.status, hidden.body, [value]), `${name} ${path}`).toBe(
      comparable(nobody.status, nobody.body, [unknown]),
    )
    if (!answersAnyway.has(`${name} ${path}`)) expect(hidden.status, `${name} ${path}`).toBeGreaterThanOrEqual(400)
  }
  return inside.length
}

/** It names nothing that the outsider has: both are left out. */
const answersAnyway = new Set<string>()

let checked = 0
describe.each(names)('%s', (name) => {
  test('P03 a record that is restricted to others is answered as one that exists nowhere', async () => {
    const asked = await kept.toRefuse(name)
    checked += await expectRefused(name, asked)
  })

  test('P03 an id of what is hidden, wherever one is taken, is answered as one that exists nowhere', async () => {
    const elsewhere = { ...house, patient: { ...house.patient, id: house.fhir.patient } }
    const asked = await exampleOf(name)(name.startsWith('draft') ? elsewhere : house, outsider)
    for (const { path, value } of idsIn(asked)) {
      for (const known of [house.patient.id, house.note, house.file]) {
        const unknown = newId()
        const hidden = await ask(name, outsider, exchange(asked, value, known))
        const nobody = await ask(name, outsider, exchange(asked, value, unknown))
        expect(comparable(hidden.status, hidden.body, [known]), `${name} ${path}`).toBe(
          comparable(nobody.status, nobody.body, [unknown]),
        )
      }
    }
  })

  test('P03 the same right after somebody who may has asked for it', async () => {
    const asked = await kept.toRefuse(name)
    if (/read|list|chart|timeline|names|find|recent|history|download/.test(name)) {
      const { status } = await ask(name, house.admin, asked)
      expect(status, name).toBeLessThan(500)
    }
    await expectRefused(name, asked)
  })
})

test('P03 the suite asks for what is in the record many times over', () => {
  expect(checked).toBeGreaterThan(20)
})

/** Asked over what was there before the record was restricted. */
const begun = (): Record<string, Asked> => ({
  'draft.read': { input: { id: draft } },
  'draft.list': { input: {} },
  'draft.save': { input: { id: draft, baseRevision: 1, title: '', sections: [], device: '' } },
  'draft.file': { input: { id: draft, patient: 'patient-Yewyew', baseRevision: 1 } },
  'draft.discard': { input: { id: draft } },
  'draft.finish': { input: { id: draft, baseRevision: 1 } },
  'transfer.download': { input: { id: ownExport } },
  'transfer.read': { input: { id: ownExport } },
  'transfer.list': { input: {} },
  'patient.recent': { input: {} },
})

test.each(Object.keys(begun()))(
  'P03 %s: what was begun before the restriction tells nothing of it either',
  async (name) => {
    const asked = begun()[name]!
    const { status, body } = await ask(name, outsider, asked)
    expectNothing(name, body, { input: {} }, new Set([house.patient.id, draft, ownExport]))
    expect(status, name).toBe('id' in asked.input ? 404 : 200)
  },
)

test('P03 an export that was made while more could be opened is not given out any more; a new one leaves the record out', async () => {
  expect((await ask('transfer.download', outsider, { input: { id: wholeExport } })).status).toBe(410)
  const { id } = await doneExport(outsider)
  const contents = [...unzip((await downloadExport(outsider, id)).bytes).values()].join('\n')
  expect(contents).toContain('ElsewhereYewyew')
  for (const word of [...words, house.patient.nhsNumber!, house.patient.id]) expect(contents).not.toContain(word)
  const named = (await doneExport(house.admin)).id
  expect((await ask('transfer.download', outsider, { input: { id: named } })).status).toBe(410)
  expect((await ask('transfer.download', house.admin, { input: { id: named } })).status).toBe(200)
})

test('P03 nothing is written over what is hidden, whatever a FHIR client sends', async () => {
  const { id } = house.patient
  const put = (headers: Record<string, string>) =>
    ask('resource.update', outsider, {
      input: { type: 'Patient', id },
      resource: { resourceType: 'Patient', id, name: [{ family: 'Somebody' }] },
      headers: { 'content-type': 'application/fhir+json', ...headers },
    })
  expect((await put({})).status).toBe(404)
  expect((await put({ 'if-match': 'W/"1"' })).status).toBe(412)
  const note = { resourceType: 'Composition', id: house.note, ...validComposition, title: 'Another' }
  const asked: Asked = {
    input: { type: 'Composition', id: house.note },
    resource: { ...note, subject: { reference: `Patient/${house.fhir.patient}` } },
    headers: { 'content-type': 'application/fhir+json' },
  }
  expect((await ask('resource.update', outsider, asked)).status).toBe(404)
  const history = await ask('resource.history', house.admin, { input: { type: 'Patient', id } })
  expect(history.body.total).toBe(1)
})

test('P03 the suite notices a hole: a verb that opens as Candour itself is told apart at once', async () => {
  const endpoint = endpointOf('patient.read')
  const { verb } = endpoint as { verb: (call: any) => Promise<unknown> }
  const asked: Asked = { input: { id: house.patient.id } }
  Object.assign(endpoint, { verb: (call: any) => ((call.tx.asker = { kind: 'candour' }), verb(call)) })
  try {
    await expect(expectRefused('patient.read', asked)).rejects.toThrow()
  } finally {
    Object.assign(endpoint, { verb })
  }
  expect(await expectRefused('patient.read', asked)).toBe(1)
})

test('P03 nothing is left open after a broken glass: each endpoint once more', async () => {
  const because = { reason: 'emergency', words: 'Collapsed in the waiting room' } as const
  const glass = await outsider.browser.call(glassRoutes.break, {
    whose: { by: 'nhs-number', nhsNumber: house.patient.nhsNumber! },
    ...because,
  })
  const file = await addFile(house.admin, house.patient.id, 'Contents of another file of Yewyew.')
  for (const name of [
    'patient.chart',
    'patient.timeline',
    'note.read',
    'resource.read',
    'resource.history',
    'seal.read',
  ])
    expect((await ask(name, outsider, await exampleOf(name)(house, outsider))).status, name).toBe(200)
  expect((await ask('file.read-content', outsider, { input: { id: file } })).status).toBe(200)
  await outsider.browser.call(glassRoutes.end, { id: glass.id })
  for (const name of names) await expectRefused(name, await kept.toRefuse(name))
  expect((await ask('file.read-content', outsider, { input: { id: file } })).status).toBe(404)
}, 120_000)
