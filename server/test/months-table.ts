/** For tests: how many false alarms there are in ordinary months, and how much of what was planted is noticed. */
import { acquaint } from '../src/features/alerts/acquaintance.ts'
import { lookThrough } from '../src/features/alerts/look-through.ts'
import { newMemory, type Found, type Known } from '../src/features/alerts/memory.ts'
import { day, isWriting, type Seen } from '../src/features/alerts/seen.ts'
import { peopleKnown } from '../src/features/directory/people-known.ts'
import { Resident } from '../src/features/directory/resident.ts'
import { firstDay, numbered } from './ordinary-fortnight.ts'
import { monthLearned, monthMeasured, ordinaryMonth, type Month } from './ordinary-month.ts'
import { isNoticed, plantedIn } from './planted-misuse.ts'

export interface Table {
  months: number
  memberWeeks: number
  alarms: Record<string, number>
  noticed: Record<string, { planted: number; noticed: number }>
}

const measured = firstDay + monthLearned * day

/** As the ledger would answer. */
function knownOf(month: Month, entries: Seen[], people: Known['people']): Known {
  const writings = new Map<string, [number: number, at: number][]>()
  for (const one of entries)
    if (isWriting(one))
      for (const patient of one.subjects)
        for (const key of [`${one.member} ${patient}`, patient])
          writings.set(key, [...(writings.get(key) ?? []), [one.number, one.at]])
  const levels = new Map(month.staff.map(({ member, level }) => [member, level]))
  const atOf = (number: number) => entries[number - 1]!.at
  return {
    isAdministrator: (member) => levels.get(member) === 4,
    hoursOf: () => null,
    levelOf: (member) => levels.get(member) ?? 0,
    hadWritten: (member, patient, number) =>
      month.written.has(`${member} ${patient}`) ||
      (writings.get(`${member} ${patient}`) ?? []).some(([one]) => one < number),
    wasTended: (patient, number) =>
      (writings.get(patient) ?? []).some(([one, at]) => one < number && at > atOf(number) - 14 * day),
    people,
  }
}

/** @param name seeds are this and a number: those by which thresholds were chosen and those that are reported are different ones
 * @param saying how many of the staff said which record is theirs, of those who are patients; all of them otherwise */
export async function monthsTable(name: string, months: number, saying?: number): Promise<Table> {
  const table: Table = { months, memberWeeks: 0, alarms: {}, noticed: {} }
  for (let place = 0; place < months; place++) {
    const seed = `${name} ${place}`
    const month = ordinaryMonth(seed, saying)
    const resident = new Resident()
    await resident.apply(new Map(month.patients.map((person) => [person.id, person])))
    const people = acquaint(month.staff, peopleKnown(resident))
    const look = (entries: Seen[]): Found[] =>
      lookThrough(newMemory(measured), entries, knownOf(month, entries, people))
    table.memberWeeks += (month.staff.length * monthMeasured) / 7
    for (const { rule, facts } of look(month.entries)) {
      const kind = [rule, facts['kind'] ?? facts['signs'] ?? ''].join(' ').trim()
      table.alarms[kind] = (table.alarms[kind] ?? 0) + 1
    }
    const misused = plantedIn(month, seed)
    const found = look(numbered([...month.drafts, ...misused.flatMap(({ drafts }) => drafts)]))
    for (const one of misused) {
      const row = (table.noticed[one.kind] ??= { planted: 0, noticed: 0 })
      row.planted += 1
      row.noticed += Number(isNoticed(one, found))
    }
  }
  return table
}
