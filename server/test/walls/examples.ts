/**
 * An example call of every endpoint, with every field that its contract has. Who adds an endpoint adds its example:
 * the generated suites fail when one is missing.
 */
import { readAccount } from '../../src/features/accounts/find-account.ts'
import { giveTicket } from '../../src/features/accounts/ticket.ts'
import { agreement } from '../../src/features/practices/agreement.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import { seatRoutes } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import type { Permission } from '@candour/contract/permissions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { colleague, enrolApp, password, registerPatient, signIn, signUp, type Person } from '../people.ts'
import type { Asked } from './call-endpoint.ts'
import { accessLinkExamples, isOfPatientLink, patientLinkOf } from './access-link-examples.ts'
import { accessExamples } from './access-examples.ts'
import { checkpointExamples } from './checkpoint-examples.ts'
import { checkExamples } from './check-examples.ts'
import { entryExamples } from './entry-examples.ts'
import { factorExamples, needsOwnAccount, somebodyElse, type Example } from './factor-examples.ts'
import {
  addFile,
  announceFile,
  fromHere,
  invite,
  leaveNotice,
  newNhsNumber,
  newWord,
  startDraft,
  type House,
} from './house.ts'
import { incidentExamples } from './incident-examples.ts'
import { proofExamples } from './proof-examples.ts'
import { providerExamples } from './provider-examples.ts'
import { recordExamples } from './record-examples.ts'
import { brokenGlass, restrictedPatient } from './restricted-records.ts'
import { supportExamples, supportOf } from './support-examples.ts'
import { sealTimelineCursor } from './timeline-cursor.ts'

/** Calls that end the session of the caller, or its token; who has to sign in again. */
export const endsSession = new Set([
  'member.leave',
  'session.sign-out',
  'session.switch-practice',
  'session.prove',
  'session.lock',
  'practice.lock',
])

const sections = [{ heading: 'Complaint', text: 'A twinge on the left.' }]
const words = { title: 'Examination', sections, device: 'A test' }

/** Drafts belong to whoever writes; one who may not write gets the administrator's. */
function writer({ admin }: House, caller: Person): Person {
  return caller.session.member.level >= 2 ? caller : admin
}

function patientForm() {
  return {
    family: `Family ${newWord()}`,
    given: 'Margery',
    title: 'Mrs',
    birthDate: '1957-03-04',
    sex: 'female',
    nhsNumber: newNhsNumber(),
    phone: '0117 496 0123',
    email: `${newWord()}@example.org`,
    address: { lines: ['1 Tallow Lane'], town: 'Bristol', postcode: 'BS1 4ND' },
    allergies: { state: 'listed', items: [{ substance: 'Penicillin', reaction: 'Rash' }] },
  }
}

/** A receptionist, to whom this can be given, or from whom taken. */
async function grantable<P extends Permission>(house: House, permission: P) {
  const { member } = await invite(house, 'approved')
  return { id: member, permission, until: '2100-01-01T00:00:00Z', location: null, reason: 'A locum week' }
}

const input = (fields: Record<string, unknown>): Promise<Asked> => Promise.resolve({ input: fields })
const fhirType = { 'content-type': 'application/fhir+json' }

async function draftOf(house: House, caller: Person) {
  return startDraft(writer(house, caller), house.patient.id)
}

/** Asked for of an account that has a second factor, and looked at of no other. */
const second = { ticket: 'a'.repeat(43), proof: { by: 'recovery', code: 'B'.repeat(24) } }

export const examples: Record<string, Example> = {
  ...recordExamples,
  ...accessExamples,
  ...checkpointExamples,
  ...checkExamples,
  ...incidentExamples,
  ...entryExamples,
  ...factorExamples,
  ...supportExamples,
  ...accessLinkExamples,
  ...providerExamples,
  ...proofExamples,
  'practice.read-agreement': () => input({}),
  'practice.sign-up': () =>
    input({
      kind: 'dental',
      name: 'A new practice',
      town: 'Bath',
      person: { name: 'Ada Winterbourne', role: 'Dentist', email: `${newWord()}@example.org`, password },
      agreement: { version: agreement.version, acceptedBy: 'Ada Winterbourne' },
      second,
    }),
  'demo.offer': () => input({}),
  'demo.open': () => input({ kind: 'dental', patients: 0 }),
  'demo.progress': () => input({}),
  'session.sign-in': ({ admin, practice }) => input({ email: admin.email, password, practice }),
  'session.prove': () => input({ proof: { by: 'password', password } }),
  'session.read': () => input({}),
  'session.switch-practice': ({ practice }) => input({ practice }),
  'session.sign-out': () => input({}),
  'session.list': () => input({}),
  'session.end': async ({ candour }, { email }) => {
    const { browser } = await signIn(candour, email)
    const { sessions } = await browser.call(sessionRoutes.list, {})
    return { input: { id: sessions.find(({ isThis }) => isThis)!.id } }
  },
  'session.end-others': () => input({}),
  'session.lock': () => input({ why: 'asked' }),
  'session.not-me': () => input({ password: `${password} and anew`, since: new Date().toISOString(), keep: [newId()] }),

  'seat.list': () => input({}),
  'seat.unlock': async (house) => {
    const person = await somebodyElse(house, house.admin)
    await person.browser.call(seatRoutes.set, { pin: '294705' })
    const { seats } = await person.browser.call(seatRoutes.list, {})
    return { input: { id: seats[0]!.id, pin: '294705' }, headers: { cookie: person.browser.device! } }
  },
  'seat.read': () => input({}),
  'seat.set': () => input({ pin: '294705' }),
  'seat.remove': () => input({}),

  'rules.read': () => input({}),
  'rules.change': async ({ admin }) => {
    const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
    return { input: { rules: { ...rules, ...fromHere(admin) }, baseRevision: revision, reason: 'They are right' } }
  },

  'rules.check': async ({ admin }) => {
    const { rules } = await admin.browser.call(rulesRoutes.read, {})
    return { input: { rules: { ...rules, ...fromHere(admin) } } }
  },
  'practice.lock': () => input({ reason: 'A stranger was seen at a screen' }),
  'practice.unlock': () => input({ reason: 'It was the electrician' }),
  'password.ask-reset': async (house) => ({ input: { email: (await somebodyElse(house, house.admin)).email } }),
  'password.read-reset': async (house) => ({ input: { token: await linkFor(house, 'reset') } }),
  'password.reset': async (house) => ({ input: { token: await linkFor(house, 'reset'), password: anotherPassword } }),
  'password.change': () => input({ current: password, password: anotherPassword }),
  'email.ask-change': () => input({ email: `${newWord()}@example.org` }),
  'email.change': async (house) => ({ input: { token: await linkFor(house, 'email') } }),
  'email.undo': async (house) => ({ input: { token: await linkFor(house, 'email-undo') } }),

  'member.list': () => input({}),
  'member.read': (_house, caller) => input({ id: caller.session.member.id }),
  'member.list-access': () => input({}),
  'member.invite-again': async (house) => ({ input: { id: (await invite(house)).member } }),
  'member.give': async (house) => ({ input: await grantable(house, 'note.read') }),
  'member.take': async (house) => ({ input: await grantable(house, 'patient.amend') }),
  'member.end-grant': async (house) => {
    const given = await grantable(house, 'note.read')
    await house.admin.browser.call(memberRoutes.give, given)
    return { input: { id: given.id, permission: given.permission, location: null, reason: 'The locum week is over' } }
  },
  'member.say-own-record': (_house, caller) =>
    input({
      id: caller.session.member.id,
      said: { family: newWord(), birthDate: '1957-03-04', nhsNumber: newNhsNumber() },
    }),
  'member.clear-own-record': async (_house, { browser, session }) => {
    const { id } = session.member
    await browser.call(memberRoutes.sayOwnRecord, { id, said: { family: newWord(), birthDate: '1957-03-04' } })
    return { input: { id } }
  },
  'member.leave': () => input({}),
  'member.invite': () => input({ name: 'Otto Fenwick', role: 'Nurse', email: `${newWord()}@example.org`, level: 1 }),
  'member.approve': async (house) => ({ input: { id: (await invite(house, 'pending')).member } }),
  'member.change-level': async (house) => ({
    input: { id: (await invite(house, 'approved')).member, level: 2, reason: 'A new task' },
  }),
  'member.withdraw': async (house) => ({ input: { id: (await invite(house)).member } }),
  'member.read-invitation': async (house) => ({ input: { token: (await invite(house)).token } }),
  'member.accept-invitation': async (house) => ({ input: { token: (await invite(house)).token, password, second } }),

  'patient.register': () => input({ ...patientForm(), duplicatesSeen: true }),
  'patient.find': ({ patient }) => input({ text: patient.family }),
  'patient.recent': () => input({}),
  'patient.read': ({ patient }) => input({ id: patient.id }),
  'patient.amend': async ({ admin }) => {
    const { id, version } = await registerPatient(admin, { family: newWord() })
    return { input: { id, baseVersion: version, ...patientForm() } }
  },
  'patient.watch': async ({ admin }) => {
    const { id, version } = await registerPatient(admin, { family: newWord() })
    return { input: { id, watched: true, baseVersion: version } }
  },
  'patient.chart': ({ patient }) => input({ id: patient.id }),
  'patient.timeline': async (house) => ({
    input: {
      id: house.patient.id,
      kind: 'all',
      year: '2100',
      code: 'http://loinc.org|8867-4',
      encounter: await encounterOf(house),
      cursor: await sealTimelineCursor(house, 0),
    },
  }),
  'patient.names': ({ patient, note }) => input({ id: patient.id, references: [`Composition/${note}`] }),

  'restriction.read': ({ patient }) => input({ id: patient.id }),
  'restriction.restrict': async ({ admin }) => {
    const { id } = await registerPatient(admin, { family: newWord() })
    return { input: { id, members: [admin.session.member.id], reason: 'At risk', baseRevision: 0 } }
  },
  'restriction.lift': async (house, caller) => {
    // Nobody lifts what somebody above them restricted.
    const by = caller.session.member.level >= 3 ? caller : house.admin
    return {
      input: { id: await restrictedPatient(house, [house.admin, caller], [], by), reason: 'Over', baseRevision: 1 },
    }
  },
  'glass.break': async (house) => {
    const { member } = await invite(house, 'approved')
    const patient = await restrictedPatient(house, [], [member])
    return { input: { whose: { by: 'patient', patient }, reason: 'emergency', words: 'Collapsed in the waiting room' } }
  },
  'glass.end': async (house, caller) => ({ input: { id: await brokenGlass(house, writer(house, caller)) } }),
  'glass.list': () => input({}),
  'glass.settle': async (house) => ({
    input: {
      id: await brokenGlass(house, await colleague(house.candour, house.admin, 2)),
      verdict: 'right',
      note: 'Seen with the team',
    },
  }),

  'draft.start': ({ patient, note }) => input({ id: newId(), patient: patient.id, amends: { note }, ...words }),
  'draft.save': async (house, caller) => {
    const { id, revision } = await draftOf(house, caller)
    return { input: { id, baseRevision: revision, ...words } }
  },
  'draft.list': () => input({}),
  'draft.read': async (house, caller) => ({ input: { id: (await draftOf(house, caller)).id } }),
  'draft.file': async (house, caller) => {
    const { id, revision } = await draftOf(house, caller)
    return { input: { id, patient: house.patient.id, baseRevision: revision } }
  },
  'draft.discard': async (house, caller) => ({ input: { id: (await draftOf(house, caller)).id } }),
  'draft.restore': async (house, caller) => {
    const { id } = await draftOf(house, caller)
    await writer(house, caller).browser.call(draftRoutes.discard, { id })
    return { input: { id } }
  },
  'draft.finish': async (house, caller) => {
    const { id, revision } = await draftOf(house, caller)
    return { input: { id, baseRevision: revision } }
  },

  'note.read': ({ note }) => input({ id: note, version: 1 }),
  'file.announce': ({ patient }) => input({ id: newId(), patient: patient.id, name: 'letter.txt', size: 12 }),
  'file.upload': async ({ admin, patient }) => {
    const bytes = Buffer.from('Dear patient')
    return { input: { id: await announceFile(admin, patient.id, bytes.length) }, bytes }
  },
  'file.read': ({ file }) => input({ id: file }),
  'file.read-content': async ({ admin, patient }) => ({
    input: { id: await addFile(admin, patient.id, 'Dear patient') },
  }),
  'seal.read': ({ note }) => input({ type: 'Composition', id: note }),
  'sign-in.list': ({ admin }) =>
    input({ kind: 'in', member: admin.session.member.id, from: '2026-01-01', to: '2100-01-01', before: 1_000_000 }),
  'sign-in.export': () => input({ format: 'csv', kind: 'all' }),
  'event.listen': () => input({}),
  'mail.outbox': () => input({}),
  'notice.list': () => input({}),
  'notice.dismiss': async (house) => ({ input: { id: await leaveNotice(house) } }),
}

const anotherPassword = 'gravel tunnel opera fig'

/** The token of a link that went to somebody's mail. */
async function linkFor(house: House, purpose: 'reset' | 'email' | 'email-undo'): Promise<string> {
  const { session } = await somebodyElse(house, house.admin)
  const { database, vault } = house.candour.parts
  return database.atGate(async (gate) => {
    const account = await readAccount(gate, vault, session.account.id)
    const facts = { email: `${newWord()}@example.org`, revision: 1 }
    return (await giveTicket(gate, vault, account, purpose, 10, facts)).token
  })
}

async function encounterOf({ admin, patient }: House): Promise<string> {
  const encounter = {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: `Patient/${patient.id}` },
  }
  return (await admin.browser.send('POST', '/fhir/R4/Encounter', JSON.stringify(encounter), fhirType)).body.id
}

/** Calls that would stop everybody else: an administrator makes them in a practice of their own. */
export const stopsAll = new Set(['practice.lock', 'practice.unlock'])

async function administratorElsewhere({ candour }: House, name: string): Promise<Person> {
  const person = await signUp(candour)
  if (name === 'practice.lock') return person
  await enrolApp(person)
  await person.browser.call(rulesRoutes.lock, { reason: 'A test' })
  return person
}

/** Asked at the entry of support, by a session of its own. */
const isOfSupport = new Set(['read-session', 'sign-out', 'ask', 'open', 'close'].map((verb) => `support.${verb}`))

/** Throws for an endpoint without an example. */
export function exampleOf(name: string): Example {
  const found = examples[name]
  if (found === undefined) throw new Error(`${name} has no example in examples.ts`)
  return found
}

/**
 * The caller of this call: for those that end a session the same person signed in afresh, for those about second factors
 * somebody else of the same level, for those that stop everybody an administrator of another practice.
 */
export async function callerOf(house: House, name: string, person: Person): Promise<Person> {
  if (isOfPatientLink.has(name)) return { ...person, browser: await patientLinkOf(house) }
  if (isOfSupport.has(name)) return { ...person, browser: (await supportOf(house, name)).browser }
  if (stopsAll.has(name) && person.session.member.level === 4) return administratorElsewhere(house, name)
  if (needsOwnAccount.has(name)) return somebodyElse(house, person)
  const { candour } = house
  return endsSession.has(name) ? signIn(candour, person.email) : person
}
