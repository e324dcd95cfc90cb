import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { callerOf, exampleOf, examples } from './examples.ts'
import { buildHouse, putResource, type House } from './house.ts'
import { comparable, exchange, idAt, idsIn } from './ids.ts'
import { keptExamples, type KeptExamples } from './kept-example.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let mine: House
let theirs: House
let kept: KeptExamples
let theirExamples: KeptExamples
/** Everything of their practice, hashed, once all their examples are there: nobody else's request may change it. */
let theirContents: Record<string, string>
beforeAll(async () => {
  candour = await startQuickCandour()
  mine = await buildHouse(candour, 'Cedar')
  kept = keptExamples(mine, mine.admin)
  theirs = await buildHouse(candour, 'Damson')
  theirExamples = keptExamples(theirs, theirs.admin)
})
afterAll(async () => {
  await mine.owner.end()
  await theirs.owner.end()
  await candour.stop()
})

/**
 * Where an id of nobody is not answered by 404, and why; another practice's id is answered in just the same way.
 * By endpoint and the place of the id.
 */
const otherStatus: Record<string, [status: number, why: string]> = {
  'draft.start id': [200, 'the client mints it; each practice has its own space of ids'],
  'file.announce id': [200, 'the client mints it'],
  'resource.update id': [412, 'a FHIR client may bring its own id; If-Match finds nothing to match'],
  'resource.create resource.subject.reference': [422, 'FHIR: the resource names a patient who is not there'],
  'support.open id': [403, 'a practice that has not let support in is as one that is not there'],
  'support.close id': [403, 'the same'],
  'seat.unlock id': [401, 'who has no seat at this browser is answered as one whose code is off'],
  'sign-in.list member': [200, 'it filters; nothing is found'],
  'session.not-me keep.0': [200, 'what is none of one’s own factors is not there to be kept'],
  'entry.list member': [200, 'it filters; nothing is found'],
  'entry.list session': [200, 'the same'],
  'entry.list-own session': [200, 'the same'],
  'entry.export member': [200, 'the same'],
  'entry.export session': [200, 'the same'],
  'patient.names references.0': [200, 'what names nothing here is left out of the answer'],
}

/** Minted by the client, within what it sends. */
const minted = new Set(['rules.locations.0.id'])

async function ask(name: string, asked: Asked): Promise<{ status: number; body: unknown }> {
  const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
  const { browser } =
    endpoint.access === 'public' ? { browser: candour.visitor() } : await callerOf(mine, name, mine.admin)
  return callEndpoint(browser, endpoint, asked)
}

/** One keeps a new resource under that id, the other leaves out what names nothing here. */
const answersAll = new Set(['resource.update', 'patient.names'])

test('another practice has something of everything', async () => {
  for (const name of Object.keys(examples)) await theirExamples.toRefuse(name)
  theirContents = await contentsOf(theirs.owner, theirs.practice)
}, 60_000)

describe.each(Object.keys(examples))('%s', (name) => {
  test('P01 an id of another practice is answered as one that exists nowhere, and changes nothing there', async () => {
    const asked = await kept.toRefuse(name)
    const theirAsked = await theirExamples.toRefuse(name)
    for (const { path, value } of idsIn(asked)) {
      if (minted.has(path)) continue
      const known = idAt(theirAsked, path)
      expect(known).not.toBe(value)
      const unknown = newId()
      const foreign = await ask(name, exchange(asked, value, known))
      const nobody = await ask(name, exchange(asked, value, unknown))
      expect(comparable(foreign.status, foreign.body, [known])).toBe(comparable(nobody.status, nobody.body, [unknown]))
      expect(foreign.status, `${name} ${path}`).toBe(otherStatus[`${name} ${path}`]?.[0] ?? 404)
      expect(JSON.stringify(foreign.body)).not.toMatch(/Damson/)
    }
  })

  test('P01 a FHIR id of another practice is answered as one that exists nowhere', async () => {
    const asked = await kept.toRefuse(name)
    for (const { path, value } of idsIn(asked)) {
      for (const known of Object.values(theirs.fhir)) {
        const unknown = known.replace('Damson', 'Nobody')
        const foreign = await ask(name, exchange(asked, value, known))
        const nobody = await ask(name, exchange(asked, value, unknown))
        expect(comparable(foreign.status, foreign.body, [known]), `${name} ${path}`).toBe(
          comparable(nobody.status, nobody.body, [unknown]),
        )
        expect(foreign.status, `${name} ${path}`).toBeGreaterThanOrEqual(answersAll.has(name) ? 200 : 400)
      }
    }
  })
})

test('P01 none of that changed anything there', async () => {
  expect(await contentsOf(theirs.owner, theirs.practice)).toEqual(theirContents)
})

test('P01 the ids are really there: their own practice finds each of them', async () => {
  for (const name of ['patient.read', 'note.read', 'file.read', 'seal.read', 'resource.read', 'draft.read']) {
    const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
    const { status } = await callEndpoint(theirs.admin.browser, endpoint, await exampleOf(name)(theirs, theirs.admin))
    expect(status, name).toBe(200)
  }
  const found = await theirs.admin.browser.call(patientRoutes.read, { id: theirs.fhir.patient })
  expect(found.family).toBe('ElsewhereDamson')
})

test('P01 the same FHIR id in two practices is two records', async () => {
  await putResource(mine.admin, 'Patient', 'shared-1', { name: [{ family: 'Mine' }] })
  await putResource(theirs.admin, 'Patient', 'shared-1', { name: [{ family: 'Theirs' }] })
  const read = async ({ admin }: House) => (await admin.browser.call(patientRoutes.read, { id: 'shared-1' })).family
  expect([await read(mine), await read(theirs)]).toEqual(['Mine', 'Theirs'])
})

test('P01 the suite notices a hole: a verb that looks into every practice is told apart at once', async () => {
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'patient.read')!
  const { verb } = endpoint as { verb: (call: any) => Promise<unknown> }
  const peek = async (call: { input: { id: string } }) => {
    const [row] = await mine.owner.rows('select 1 from candour.resource where id = $1', [call.input.id])
    if (row !== undefined) throw new TypeError('it is somebody else’s')
    return verb(call)
  }
  Object.assign(endpoint, { verb: peek })
  try {
    const foreign = await ask('patient.read', { input: { id: theirs.patient.id } })
    const nobody = await ask('patient.read', { input: { id: newId() } })
    expect(comparable(foreign.status, foreign.body, [])).not.toBe(comparable(nobody.status, nobody.body, []))
  } finally {
    Object.assign(endpoint, { verb })
  }
})
