import { fileRoutes } from '@candour/contract/files.ts'
import { newId } from '../../platform/vault/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { addFile, writeNote } from '../../../test/walls/house.ts'
import { checkResource } from './check-resource.ts'
import { openMany, type OpenedMany, type Position } from './open-many.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
})
afterAll(() => candour.stop())

test('what Candour itself writes is valid R4: patients, allergies, notes, files', async () => {
  const full = await registerPatient(owner, {
    family: 'O’Brien & <Sons>',
    given: 'Ana  María',
    title: 'Dr',
    nhsNumber: '9434765919',
    phone: '07700 900123',
    email: 'ana@example.org',
    address: { lines: ['1 High Street'], town: 'Leeds', postcode: 'LS1 4AP' },
    allergies: { state: 'listed', items: [{ substance: 'Latex', reaction: '' }] },
  })
  await registerPatient(owner, { family: 'X', allergies: { state: 'none_known' } })
  await writeNote(owner, full.id, 'Line one\n\n<b>not markup</b> & more  \u2028 end')
  await addFile(owner, full.id, 'Dear patient')
  const announced = { id: newId(), patient: full.id, name: 'a "name" with; odd signs.txt', size: 5 }
  await owner.browser.call(fileRoutes.announce, announced)
  await owner.browser.send('PUT', `/api/files/${announced.id}/content`, Buffer.from('hello'))
  const { database, vault, keysOf } = candour.parts
  const resources: OpenedMany['resources'] = []
  for (let after: Position | null | undefined = null; after !== undefined;) {
    const from: Position | null = after
    const page: OpenedMany = await database.inPractice(owner.session.practice.id, async (tx) =>
      openMany({ tx, vault, keys: await keysOf(tx), now: new Date() }, { patient: null, after: from, most: 100 }),
    )
    resources.push(...page.resources)
    after = page.next ?? undefined
  }
  const seen = resources.map((one) => [one.type, checkResource(one.type, one.bytes)])
  expect(seen.map(([type, checked]) => [type, (checked as { problems?: unknown }).problems])).toEqual(
    seen.map(([type]) => [type, undefined]),
  )
  expect(new Set(resources.map((one) => one.type))).toEqual(
    new Set(['AllergyIntolerance', 'Composition', 'DocumentReference', 'Patient']),
  )
})
