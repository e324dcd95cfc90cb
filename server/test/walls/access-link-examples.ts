/** Example calls about who looked at a record, about legal holds and about how long details are kept. */
import { holdRoutes } from '@candour/contract/holds.ts'
import { retentionRoutes } from '@candour/contract/retention.ts'
import { makeLink, nobodyAtRisk, openLink } from '../access-links.ts'
import type { Browser } from '../browser.ts'
import { colleague, registerPatient, type Person } from '../people.ts'
import type { Example } from './factor-examples.ts'
import type { House } from './house.ts'

/** Calls by the browser that opened a patient's link. */
export const isOfPatientLink = new Set(['access-link.read', 'access-link.leave'])

export async function patientLinkOf({ candour, admin, patient }: House): Promise<Browser> {
  return openLink(candour, await makeLink(admin, patient.id))
}

const seconds = new WeakMap<House, Promise<Person>>()

/** Another administrator of a house. */
function secondOf(house: House): Promise<Person> {
  const found = seconds.get(house) ?? colleague(house.candour, house.admin, 4, 'Second Person')
  seconds.set(house, found)
  return found
}

const input = (fields: Record<string, unknown>) => Promise.resolve({ input: fields })

export const accessLinkExamples: Record<string, Example> = {
  'access-link.preview': ({ patient }) => input({ id: patient.id, before: 1_000_000 }),
  'access-link.list': ({ patient }) => input({ id: patient.id }),
  'access-link.make': async (house) => {
    const { member } = (await secondOf(house)).session
    // Whom a link hides is asked about once more at the next link of the same patient.
    const { id } = await registerPatient(house.admin)
    return { input: { id, ...nobodyAtRisk, isAnybodyAtRisk: true, hidden: [member.id] } }
  },
  'access-link.confirm': async (house) => {
    const second = await secondOf(house)
    const { id } = await registerPatient(house.admin)
    await makeLink(second, id, { hidden: [second.session.member.id] })
    return { input: { id: (await makeLink(second, id)).link.id } }
  },
  'access-link.revoke': async (house) => ({ input: { id: (await makeLink(house.admin, house.patient.id)).link.id } }),
  'access-link.open': async (house) => {
    const { token, code } = await makeLink(house.admin, house.patient.id)
    return { input: { token, code } }
  },
  'access-link.read': () => input({ before: 1_000_000 }),
  'access-link.leave': () => input({}),
  'hold.list': () => input({}),
  'hold.place': async (house) => {
    const { id } = await registerPatient(house.admin)
    return { input: { kind: 'patient', about: id, reason: 'A letter before action' } }
  },
  'hold.lift': async (house) => {
    const second = await secondOf(house)
    const { id: about } = await registerPatient(house.admin)
    const reason = 'A letter before action'
    const { id } = await second.browser.call(holdRoutes.place, { kind: 'patient', about, reason })
    return { input: { id, reason: 'The claim was withdrawn' } }
  },
  'retention.read': () => input({}),
  'retention.change': async ({ admin }) => {
    const { revision } = await admin.browser.call(retentionRoutes.read, {})
    return { input: { keepYears: 10, reason: 'Decided with the practice', baseRevision: revision } }
  },
}
