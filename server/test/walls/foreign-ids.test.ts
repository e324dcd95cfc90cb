import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import { callEndpoint, type Asked } from './call-endpoint.ts'
import { callerOf, exampleOf, examples } from './examples.ts'
import { buildHouse, putResource, type House } from './house.ts'
import { comparable, exchange, idAt, idsIn } from './ids.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let mine: House
let theirs: House
beforeAll(async () => {
  candour = await startQuickCandour()
  mine = await buildHouse(candour, 'Cedar')
  theirs = await buildHouse(candour, 'Damson')
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
  'entry.list member': [200, 'it filters; nothing is found'],
  'patient.names references.0': [200, 'what names nothing here is left out of the answer'],
}

async function ask(name: string, asked: Asked): Promise<{ status: number; body: unknown }> {
  const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
  const { browser } =
    endpoint.access === 'public' ? { browser: candour.visitor() } : await callerOf(mine, name, mine.admin)
  return callEndpoint(browser, endpoint, asked)
}

/** Everything of their practice, hashed: nobody else's request may change it. */
async function theirContents(): Promise<Record<string, string>> {
  const all = await contentsOf(theirs.owner)
  const rows = await theirs.owner.rows<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'candour'::regnamespace and c.relkind = 'r'`,
  )
  const hashes: Record<string, string> = {}
  for (const { name } of rows) {
    const [row] = await theirs.owner.rows<{ hash: string }>(
      `select md5(coalesce(string_agg((to_jsonb(t) - 'handed_over_at')::text, '|' order by (to_jsonb(t))::text), '')) as hash
       from candour.${name} t where practice = $1`,
      [theirs.practice],
    )
    hashes[name] = row!.hash
  }
  expect(Object.keys(all).length).toBeGreaterThan(rows.length)
  return hashes
}

/** One keeps a new resource under that id, the other leaves out what names nothing here. */
const answersAll = new Set(['resource.update', 'patient.names'])

describe.each(Object.keys(examples))('%s', (name) => {
  test('P01 an id of another practice is answered as one that exists nowhere, and changes nothing there', async () => {
    const asked = await exampleOf(name)(mine, mine.admin)
    const theirAsked = await exampleOf(name)(theirs, theirs.admin)
    const before = await theirContents()
    for (const { path, value } of idsIn(asked)) {
      const known = idAt(theirAsked, path)
      expect(known).not.toBe(value)
      const unknown = newId()
      const foreign = await ask(name, exchange(asked, value, known))
      const nobody = await ask(name, exchange(asked, value, unknown))
      expect(comparable(foreign.status, foreign.body, [known])).toBe(comparable(nobody.status, nobody.body, [unknown]))
      expect(foreign.status, `${name} ${path}`).toBe(otherStatus[`${name} ${path}`]?.[0] ?? 404)
      expect(JSON.stringify(foreign.body)).not.toMatch(/Damson/)
    }
    expect(await theirContents()).toEqual(before)
  })

  test('P01 a FHIR id of another practice is answered as one that exists nowhere', async () => {
    const asked = await exampleOf(name)(mine, mine.admin)
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
