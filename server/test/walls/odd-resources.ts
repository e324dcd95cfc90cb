/** For tests: random resources of every type, whole and damaged, through the door, and what whoever reads afterwards gets. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { spliceMeta } from '../../src/features/resources/splice-meta.ts'
import { mutate } from '../fhir/mutate.ts'
import { nastyBodies } from '../fhir/nasty-bodies.ts'
import { randomResource } from '../fhir/random-resource.ts'
import type { House } from './house.ts'

const fhir = { 'content-type': 'application/fhir+json' }
const inFlight = 8

/** Patients of nowhere become one of the practice's, so that the resource has an owner. */
function ownedBy(patient: string, text: string): string {
  return text.replaceAll(/"Patient\/[^"/?]+(?:\/_history\/[^"]*)?"/g, `"Patient/${patient}"`)
}

async function inParallel<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all]
  const worker = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await act(one)
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}

async function readAll(house: House, patient: string): Promise<void> {
  for (const path of [`/api/patients/${patient}`, `/api/patients/${patient}/timeline`])
    expect([path, (await house.admin.browser.send('GET', path)).status]).toEqual([path, 200])
}

/** What goes in comes out byte for byte, but for `id` and `meta`. Answers how many were kept. */
export async function sendWhole(house: House, patient: string, count: number): Promise<number> {
  let kept = 0
  const texts = fc.sample(randomResource(), { numRuns: count, seed: 20_261_122 })
  await inParallel(texts, async ({ type, text }) => {
    const sent = ownedBy(patient, text)
    const made = await house.admin.browser.send('POST', `/fhir/R4/${type}`, sent, fhir)
    expect([made.status < 500, made.body, sent]).toEqual([true, made.body, sent])
    if (made.status !== 201) return
    kept += 1
    const { response } = await house.admin.browser.fetch('GET', `/fhir/R4/${type}/${made.body.id}`)
    const lastUpdated = new Date(made.body.meta.lastUpdated as string)
    const expected = spliceMeta(Buffer.from(sent), { id: made.body.id, version: 1, lastUpdated })
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(expected.toString())
  })
  await readAll(house, patient)
  return kept
}

/** Damaged ones are kept or refused, never a fault. Answers how many were refused. */
export async function sendDamaged(house: House, patient: string, count: number): Promise<number> {
  let refused = 0
  const damaged = randomResource().chain(({ type, text }) =>
    fc.tuple(fc.constant(type), fc.array(mutate(text), { minLength: 10, maxLength: 10 })),
  )
  const all = fc
    .sample(damaged, { numRuns: count / 10, seed: 20_261_122 })
    .flatMap(([type, texts]) => texts.map((text) => [type, ownedBy(patient, text)] as const))
  await inParallel(all, async ([type, sent]) => {
    const { status, body } = await house.admin.browser.send('POST', `/fhir/R4/${type}`, sent, fhir)
    if (status >= 500) expect([status, body, sent]).toEqual(['below 500', null, ''])
    if (status >= 400) refused += 1
  })
  await readAll(house, patient)
  return refused
}

/** The nastiest JSON of a size: each is kept or refused in words, and the record stays readable. Answers what each came to. */
export async function sendNasty(house: House, patient: string, bytes: number): Promise<Record<string, number>> {
  const came: Record<string, number> = {}
  for (const [name, body] of nastyBodies(patient, bytes)) {
    const { status, body: answer } = await house.admin.browser.send('POST', '/fhir/R4/Observation', body, fhir)
    if (status !== 201) expect([name, answer.issue[0].diagnostics]).toEqual([name, expect.any(String)])
    came[name] = status
  }
  await readAll(house, patient)
  return came
}
