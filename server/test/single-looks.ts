/**
 * For tests: how many false alarms it takes to notice single looks, for an observer who knows the town by heart. Each opening by
 * somebody without a part in the care, and no tie to the patient, is put with those of the same facts: role, how much was read, when
 * somebody last wrote, the hour, whether they or others had opened it lately. Best told of are those of which most are misuse; it is
 * judged on what it was learned from, so that no rule does better.
 */
import { acquaint, type Acquaintance } from '../src/features/alerts/acquaintance.ts'
import { day, hour, isOpening, isReading, isWriting, slotOf, type Seen } from '../src/features/alerts/seen.ts'
import { peopleKnown } from '../src/features/directory/people-known.ts'
import { Resident } from '../src/features/directory/resident.ts'
import { firstDay, numbered } from './ordinary-fortnight.ts'
import { monthLearned, monthMeasured, ordinaryMonth, type Month } from './ordinary-month.ts'
import { plantedIn } from './planted-misuse.ts'

interface Opening {
  member: string
  patient: string
  at: number
  reads: number
  facts: string
}

const measured = firstDay + monthLearned * day
const wait = 2 * hour

function openingsOf(month: Month, entries: Seen[], people: Acquaintance): Opening[] {
  const writings = new Map<string, number[]>()
  for (const one of entries)
    if (isWriting(one))
      for (const patient of one.subjects)
        for (const key of [patient, `${one.member} ${patient}`])
          writings.set(key, [...(writings.get(key) ?? []), one.at])
  const roles = new Map(month.staff.map(({ member, role }) => [member, role]))
  const last = new Map<string, Opening>()
  const lastAt = new Map<string, number>()
  const found: Opening[] = []
  for (const one of entries.filter(isOpening))
    for (const patient of one.subjects) {
      const { member, at } = one
      const pair = `${member} ${patient}`
      const before = last.get(pair)
      if (before !== undefined && at - before.at < wait) {
        before.reads += Number(isReading(one))
        continue
      }
      const wrote = writings.get(patient) ?? []
      const when = Math.max(-Infinity, ...wrote.filter((then) => then <= at))
      const { hour: slot, isWeekend } = slotOf(at)
      const facts = [
        roles.get(member),
        wrote.some((then) => then > at && then < at + wait)
          ? 'writes now'
          : at - when < day
            ? 'today'
            : at - when < 14 * day,
        isWeekend ? 'weekend' : slot < 8 || slot > 18,
        before !== undefined,
        at - (lastAt.get(patient) ?? -Infinity) < day,
      ].join(' ')
      const opening = { member, patient, at, reads: Number(isReading(one)), facts }
      last.set(pair, opening)
      lastAt.set(patient, at)
      const cares = month.written.has(pair) || (writings.get(pair) ?? []).some((then) => then < at + wait)
      if (!cares && at >= measured && people.tiesOf(member, patient).length === 0) found.push(opening)
    }
  return found
}

const kindOf = ({ facts, reads }: Opening) => `${facts} ${Math.min(reads, 8)}`

/** False alarms per member and week, to notice half and nine of ten of what was planted. */
export async function singleLooks(
  name: string,
  months: number,
  planted: string,
): Promise<{ half: number; nine: number }> {
  const ordinary = new Map<string, number>()
  const misuse = new Map<string, number>()
  const count = (of: Map<string, number>, openings: Opening[]) => {
    for (const kind of openings.map(kindOf)) of.set(kind, (of.get(kind) ?? 0) + 1)
  }
  let weeks = 0
  for (let place = 0; place < months; place++) {
    const seed = `${name} ${place}`
    const month = ordinaryMonth(seed)
    const resident = new Resident()
    await resident.apply(new Map(month.patients.map((person) => [person.id, person])))
    const people = acquaint(month.staff, peopleKnown(resident))
    weeks += (month.staff.length * monthMeasured) / 7
    count(ordinary, openingsOf(month, month.entries, people))
    const { by, patients, drafts } = plantedIn(month, seed).find(({ kind }) => kind === planted)!
    const all = openingsOf(month, numbered([...month.drafts, ...drafts]), people)
    count(
      misuse,
      all.filter(({ member, patient, at }) => member === by && patient === patients[0] && at === drafts[0]!.at),
    )
  }
  const share = (kind: string) => misuse.get(kind)! / (misuse.get(kind)! + (ordinary.get(kind) ?? 0))
  const best = [...misuse.keys()].toSorted((one, other) => share(other) - share(one))
  const total = [...misuse.values()].reduce((sum, one) => sum + one, 0)
  const needed = (part: number) => {
    let [noticed, alarms] = [0, 0]
    for (const kind of best) {
      if (noticed >= part * total) break
      noticed += misuse.get(kind)!
      alarms += ordinary.get(kind) ?? 0
    }
    return alarms / weeks
  }
  return { half: needed(0.5), nine: needed(0.9) }
}
