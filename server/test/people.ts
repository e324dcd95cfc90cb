/** A practice, its people and its patients, as tests need them: made through the door, like everything else. */
import { factorRoutes } from '@candour/contract/factors.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import type { Level } from '@candour/contract/permissions.ts'
import { Secret, TOTP } from 'otpauth'
import type { Browser } from './browser.ts'
import { softPasskey } from './soft-passkey.ts'

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

/** By the password alone; throws for somebody who has a second factor. */
export async function signIn(candour: Running, email: string, given = password): Promise<Person> {
  const browser = candour.visitor()
  const { outcome } = await browser.call(sessionRoutes.signIn, { email, password: given })
  if (outcome !== 'signed-in') throw new Error(`${email} has a second factor, and a password alone opens nothing`)
  return { browser, session: await whoAmI(browser), email }
}

/** What the authenticator app shows. */
export function totpCode(secret: string, at = new Date()): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })
}

export interface EnrolledApp {
  id: string
  secret: string
  uri: string
  /** Those that came with the first factor. */
  recoveryCodes: string[]
}

/** From now on `person` needs an authenticator app, by whose clock it is `at`. */
export async function enrolApp({ browser }: Person, at = new Date()): Promise<EnrolledApp> {
  const { id, secret, uri } = await browser.call(factorRoutes.startTotp, { name: 'Phone' })
  const { recoveryCodes } = await browser.call(factorRoutes.confirmTotp, { id, code: totpCode(secret, at) })
  return { id, secret, uri, recoveryCodes: recoveryCodes ?? [] }
}

/** From now on `person` has a passkey, beside what they had. */
export async function enrolPasskey({ browser }: Pick<Person, 'browser'>, passkey = softPasskey(), name = 'Laptop') {
  const made = passkey.make(await browser.call(factorRoutes.startPasskey, {}))
  const { recoveryCodes } = await browser.call(factorRoutes.confirmPasskey, { name, passkey: made })
  return { passkey, recoveryCodes }
}

/** A password was right, and a second factor is asked for: the ticket of the second step. */
export async function ticketOf(candour: Running, { email }: Pick<Person, 'email'>): Promise<string> {
  const came = await candour.visitor().call(sessionRoutes.signIn, { email, password })
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  return came.ticket
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
