/** What reading costs while PostgreSQL has no statistics: in the minute after an import, and where nobody gathers any. */
import { chartRoute } from '@candour/contract/charts.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { timelineRoute } from '@candour/contract/timeline.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openMany, type Position } from '../../src/features/resources/open-many.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { buildHouse, putResource, writeNote, type House } from '../walls/house.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Aspen')
})
afterAll(async () => {
  vi.restoreAllMocks()
  await house.owner.end()
  await candour.stop()
})

const tables = ['candour.resource', 'candour.compartment', 'ledger.mark']
/** Patients of others, with a resource of each type. */
const others = 7_500
/** Rows that a statement about one record goes through. */
const most = 300

test('reading one record looks at the rows of that record alone, before any table was analysed', async () => {
  const { owner, admin } = house
  for (const table of tables) await owner.rows(`alter table ${table} set (autovacuum_enabled = false)`)
  const analysed = `select relname from pg_class where reltuples >= 0 and oid = any ('{${tables.join(',')}}'::regclass[])`
  expect(await owner.rows(analysed)).toEqual([])

  const read = await registerPatient(admin)
  const subject = { reference: `Patient/${read.id}` }
  const note = await writeNote(admin, read.id, 'Seen.')
  for (let count = 0; count < 7; count++) await writeNote(admin, read.id, 'Seen again.')
  const system = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical'
  const clinicalStatus = { coding: [{ system, code: 'active' }] }
  await putResource(admin, 'AllergyIntolerance', 'nuts', { clinicalStatus, patient: subject, code: { text: 'Nuts' } })
  await putResource(admin, 'Condition', 'asthma', { subject, code: { text: 'Asthma' } })

  const { browser } = admin
  const fhir = (path: string) => async () => expect((await browser.send('GET', `/fhir/R4/${path}`)).status).toBe(200)
  const readings: Record<string, () => Promise<unknown>> = {
    card: () => browser.call(patientRoutes.read, { id: read.id }),
    timeline: () => browser.call(timelineRoute, { id: read.id, kind: 'all' }),
    chart: () => browser.call(chartRoute, { id: read.id }),
    patient: fhir(`Patient/${read.id}`),
    note: fhir(`Composition/${note}`),
    history: fhir(`Composition/${note}/_history`),
    export: () => exportOf(read.id),
  }
  const all = new Map<string, Asked & { by: string }>()
  for (const [by, reading] of Object.entries(readings)) {
    // After a write to the record nothing of it is in memory.
    await writeNote(admin, read.id, 'Seen once more.')
    await candour.settle()
    const asked = await statementsOf(reading)
    expect([by, asked.length > 0]).toEqual([by, true])
    for (const one of asked) all.set(one.text, { ...one, by })
  }
  all.set('measured', {
    by: 'what the measure is there for',
    text: `select from ledger.mark where practice = $1 and type = 'Condition'`,
    values: [house.practice],
  })
  const asked = [...all.values()]
  await asApplication(async () => {
    // Planned once while there is little, as a connection does that was there before the import; and once after it.
    await prepare(asked, 'before')
    await explain(asked, 'before')
  })
  for (const type of ['AllergyIntolerance', 'Composition', 'Condition', 'Patient']) await crowd(type)
  expect(await owner.rows(analysed)).toEqual([])
  await asApplication(async () => {
    await prepare(asked, 'after')
    const dear: string[] = []
    for (const planned of ['before', 'after'])
      for (const [place, rows] of (await explain(asked, planned)).entries()) {
        const { by, text } = asked[place]!
        if (place === asked.length - 1) expect(rows).toBe(others + 1)
        else if (rows > most) dear.push(`${by}, planned ${planned}: ${rows} rows, ${text}`)
      }
    expect(dear).toEqual([])
  })
}, 60_000)

async function exportOf(patient: string): Promise<void> {
  const { database, vault, keysOf } = candour.parts
  for (let after: Position | null = null, goesOn = true; goesOn;)
    await database.inPractice(house.practice, async (tx) => {
      const asked = { patient, after, most: 400 }
      after = (await openMany({ tx, vault, keys: await keysOf(tx), now: new Date() }, asked)).next
      goesOn = after !== null
    })
}

interface Asked {
  text: string
  values: unknown[]
}

/** What the application asks in transactions of a practice, meanwhile. */
async function statementsOf(act: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = []
  // oxlint-disable-next-line typescript/unbound-method -- called with its own client
  const query = pg.Client.prototype.query
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const { text, values } = given[0] as Partial<Asked>
    const isRead = text?.startsWith('select') && tables.some((table) => text.includes(table))
    if (isRead && this.user?.startsWith('candour_app')) asked.push({ text: text!, values: values! })
    return query.apply(this, given as never) as never
  } as never)
  try {
    await act()
  } finally {
    spy.mockRestore()
  }
  return asked
}

/** As a connection of the application, with the options by which it plans (database.ts), in the practice. */
async function asApplication(act: () => Promise<void>): Promise<void> {
  const { owner, practice } = house
  await owner.rows('begin')
  await owner.rows('set local role candour_app')
  for (const option of ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'])
    await owner.rows(`set local ${option} = off`)
  await owner.rows('set local plan_cache_mode = force_generic_plan')
  await owner.rows("select set_config('candour.practice', $1, true)", [practice])
  try {
    await act()
  } finally {
    await owner.rows('rollback')
  }
}

async function prepare(asked: Asked[], name: string): Promise<void> {
  for (const [place, { text }] of asked.entries()) await house.owner.rows(`prepare ${name}_${place} as ${text}`)
}

interface Plan {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

/** Rows of tables that PostgreSQL goes through for each, by its own account. */
async function explain(asked: Asked[], name: string): Promise<number[]> {
  const counts: number[] = []
  for (const [place, { values }] of asked.entries()) {
    const given = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`
    const found = await house.owner.rows<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, format json) execute ${name}_${place}${given}`,
    )
    counts.push(Math.round(rowsOf(found[0]!['QUERY PLAN'][0].Plan)))
  }
  return counts
}

function rowsOf(plan: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
  const below = (plan.Plans ?? []).map(rowsOf).reduce((sum, one) => sum + one, 0)
  return below + (plan['Relation Name'] === undefined ? 0 : own)
}

function literal(value: unknown): string {
  if (value === null) return 'null'
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value))
}

/** One of a type for each of the others, in a compartment of its own. */
async function crowd(type: string): Promise<void> {
  const { owner, practice } = house
  const ids = `select md5('other ' || n)::uuid as compartment, md5($2 || n)::uuid as id from generate_series(1, ${others}) n`
  await owner.rows(
    `insert into candour.compartment (practice, compartment, kind, practice_key_version, wrapped)
     select $1, compartment, 'patient', 1, 'x' from (${ids}) o where $2 <> '' on conflict do nothing`,
    [practice, type],
  )
  const columns = 'practice, type, id, version, compartment, hash'
  await owner.rows(
    `with made as (insert into ledger.mark (${columns})
       select $1, $2, id, 1, compartment, sha256('x') from (${ids}) o returning *)
     insert into candour.resource (${columns}, last_updated, size, schema_version, sealed, summary)
     select ${columns}, now(), 1, 1, 'x', 'x' from made`,
    [practice, type],
  )
}
