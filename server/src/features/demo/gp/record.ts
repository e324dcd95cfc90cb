import { addAllergies } from '../allergies.ts'
import { ageOn, dateOf, dayOf, isWorkingDay } from '../calendar.ts'
import { bodyOf, type Body } from '../body.ts'
import { meet, openChart, writeNote, type Chart, type Contact, type EncounterClass } from '../chart.ts'
import { concept, loinc, snomed, type Code } from '../codes.ts'
import type { DemoMember } from '../demo.ts'
import { addAppointment, addCondition, addObservation } from '../entries.ts'
import type { Person } from '../people/person.ts'
import { phrase, type Words } from '../phrase.ts'
import type { Random } from '../random.ts'
import { daysOfYear, slot, withRole } from '../surgery.ts'
import { longTerm, type LongTerm } from './long-term.ts'

export interface Surgery {
  staff: readonly DemoMember[]
  /** The day on which the history ends; nothing stands on it. */
  today: number
}

/** A surgery's record while it is being made: who has what, and when this patient is seen. */
export interface GpRecord {
  chart: Chart
  random: Random
  body: Body
  today: number
  staff: Record<'doctor' | 'nurse' | 'assistant' | 'pharmacist' | 'reception', DemoMember>
  has: readonly (LongTerm & { condition: { reference: string } })[]
  noPenicillin: boolean
  smokes: 'never' | 'ex' | 'smoker'
  /** 0 a year ago, 1 today. */
  progress(day: number): number
}

export function openRecord(person: Person, random: Random, { staff, today }: Surgery): GpRecord {
  const chart = openChart(person, random)
  const doctors = withRole(staff, /General practitioner|GP partner/)
  const usual = (role: RegExp) => random.pick(withRole(staff, role))
  const { noPenicillin } = addAllergies(chart, today)
  const has = longTerm
    .filter((one) => person.age >= one.from && random.chance(one.part(person.age)))
    .map((one) => {
      const age = random.int(one.from, person.age)
      const onset = Math.min(today - 400, dayOf(person.birthDate) + Math.floor(age * 365.25) + random.int(0, 300))
      const began = Math.max(onset, dayOf(person.birthDate) + 400)
      return {
        ...one,
        condition: addCondition(chart, { code: one.code, text: one.name, onset: began, isProblem: true }),
      }
    })
  return {
    chart,
    random,
    body: bodyOf(random, person, new Set(has.map(({ key }) => key))),
    today,
    staff: {
      doctor: random.pick(doctors),
      nurse: usual(/^Practice nurse/),
      assistant: usual(/^Health care assistant/),
      pharmacist: usual(/pharmacist/),
      reception: usual(/Receptionist/),
    },
    has,
    noPenicillin,
    smokes: person.age < 16 ? 'never' : random.pick(['never', 'never', 'never', 'ex', 'ex', 'smoker'] as const),
    progress: (day) => Math.max(0, Math.min(1, 1 - (today - day) / 365)),
  }
}

/** Days on which this patient is seen; none before birth, none after death. */
export function daysSeen({ random, today, chart: { person } }: GpRecord, count: number): number[] {
  const from = dayOf(person.birthDate) + 5
  const to = person.diedOn ?? today
  return daysOfYear(random, count, today).filter((day) => day > from && day < to)
}

interface Seen {
  by: DemoMember
  how: EncounterClass
  minutes: number
  what: string
  reason?: Code
}

/** Sees the patient on that day, after an appointment where one comes in person. */
export function see({ chart, random }: GpRecord, day: number, { by, how, minutes, what, reason }: Seen): Contact {
  const at = slot(random, day)
  if (how === 'AMB') {
    addAppointment(chart, { start: at, minutes, status: 'fulfilled', description: what, author: by })
  }
  return meet(chart, by, at, { minutes: Math.max(3, minutes + random.int(-2, 4)), kind: how, reason, what })
}

export function note(
  { chart, random }: GpRecord,
  contact: Contact,
  title: string,
  sections: readonly (readonly [heading: string, text: string])[],
  words: Words,
) {
  writeNote(chart, contact, {
    title,
    sections: sections.map(([heading, text]) => ({ heading, text: phrase(random, text, words) })),
  })
}

const smoking = {
  never: ['266919005', 'Never smoked tobacco'],
  ex: ['8517006', 'Ex-smoker'],
  smoker: ['77176002', 'Smoker'],
} as const

export function recordSmoking({ chart, smokes }: GpRecord, contact: Contact): void {
  addObservation(
    chart,
    contact,
    'social-history',
    concept(loinc, ['72166-2', 'Tobacco smoking status'], 'Smoking status'),
    {
      valueCodeableConcept: concept(snomed, smoking[smokes]),
    },
  )
}

/** Who is seen often has more behind it: the number of contacts in the year. */
export function contactsOf({ random, has, chart: { person } }: GpRecord): number {
  const draw = random.next()
  if (person.age > 74 || has.length > 1) return random.int(16, 25)
  if (has.length === 1) return random.int(11, 20)
  if (person.age < 5) return random.int(7, 13)
  return draw < 0.2 ? random.int(1, 3) : draw < 0.65 ? random.int(5, 10) : random.int(11, 17)
}

/** The next visits, which are booked and still to come. */
export function bookAhead(record: GpRecord): void {
  const { chart, random, today, staff } = record
  if (chart.person.diedOn !== null || !random.chance(0.35)) return
  let day = today + random.int(1, 42)
  while (!isWorkingDay(day)) day += 1
  const description = random.pick(['Review', 'Blood test', 'Routine appointment', 'Medication review'])
  addAppointment(chart, {
    start: slot(random, day),
    minutes: 10,
    status: 'booked',
    description,
    author: random.pick([staff.doctor, staff.nurse]),
  })
}

export function ageThen({ chart }: GpRecord, day: number): number {
  return ageOn(chart.person.birthDate, day)
}

/** The month and the day of the month, as people say them. */
export function dayOfMonth(day: number): number {
  return Number(dateOf(day).slice(8))
}
