/** A busy day at a practice, in which every field, file, header and mistake carries a canary. */
import { draftRoutes } from '@candour/contract/drafts.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { Secret } from 'otpauth'
import { expect } from 'vitest'
import { Browser } from '../browser.ts'
import { totpCode } from '../people.ts'
import { softPasskey } from '../soft-passkey.ts'
import type { Canaries } from './canaries.ts'

/** Sends canaries in the headers that a browser or a proxy may send, and puts its own secrets among the canaries. */
export class MarkedBrowser extends Browser {
  readonly canaries: Canaries

  constructor(address: string, canaries: Canaries) {
    super(address)
    this.canaries = canaries
  }

  override async fetch(
    method: string,
    path: string,
    body?: BodyInit | Uint8Array,
    headers: Record<string, string> = {},
  ) {
    const before = this.cookie
    const answer = await super.fetch(method, path, body, {
      'user-agent': `Mozilla/5.0 (${this.canaries.text('user agent')}) Chrome/140.0`,
      'accept-language': this.canaries.text('accept-language'),
      'x-forwarded-for': this.canaries.text('x-forwarded-for'),
      referer: `http://localhost/${this.canaries.text('referer')}`,
      authorization: `Bearer ${this.canaries.text('authorization')}`,
      ...headers,
      ...('idempotency-key' in headers ? { 'idempotency-key': this.canaries.text('idempotency key') } : {}),
    })
    if (this.cookie !== before && this.cookie !== null) this.keepSecret('session token', this.cookie.split('=')[1]!)
    return answer
  }

  async enter(): Promise<void> {
    const session = await this.call(sessionRoutes.read, {})
    this.csrf = session.csrf
    this.keepSecret('CSRF token', session.csrf)
  }

  keepSecret(what: string, token: string): void {
    if (token.length < 20) return
    this.canaries.secret(what, token)
    this.canaries.secret(`${what}, its bytes`, Buffer.from(token, 'base64url'))
  }
}

export interface Day {
  owner: MarkedBrowser
  practice: string
  patient: string
}

export async function openPractice(address: string, canaries: Canaries): Promise<Day> {
  const { text } = canaries
  const owner = new MarkedBrowser(address, canaries)
  const agreement = await owner.call(practiceRoutes.readAgreement, {})
  await owner.call(practiceRoutes.signUp, {
    kind: 'dental',
    name: text('practice name'),
    town: text('practice town'),
    person: {
      name: `${text('member name')} ${text('member surname')}`,
      role: text('member role'),
      email: `${text('account email')}@example.org`,
      password: `a good ${text('account password')} for once`,
    },
    agreement: { version: agreement.version, acceptedBy: text('agreement accepted by') },
  })
  await owner.enter()
  const patient = await registerMarked(owner, canaries)
  const { practice } = await owner.call(sessionRoutes.read, {})
  return { owner, practice: practice.id, patient: patient.id }
}

function markedPatient(canaries: Canaries) {
  const { text } = canaries
  return {
    family: text('patient surname'),
    given: `${text('patient given name')} ${text('patient middle name')}`,
    title: text('patient title').slice(0, 20),
    birthDate: canaries.birthDate('patient birth date'),
    sex: 'female' as const,
    nhsNumber: canaries.nhsNumber('patient NHS number'),
    phone: canaries.phone('patient phone'),
    email: `${text('patient email')}@example.org`,
    address: {
      lines: [text('patient address'), text('patient second address line')],
      town: text('patient town'),
      postcode: canaries.postcode('patient postcode'),
    },
    allergies: {
      state: 'listed' as const,
      items: [{ substance: text('allergy substance'), reaction: text('allergy reaction') }],
    },
  }
}

export async function registerMarked(owner: Browser, canaries: Canaries): Promise<PatientCard> {
  const answer = await owner.call(patientRoutes.register, { ...markedPatient(canaries), duplicatesSeen: true })
  if (answer.outcome !== 'registered') throw new Error('not registered')
  return answer.patient
}

/** Colleagues come, go, sign in, fail to. */
export async function workOnTeam({ owner }: Day, canaries: Canaries): Promise<void> {
  const { text } = canaries
  const colleague = () => ({
    name: text('invited name'),
    role: text('invited role'),
    email: `${text('invited email')}@example.org`,
    level: 2 as const,
  })
  const invited = colleague()
  const { member, link } = await owner.call(memberRoutes.invite, invited)
  const token = link.split('#')[1]!
  owner.keepSecret('invitation token', token)
  const visitor = new MarkedBrowser(owner.address, canaries)
  await visitor.call(memberRoutes.readInvitation, { token })
  const password = `another ${text('colleague password')} phrase`
  await visitor.call(memberRoutes.acceptInvitation, { token, password })
  await owner.call(memberRoutes.approve, { id: member.id })
  await visitor.call(sessionRoutes.signIn, { email: invited.email, password })
  await visitor.enter()
  await visitor.call(noticeless, {})
  const failed = [
    { email: invited.email, password: text('wrong password') },
    { email: `${text('unknown email')}@example.org`, password: text('password of nobody') },
  ]
  for (const given of failed) expect((await visitor.try(sessionRoutes.signIn, given)).status).toBe(401)
  await workOnFactors(visitor, { email: invited.email, password }, canaries)
  await owner.call(memberRoutes.changeLevel, { id: member.id, level: 3, reason: text('reason of a level change') })
  await owner.call(memberRoutes.changeLevel, { id: member.id, level: 0, reason: text('reason of no access') })
  const { member: withdrawn } = await owner.call(memberRoutes.invite, colleague())
  await owner.call(memberRoutes.withdraw, { id: withdrawn.id })
  expect((await owner.try(memberRoutes.invite, { ...colleague(), email: invited.email })).status).toBe(409)
  await owner.call(memberRoutes.list, {})
}

/** A second factor is set up, fails, is shown at sign-in and taken away; each time a mail says so. */
async function workOnFactors(visitor: MarkedBrowser, who: { email: string; password: string }, canaries: Canaries) {
  const { text } = canaries
  const { id, secret } = await visitor.call(factorRoutes.startTotp, { name: text('name of a factor') })
  canaries.secret('secret of an authenticator app', secret)
  canaries.secret('its bytes', Buffer.from(Secret.fromBase32(secret).bytes))
  const confirmed = await visitor.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
  for (const code of confirmed.recoveryCodes!) {
    canaries.secret('recovery code', code)
    canaries.secret('recovery code, as it is compared', code.replaceAll('-', ''))
  }
  const passkey = softPasskey()
  const origin = `http://localhost:${new URL(visitor.address).port}`
  const made = passkey.make(await visitor.call(factorRoutes.startPasskey, {}), { origin })
  canaries.secret('credential id of a passkey', made.id)
  canaries.secret('its bytes', Buffer.from(made.id, 'base64url'))
  await visitor.call(factorRoutes.confirmPasskey, { name: text('name of a passkey'), passkey: made })
  await visitor.call(factorRoutes.rename, { id, name: text('new name of a factor') })
  const came = await visitor.call(sessionRoutes.signIn, who)
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  visitor.keepSecret('ticket', came.ticket)
  const prove = (code: string) =>
    visitor.try(sessionRoutes.proveFactor, { ticket: came.ticket, proof: { by: 'recovery', code } })
  const wrong = 'CANARY00CANARY00CANARY00'
  canaries.secret('wrong recovery code', wrong)
  expect((await prove(wrong)).status).toBe(401)
  expect((await prove(confirmed.recoveryCodes![0]!)).status).toBe(200)
  await visitor.enter()
  const renewed = await visitor.call(factorRoutes.makeRecoveryCodes, {})
  for (const code of renewed.recoveryCodes) canaries.secret('new recovery code', code)
  const again = { proof: { by: 'recovery' as const, code: renewed.recoveryCodes[0]! } }
  await visitor.call(sessionRoutes.prove, again)
  await visitor.enter()
  await visitor.call(factorRoutes.list, {})
  // The marked one seems to come through a proxy, by its header: to it there is no outbox.
  expect((await visitor.try(mailRoutes.outbox, {})).status).toBe(404)
  const { mails } = await new Browser(visitor.address).call(mailRoutes.outbox, {})
  expect(mails.some(({ to }) => to.address === who.email)).toBe(true)
}

const noticeless = sessionRoutes.read

export async function workOnRecord({ owner, patient }: Day, canaries: Canaries): Promise<void> {
  const { text } = canaries
  const card = await owner.call(patientRoutes.read, { id: patient })
  const amended = await owner.call(patientRoutes.amend, {
    ...markedPatient(canaries),
    id: patient,
    baseVersion: card.version,
  })
  const { version: _version, id: _id, diedAt: _diedAt, ...details } = amended
  const again = { ...details, sex: 'female' as const, nhsNumber: null, duplicatesSeen: false }
  expect(await owner.call(patientRoutes.register, again)).toMatchObject({ outcome: 'duplicates' })
  const taken = await owner.try(patientRoutes.register, {
    ...markedPatient(canaries),
    nhsNumber: amended.nhsNumber,
    duplicatesSeen: true,
  })
  expect(taken.body.error.code).toBe('patient.nhs_number_taken')
  for (const asked of [amended.family, amended.nhsNumber!, amended.phone!, text('search for nobody')])
    await owner.call(patientRoutes.find, { text: asked })

  const words = (what: string) => ({
    title: text(`${what} title`),
    sections: [{ heading: text(`${what} heading`), text: `${text(`${what} text`)}\n${'and so on '.repeat(900)}` }],
    device: text(`${what} device`),
  })
  const draft = await owner.call(draftRoutes.start, { patient: null, ...words('draft') })
  const saved = await owner.call(draftRoutes.save, { id: draft.id, baseRevision: 1, ...words('saved draft') })
  expect(saved.outcome).toBe('saved')
  const split = await owner.call(draftRoutes.save, { id: draft.id, baseRevision: 1, ...words('split draft') })
  expect(split.outcome).toBe('split')
  await owner.call(draftRoutes.discard, { id: split.draft.id })
  await owner.call(draftRoutes.restore, { id: split.draft.id })
  await owner.call(draftRoutes.discard, { id: split.draft.id })
  const filed = await owner.call(draftRoutes.file, { id: draft.id, patient, baseRevision: saved.draft.revision })
  const note = await owner.call(draftRoutes.finish, { id: draft.id, baseRevision: filed.revision })
  const change = await owner.call(draftRoutes.start, { patient, amends: { note: note.id }, ...words('amended note') })
  await owner.call(draftRoutes.finish, { id: change.id, baseRevision: change.revision })
  await owner.call(draftRoutes.start, { patient, ...words('unfinished draft') })
  await owner.call(noteRoutes.read, { id: note.id, version: 1 })
  await owner.call(patientRoutes.timeline, { id: patient, kind: 'all' })
  await owner.call(patientRoutes.recent, {})
  await owner.call(draftRoutes.list, {})
  await owner.call(sealRoutes.read, { type: 'Composition', id: note.id })
  await owner.call(entryRoutes.list, {})
}
