import { draftRoutes } from '@candour/contract/drafts.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import type { Route } from '@candour/contract/route.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDetail } from '../../src/platform/ledger/entry.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../people.ts'
import { placeOf } from './call-endpoint.ts'
import { startDraft, writeNote } from './house.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { connectOwner, type Owner } from './owner.ts'
import { inPractice } from './practice-keys.ts'
import { seeded } from './seeded.ts'
import { startQuickCandour } from './quick-passwords.ts'

const practices = 12
const requests = 10_000
const atOnce = 48
const poolSize = 3

interface Tenant {
  mark: string
  admin: Person
  reception: Person | null
  patients: string[]
  note: string
  draft: { id: string; revision: number }
  /** Calls that were answered, and those that were given up before an answer. */
  answered: number
  abandoned: number
  startedAt: number
}

let candour: TestCandour
let owner: Owner
const tenants: Tenant[] = []
beforeAll(async () => {
  candour = await startQuickCandour({ poolSize })
  owner = await connectOwner(candour)
  for (let place = 0; place < practices; place++) tenants.push(await openTenant(`Zq${String(place).padStart(2, '0')}q`))
}, 120_000)
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

/** Everything of this practice carries its mark: names, notes, drafts. */
async function openTenant(mark: string): Promise<Tenant> {
  const admin = await signUp(candour, `Practice ${mark}`, `Admin ${mark}`)
  const patients: string[] = []
  for (const given of ['Ann', 'Ben', 'Cy']) patients.push((await registerPatient(admin, { family: mark, given })).id)
  const note = await writeNote(admin, patients[0]!, `Note ${mark}`)
  const { id, revision } = await startDraft(admin, patients[0]!, `Draft ${mark}`)
  const reception = tenants.length < 3 ? await colleague(candour, admin, 1, `Reception ${mark}`) : null
  return { mark, admin, reception, patients, note, draft: { id, revision }, answered: 0, abandoned: 0, startedAt: 0 }
}

interface Planned {
  by: Person
  route: Pick<Route, 'method' | 'path'>
  input: Record<string, unknown>
  status: number
  /** The answer must carry the practice's own mark. */
  marked: boolean
}

function plan(tenant: Tenant, random: () => number): Planned {
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const { admin: by, mark } = tenant
  const id = any(tenant.patients)
  const foreign = any(tenants.filter((one) => one !== tenant))
  const ok = { by, status: 200, marked: true }
  const refused = { by, status: 404, marked: false }
  const kinds: (() => Planned)[] = [
    () => ({ ...ok, route: patientRoutes.read, input: { id } }),
    () => ({ ...ok, route: patientRoutes.read, input: { id } }),
    () => ({ ...ok, route: patientRoutes.timeline, input: { id: tenant.patients[0], kind: 'all' } }),
    () => ({ ...ok, route: patientRoutes.find, input: { text: any([mark, `${mark} ann`, '1957']) } }),
    () => ({ ...ok, route: noteRoutes.read, input: { id: tenant.note } }),
    () => ({ ...ok, route: draftRoutes.list, input: {} }),
    () => ({ ...ok, route: sessionRoutes.read, input: {} }),
    () => ({ ...ok, route: draftRoutes.save, input: savedDraft(tenant) }),
    () => ({ ...refused, route: patientRoutes.read, input: { id: any(foreign.patients) } }),
    () => ({ ...refused, route: noteRoutes.read, input: { id: foreign.note } }),
    () => ({ ...refused, route: draftRoutes.read, input: { id: foreign.draft.id } }),
    () => ({ ...refused, route: patientRoutes.read, input: { id: newId() } }),
    () => ({ ...refused, status: 400, route: patientRoutes.find, input: { text: 7 } }),
  ]
  if (tenant.reception !== null) {
    const by = tenant.reception
    kinds.push(() => ({ by, status: 403, marked: false, route: noteRoutes.read, input: { id: tenant.note } }))
  }
  return any(kinds)()
}

/** A save on an outdated revision splits off a draft; the same text again does not, so this never grows. */
function savedDraft({ draft, mark }: Tenant): Record<string, unknown> {
  const sections = [{ heading: 'Seen', text: `Draft ${mark}` }]
  return { id: draft.id, title: 'A note', sections, device: '', baseRevision: draft.revision }
}

async function send({ by, route, input }: Planned, signal: AbortSignal): Promise<{ status: number; text: string }> {
  const { path, rest } = placeOf(route, input)
  const isGet = route.method === 'GET'
  const query = isGet ? `?${new URLSearchParams(rest as Record<string, string>).toString()}` : ''
  const response = await fetch(by.browser.address + path + (query === '?' ? '' : query), {
    method: route.method,
    headers: { cookie: by.browser.cookie!, 'x-candour-csrf': by.browser.csrf!, 'content-type': 'application/json' },
    ...(isGet ? {} : { body: JSON.stringify(rest) }),
    signal,
  })
  return { status: response.status, text: await response.text() }
}

/** Answers what was wrong, in words; null when all was right. */
function judge(tenant: Tenant, planned: Planned, status: number, text: string): string | null {
  const what = `${tenant.mark} ${planned.route.path}`
  if (status !== planned.status) return `${what}: ${status} instead of ${planned.status}: ${text.slice(0, 200)}`
  const marks = new Set(text.match(/Zq\d\dq/g))
  if ([...marks].some((mark) => mark !== tenant.mark)) return `${what}: another practice's data: ${[...marks].join()}`
  if (planned.marked && !marks.has(tenant.mark)) return `${what}: not this practice's data: ${text.slice(0, 200)}`
  return null
}

test('P01 10,000 interleaved requests of 12 practices over 3 connections: every answer and every entry is its own', async () => {
  const random = seeded(20_261_121)
  for (const tenant of tenants) tenant.startedAt = await lastNumber(candour, owner, tenant.admin.session.practice.id)
  const wrong: string[] = []
  let sent = 0
  async function worker(): Promise<void> {
    while (sent < requests) {
      sent += 1
      const tenant = tenants[Math.floor(random() * practices)]!
      const planned = plan(tenant, random)
      const stop = new AbortController()
      if (random() < 0.05) setTimeout(() => stop.abort(), random() * 40)
      try {
        const { status, text } = await send(planned, stop.signal)
        tenant.answered += 1
        const verdict = judge(tenant, planned, status, text)
        if (verdict !== null) wrong.push(verdict)
      } catch (error) {
        if (!stop.signal.aborted) throw error
        tenant.abandoned += 1
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  expect(wrong).toEqual([])
  expect(tenants.reduce((sum, one) => sum + one.answered + one.abandoned, 0)).toBeGreaterThanOrEqual(requests)
  expect(tenants.reduce((sum, one) => sum + one.abandoned, 0)).toBeGreaterThan(50)
  for (const tenant of tenants) await checkLedger(tenant)
}, 180_000)

/** One entry for each answered call; one or none for a call that was given up; all by this practice's own people. */
async function checkLedger(tenant: Tenant): Promise<void> {
  const { practice } = tenant.admin.session
  const entries = await entriesAfter(candour, owner, practice.id, tenant.startedAt)
  expect(entries.length).toBeGreaterThanOrEqual(tenant.answered)
  expect(entries.length).toBeLessThanOrEqual(tenant.answered + tenant.abandoned)
  const people = [tenant.admin, tenant.reception].map((one) => one?.session.member.id)
  for (const entry of entries) {
    expect(people).toContain(entry.actor)
    // What it is about is this practice's own, and what it says opens under this practice's key alone.
    for (const subject of entry.subjects) expect(tenant.patients).toContain(subject)
  }
  const details = await owner.rows<{ detail: Buffer }>(
    'select detail from ledger.entry where practice = $1 order by number desc limit 200',
    [practice.id],
  )
  await inPractice(candour, practice.id, async ({ vault, keys }) => {
    for (const { detail } of details) expect(openDetail(vault, keys, detail).address).toBe('127.0.0.1')
  })
}

test('P01 the judge notices a hole: an answer with another practice’s data, or with none, is found wrong', () => {
  const [tenant, other] = [tenants[0]!, tenants[1]!]
  const planned = { by: tenant.admin, route: patientRoutes.read, input: {}, status: 200, marked: true }
  expect(judge(tenant, planned, 200, `{"family":"${tenant.mark}"}`)).toBeNull()
  expect(judge(tenant, planned, 200, `{"family":"${other.mark}"}`)).toMatch(/another practice/)
  expect(judge(tenant, planned, 200, `{"family":"${tenant.mark}","given":"${other.mark}"}`)).toMatch(/another practice/)
  expect(judge(tenant, planned, 200, '{}')).toMatch(/not this practice/)
  expect(judge(tenant, planned, 500, '{}')).toMatch(/500/)
})
