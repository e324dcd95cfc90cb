import { alertRoutes } from '@candour/contract/alerts.ts'
import { chartRoute } from '@candour/contract/charts.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { expect, test } from 'vitest'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'
import { letIn, supportPerson, switchSupport, tryInside } from '../../../test/support.ts'
import { newWord } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

const alertsOf = async (by: Person) => (await by.browser.call(alertRoutes.list, {})).alerts
const noticesOf = async (by: Person) => (await by.browser.call(noticeRoutes.list, {})).notices

test('P10 P19 support that opens unusually many records raises an alert that names the request, to everybody who settles them', async () => {
  const candour = await startQuickCandour()
  const hers = await signUp(candour, 'Elm Lane', 'Elm Thrale')
  const other = await colleague(candour, hers, 3, 'Manager Elm')
  const patients = []
  for (let one = 0; one < 42; one++) patients.push(await registerPatient(hers, { family: newWord() }))
  await switchSupport(hers, true)
  const support = await supportPerson(candour, 'Ada Quill')
  const { id: request } = await letIn(other, support)
  for (const { id } of patients) expect((await tryInside(support, request, chartRoute, { id })).status).toBe(200)
  await candour.settle()
  await candour.parts.accessWatch.look(0)
  const massOf = async (by: Person) => (await alertsOf(by)).filter(({ rule }) => rule === 'mass-opening')
  const [alert] = await massOf(hers)
  expect(alert).toMatchObject({ who: { member: null, name: 'Support: Ada Quill' }, request, can: ['settle'] })
  expect(alert!.what).toBe(
    'Support: Ada Quill opened the records of 41 different patients within an hour, and went on.',
  )
  expect(await massOf(other)).toEqual([alert])
  for (const by of [hers, other]) expect((await noticesOf(by)).map(({ id }) => id)).toContain(alert!.id)
  const { entries } = await other.browser.call(alertRoutes.read, { id: alert!.id })
  expect(new Set(entries.map(({ who }) => who.name))).toEqual(new Set(['Support: Ada Quill']))
  await candour.stop()
})
