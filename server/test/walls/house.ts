/** A practice with something of everything in it, for the suites that call every endpoint. */
import { newId } from '../../src/platform/vault/ids.ts'
import type { Rules } from '@candour/contract/rules.ts'
import { weekdays } from '@candour/contract/working-hours.ts'
import { draftRoutes, type Draft } from '@candour/contract/drafts.ts'
import { fileRoutes } from '@candour/contract/files.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import { addNotice } from '../../src/features/notices/add-notice.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../people.ts'
import { connectOwner, type Owner } from './owner.ts'
import { inPractice } from './practice-keys.ts'
import { setStanding } from './set-standing.ts'

export interface House {
  candour: TestCandour
  owner: Owner
  practice: string
  admin: Person
  /** By level; the one of level 0 was a clinician until a moment ago and still has the cookie. */
  people: Map<Level, Person>
  patient: PatientCard
  note: string
  file: string
  /** FHIR ids of a patient, a note and a document that came from elsewhere. */
  fhir: { patient: string; note: string; document: string }
}

let count = 0
/** A word that occurs once in a test run. */
export function newWord(): string {
  return `w${process.pid}x${count++}`
}

/** A valid NHS number of the range that is never given out. */
export function newNhsNumber(): string {
  for (;;) {
    const digits = `999${String(++count).padStart(6, '0')}`
    const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0)
    const check = (11 - (sum % 11)) % 11
    if (check !== 10) return digits + check
  }
}

export async function buildHouse(candour: TestCandour, name: string, levels: Level[] = []): Promise<House> {
  const owner = await connectOwner(candour)
  const admin = await signUp(candour, `Practice ${name}`, `Administrator ${name}`)
  const people = new Map<Level, Person>([[4, admin]])
  for (const level of levels.filter((one) => one !== 4)) {
    people.set(level, await colleague(candour, admin, level === 0 ? 2 : level, `Level ${level} ${name}`))
  }
  const dismissed = people.get(0)?.session.member.id
  if (dismissed !== undefined)
    await admin.browser.call(memberRoutes.changeLevel, { id: dismissed, level: 0, reason: 'left' })
  const patient = await registerPatient(admin, { family: `Family${name}`, nhsNumber: newNhsNumber() })
  const fhir = { patient: `patient-${name}`, note: `note-${name}`, document: `document-${name}` }
  const house = {
    candour,
    owner,
    practice: admin.session.practice.id,
    admin,
    people,
    patient,
    note: await writeNote(admin, patient.id, `Note of ${name}`),
    file: await addFile(admin, patient.id, `Contents of a file of ${name}.`),
    fhir,
  }
  await putResource(admin, 'Patient', fhir.patient, { name: [{ family: `Elsewhere${name}` }], gender: 'female' })
  const subject = { reference: `Patient/${fhir.patient}` }
  await putResource(admin, 'Composition', fhir.note, {
    subject,
    ...validComposition,
    title: `From elsewhere ${name}`,
  })
  const data = Buffer.from(`Text from elsewhere ${name}`).toString('base64')
  const content = [{ attachment: { contentType: 'text/plain', data } }]
  await putResource(admin, 'DocumentReference', fhir.document, { subject, status: 'current', content })
  return house
}

export function startDraft(by: Person, patient: string | null, text = 'Some words.'): Promise<Draft> {
  return by.browser.call(draftRoutes.start, { patient, title: 'A note', sections: [{ heading: 'Seen', text }] })
}

export async function writeNote(by: Person, patient: string, text: string): Promise<string> {
  const draft = await startDraft(by, patient, text)
  return (await by.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: draft.revision })).id
}

export async function announceFile(by: Person, patient: string, size: number, name = 'file.txt'): Promise<string> {
  return (await by.browser.call(fileRoutes.announce, { patient, name, size })).id
}

export async function addFile(by: Person, patient: string, contents: string | Buffer, name?: string): Promise<string> {
  const bytes = Buffer.from(contents)
  const id = await announceFile(by, patient, bytes.length, name)
  const { status, body } = await by.browser.send('PUT', `/api/files/${id}/content`, bytes)
  if (status !== 201) throw new Error(`the file was not kept: ${status} ${JSON.stringify(body)}`)
  return id
}

/** What R4 asks of every Composition. */
export const validComposition = {
  status: 'final',
  type: { text: 'Note' },
  date: '2026-01-15',
  author: [{ display: 'Somebody elsewhere' }],
}

export async function putResource(by: Person, type: string, id: string, rest: object): Promise<void> {
  const body = JSON.stringify({ resourceType: type, id, ...rest })
  const answer = await by.browser.send('PUT', `/fhir/R4/${type}/${id}`, body, { 'content-type': 'application/json' })
  if (answer.status !== 201) throw new Error(`${type} was not kept: ${answer.status} ${JSON.stringify(answer.body)}`)
}

/** An invitation; with `state` as if its holder had come so far (without the costly password). */
export async function invite(
  { admin, candour, practice }: House,
  state: 'invited' | 'pending' | 'approved' = 'invited',
): Promise<{ member: string; token: string }> {
  const email = `${newWord()}@example.org`
  const { member, link } = await admin.browser.call(memberRoutes.invite, {
    name: 'Somebody Invited',
    role: 'Nurse',
    email,
    level: 1,
  })
  if (state !== 'invited') await setStanding(candour, practice, member.id, { state })
  return { member: member.id, token: link.split('#')[1]! }
}

export async function leaveNotice({ candour, practice }: House): Promise<string> {
  const before = new Set(await noticesOf(candour, practice))
  await inPractice(candour, practice, (inside) => addNotice(inside, 'A heading', 'A text'))
  return (await noticesOf(candour, practice)).find((notice) => !before.has(notice))!
}

async function noticesOf(candour: TestCandour, practice: string): Promise<string[]> {
  return inPractice(candour, practice, async ({ tx }) =>
    (
      await tx.run<{ notice: string }>(
        { name: 'test-notices', text: 'select notice from candour.notice where practice = $1' },
        practice,
      )
    ).map((row) => row.notice),
  )
}

/** Ranges and hours that lock nobody out. */
export function fromHere({ session }: Person): Pick<Rules, 'addresses' | 'locations' | 'members'> {
  const addresses = ['127.0.0.0/8', '::1'].map((range) => ({ range, name: 'This machine' }))
  const hours = { days: [...weekdays], from: '00:00', to: '00:00' }
  const locations = [{ id: newId(), name: 'High Street', addresses }]
  return { addresses, locations, members: [{ member: session.member.id, addresses, hours }] }
}
