import { dateOf, dayOf, isWorkingDay } from '../calendar.ts'
import { addFile, type Chart } from '../chart.ts'
import type { Person } from '../people/person.ts'
import { letter } from '../pictures/letter.ts'
import { phrase } from '../phrase.ts'
import { randomOf, type Random } from '../random.ts'
import { immunise, schedule } from './childhood.ts'
import { complaints, type Complaint } from './complaints.ts'
import { errands, type Errand } from './errands.ts'
import { letters } from './letters.ts'
import {
  bookAhead,
  contactsOf,
  daysSeen,
  note,
  openRecord,
  recordSmoking,
  see,
  type GpRecord,
  type Surgery,
} from './record.ts'
import { complain, errand, followUp, review } from './visits.ts'

/** A year at a surgery, and what stays from the years before. */
export function gpHistory(person: Person, seed: string, surgery: Surgery): Chart {
  const record = openRecord(person, randomOf(seed, 'gp', person.n), surgery)
  const { random, chart, has } = record
  const acts = [...vaccinations(record), ...visits(record), ...influenza(record)].toSorted(
    (one, other) => one.day - other.day,
  )
  for (const { day, act } of acts) act(day)
  if (has.length > 0 && acts.length > 4 && random.chance(0.6)) addLetter(record, acts.at(-2)!.day)
  bookAhead(record)
  return chart
}

interface Act {
  day: number
  act: (day: number) => void
}

function visits(record: GpRecord): Act[] {
  const { random, has, chart } = record
  const days = daysSeen(record, contactsOf(record))
  const planned: { act: (day: number) => void; at: number }[] = []
  const plan = (act: (day: number) => void, at = random.next()) => planned.push({ act, at })
  for (const condition of has) {
    let isFirst = true
    for (let left = condition.reviews; left > 0; left--) {
      plan(
        (day) => {
          review(record, day, condition, isFirst)
          isFirst = false
        },
        (left - random.next() * 0.6) / condition.reviews,
      )
    }
  }
  const fitting = complaints.filter((one) => fits(one, chart.person))
  const onRepeats = has.some(({ medicines }) => medicines.length > 0)
  const errandsHere = errands.filter(
    (one) => fits(one, chart.person) && one.season === undefined && (one.onRepeats !== true || onRepeats),
  )
  const had = new Map<Complaint | Errand, number>()
  while (planned.length < days.length && fitting.length + errandsHere.length > 0) {
    const one = drawn<Complaint | Errand>(random, random.chance(0.56) ? errandsHere : fitting, had)
    if (one === null) {
      if (had.size >= fitting.length + errandsHere.length) break
    } else if (isErrand(one)) {
      plan((day) => errand(record, day, one))
    } else {
      let isFirst = true
      const comes = (day: number) => {
        if (isFirst) complain(record, day, one)
        else followUp(record, day, one)
        isFirst = false
      }
      plan(comes)
      if (random.chance(one.lasts >= 40 ? 0.75 : 0.15)) plan(comes)
    }
  }
  const shuffled = planned.toSorted((a, b) => a.at - b.at)
  const acts = days.slice(0, shuffled.length).map((day, place) => ({ day, act: shuffled[place]!.act }))
  if (acts[0] !== undefined && chart.person.age > 15) acts[0].act = withSmoking(record, acts[0].act)
  return acts
}

/** Whoever comes first in the year is asked about smoking. */
function withSmoking(record: GpRecord, act: (day: number) => void): (day: number) => void {
  return (day) => {
    act(day)
    const { staff } = record
    const contact = see(record, day, { by: staff.assistant, how: 'VR', minutes: 3, what: 'Questionnaire' })
    recordSmoking(record, contact)
  }
}

function isErrand(one: Complaint | Errand): one is Errand {
  return 'by' in one
}

function fits({ ages: [from, to], sex }: Complaint | Errand, person: Person): boolean {
  return person.age >= from && person.age <= to && (sex === undefined || sex === person.sex)
}

/** By weight; what was had already comes back less often, or not again. Null when nothing is left. */
function drawn<One extends Complaint | Errand>(
  random: Random,
  list: readonly One[],
  had: Map<Complaint | Errand, number>,
) {
  const left = list.filter((one) => (had.get(one) ?? 0) < (isErrand(one) ? (one.most ?? 3) : 1))
  const weights = left.map((one) => one.weight / (1 + 3 * (had.get(one) ?? 0)))
  let at = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const found = left.find((_, place) => (at -= weights[place]!) < 0) ?? null
  if (found !== null) had.set(found, (had.get(found) ?? 0) + 1)
  return found
}

/** Those at risk have their influenza vaccine in the autumn. */
function influenza(record: GpRecord): Act[] {
  const { chart, has, random, today } = record
  const jab = errands.find(({ season }) => season !== undefined)!
  if ((chart.person.age < 65 && has.length === 0) || !random.chance(0.75)) return []
  const inSeason = daysSeen(record, 12).filter((day) => {
    const month = Number(dateOf(day).slice(5, 7))
    return month >= jab.season![0] && month <= jab.season![1] && day < today
  })
  return inSeason.slice(0, 1).map((day) => ({ day, act: () => errand(record, day, jab) }))
}

function vaccinations(record: GpRecord): Act[] {
  const { chart, random, today, staff } = record
  const born = dayOf(chart.person.birthDate)
  if (chart.person.age > 15 || random.chance(0.04)) return []
  return schedule.flatMap((visit): Act[] => {
    let day = born + visit.week * 7 + random.int(0, 12)
    while (!isWorkingDay(day)) day += 1
    if (day >= today) return []
    const act = () => {
      const contact = see(record, day, {
        by: staff.nurse,
        how: 'AMB',
        minutes: 15,
        what: `Immunisations, ${visit.name}`,
      })
      const lot = () =>
        `${random.pick(['AB', 'KX', 'RT', 'UM'])}${random.int(1000, 9999)}${random.pick(['A', 'B', 'C'])}`
      const lots = visit.given.map(([text, dose, cvx, display]) => {
        const own = lot()
        const site = /Rotavirus/.test(text) ? 'Oral' : random.pick(['Left thigh', 'Right thigh'])
        const code = cvx === undefined || display === undefined ? {} : { cvx: [cvx, display] as const }
        immunise(chart, contact, { text, dose, site, lot: own, ...code })
        return `${text} dose ${dose}, batch ${own}`
      })
      const history = `${visit.name} visit, came with {mum|dad|both parents|gran, consent by phone}. {Well, no fever, feeding as usual.|Slight cold, no fever: fit to go on.} No reaction to earlier doses. No contraindication on the checklist. Weight [weight] kg{, red book seen|}.`
      note(
        record,
        contact,
        `Immunisations, ${visit.name}`,
        [
          ['History', history],
          [
            'Plan',
            `Given: ${lots.join('; ')}. {Waited ten minutes, no reaction.|No reaction in the waiting room.} {Paracetamol doses and fever advice given.|Leaflet on what to expect given.} {Entered in the red book.|Next visit booked.}`,
          ],
        ],
        { weight: record.body.weight(record.progress(day)) },
      )
    }
    return [{ day, act }]
  })
}

function addLetter(record: GpRecord, day: number): void {
  const { chart, random, has } = record
  const about = random.pick(has)
  const text = letters.find(({ key }) => key === about.key) ?? letters[0]!
  const { person } = chart
  const lines = text.paragraphs.map((one) =>
    phrase(random, one, { name: [person.title || person.given[0], person.family].filter(Boolean).join(' ') }),
  )
  const contact = { at: new Date(day * 86_400_000 + 12 * 3_600_000), author: record.staff.reception }
  const title = `${text.title}.pdf`
  addFile(chart, contact, { title, mediaType: 'application/pdf', bytes: () => letter(person, text.title, day, lines) })
}
