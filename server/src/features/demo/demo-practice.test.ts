import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { patientDetails } from '@candour/contract/patients.ts'
import { isNhsNumber } from '@candour/contract/nhs-number.ts'
import { practiceKinds } from '@candour/contract/practices.ts'
import { textOfPdf } from '../../../test/pdf-text.ts'
import { findCollector } from '../../platform/spare-memory.ts'
import { mediaTypeOf } from '../files/media-type.ts'
import { checkResource } from '../resources/check-resource.ts'
import { dayOf, londonDate, londonInstant } from './calendar.ts'
import type { DemoPatient } from './demo.ts'
import { writePdf } from './pictures/pdf.ts'
import { demoPractice } from './demo-practice.ts'

const today = '2026-11-22'
const asked = { seed: 'harbour', patients: 240, today } as const
const made = Object.fromEntries(
  practiceKinds.map((kind) => {
    const { staff, records } = demoPractice({ ...asked, kind })
    return [kind, { staff, records: [...records] }]
  }),
) as Record<(typeof practiceKinds)[number], { staff: ReturnType<typeof demoPractice>['staff']; records: DemoPatient[] }>

const patientOf = ({ resources }: DemoPatient) => resources[0] as unknown as Patient
interface Patient {
  resourceType: string
  name: [{ family: string; given?: string[]; prefix?: string[] }]
  identifier?: [{ value: string }]
  telecom?: { system: string; value: string }[]
  gender: 'female' | 'male' | 'other'
  birthDate: string
  deceasedDateTime?: string
  address: [{ line: string[]; city: string; postalCode: string }]
}

describe.each(practiceKinds)('a demonstration of the kind %s', (kind) => {
  const { staff, records } = made[kind]

  test('is the same to the byte for the same seed, and another for another', () => {
    const again = [...demoPractice({ ...asked, kind }).records]
    expect(JSON.stringify(again)).toBe(JSON.stringify(records))
    const files = (list: DemoPatient[]) => list.flatMap((one) => one.files).slice(0, 6)
    expect(files(again).map((file) => file.bytes())).toEqual(files(records).map((file) => file.bytes()))
    const other = demoPractice({ ...asked, kind, seed: 'lantern', patients: 3 })
    expect(JSON.stringify([...other.records])).not.toBe(JSON.stringify(records.slice(0, 3)))
  })

  test('has the same nth patient whatever their number', () => {
    const few = [...demoPractice({ ...asked, kind, patients: 17 }).records]
    expect(JSON.stringify(few)).toBe(JSON.stringify(records.slice(0, 17)))
  })

  test('has people whom the registration form would take', () => {
    const numbers = new Set<string>()
    for (const record of records) {
      const { name, identifier, telecom = [], gender, birthDate, address } = patientOf(record)
      const valueOf = (system: string) => telecom.find((one) => one.system === system)?.value ?? null
      const [home] = address
      const form = {
        family: name[0].family,
        given: name[0].given?.join(' ') ?? 'one name alone',
        title: name[0].prefix?.[0] ?? '',
        birthDate,
        sex: gender,
        nhsNumber: identifier?.[0].value ?? null,
        phone: valueOf('phone'),
        email: valueOf('email'),
        address: { lines: home.line, town: home.city, postcode: home.postalCode },
      }
      expect(patientDetails.safeParse(form).error?.issues ?? []).toEqual([])
      expect(form.email ?? 'a@example.org').toMatch(/@example\.(com|org|net)$/)
      // Ofcom's numbers for drama alone.
      expect(form.phone ?? '01632 960000').toMatch(/^(07700 900\d{3}|01632 960\d{3}|020 7946 0\d{3}|0117 496 0\d{3})$/)
      if (identifier === undefined) continue
      expect(isNhsNumber(identifier[0].value) && identifier[0].value.startsWith('999')).toBe(true)
      expect(numbers.has(identifier[0].value)).toBe(false)
      numbers.add(identifier[0].value)
    }
    expect(numbers.size).toBeGreaterThan(220)
  })

  test('has resources in FHIR’s shape, whose references lead to something before them', () => {
    const members = new Set(staff.map(({ id }) => id))
    for (const { resources, files, id } of records) {
      const known = new Set<string>()
      expect(resources[0]).toMatchObject({ resourceType: 'Patient', id })
      for (const resource of resources) {
        const body = Buffer.from(JSON.stringify(resource))
        expect(checkResource(resource.resourceType, body)).toMatchObject({ resource: {} })
        for (const reference of referencesIn(resource)) {
          if (reference.identifier !== undefined) expect(members.has(reference.identifier.value)).toBe(true)
          else expect(known).toContain(reference.reference)
        }
        known.add(`${resource.resourceType}/${resource.id}`)
      }
      expect(known.size).toBe(resources.length)
      for (const file of files) expect(known).toContain(`DocumentReference/${file.id}`)
    }
  })

  test('has nothing in the future but what is booked, nothing before birth, nothing after death', () => {
    const end = londonInstant(dayOf(today), 0)
    for (const record of records) {
      const { birthDate, deceasedDateTime } = patientOf(record)
      const last = deceasedDateTime === undefined ? end : new Date(deceasedDateTime)
      for (const resource of record.resources.slice(1)) {
        if (resource.resourceType === 'Appointment' && resource['status'] === 'booked') continue
        for (const date of datesIn(resource)) {
          expect(new Date(date) <= last, `${resource.resourceType} ${date}`).toBe(true)
          expect(date.slice(0, 10) >= birthDate, `${resource.resourceType} ${date} of ${birthDate}`).toBe(true)
        }
      }
    }
  })

  test('has notes that are hardly ever the same, with nothing left unfilled in them', () => {
    const notes = records.flatMap(({ resources }) => resources.filter((one) => one.resourceType === 'Composition'))
    const bodies = notes.map((note) => JSON.stringify([note['title'], note['section']]))
    expect(bodies.length).toBeGreaterThan(500)
    expect(new Set(bodies).size / bodies.length).toBeGreaterThan(0.97)
    for (const body of bodies) expect(body).not.toMatch(/undefined|NaN|\[[a-z]\w*\]|\bnull\b|[a-z]\?[A-Z]/)
    const authors = new Set(notes.map((note) => (note['author'] as { display: string }[])[0]!.display))
    expect(authors.size).toBeGreaterThan(4)
  })

  test('has staff of every level, with addresses that no mail reaches', () => {
    expect(new Set(staff.map(({ level }) => level))).toEqual(new Set([1, 2, 3, 4]))
    expect(staff.filter(({ level }) => level === 2).length).toBeGreaterThan(3)
    for (const { email } of staff) expect(email).toMatch(/\.example$/)
  })
})

interface Reference {
  reference?: string
  identifier?: { value: string }
}

function referencesIn(value: unknown): Reference[] {
  if (typeof value !== 'object' || value === null) return []
  const one = value as Record<string, unknown>
  const isReference = typeof one['reference'] === 'string' || one['type'] === 'Practitioner'
  const here =
    isReference && (one['identifier'] !== undefined || one['reference'] !== undefined) ? [one as Reference] : []
  return [...here, ...Object.values(one).flatMap(referencesIn)]
}

function datesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(datesIn) : []
}

test('people are as many and as old as in the country, with families, twins and doubles among them', () => {
  const people = made.gp.records.map(patientOf)
  const ages = people.map(({ birthDate }) => 2026 - Number(birthDate.slice(0, 4)))
  const part = (is: (age: number) => boolean) => ages.filter(is).length / ages.length
  expect(part((age) => age < 16)).toBeGreaterThan(0.1)
  expect(part((age) => age < 16)).toBeLessThan(0.35)
  expect(part((age) => age > 64)).toBeGreaterThan(0.12)
  expect(part((age) => age > 64)).toBeLessThan(0.4)
  const female = people.filter(({ gender }) => gender === 'female').length / people.length
  expect(female).toBeGreaterThan(0.42)
  expect(female).toBeLessThan(0.6)
  const homes = new Map<string, number>()
  for (const { name, address } of people) {
    const key = `${name[0].family} ${address[0].line.join()} ${address[0].postalCode}`
    homes.set(key, (homes.get(key) ?? 0) + 1)
  }
  expect([...homes.values()].filter((count) => count > 2).length).toBeGreaterThan(10)
})

test('a diabetic has HbA1c that goes down, and metformin, and feet that are looked at', () => {
  const diabetic = made.gp.records.filter(({ resources }) =>
    resources.some((one) => one.resourceType === 'Condition' && JSON.stringify(one['code']).includes('44054006')),
  )
  expect(diabetic.length).toBeGreaterThan(5)
  const seen = diabetic.filter(({ resources }) => resources.length > 40)
  for (const { resources } of seen) {
    const text = JSON.stringify(resources)
    for (const word of ['Metformin 500 mg', 'monofilament', '59261-8']) expect(text).toContain(word)
  }
  expect(seen.length).toBeGreaterThan(3)
})

test('whoever is allergic to penicillin is given none', () => {
  const allergic = made.gp.records.filter(({ resources }) => JSON.stringify(resources).includes('91936005'))
  expect(allergic.length).toBeGreaterThan(8)
  for (const { resources } of allergic) {
    const given = resources.filter((one) => one.resourceType === 'MedicationRequest')
    expect(JSON.stringify(given)).not.toMatch(/cillin/)
  }
})

test('files are what they say: PNG and PDF, whose text can be read', async () => {
  const files = (['gp', 'dental', 'community'] as const).flatMap((kind) =>
    made[kind].records.flatMap((one) => one.files),
  )
  for (const type of ['image/png', 'application/pdf'] as const) {
    for (const file of files.filter((one) => one.mediaType === type).slice(0, 4)) {
      expect(await mediaTypeOf(file.bytes())).toBe(type)
    }
  }
  const pdfs = files.filter((one) => one.mediaType === 'application/pdf').map((file) => file.bytes())
  expect(pdfs.length).toBeGreaterThan(10)
  for (const pdf of pdfs) expect(textOfPdf(pdf)).toContain('Demonstration data: nobody here is real')
  expect(pdfs.some((pdf) => textOfPdf(pdf).includes('Harbourstow General Hospital'))).toBe(true)
  for (const name of namesOnPaper)
    expect(textOfPdf(writePdf('Letter', namesIn(name)))).toBe(`${name}\nIt’s (almost) over`)
})

/** The first in the typeface that every reader has, the second in one that is brought along. */
const namesOnPaper = ['O’NEILL, Zoë (Ms)', 'ŚWIĄTEK, Łukasz (Mr)']
const namesIn = (name: string) => [{ text: name, bold: true }, { text: 'It’s (almost) over' }]

/** Of Poppler. */
const reader = 'pdftotext'
const hasPoppler = spawnSync(reader, ['-v']).error === undefined
test.skipIf(!hasPoppler)(`Poppler reads them too${hasPoppler ? '' : ' (skipped: pdftotext is not installed)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'candour-letter-'))
  const file = join(folder, 'letter.pdf')
  try {
    for (const name of namesOnPaper) {
      writeFileSync(file, writePdf('Letter', namesIn(name)))
      const text = execFileSync(reader, ['-layout', file, '-'], { encoding: 'utf8' })
      expect(text.trim().split(/\n+/)).toEqual([name, 'It’s (almost) over'])
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('London’s clock changes are kept', () => {
  expect(londonInstant(dayOf('2026-03-28'), 9 * 60).toISOString()).toBe('2026-03-28T09:00:00.000Z')
  expect(londonInstant(dayOf('2026-03-29'), 9 * 60).toISOString()).toBe('2026-03-29T08:00:00.000Z')
  expect(londonInstant(dayOf('2026-10-25'), 9 * 60).toISOString()).toBe('2026-10-25T09:00:00.000Z')
  expect(londonDate(new Date('2026-07-01T23:30:00Z'))).toBe('2026-07-02')
})

test('the patients of a surgery stream by, 3,000 of them in bounded memory', { timeout: 60_000 }, () => {
  // What is still held, not what has yet to be collected.
  const collect = findCollector()
  const held = () => {
    collect({ type: 'major' })
    return process.memoryUsage().heapUsed
  }
  const heap = held()
  let [count, next, most] = [0, 0, 0]
  for (const { resources } of demoPractice({ kind: 'gp', seed: 'many', patients: 3000, today }).records) {
    count += resources.length
    if (count < next) continue
    next += 10_000
    most = Math.max(most, held())
  }
  expect(count).toBeGreaterThan(100_000)
  expect((most - heap) / 1e6).toBeLessThan(20)
})
