/** What each verb that writes makes known of what it changed. A new one fails here until it is decided. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldWords } from '../../src/features/entries/field-words.ts'
import { carriedFields, type CarryingTable } from '../../src/platform/ledger/changed-fields.ts'
import { openDetail, type EntryDetail } from '../../src/platform/ledger/entry.ts'
import type { TestCandour } from '../candour.ts'
import type { Person } from '../people.ts'
import { switchSupport } from '../support.ts'
import { callEndpoint } from './call-endpoint.ts'
import { callerOf, exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { inPractice } from './practice-keys.ts'
import { startQuickCandour } from './quick-passwords.ts'

type Decision =
  /** The entry refers to the sealed versions, before and after. */
  | 'versions'
  /** The entry carries fields of rows that are no FHIR resources. */
  | 'fields'
  | { nothing: string }

const account = { nothing: 'the person’s account, which is no practice’s: that it happened is the entry' }
const session = { nothing: 'a session opens, goes on or ends: how stands in the facts' }
const link = { nothing: 'a link, a code or a challenge, which no entry may hold' }
const draft = { nothing: 'an unfinished note is no part of a record, and stays its writer’s alone' }
const work = { nothing: 'long work begins or ends; what it does to records has entries of its own' }
const elsewhere = { nothing: 'outside every practice' }
const steps = { nothing: 'a step of a case, kept sealed and marked beside those before it' }
const filed = { nothing: 'what is filed stays, and what replaces it stands beside it' }

const decisions: Record<string, Decision> = {
  'practice.sign-up': 'fields',
  'demo.open': { nothing: 'a practice for show, filled by a job with entries of its own' },
  'session.sign-in': session,
  'session.prove-factor': session,
  'session.start-passkey': link,
  'session.sign-in-by-passkey': session,
  'session.start-proof': link,
  'session.prove': session,
  'session.switch-practice': session,
  'session.sign-out': session,
  'session.end': session,
  'session.end-others': session,
  'session.lock': session,
  'session.not-me': account,
  'seat.unlock': session,
  'seat.set': account,
  'seat.remove': account,
  'factor.start-totp': link,
  'factor.confirm-totp': account,
  'factor.start-passkey': link,
  'factor.confirm-passkey': account,
  'factor.make-recovery-codes': account,
  'factor.rename': account,
  'factor.remove': account,
  'recovery.start': account,
  'recovery.read-own': account,
  'recovery.cancel-own': account,
  'recovery.finish': account,
  'recovery.confirm': account,
  'recovery.cancel': account,
  'password.ask-reset': link,
  'password.read-reset': link,
  'password.reset': account,
  'password.change': account,
  'email.ask-change': link,
  'email.change': 'fields',
  'email.undo': 'fields',
  'member.invite': 'fields',
  'member.invite-again': { nothing: 'a new link and its end, which no entry may hold' },
  'member.approve': 'fields',
  'member.change-level': 'fields',
  'member.give': 'fields',
  'member.take': 'fields',
  'member.end-grant': 'fields',
  'member.say-own-record': 'fields',
  'member.clear-own-record': 'fields',
  'member.leave': 'fields',
  'member.withdraw': 'fields',
  'member.read-invitation': link,
  'member.accept-invitation': 'fields',
  'rules.change': 'fields',
  'practice.lock': 'fields',
  'practice.unlock': 'fields',
  'support.start-enrolment': elsewhere,
  'support.enrol': elsewhere,
  'support.start-sign-in': elsewhere,
  'support.sign-in': elsewhere,
  'support.sign-out': elsewhere,
  'support.ask': 'fields',
  'support.open': session,
  'support.close': session,
  'support.make-code': link,
  'support.approve': 'fields',
  'support.refuse': 'fields',
  'support.end': 'fields',
  'provider.set': 'fields',
  'provider.revoke': 'fields',
  'provider.offers': elsewhere,
  'provider.start': link,
  'provider.finish': session,
  'provider.start-link': link,
  'provider.finish-link': account,
  'provider.unlink': account,
  'patient.register': 'versions',
  'patient.amend': 'versions',
  'restriction.restrict': 'fields',
  'restriction.lift': 'fields',
  'glass.break': 'fields',
  'glass.end': 'fields',
  'glass.settle': 'fields',
  'draft.start': draft,
  'draft.save': draft,
  'draft.file': draft,
  'draft.discard': draft,
  'draft.restore': draft,
  'draft.finish': 'versions',
  'file.announce': { nothing: 'a place for bytes that come next' },
  'file.upload': 'versions',
  'alert.settle': 'fields',
  'alert.reopen': 'fields',
  'review.prepare': { nothing: 'what is shown is kept when it is signed' },
  'review.sign': 'fields',
  'notice.dismiss': { nothing: 'a notice is put away, and says nothing that stands nowhere else' },
  'resource.create': 'versions',
  'resource.update': 'versions',
  'resource.delete': 'versions',
  'patient.watch': 'versions',
  'access-link.make': { nothing: 'a new link, which no entry may hold; for whom and how stands in the facts' },
  'access-link.confirm': { nothing: 'somebody agrees to a link; nothing of a record changes' },
  'access-link.revoke': { nothing: 'a link ends' },
  'access-link.open': session,
  'access-link.leave': session,
  'hold.place': { nothing: 'a new hold, which is never changed: it is lifted' },
  'hold.lift': { nothing: 'a hold ends; what it was stays beside' },
  'retention.change': 'fields',
  'checkpoint.sign': { nothing: 'a signature over what is there' },
  'checkpoint.mail': 'fields',
  'check.run': { nothing: 'a look, whose finding has its own entry' },
  'proof.run': { nothing: 'looks, whose findings have their own entries' },
  'proof.publish': { nothing: 'the page is shown at an address, which no entry may hold' },
  'proof.unpublish': { nothing: 'the page is shown no more' },
  'pack.make': { nothing: 'a copy of what is there' },
  'evidence.announce': filed,
  'evidence.upload': filed,
  'evidence.withdraw': filed,
  'evidence.file-again': filed,
  'evidence.name-owner': filed,
  'incident.open': steps,
  'incident.open-from-alert': steps,
  'incident.open-from-notice': steps,
  'incident.correct': steps,
  'incident.assess': steps,
  'incident.count': steps,
  'incident.decide-risk': steps,
  'incident.decide-telling': steps,
  'incident.confirm': steps,
  'incident.add-task': steps,
  'incident.change-task': steps,
  'incident.note': steps,
  'incident.save-notice': steps,
  'incident.record': steps,
  'incident.close': steps,
  'incident.reopen': steps,
  'incident.export': steps,
  'unfiled.file': { nothing: 'whose record it lies in, which the subjects say; nothing of it is rewritten' },
  'unfiled.take-back': { nothing: 'the same' },
  'transfer.start-import': work,
  'transfer.upload': work,
  'transfer.start-check': work,
  'transfer.start-keep': work,
  'transfer.cancel': work,
  'transfer.start-export': work,
  'transfer.export-patient': work,
  'table.map': work,
  'table.start-keep': work,
  'table.start-undo': work,
}

/** Their examples are long, or take part in what a suite of their own shows. */
const shownElsewhere: Record<string, string> = {
  'practice.sign-up': 'members.test.ts',
  'email.change': 'emails.test.ts',
  'email.undo': 'emails.test.ts',
  'member.accept-invitation': 'members.test.ts',
  'practice.lock': 'let-in.test.ts',
  'practice.unlock': 'let-in.test.ts',
  'support.ask': 'support.test.ts',
}

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Medlar', [1, 2, 3, 4])
  await switchSupport(house.admin, true)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const writes = () =>
  candour.parts.endpoints.filter(
    ({ kind, method, name }) =>
      kind !== 'read' &&
      kind !== 'bytes-read' &&
      (method !== 'GET' || kind === 'change') &&
      !/^(demo\.offer|seat\.list)$/.test(name),
  )

test('P28 of every verb that writes it is decided what its entry says of the change', () => {
  expect(
    writes()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(decisions).toSorted())
})

/** The entry that the newest call of this verb left, opened. */
async function entryOf(verb: string): Promise<EntryDetail> {
  await candour.settle()
  const [row] = await house.owner.rows<{ detail: Buffer }>(
    'select detail from ledger.entry where practice = $1 and verb = $2 order by number desc limit 1',
    [house.practice, verb],
  )
  return inPractice(candour, house.practice, ({ keys, vault }) => Promise.resolve(openDetail(vault, keys, row!.detail)))
}

async function callOf(name: string): Promise<{ detail: EntryDetail; input: Record<string, unknown>; by: Person }> {
  const endpoint = candour.parts.endpoints.find((one) => one.name === name)!
  const by = await callerOf(house, name, house.admin)
  const asked = await exampleOf(name)(house, by)
  const answer = await callEndpoint(by.browser, endpoint, asked)
  expect(answer.status, `${name}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return { detail: await entryOf(name), input: asked.input, by }
}

test('P28 what is said to refer to versions, or to carry fields, does; and whatever asks for a reason keeps it', async () => {
  const asksWhy = (name: string) => {
    const { input } = candour.parts.endpoints.find((one) => one.name === name)!
    const shape = (input as { shape?: Record<string, unknown> } | null)?.shape ?? {}
    // What is said of a filed document stands with the document.
    return name === 'evidence.announce' ? [] : (['reason', 'note', 'words'] as const).filter((field) => field in shape)
  }
  const names = Object.keys(decisions).filter((name) => {
    const decision = decisions[name]!
    return shownElsewhere[name] === undefined && (typeof decision === 'string' || asksWhy(name).length > 0)
  })
  expect(names.length).toBeGreaterThan(25)
  for (const name of names) {
    const { detail, input } = await callOf(name)
    const written = (detail.touched ?? []).filter((one) => one.written === true)
    const says = written.length > 0 ? 'versions' : (detail.changes ?? []).length > 0 ? 'fields' : 'nothing'
    const decision = decisions[name]!
    expect([name, says]).toEqual([name, typeof decision === 'string' ? decision : 'nothing'])
    for (const field of asksWhy(name))
      expect([name, detail.reason]).toEqual([name, expect.stringContaining(String(input[field]))])
  }
}, 60_000)

test('P16 no field that an entry carries can be a secret, and each has its words', () => {
  for (const table of Object.keys(carriedFields) as CarryingTable[]) {
    expect(Object.keys(fieldWords[table])).toEqual([...carriedFields[table]])
    for (const field of carriedFields[table])
      expect([
        table,
        field,
        /secret|password(?!Mix)|token|code|\bpin\b|hash|key(?!s)|credential|sealed|bound/i.test(field),
      ]).toEqual([table, field, field === 'administratorPasskey'])
  }
})

test('P16 what a provider is shown as Candour’s secret, and the link of an invitation, are in no entry', async () => {
  const set = await callOf('provider.set')
  const secret = String(set.input['clientSecret'])
  expect(secret.length).toBeGreaterThan(8)
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'member.invite')!
  const asked = await exampleOf('member.invite')(house, house.admin)
  const { body } = await callEndpoint(house.admin.browser, endpoint, asked)
  const token = String(body.link).split('#')[1]!
  await candour.settle()
  const rows = await house.owner.rows<{ detail: Buffer }>('select detail from ledger.entry where practice = $1', [
    house.practice,
  ])
  const all = await inPractice(candour, house.practice, ({ keys, vault }) =>
    Promise.resolve(rows.map(({ detail }) => JSON.stringify(openDetail(vault, keys, detail))).join('\n')),
  )
  expect(all).toContain('"signOnIssuer"')
  for (const hidden of [secret, token]) expect(all).not.toContain(hidden)
})
