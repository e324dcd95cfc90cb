/** For suites of requests that are refused: a practice, ways to send, and the look that nothing has changed. */
import { afterAll, beforeAll, expect } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { codeOf } from './altered.ts'
import { buildHouse, type House } from './house.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

export const json = { 'content-type': 'application/json' }

/** At the top of a test file: what is given is there once its tests run. */
export function refusalsAtOneHouse() {
  const at = {} as { candour: TestCandour; house: House; unchanged: Record<string, string> }
  beforeAll(async () => {
    at.candour = await startQuickCandour()
    at.house = await buildHouse(at.candour, 'Rowan')
    at.unchanged = await contentsOf(at.house.owner)
  })
  afterAll(async () => {
    await at.house.owner.end()
    await at.candour.stop()
  })
  const post = (body: string | Buffer, headers: Record<string, string> = json, path = '/api/patients') =>
    at.house.admin.browser.send('POST', path, body as BodyInit, headers)
  const fhir = (body: string | Buffer) => post(body, { 'content-type': 'application/fhir+json' }, '/fhir/R4/Patient')

  /** Each is refused with this status and code, and nothing has changed. */
  async function expectRefused(status: number, code: string, tries: Record<string, () => ReturnType<typeof post>>) {
    for (const [what, act] of Object.entries(tries)) {
      const answer = await act()
      expect([what, answer.status, codeOf(answer)]).toEqual([what, status, code])
      expect(JSON.stringify(answer.body).length, what).toBeLessThan(20_000)
    }
    expect(await contentsOf(at.house.owner)).toEqual(at.unchanged)
  }
  return { at, post, fhir, expectRefused }
}
