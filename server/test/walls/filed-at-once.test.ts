import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { buildHouse, putResource, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Filing')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

test('a document that four people file at once, to two patients, is filed once; the others are told', async () => {
  const { browser } = house.admin
  const document = { resourceType: 'DocumentReference', status: 'current', content: [{ attachment: { title: 'x' } }] }
  for (let round = 0; round < 8; round++) {
    const [one, other] = [
      await registerPatient(house.admin, { family: 'One' }),
      await registerPatient(house.admin, { family: 'Other' }),
    ]
    const id = `unfiled-${round}`
    await putResource(house.admin, 'DocumentReference', id, document)
    const headers = { 'content-type': 'application/json', 'if-match': 'W/"1"' }
    const answers = await Promise.all(
      [one, one, other, other].map((patient) => {
        const body = JSON.stringify({ ...document, id, subject: { reference: `Patient/${patient.id}` } })
        return browser.send('PUT', `/fhir/R4/DocumentReference/${id}`, body, headers)
      }),
    )
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    expect(statuses[0]).toBe(200)
    for (const status of statuses.slice(1)) expect([409, 412]).toContain(status)
    const shares = await house.owner.rows(
      `select s.owner from candour.share s join ledger.mark m using (practice, compartment)
       where m.practice = $1 and s.owner = any($2::uuid[]) and m.version = 2`,
      [house.practice, [one.id, other.id]],
    )
    expect(shares).toHaveLength(1)
  }
})
