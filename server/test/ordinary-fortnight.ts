/** For tests: six ordinary weeks of a practice, made from a seed, the last fortnight of which is measured; and misuse planted in it. */
import { weekdays } from '@candour/contract/working-hours.ts'
import { randomOf, type Random } from '../src/features/demo/random.ts'
import { staffOf } from '../src/features/demo/staff.ts'
import { day, hour, minute, type Seen } from '../src/features/alerts/seen.ts'

/** A Monday in winter: London's clock is UTC. */
export const firstDay = Date.parse('2026-01-05T00:00:00Z')
export const learningDays = 28
export const measuredDays = 14
const patientsOfPractice = 4_000

interface Person {
  id: string
  level: number
  role: 'reception' | 'clinician' | 'manager'
  /** Records that they work in. */
  panel: string[]
  home: string
}

export interface Fortnight {
  entries: Seen[]
  people: Person[]
  /** Member and patient: what had been written before the first day. */
  written: Set<string>
}

/**
 * A surgery of nine: clinicians see about 22 patients a day, mostly of their own list, and write in most of the records; they
 * stand in for each other; reception opens some 70 records and changes few; now and then somebody works from home in the
 * evening, stays late, has a new computer, mistypes a password, or comes in on a Saturday.
 */
export function ordinaryFortnight(seed: string): Fortnight {
  const random = randomOf(seed, 'fortnight')
  const patients = Array.from({ length: patientsOfPractice }, (_, place) => patientId(place))
  const people = staffOf('gp', seed).map(({ id, level, role }, place): Person => {
    const kind = /Reception/.test(role) ? 'reception' : level === 3 ? 'manager' : 'clinician'
    const panel = patients.filter((_one, at) => at % 6 === place % 6)
    return { id, level, role: kind, panel, home: `${81 + place}.${20 + place}.7.9` }
  })
  const written = new Set(
    people.flatMap(({ id, panel, role }) =>
      role === 'clinician' ? panel.filter(() => random.chance(0.85)).map((patient) => `${id} ${patient}`) : [],
    ),
  )
  const drafts: Draft[] = []
  for (let at = 0; at < learningDays + measuredDays; at++) {
    const weekday = weekdays[at % 7]!
    const isWeekend = weekday === 'Saturday' || weekday === 'Sunday'
    // One Saturday in four the surgery is open, with a few.
    const isClinic = weekday === 'Saturday' && at % 28 === 12
    for (const [place, person] of people.entries()) {
      if (isWeekend && !(isClinic && place % 3 === 0)) continue
      if (!isWeekend && random.chance(0.12)) continue
      workDay(drafts, random, person, firstDay + at * day, patients, people)
    }
  }
  return { entries: numbered(drafts), people, written }
}

export type Draft = Omit<Seen, 'number'>

export function numbered(drafts: Draft[]): Seen[] {
  return drafts.toSorted((one, other) => one.at - other.at).map((draft, place) => ({ ...draft, number: place + 1 }))
}

function workDay(drafts: Draft[], random: Random, person: Person, start: number, patients: string[], people: Person[]) {
  const begins = start + 8 * hour + random.int(0, 50) * minute
  const isLate = random.chance(0.08)
  const ends = start + (isLate ? 19 : 17) * hour + random.int(20, 70) * minute
  signIn(drafts, random, person, begins - 3 * minute, '185.62.10.4')
  // Whoever stands in for a colleague sees the colleague's patients.
  const standsIn = random.chance(0.15)
  const panel = standsIn ? random.pick(people).panel : person.panel
  const visits = { reception: random.int(55, 85), clinician: random.int(16, 26), manager: random.int(4, 14) }
  const count = visits[person.role]
  for (let one = 0; one < count; one++) {
    const at = begins + Math.floor(((ends - begins) * (one + random.int(0, 80) / 100)) / count)
    const isAny = person.role !== 'clinician' || random.chance(0.12)
    const from = isAny ? patients : panel
    const patient = random.pick(from)
    const writes = random.chance(person.role === 'clinician' ? 0.8 : 0.15)
    visit(drafts, person.id, patient, at, '185.62.10.4', writes)
  }
  // Letters and results at home, with the way there between; most never do.
  if (person.role === 'clinician' && random.chance(0.12)) {
    const later = ends + random.int(35, 80) * minute
    signIn(drafts, random, person, later, person.home)
    for (let one = 0; one < random.int(2, 7); one++)
      visit(drafts, person.id, random.pick(panel), later + one * 6 * minute, person.home, true)
  }
}

function signIn(drafts: Draft[], random: Random, { id, level }: Person, at: number, address: string) {
  const base = {
    member: id,
    subjects: [],
    network: networkAt(address),
    session: `${id} ${at}`,
    verb: 'session.sign-in',
  }
  if (random.chance(0.06))
    drafts.push({
      ...base,
      at: at - minute,
      isRefused: true,
      refusal: 'session.sign_in_failed',
      facts: { failures: 1 },
    })
  // A new computer, some four times in ten years; more often for whoever tries to keep up.
  const isNew = random.chance(level === 4 ? 0.004 : 0.002)
  drafts.push({
    ...base,
    at,
    isRefused: false,
    refusal: '',
    facts: { how: 'password+totp', ...(isNew && { device: 'new' }) },
  })
}

export function visit(drafts: Draft[], member: string, patient: string, at: number, address: string, writes: boolean) {
  const base = {
    member,
    subjects: [patient],
    isRefused: false,
    refusal: '',
    network: networkAt(address),
    session: `${member} s`,
    facts: {},
  }
  drafts.push({ ...base, at, verb: 'patient.chart' }, { ...base, at: at + minute, verb: 'patient.timeline' })
  if (writes) drafts.push({ ...base, at: at + 9 * minute, verb: 'draft.finish' })
}

export const networkAt = (address: string) => `${address.split('.').slice(0, 2).join('.')}.0.0/16`

export const patientId = (place: number) => `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`
