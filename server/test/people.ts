/** A practice, its people and its patients, as tests need them: made through the door, like everything else. */
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { Browser } from './browser.ts'

/** A Candour that runs, in this process or in another. */
type Running = { visitor(): Browser }

export const password = 'harbour lantern quilt 9'
let count = 0

export interface Person {
  browser: Browser
  session: Session
  email: string
}

export async function signUp(candour: Running, name = 'Tallow Lane Dental', person = 'Imogen Thrale'): Promise<Person> {
  const browser = candour.visitor()
  const email = `person${count++}@example.org`
  const agreement = await browser.call(practiceRoutes.readAgreement, {})
  await browser.call(practiceRoutes.signUp, {
    kind: 'dental',
    name,
    town: 'Bristol',
    person: { name: person, role: 'Dentist', email, password },
    agreement: { version: agreement.version, acceptedBy: person },
  })
  return { browser, session: await whoAmI(browser), email }
}

export async function whoAmI(browser: Browser): Promise<Session> {
  const session = await browser.call(sessionRoutes.read, {})
  browser.csrf = session.csrf
  return session
}

export async function signIn(candour: Running, email: string, given = password): Promise<Person> {
  const browser = candour.visitor()
  await browser.call(sessionRoutes.signIn, { email, password: given })
  return { browser, session: await whoAmI(browser), email }
}

/** Invited by `by`, accepted, approved and signed in. */
export async function colleague(
  candour: Running,
  by: Person,
  level: Exclude<Level, 0>,
  name = 'Nkem Adeyfield',
): Promise<Person> {
  const email = `person${count++}@example.org`
  const { member, link } = await by.browser.call(memberRoutes.invite, { name, role: 'Nurse', email, level })
  const token = link.split('#')[1]!
  await candour.visitor().call(memberRoutes.acceptInvitation, { token, password })
  await by.browser.call(memberRoutes.approve, { id: member.id })
  return signIn(candour, email)
}

export async function registerPatient(by: Person, details: Partial<PatientCard> = {}): Promise<PatientCard> {
  const answer = await by.browser.call(patientRoutes.register, {
    family: 'Ashdowne',
    given: 'Margery',
    title: 'Mrs',
    birthDate: '1957-03-04',
    sex: 'female',
    duplicatesSeen: true,
    ...details,
  } as never)
  if (answer.outcome !== 'registered') throw new Error('not registered')
  return answer.patient
}
