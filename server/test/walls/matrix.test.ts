import type { Level } from '@candour/contract/permissions.ts'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import type { Browser } from '../browser.ts'
import { callEndpoint } from './call-endpoint.ts'
import { callerOf, exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { callers, matrixText, type Caller } from './matrix.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
beforeAll(async () => {
  candour = await startQuickCandour()
})
afterAll(async () => {
  for (const house of houses.values()) await (await house).owner.end()
  await candour.stop()
})

const houses = new Map<Caller, Promise<House>>()
/** One for each caller: what the examples of the others made is not in their way. */
function houseFor(caller: Caller): Promise<House> {
  const levels = typeof caller === 'number' ? [caller] : []
  const built = houses.get(caller) ?? buildHouse(candour, `Alder${callers.indexOf(caller)}`, levels)
  houses.set(caller, built)
  return built
}

const approved = readFile(new URL('matrix.approved.txt', import.meta.url), 'utf8')

test('P02 P05 the table of endpoints is the one that was approved (npm run generate, and look at the difference)', async () => {
  expect(matrixText(candour.parts.endpoints)).toBe(await approved)
})

test('every endpoint has an example, so that none can be forgotten here', () => {
  for (const { name } of candour.parts.endpoints) expect(exampleOf(name), name).toBeTypeOf('function')
})

/** What really happens, by the very call: `yes` for anything but 401 and 403. */
async function tryAs(caller: Caller, name: string): Promise<string> {
  const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
  const at = await houseFor(caller)
  // Level 0 can make nothing of its own any more: it tries what is the administrator's.
  const person = typeof caller === 'number' && caller > 0 ? at.people.get(caller satisfies Level)! : at.admin
  if (caller === 'after trial') await setTrial(at, 30)
  const example = await exampleOf(name)(at, person)
  // Whom a public endpoint answers shows as well in how it refuses a field that it does not know, and costs no password.
  const isKnown = endpoint.access === 'public' && caller !== 'anonymous'
  const asked = isKnown ? { ...example, input: { ...example.input, surprise: 'x' } } : example
  const browser = await browserOf(caller, name, at)
  if (caller === 'after trial') await setTrial(at, -1)
  const { status, body } = await callEndpoint(browser, endpoint, asked)
  if (status >= 500) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
  return status === 401 || status === 403 ? String(status) : 'yes'
}

async function browserOf(caller: Caller, name: string, at: House): Promise<Browser> {
  if (caller === 'anonymous') return candour.visitor()
  const person = typeof caller === 'number' ? at.people.get(caller)! : at.admin
  // Nobody of level 0 can sign in again; the cookie of before is all that there is.
  // To an entry that is not theirs they bring what they have: nothing that counts there.
  const own = candour.parts.endpoints.find((one) => one.name === name)!.access
  return caller === 0 || own === 'support' || own === 'patient-link'
    ? person.browser
    : (await callerOf(at, name, person)).browser
}

async function setTrial({ owner, practice }: House, days: number): Promise<void> {
  await owner.rows(
    `update candour.practice set trial_ends_at = now() + make_interval(days => $2) where practice = $1`,
    [practice, days],
  )
}

const columns = callers.map((caller) => [String(caller), caller] as const)

test.each(columns)(
  'P02 P05 P06 P07 %s: every endpoint answers or refuses as approved',
  async (_name, caller) => {
    const rows = (await approved).split('\n').filter((line) => / (GET|POST|PUT|PATCH|DELETE) \//.test(line))
    expect(rows).toHaveLength(candour.parts.endpoints.length)
    const expected: Record<string, string> = {}
    const found: Record<string, string> = {}
    for (const row of rows) {
      const cells = row.split(/\s{2,}/)
      const name = cells[0]!
      expected[name] = cells[3 + callers.indexOf(caller)]!
      found[name] = await tryAs(caller, name)
    }
    expect(found).toEqual(expected)
  },
  120_000,
)

test('P02 the suite notices a hole: an endpoint that forgot to ask for a permission lets level 1 in', async () => {
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'entry.list')!
  const { access } = endpoint
  Object.assign(endpoint, { access: 'signed-in' })
  try {
    expect(await tryAs(1, 'entry.list')).toBe('yes')
    expect(matrixText(candour.parts.endpoints)).not.toBe(await approved)
  } finally {
    Object.assign(endpoint, { access })
  }
  expect(await tryAs(1, 'entry.list')).toBe('403')
})
