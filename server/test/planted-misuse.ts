/** For tests: misuse, one of each kind, planted into the measured weeks of an ordinary month. */
import { day, hour, isWriting, minute } from '../src/features/alerts/seen.ts'
import { isCommonSurname } from '../src/features/alerts/frequent-surnames.ts'
import type { AlertRule } from '@candour/contract/alerts.ts'
import type { Found } from '../src/features/alerts/memory.ts'
import { randomOf } from '../src/features/demo/random.ts'
import type { Person } from '../src/features/directory/person.ts'
import { firstDay, type Draft } from './ordinary-fortnight.ts'
import { look, monthLearned, type Month } from './ordinary-month.ts'

export interface Misuse {
  kind: string
  by: string
  patients: string[]
  drafts: Draft[]
  /** Which rules count as having noticed it. */
  rules: AlertRule[]
}

/** What is possible in this practice: without staff who are patients nobody opens their own record. */
export function plantedIn(month: Month, seed: string): Misuse[] {
  const random = randomOf(seed, 'misuse')
  const { staff, patients, near } = month
  const settled = staff.filter(({ own }) => own !== null)
  const dayAt = (days: number) => firstDay + (monthLearned + days) * day
  /** A weekday of the measured weeks, at a quiet moment between 9 and 17. */
  const moment = () => dayAt(random.int(0, 3) * 7 + random.int(0, 4)) + 9 * hour + random.int(0, 480) * minute
  const plant = (kind: string, by: string, rules: AlertRule[], opens: [Person, number, number][]): Misuse => {
    const drafts: Draft[] = []
    for (const [patient, at, notes] of opens) look({ drafts }, { member: by }, patient, at, notes)
    return { kind, by, rules, drafts, patients: opens.map(([{ id }]) => id) }
  }
  const one = random.pick(settled)
  const other = random.pick(staff.filter(({ member }) => member !== one.member))
  const reader = random.pick(staff.filter(({ role }) => role === 'reception'))
  /** In whose care they have no part, before or in these weeks, which is what is looked for. */
  const writers = new Set(month.written)
  for (const one of month.entries)
    if (isWriting(one)) for (const patient of one.subjects) writers.add(`${one.member} ${patient}`)
  const strangerTo = ({ member }: { member: string }, among: Person[]) =>
    among.filter(({ id }) => !writers.has(`${member} ${id}`))
  const colleague = staff.find((who) => who !== one && strangerTo(who, [one.own!]).length > 0)!
  const strangers = strangerTo(other, strangerTo(reader, patients))
  const stranger = () => random.pick(strangers)
  const neighbours = strangerTo(one, near.get(one.own!.postcode ?? '')!).filter(({ house }) => house !== one.own!.house)
  const kin = strangerTo(one, patients).filter(
    ({ family }) => family === one.own!.family && !isCommonSurname(family.toLowerCase()),
  )
  // Those who bear it by chance make it less rare: up to eight are.
  const relative = (kin.length > 8 ? [] : kin).find((person) => person !== one.own && !one.home.includes(person))
  const families = [...Map.groupBy(patients, ({ family }) => family).entries()].filter(
    ([family, all]) => all.length >= 3 && all.length <= 8 && !isCommonSurname(family.toLowerCase()),
  )
  const noted = random.pick(families)[1].slice(0, 4)
  const from = moment()
  const ex = stranger()
  const slow: [Person, number, number][] = Array.from({ length: 20 }, (_, place) => place)
    .filter((place) => place % 7 < 5)
    .flatMap((place) =>
      [0, 1, 2].map((at): [Person, number, number] => [
        stranger(),
        dayAt(place + 7) + (10 + 2.3 * at) * hour,
        random.int(3, 6),
      ]),
    )
  const night = dayAt(random.int(0, 3) * 7 + 1) + 2 * hour
  const lunch = dayAt(random.int(0, 3) * 7 + 2) + 20 * hour
  const former = stranger()
  const homes = [...Map.groupBy(strangers, ({ postcode, house }) => `${postcode} ${house}`).values()]
  const household = random.pick(homes.filter(({ length }) => length >= 3))
  return [
    plant('one’s own record', one.member, ['snooping'], [[one.own!, moment(), random.int(0, 3)]]),
    ...(one.home.length === 0 ? [] : [plant('somebody at home', one.member, ['snooping'], [[random.pick(one.home), moment(), random.int(0, 4)]])]),
    ...(relative === undefined ? [] : [plant('a relative elsewhere, of a rare surname', one.member, ['snooping'], [[relative, moment(), random.int(2, 6)]])]),
    ...(neighbours.length === 0 ? [] : [plant('a neighbour, read through', one.member, ['snooping'], [[random.pick(neighbours), moment(), random.int(3, 6)]])]),
    plant('a colleague', colleague.member, ['snooping'], [[one.own!, moment(), random.int(0, 4)]]),
    plant('somebody famous', other.member, ['snooping'], [[(strangers.find(({ watched }) => watched) ?? stranger()), moment(), random.int(0, 3)]]),
    plant('a family in the news, of a rare surname', reader.member, ['snooping'], noted.map((person, place) => [person, from + place * 4 * minute, random.int(2, 5)])),
    plant('an ex-partner: six looks in four weeks', other.member, ['snooping'], [0, 4, 8, 13, 17, 21].map((at) => [ex, dayAt(at) + 11 * hour + random.int(0, 300) * minute, random.int(2, 6)])),
    plant('three records a day for three weeks', reader.member, ['not-under-care'], slow),
    plant('60 records at two in the night', other.member, ['mass-opening', 'unusual-hours', 'unusual-day'], Array.from({ length: 60 }, (_, place) => [stranger(), night + place * 40_000, 0])),
    plant('25 records at eight in the evening', reader.member, ['unusual-day', 'unusual-hours', 'mass-opening'], Array.from({ length: 25 }, (_, place) => [stranger(), lunch + place * minute, 0])),
    plant('one look at a stranger', other.member, ['snooping'], [[stranger(), moment(), 0]]),
    plant('one stranger, read through', other.member, ['snooping'], [[stranger(), moment(), random.int(4, 9)]]),
    plant('an ex-partner, only looked at: six looks in four weeks', other.member, ['snooping'], [0, 4, 8, 13, 17, 21].map((at) => [former, dayAt(at) + 11 * hour + random.int(0, 300) * minute, 0])),
    plant('a family, one after the other: six looks in four weeks', other.member, ['snooping'], [0, 4, 8, 13, 17, 21].map((at, place) => [household[place % household.length]!, dayAt(at) + 11 * hour + random.int(0, 300) * minute, 0])),
  ] // prettier-ignore
}

/** Whether any of what was found tells of it: of this member, in these weeks, and where it is about a patient, of that one. */
export function isNoticed({ by, rules, patients }: Misuse, found: readonly Found[]): boolean {
  return found.some(({ rule, member, facts }) => {
    if (member !== by || !rules.includes(rule)) return false
    return facts['patient'] === undefined || patients.includes(String(facts['patient']))
  })
}
