import { existsSync, readFileSync } from 'node:fs'
import { fileRoutes } from '@candour/contract/files.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp } from '../../../test/people.ts'

/** Data to try things on; never part of the repository. */
const folder = new URL('../../../../../shared/data/synthea-10/', import.meta.url)
const isHere = existsSync(folder)
const why = isHere ? '' : ' (left out: shared/data/synthea-10 is not here)'

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
})
afterAll(() => candour.stop())

function read(type: string): { line: string; resource: { id: string; subject?: { reference: string } } }[] {
  const lines = readFileSync(new URL(`${type}.000.ndjson`, folder), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => ({ line, resource: JSON.parse(line) as never }))
}

test.skipIf(!isHere)(
  `13 patients and 1,215 documents of another system enter by FHIR and are read in the chart, bytes kept${why}`,
  { timeout: 120_000 },
  async () => {
    const { browser } = await signUp(candour)
    const send = (method: string, path: string, body: string) =>
      browser.send(method, path, body, { 'content-type': 'application/fhir+json' })
    const patients = read('Patient')
    const newIds = new Map<string, string>()
    for (const { line, resource } of patients) {
      const made = await send('POST', '/fhir/R4/Patient', line)
      expect(made.status).toBe(201)
      newIds.set(resource.id, made.body.id)
    }
    const documents = read('DocumentReference')
    expect([patients.length, documents.length]).toEqual([13, 1215])
    const made: { id: string; sent: string }[] = []
    for (let start = 0; start < documents.length; start += 20) {
      const batch = documents.slice(start, start + 20).map(async ({ line, resource }) => {
        const old = resource.subject!.reference.replace('Patient/', '')
        const sent = line.replace(`"Patient/${old}"`, `"Patient/${newIds.get(old)}"`)
        const answer = await send('POST', '/fhir/R4/DocumentReference', sent)
        expect(answer.status).toBe(201)
        made.push({ id: answer.body.id, sent })
      })
      await Promise.all(batch)
    }
    // The bytes are the ones that came, but for id and meta, which stand where they stood.
    for (const { id, sent } of made.filter((_one, place) => place % 50 === 0)) {
      const { response } = await browser.fetch('GET', `/fhir/R4/DocumentReference/${id}`)
      const text = await response.text()
      const without = (json: string) => json.replace(/"id":"[^"]*",/, '').replace(/"meta":\{.*?\},/, '')
      expect(without(text)).toBe(without(sent))
      expect(JSON.parse(text).meta).toMatchObject({ versionId: '1', profile: JSON.parse(sent).meta.profile })
      const file = await browser.call(fileRoutes.read, { id })
      expect(file.text).toBe(Buffer.from(JSON.parse(sent).content[0].attachment.data, 'base64').toString())
    }
    let listed = 0
    for (const id of newIds.values()) {
      const card = await browser.call(patientRoutes.read, { id })
      expect(card.family).not.toBe('')
      let cursor: string | undefined
      do {
        const page = await browser.call(patientRoutes.timeline, { id, ...(cursor === undefined ? {} : { cursor }) })
        listed += page.items.length
        cursor = page.cursor ?? undefined
        const dates = page.items.map((item) => item.at)
        expect(dates).toEqual(dates.toSorted().toReversed())
      } while (cursor !== undefined)
    }
    expect(listed).toBe(1215)
  },
)
