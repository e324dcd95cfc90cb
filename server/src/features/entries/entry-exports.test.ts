import { indexStructureDefinitionBundle, validateResource as medplum } from '@medplum/core'
import { entryRoutes } from '@candour/contract/entries.ts'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDefinitions } from '../../../../tools/fhir/definitions.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { buildHouse, writeNote, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { systemClock } from '../../platform/clock.ts'
import { knownRules } from '../rules/known-rules.ts'
import { stillSignedIn } from '../sessions/still-signed-in.ts'
import { exportEntries } from './export-entries.ts'
import { validateResource } from '../../platform/fhir/validate-resource.ts'

let candour: TestCandour
let house: House
let manager: Person
const formula = '=HYPERLINK("http://evil.example","x")'
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Sorrel')
  manager = await colleague(candour, house.admin, 3, formula)
  const nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
  const { id } = await registerPatient(house.admin, { family: 'Hiddenbrook' })
  const members = [house.admin.session.member.id]
  await house.admin.browser.call(restrictionRoutes.restrict, {
    id,
    members,
    reason: 'Hiddenbrook is staff',
    baseRevision: 0,
  })
  const whose = { by: 'patient', patient: id } as const
  await nurse.browser.call(glassRoutes.break, { whose, reason: 'emergency', words: 'Collapsed in the waiting room' })
  await writeNote(nurse, house.patient.id, 'Seen today')
  await candour
    .visitor()
    .send('POST', '/api/sessions', JSON.stringify({ email: nurse.email, password: 'not this one' }), {
      'content-type': 'application/json',
    })
  await candour.settle()
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const json = { 'content-type': 'application/json' }
const take = (asked: object, by = manager) =>
  by.browser.send('POST', '/api/entries/export', JSON.stringify({ reason: 'For the inspector', ...asked }), json)
const linesOf = (body: unknown) => String(body).trim().split('\n')

test('P28 P40 what is filtered is taken out as CSV and NDJSON, with its reason in the ledger, after a proof; nothing hidden is in it', async () => {
  const csv = await take({ format: 'csv' })
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="activity.csv"')
  expect(csv.body).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`)
  expect(csv.body).not.toMatch(/(^|,)"?=/m)
  expect(csv.body).not.toContain('Hiddenbrook')
  expect((await take({ format: 'csv' }, house.admin)).body).toContain('Hiddenbrook is staff')
  const { entries } = await manager.browser.call(entryRoutes.list, {
    kind: 'changed',
    member: house.admin.session.member.id,
  } as never)
  const lines = linesOf((await take({ format: 'ndjson', kind: 'changed', member: house.admin.session.member.id })).body)
  expect(lines.map((line) => JSON.parse(line).number)).toEqual(entries.map(({ number }) => number))
  await candour.settle()
  const [own] = (await manager.browser.call(entryRoutes.list, { group: 'sent-out' } as never)).entries
  expect(own).toMatchObject({ verb: 'entry.export' })
  const full = await manager.browser.call(entryRoutes.read, { number: own!.number })
  expect([full.reason, full.facts]).toEqual(['For the inspector', [{ label: 'As', value: 'ndjson' }]])
  for (const wrong of [{ format: 'pdf' }, { format: 'csv', reason: '' }, { format: 'csv', surprise: 1 }])
    expect((await take(wrong)).body.error.code).toBe('input.invalid')
  const rows = <Row>(text: string, values?: unknown[]) => house.owner.rows<Row & object>(text, values ?? [])
  await changeSessions(
    rows as never,
    candour.parts.vault,
    manager.session.member.id,
    "proved_at = now() - interval '6 minutes'",
  )
  expect((await take({ format: 'csv' })).body.error.code).toBe('session.proof_needed')
  await changeSessions(rows as never, candour.parts.vault, manager.session.member.id, 'proved_at = now()')
})

test('P28 each entry is a valid AuditEvent of FHIR R4, by our own validator and by another', async () => {
  for (const file of ['profiles-types.json', 'profiles-resources.json'])
    indexStructureDefinitionBundle(readDefinitions(file) as never)
  const taken = await take({ format: 'fhir' }, house.admin)
  expect(taken.headers.get('content-type')).toContain('application/fhir+ndjson')
  const events = linesOf(taken.body).map((line) => JSON.parse(line))
  expect(events.length).toBeGreaterThan(20)
  for (const event of events) {
    expect([event.id, validateResource('AuditEvent', event)]).toEqual([event.id, []])
    expect(() => medplum(event), event.id).not.toThrow()
  }
  const glass = events.find(({ subtype }) => subtype[0].code === 'glass.break')
  expect(glass.purposeOfEvent[0]).toMatchObject({
    coding: [{ code: 'BTG' }],
    text: 'emergency: Collapsed in the waiting room',
  })
  expect(glass.agent[0]).toMatchObject({ name: 'Nurse Pomfret', network: { address: '127.0.0.1', type: '2' } })
  const refused = events.find(({ outcome, subtype }) => outcome === '4' && subtype[0].code === 'session.sign-in')
  expect(refused).toMatchObject({ type: { code: '110114' }, outcomeDesc: expect.any(String) })
  expect(events.find(({ subtype }) => subtype[0].code === 'draft.finish')).toMatchObject({
    type: { code: '110110' },
    action: 'U',
  })
  const hidden = linesOf((await take({ format: 'fhir' })).body).filter((line) => line.includes('glass.break'))
  expect(hidden.join()).not.toMatch(/Hiddenbrook|Collapsed/)
  expect(JSON.parse(hidden[0]!).entity[0].description).toBe('1 whose record the reader may not open')
})

test('P28 an export of many entries goes page by page, without a gap or a double', async () => {
  const practice = house.practice
  await candour.settle()
  const [{ last }] = (await house.owner.rows<{ last: number }>(
    'select max(number)::int as last from ledger.entry where practice = $1',
    [practice],
  )) as [{ last: number }]
  // Copies, which no longer hash to their leaves: each is named as altered, and none stops the rest.
  await house.owner.rows(
    `insert into ledger.entry (practice, number, at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, leaf_hash)
     select practice, $2::int + n, at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, sha256(leaf_hash)
     from ledger.entry, generate_series(1, 3000) n where practice = $1 and number = 1`,
    [practice, last],
  )
  await house.owner.rows('update ledger.head set size = $2 where practice = $1', [practice, last + 3000])
  const numbers = linesOf((await take({ format: 'ndjson' })).body).map(
    (line) => JSON.parse(line) as { number: number; altered: boolean },
  )
  expect(numbers.map(({ number }) => number)).toEqual(
    Array.from({ length: last + 3000 }, (_, place) => last + 3000 - place),
  )
  expect(numbers.filter(({ altered }) => altered)).toHaveLength(3000)
}, 20_000)

/** What an export to `by` sends, page by page. */
async function exportingTo(by: Person, stillSignedIn: () => Promise<boolean>): Promise<AsyncIterable<string>> {
  const { database } = candour.parts
  const options = { inPractice: database.inPractice, stillSignedIn, isStopping: () => false, now: () => new Date() }
  const names = { get: () => Promise.resolve([]) }
  const body = await database.inPractice(house.practice, async (tx) => {
    const actor = {
      practice: house.practice,
      member: by.session.member.id,
      origin: { address: '127.0.0.1', device: '' },
      isLocked: false,
      rules: { locations: [] },
    }
    const input = { body: Buffer.from(JSON.stringify({ format: 'ndjson', reason: 'For the inspector' })) }
    const keys = await candour.parts.keysOf(tx)
    const call = { actor, input, tx, keys, vault: candour.parts.vault, now: new Date() }
    return (await exportEntries(names as never, options)(call as never)).body as () => AsyncIterable<string>
  })
  return body()
}

test('P28 an export goes on only while its session does: what was not sent stays unsent, and the file breaks off', async () => {
  let goesOn = 1
  const chunks: string[] = []
  const sending = await exportingTo(manager, () => Promise.resolve(goesOn-- > 0))
  await expect(
    (async () => {
      for await (const chunk of sending) chunks.push(chunk)
    })(),
  ).rejects.toThrow(/session/)
  expect(linesOf(chunks.join(''))).toHaveLength(500)
})

test('P28 an export goes on only while its reader may read the activity', async () => {
  const reader = await colleague(candour, house.admin, 3, 'Reader Yarrow')
  const chunks: string[] = []
  const sending = await exportingTo(reader, () => Promise.resolve(true))
  await expect(
    (async () => {
      for await (const chunk of sending) {
        chunks.push(chunk)
        await house.admin.browser.call(memberRoutes.take, {
          id: reader.session.member.id,
          permission: 'entry.read',
          until: null,
          location: null,
          reason: 'Reads it no more',
        })
      }
    })(),
  ).rejects.toMatchObject({ code: 'access.refused' })
  expect(chunks).toHaveLength(1)
})

test('P28 P41 out of a locked practice, too, an export goes on only while its session does', async () => {
  const { database, keysOf, vault } = candour.parts
  const decidedBy = knownRules({ inPractice: database.inPractice, keysOf, vault })
  const actorOf = ({ session }: Person, id: string) => ({
    practice: house.practice,
    member: session.member.id,
    session: id,
    isLocked: true,
    origin: { address: '127.0.0.1', device: '' },
    how: 'password',
  })
  const asks = stillSignedIn({ gate: database.gate, decidedBy, clock: systemClock, offersPasskeys: true })
  await house.admin.browser.call(rulesRoutes.lock, { reason: 'A stranger was seen at a screen' })
  const sessionsOf = await house.owner.rows<{ session: string }>(
    'select session from gate.session where member = $1 and ended_at is null and bound is not null order by created_at desc',
    [house.admin.session.member.id],
  )
  const actor = actorOf(house.admin, sessionsOf[0]!.session)
  const goesOn = () => asks({ actor } as never)
  expect(await goesOn()).toBe(true)
  // Whoever was let in before it was locked is out.
  expect(await asks({ actor: { ...actor, isLocked: false } } as never)).toBe(false)
  await house.owner.rows('update gate.session set ended_at = now(), bound = null where session = $1', [actor.session])
  expect(await goesOn()).toBe(false)
})
