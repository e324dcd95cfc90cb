/** Restricted records, and broken glasses, for the suites that call every endpoint. */
import { glassRoutes } from '@candour/contract/glasses.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { registerPatient, type Person } from '../people.ts'
import { invite, newNhsNumber, newWord, type House } from './house.ts'

/** A new patient whose record opens to these people alone; who has no access any more can't be named. */
export async function restrictedPatient(
  { admin, people }: Pick<House, 'admin' | 'people'>,
  named: Person[],
  members: string[] = [],
  by: Person = admin,
): Promise<string> {
  const { id } = await registerPatient(admin, { family: newWord(), nhsNumber: newNhsNumber() })
  const those = named.filter((one) => one !== people.get(0)).map(({ session }) => session.member.id)
  const asked = { id, members: [...new Set([...those, ...members])], reason: 'At risk', baseRevision: 0 }
  await by.browser.call(restrictionRoutes.restrict, asked)
  return id
}

/** The glass of a restricted record that `by` has broken. */
export async function brokenGlass(house: House, by: Person): Promise<string> {
  const { member } = await invite(house, 'approved')
  const patient = await restrictedPatient(house, [], [member])
  const asked = {
    whose: { by: 'patient', patient },
    reason: 'emergency',
    words: 'Collapsed in the waiting room',
  } as const
  return (await by.browser.call(glassRoutes.break, asked)).id
}
