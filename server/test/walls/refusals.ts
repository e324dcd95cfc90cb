/** For suites of requests that are refused: a practice, ways to send, and the look that nothing has changed. */
import { afterAll, beforeAll, expect } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { codeOf } from './altered.ts'
import { buildHouse, type House } from './house.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

export let candour: TestCandour
export let house: House
export let unchanged: Record<string, string>
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  unchanged = await contentsOf(house.owner)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

export const json = { 'content-type': 'application/json' }
export const post = (body: string | Buffer, headers: Record<string, string> = json, path = '/api/patients') =>
  house.admin.browser.send('POST', path, body as BodyInit, headers)
export const fhir = (body: string | Buffer) =>
  post(body, { 'content-type': 'application/fhir+json' }, '/fhir/R4/Patient')

/** Each is refused with this status and code, and nothing has changed. */
export async function expectRefused(
  status: number,
  code: string,
  tries: Record<string, () => ReturnType<typeof post>>,
) {
  for (const [what, act] of Object.entries(tries)) {
    const answer = await act()
    expect([what, answer.status, codeOf(answer)]).toEqual([what, status, code])
    expect(JSON.stringify(answer.body).length, what).toBeLessThan(20_000)
  }
  expect(await contentsOf(house.owner)).toEqual(unchanged)
}
