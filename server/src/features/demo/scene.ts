/** A kind of visit as data, and how a year is made of them: for practices whose days follow one another simply. */
import { showTime } from '@candour/contract/formatting.ts'
import { dayOf } from './calendar.ts'
import { meet, writeNote, type Chart, type Contact, type EncounterClass } from './chart.ts'
import type { Code } from './codes.ts'
import type { DemoMember } from './demo.ts'
import { addAppointment } from './entries.ts'
import { phrase, type Words } from './phrase.ts'
import type { Random } from './random.ts'
import { daysOfYear, slot, weekdayAfter, withRole } from './surgery.ts'

export interface Scene {
  title: string
  /** Who writes it, by role. */
  by: RegExp
  how: EncounterClass
  minutes: number
  reason?: Code
  sections: readonly (readonly [heading: string, text: string])[]
}

export interface Practice {
  staff: readonly DemoMember[]
  today: number
}

/** Days of the year on which somebody can be seen: after birth, before death. */
export function daysFor({ random, person }: Chart, count: number, today: number): number[] {
  const from = dayOf(person.birthDate) + 30
  const to = person.diedOn ?? today
  return daysOfYear(random, count, today).filter((day) => day > from && day < to)
}

/** The same member of the staff for a patient, of those whose role fits. */
export function usualOf({ random }: Chart, { staff }: Practice): (role: RegExp) => DemoMember {
  const chosen = new Map<string, DemoMember>()
  return (role) => {
    const one = chosen.get(role.source) ?? random.pick(withRole(staff, role))
    chosen.set(role.source, one)
    return one
  }
}

interface Played {
  by: DemoMember
  words: Words
  /** The very time, where it isn't one of the opening hours. */
  at?: Date
  /** What is recorded besides the note, before it. */
  record?: (contact: Contact) => void
}

/** Plays a scene on that day: appointment, encounter, what is recorded, the note. */
export function play(chart: Chart, day: number, scene: Scene, { by, words, at, record }: Played): Contact {
  const { random } = chart
  const start = at ?? slot(random, day)
  const { title, how, minutes, reason, sections } = scene
  if (how === 'AMB') addAppointment(chart, { start, minutes, status: 'fulfilled', description: title, author: by })
  const contact = meet(chart, by, start, { minutes, kind: how, reason, what: title })
  record?.(contact)
  writeNote(chart, contact, {
    title,
    sections: sections.map(([heading, text]) => ({
      heading,
      text: phrase(random, text, {
        ...words,
        weekday: weekdayAfter(day),
        began: showTime(start),
        left: showTime(contact.at),
      }),
    })),
  })
  return contact
}

export function several<T>(random: Random, list: readonly T[], count: number): T[] {
  const left = [...list]
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.int(0, left.length - 1), 1)[0]!)
}
