/**
 * An example call of every endpoint, with every field that its contract has. Who adds an endpoint adds its example:
 * the generated suites fail when one is missing.
 */
import { agreement } from '../../src/features/practices/agreement.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { unfiledRoutes } from '@candour/contract/unfiled.ts'
import { colleague, enrolApp, password, registerPatient, signIn, ticketOf, totpCode, type Person } from '../people.ts'
import type { Asked } from './call-endpoint.ts'
import {
  addFile,
  announceFile,
  invite,
  leaveNotice,
  newNhsNumber,
  newWord,
  putResource,
  startDraft,
  writeNote,
  type House,
} from './house.ts'
import { checkedTable, keptTable, readTableOf } from '../tables/by-web.ts'
import { announceImport, checkedImport, doneExport, uploadImport } from '../transfers/by-web.ts'
import { sealTimelineCursor } from './timeline-cursor.ts'

/** A table of one new patient, whose address can't be read. */
const onePatient = () => `ID,Surname,Email\n${newWord()},${newWord()},nowhere\n`

type Example = (house: House, caller: Person) => Promise<Asked>

/** Calls that end the session of the caller, or its token; who has to sign in again. */
export const endsSession = new Set(['session.sign-out', 'session.switch-practice', 'session.prove'])

/** Calls of somebody who has a second factor then, whom nobody else signs in. */
const needsOwnAccount = new Set(['factor.confirm-totp', 'factor.make-recovery-codes', 'factor.remove'])

/** With a second factor one signs in otherwise: whom the suites share gets none, somebody else is made for it. */
function somebodyElse({ candour, admin }: House, { session }: Person): Promise<Person> {
  const { level } = session.member
  return colleague(candour, admin, level === 0 ? 4 : level)
}

async function ownAccount(house: House, caller: Person): Promise<Person> {
  const isShared = [house.admin, ...house.people.values()].some(({ email }) => email === caller.email)
  return isShared ? somebodyElse(house, caller) : caller
}

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

const input = (fields: Record<string, unknown>): Promise<Asked> => Promise.resolve({ input: fields })
const fhirType = { 'content-type': 'application/fhir+json' }

async function draftOf(house: House, caller: Person) {
  return startDraft(writer(house, caller), house.patient.id)
}

const twoPatients = {
  'patients.ndjson': ['one', 'two'].map((id) => `{"resourceType":"Patient","id":"import-${id}"}\n`).join(''),
}

export const examples: Record<string, Example> = {
  'practice.read-agreement': () => input({}),
  'practice.sign-up': () =>
    input({
      kind: 'dental',
      name: 'A new practice',
      town: 'Bath',
      person: { name: 'Ada Winterbourne', role: 'Dentist', email: `${newWord()}@example.org`, password },
      agreement: { version: agreement.version, acceptedBy: 'Ada Winterbourne' },
    }),
  'demo.offer': () => input({}),
  'demo.open': () => input({ kind: 'dental', patients: 0 }),
  'demo.progress': () => input({}),
  'session.sign-in': ({ admin, practice }) => input({ email: admin.email, password, practice }),
  'session.prove-factor': async (house) => {
    const person = await somebodyElse(house, house.admin)
    const { recoveryCodes } = await enrolApp(person)
    const ticket = await ticketOf(house.candour, person)
    return { input: { ticket, proof: { by: 'recovery', code: recoveryCodes[0]! } } }
  },
  'session.prove': () => input({ proof: { by: 'password', password } }),
  'session.read': () => input({}),
  'session.switch-practice': ({ practice }) => input({ practice }),
  'session.sign-out': () => input({}),

  'factor.list': () => input({}),
  'factor.start-totp': () => input({ name: 'Phone' }),
  'factor.confirm-totp': async (house, caller) => {
    const { browser } = await ownAccount(house, caller)
    const { id, secret } = await browser.call(factorRoutes.startTotp, { name: 'Phone' })
    return { input: { id, code: totpCode(secret) } }
  },
  'factor.make-recovery-codes': async (house, caller) => {
    await enrolApp(await ownAccount(house, caller))
    return { input: {} }
  },
  'factor.remove': async (house, caller) => {
    const person = await ownAccount(house, caller)
    await enrolApp(person)
    return { input: { id: (await enrolApp(person)).id } }
  },

  'member.list': () => input({}),
  'member.invite': () => input({ name: 'Otto Fenwick', role: 'Nurse', email: `${newWord()}@example.org`, level: 1 }),
  'member.approve': async (house) => ({ input: { id: (await invite(house, 'pending')).member } }),
  'member.change-level': async (house) => ({
    input: { id: (await invite(house, 'approved')).member, level: 2, reason: 'A new task' },
  }),
  'member.withdraw': async (house) => ({ input: { id: (await invite(house)).member } }),
  'member.read-invitation': async (house) => ({ input: { token: (await invite(house)).token } }),
  'member.accept-invitation': async (house) => ({ input: { token: (await invite(house)).token, password } }),

  'patient.register': () => input({ ...patientForm(), duplicatesSeen: true }),
  'patient.find': ({ patient }) => input({ text: patient.family }),
  'patient.recent': () => input({}),
  'patient.read': ({ patient }) => input({ id: patient.id }),
  'patient.amend': async ({ admin }) => {
    const { id, version } = await registerPatient(admin, { family: newWord() })
    return { input: { id, baseVersion: version, ...patientForm() } }
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
  'entry.list': ({ admin, patient }) =>
    input({
      kind: 'all',
      member: admin.session.member.id,
      patient: patient.id,
      routine: 'shown',
      before: 1_000_000,
    }),
  'event.listen': () => input({}),
  'mail.outbox': () => input({}),
  'notice.list': () => input({}),
  'notice.dismiss': async (house) => ({ input: { id: await leaveNotice(house) } }),

  'transfer.list': () => input({}),
  'transfer.read': async ({ admin }) => ({ input: { id: (await announceImport(admin, twoPatients)).id } }),
  'transfer.start-import': () => input({ files: [{ name: `${newWord()}.ndjson`, size: 12 }] }),
  'transfer.upload': async ({ admin }) => {
    const { id } = await announceImport(admin, twoPatients)
    return { input: { id, file: '0' }, bytes: Buffer.from(twoPatients['patients.ndjson']) }
  },
  'transfer.start-check': async ({ admin }) => ({ input: { id: (await uploadImport(admin, twoPatients)).id } }),
  'transfer.start-keep': async ({ admin }) => ({ input: { id: (await checkedImport(admin, twoPatients)).id } }),
  'transfer.cancel': async ({ admin }) => ({
    input: { id: (await announceImport(admin, twoPatients)).id },
  }),
  'transfer.list-refused': async ({ admin }) => ({ input: { id: (await checkedImport(admin, twoPatients)).id } }),
  'transfer.read-refused': async ({ admin }) => ({ input: { id: (await checkedImport(admin, twoPatients)).id } }),
  'transfer.start-export': () => input({ passphrase: `harbour lantern ${newWord()}` }),
  'transfer.export-patient': ({ patient }) => input({ id: patient.id, passphrase: `harbour lantern ${newWord()}` }),
  'transfer.download': async ({ admin, patient }) => ({
    input: { id: (await doneExport(admin, { patient: patient.id })).id },
  }),

  'table.read': async ({ admin }) => ({ input: { id: (await readTableOf(admin, onePatient())).id } }),
  'table.map': async ({ admin }) => ({
    input: {
      id: (await readTableOf(admin, onePatient())).id,
      source: 'An old system',
      dateOrder: 'dmy',
      fields: ['externalId', 'family', 'email'],
    },
  }),
  'table.list-rows': async ({ admin }) => ({ input: { id: (await checkedTable(admin, onePatient())).id } }),
  'table.read-rows': async ({ admin }) => ({ input: { id: (await checkedTable(admin, onePatient())).id } }),
  'table.start-keep': async ({ admin }) => ({
    input: { id: (await checkedTable(admin, onePatient())).id, possible: true },
  }),
  'table.start-undo': async ({ admin }) => ({ input: { id: (await keptTable(admin, onePatient())).id } }),

  'unfiled.list': () => input({}),
  'unfiled.file': async ({ admin, patient }) => ({
    input: { type: 'DocumentReference', id: await unfiledDocument(admin), baseVersion: 1, patient: patient.id },
  }),
  'unfiled.take-back': async ({ admin, patient }) => {
    const one = { type: 'DocumentReference', id: await unfiledDocument(admin) }
    await admin.browser.call(unfiledRoutes.file, { ...one, baseVersion: 1, patient: patient.id })
    return { input: { ...one, baseVersion: 2 } }
  },

  'resource.create': async ({ patient }) => ({
    input: { type: 'DocumentReference' },
    resource: {
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: `Patient/${patient.id}` },
      content: [{ attachment: { contentType: 'text/plain', data: 'RGVhciBwYXRpZW50' } }],
    },
    headers: fhirType,
  }),
  'resource.read': ({ patient }) => input({ type: 'Patient', id: patient.id }),
  'resource.vread': ({ patient }) => input({ type: 'Patient', id: patient.id, version: 1 }),
  'resource.history': ({ patient }) => input({ type: 'Patient', id: patient.id }),
  'resource.delete': async ({ admin, patient }) => ({
    input: { type: 'Composition', id: await writeNote(admin, patient.id, newWord()) },
  }),
  'resource.update': async ({ admin }) => {
    const { id } = await registerPatient(admin, { family: newWord() })
    return {
      input: { type: 'Patient', id },
      resource: { resourceType: 'Patient', id, name: [{ family: newWord() }] },
      headers: { ...fhirType, 'if-match': 'W/"1"' },
    }
  },
}

/** A document that names nobody. */
async function unfiledDocument(admin: Person): Promise<string> {
  const id = newId()
  await putResource(admin, 'DocumentReference', id, { status: 'current', content: [{ attachment: { title: 'x' } }] })
  return id
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

/** Throws for an endpoint without an example. */
export function exampleOf(name: string): Example {
  const found = examples[name]
  if (found === undefined) throw new Error(`${name} has no example in examples.ts`)
  return found
}

/**
 * The caller of this call: for those that end a session the same person signed in afresh, for those about second factors
 * somebody else of the same level.
 */
export async function callerOf(house: House, name: string, person: Person): Promise<Person> {
  if (needsOwnAccount.has(name)) return somebodyElse(house, person)
  const { candour } = house
  return endsSession.has(name) ? signIn(candour, person.email) : person
}
