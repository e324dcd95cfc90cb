import { chartRoute } from '@candour/contract/charts.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { signInRoutes } from '@candour/contract/sign-ins.ts'
import { supportRoutes } from '@candour/contract/support.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, type Person } from '../../../test/people.ts'
import { letIn, supportPerson, switchSupport, tryInside, type Support } from '../../../test/support.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { buildHouse, newWord, type House } from '../../../test/walls/house.ts'
import { entriesAfter, lastNumber } from '../../../test/walls/ledger-entries.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { newId } from '../../platform/vault/ids.ts'

let candour: TestCandour
let house: House
let manager: Person
let nurse: Person
let support: Support
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Hazel')
  manager = await colleague(candour, house.admin, 3, 'Manager Quince')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})
beforeEach(async () => {
  await switchSupport(house.admin, true)
  support = await supportPerson(candour, `Ada ${newWord()}`)
})

const look = async (request: string, by = support) => codeOf(await tryInside(by, request, patientRoutes.recent, {}))

test('B7 the replay holds each call of support, in order, refusals too, with the very versions that were shown', async () => {
  const { id } = await letIn(house.admin, support)
  const number = await lastNumber(candour, house.owner, house.practice)
  await support.browser.call(supportRoutes.open, { id })
  const called = ['support.open']
  const calls = [
    ['patient.recent', patientRoutes.recent, {}],
    ['patient.read', patientRoutes.read, { id: house.patient.id }],
    ['patient.chart', chartRoute, { id: house.patient.id }],
    ['note.read', noteRoutes.read, { id: house.note }],
    ['member.list', memberRoutes.list, {}],
    ['entry.list', entryRoutes.list, {}],
    ['patient.chart', chartRoute, { id: newId() }],
  ] as const
  for (const [name, route, input] of calls) {
    await tryInside(support, id, route, input as never)
    called.push(name)
  }
  await candour.settle()
  const entered = await entriesAfter(candour, house.owner, house.practice, number)
  expect(entered.filter(({ actor }) => actor === id).map(({ verb }) => verb)).toEqual(called)
  const { steps, request } = await manager.browser.call(supportRoutes.replay, { id })
  expect(request.id).toBe(id)
  expect(steps.slice(1).map(({ number: at }) => at)).toEqual(
    entered.filter(({ actor }) => actor === id).map((one) => one.number),
  )
  const chart = steps.find(({ what }) => what === 'Opened the chart of')!
  expect(chart.patient?.family).toBe('FamilyHazel')
  const note = steps.find(({ what }) => what.startsWith('Opened a note'))!
  expect(note.records).toContainEqual({ type: 'Composition', id: house.note, version: 1 })
  expect(steps.filter(({ refusal }) => refusal !== null).map(({ what }) => what)).toEqual([
    'Looked at the team',
    'Looked at the activity',
    'Opened the chart',
  ])
  // What a step showed is opened by the reader themselves.
  const { type, version } = note.records[0]!
  const was = await manager.browser.send('GET', `/fhir/R4/${type}/${house.note}/_history/${version}`)
  expect(was.status).toBe(200)
  expect(codeOf(await nurse.browser.try(supportRoutes.replay, { id }))).toBe('access.refused')
  const activity = await manager.browser.call(entryRoutes.list, {})
  expect(activity.entries.map(({ who }) => who.name)).toContain(`Support: ${support.name}`)
  const signIns = await manager.browser.call(signInRoutes.list, { kind: 'support' })
  expect(signIns.signIns[0]).toMatchObject({ kind: 'support', who: { name: `Support: ${support.name}` } })
})

test('B7 a replay is read on, page by page, and misses nothing', async () => {
  const { id } = await letIn(house.admin, support)
  for (let round = 0; round < 21; round++) await Promise.all(Array.from({ length: 10 }, () => look(id)))
  await candour.settle()
  const numbers: number[] = []
  let after: number | null = 0
  while (after !== null) {
    const page: OutputOf<typeof supportRoutes.replay> = await manager.browser.call(supportRoutes.replay, { id, after })
    numbers.push(...page.steps.map((step) => step.number))
    after = page.after
  }
  // With the asking.
  expect(new Set(numbers).size).toBe(211)
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
}, 60_000)

test('P10 everybody of the practice is told who is in, and until when', async () => {
  // Whoever the tests before let in.
  await switchSupport(house.admin, false)
  await switchSupport(house.admin, true)
  expect((await nurse.browser.call(supportRoutes.now, {})).people).toEqual([])
  const { id, until } = await letIn(house.admin, support)
  expect((await nurse.browser.call(supportRoutes.now, {})).people).toEqual([{ id, name: support.name, until }])
  await manager.browser.call(supportRoutes.end, { id })
  expect((await nurse.browser.call(supportRoutes.now, {})).people).toEqual([])
})

test('P10 the register is taken out as a file in which nothing is a formula', async () => {
  const name = `=HYPERLINK(${newWord()})`
  const evil = await supportPerson(candour, name)
  await letIn(house.admin, evil)
  const { body, headers } = await house.admin.browser.send('GET', '/api/support/export')
  expect(headers.get('content-type')).toContain('text/csv')
  expect(body).toContain(`"'${name}"`)
  expect(body).toContain('Administrator Hazel')
})
