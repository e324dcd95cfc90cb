import { showTime } from '@candour/contract/formatting.ts'
import { addAllergies } from '../allergies.ts'
import { bodyOf } from '../body.ts'
import { dayOf, londonInstant } from '../calendar.ts'
import { openChart, staffReference, writeNote, type Chart, type Contact } from '../chart.ts'
import { concept, snomed } from '../codes.ts'
import { addCondition, addObservation, addProcedure, observe, observePressure } from '../entries.ts'
import type { Person } from '../people/person.ts'
import { phrase, type Words } from '../phrase.ts'
import { randomOf, type Random } from '../random.ts'
import { play, usualOf, type Practice } from '../scene.ts'
import { incidents, type Incident } from './incidents.ts'
import { news2, type Signs } from './news.ts'

const hospital = 'Harbourstow General'

/** The calls of a year, at any hour: from the control room to the handover. */
export function ambulanceHistory(person: Person, seed: string, practice: Practice): Chart {
  const random = randomOf(seed, 'ambulance', person.n)
  const chart = openChart(person, random)
  addAllergies(chart, practice.today)
  const fitting = incidents.filter(({ ages: [from, to] }) => person.age >= from && person.age <= to)
  if (fitting.length === 0) return chart
  const calls = random.pick(person.age > 70 ? [1, 1, 2, 3, 4, 9] : [1, 1, 1, 2])
  const from = dayOf(person.birthDate) + 30
  const to = person.diedOn ?? practice.today
  const days = Array.from({ length: calls }, () => practice.today - random.int(2, 364)).toSorted((a, b) => a - b)
  for (const day of new Set(days)) if (day > from && day < to) attend(chart, practice, day, drawn(random, fitting))
  return chart
}

function drawn(random: Random, list: readonly Incident[]): Incident {
  let left = random.next() * list.reduce((sum, { weight }) => sum + weight, 0)
  return list.find(({ weight }) => (left -= weight) < 0) ?? list[0]!
}

function attend(chart: Chart, practice: Practice, day: number, incident: Incident): void {
  const { random, person } = chart
  const usual = usualOf(chart, practice)
  const called = londonInstant(day, random.int(3 * 60, 23 * 60 + 20))
  const after = (minutes: number) => new Date(called.getTime() + minutes * 60_000)
  const arrival = random.int(...arrivals[incident.category])
  const leaving = arrival + random.int(24, 48)
  const handover = leaving + random.int(18, 34)
  const number = `${random.pick(['A', 'C', 'M'])}${random.int(100_000, 999_999)}`
  const isConveyed = random.chance(incident.conveyed)
  const body = bodyOf(random, person, new Set(incident.title === 'Breathing difficulty' ? ['copd'] : []))
  const signs = signsOf(chart, body, incident, 1)
  const later = signsOf(chart, body, incident, 0.35)
  const words: Words = {
    number,
    call: phrase(random, incident.call),
    ago: random.int(15, 90),
    called: showTime(called),
    arrived: showTime(after(arrival)),
    leftScene: showTime(after(leaving)),
    handed: showTime(after(handover)),
    glucoseAfter: (4.4 + random.next() * 2).toFixed(1),
    glucoseLater: (6.2 + random.next() * 2).toFixed(1),
    first: said(signs, person.age),
    second: said(later, person.age),
    hospital,
    bay: random.int(1, 14),
    nurse: random.pick(['the nurse in charge', 'the triage nurse', 'the resus team', 'the ambulance handover nurse']),
  }
  play(
    chart,
    day,
    {
      title: `Call ${number}: ${incident.title.toLowerCase()}`,
      by: /Control/,
      how: 'VR',
      minutes: 6,
      sections: [
        [
          'Call',
          `[call] Category ${incident.category}, incident [number], taken [called]. {Crew sent at once.|Nearest crew stood down, ours sent.} {Door unlocked, dog shut away.|Key safe code given.|Someone will wait at the kerb.|}`,
        ],
      ],
    },
    { by: usual(/Control/), words, at: called },
  )

  const crew = usual(/^Paramedic|Specialist|technician/)
  const contact = play(
    chart,
    day,
    {
      title: incident.title,
      by: /^Paramedic|Specialist|technician/,
      how: 'FLD',
      minutes: (isConveyed ? handover : leaving) - arrival,
      reason: incident.code,
      sections: [
        ['Call', `Incident [number], category ${incident.category}. Called [called], on scene [arrived]. [call]`],
        ['History', incident.history],
        ['Findings', `${incident.findings}\n[arrived]: [first].\n[leftScene]: [second].`],
        ['Treatment', incident.treatment],
        [
          'Handover',
          isConveyed
            ? `{Stretcher|Carry chair}, left scene [leftScene], [hospital], handed over [handed] to [nurse], bay [bay]. ATMIST given, record printed. {Relative came along.|Relative follows by car.|Next of kin told by phone.}`
            : (incident.home ?? ''),
        ],
      ],
    },
    { by: crew, words, at: after(arrival), record: (met) => recordSigns(chart, met, incident, signs) },
  )
  recordSet(chart, contact, later)
  addCondition(chart, { code: incident.code, text: incident.title, onset: day, over: day, isProblem: false, contact })
  addProcedure(chart, contact, { text: isConveyed ? `Conveyed to ${hospital}` : 'Assessed and left at home' })
  if (random.chance(0.12)) reviewed(chart, contact, usual(/Clinical lead/), number)
}

/** Minutes from the call to the crew's arrival, by category. */
const arrivals: Record<Incident['category'], readonly [least: number, most: number]> = {
  1: [5, 9],
  2: [12, 32],
  3: [40, 95],
  4: [60, 130],
}

/** @param part 1 as found, towards 0 as it usually is */
function signsOf(
  { random }: Chart,
  body: ReturnType<typeof bodyOf>,
  { off }: Incident,
  part: number,
): Signs & { diastolic: number } {
  const [systolic, diastolic] = body.pressure(0.5)
  const towards = (usual: number, found: number | undefined, spread: number) =>
    Math.round(found === undefined ? usual : usual + (random.about(found, spread) - usual) * part)
  return {
    respiration: towards(body.respiration(), off.respiration, 2),
    saturation: Math.min(99, towards(body.saturation(), off.saturation, 1)),
    onOxygen: off.onOxygen ?? false,
    systolic: towards(systolic, off.systolic, 6),
    diastolic: towards(diastolic, off.systolic === undefined ? undefined : off.systolic * 0.6, 3),
    pulse: towards(body.pulse(), off.pulse, 6),
    aimsLow: off.aimsLow ?? false,
    isAlert: (off.isAlert ?? true) || part < 0.5,
    temperature: Number(
      (off.temperature === undefined ? body.temperature(false) : random.about(off.temperature, 0.3)).toFixed(1),
    ),
  }
}

function said(signs: Signs & { diastolic: number }, age: number): string {
  const { respiration, saturation, onOxygen, systolic, diastolic, pulse, isAlert, temperature } = signs
  const score = age < 16 ? '' : `, NEWS2 ${news2(signs)}`
  return `RR ${respiration}, SpO2 ${saturation}% on ${onOxygen ? 'oxygen' : 'air'}, P ${pulse}, BP ${systolic}/${diastolic}, T ${temperature.toFixed(1)}, ${isAlert ? 'alert' : 'new confusion or drowsy'}${score}`
}

function recordSigns(
  chart: Chart,
  contact: Contact,
  { glucose, pain }: Incident,
  signs: Signs & { diastolic: number },
): void {
  recordSet(chart, contact, signs)
  const { random } = chart
  if (glucose !== undefined) {
    const [least, most] = glucose
    observe(chart, contact, 'glucose', Number((least + random.next() * (most - least)).toFixed(1)))
  }
  if (pain !== undefined) observe(chart, contact, 'pain', random.int(...pain))
}

function recordSet(chart: Chart, contact: Contact, signs: Signs & { diastolic: number }): void {
  observe(chart, contact, 'respiration', signs.respiration)
  observe(chart, contact, 'saturation', signs.saturation)
  observe(chart, contact, 'pulse', signs.pulse)
  observe(chart, contact, 'temperature', signs.temperature)
  observe(chart, contact, 'gcs', signs.isAlert ? 15 : 14)
  observePressure(chart, contact, [signs.systolic, signs.diastolic])
  if (chart.person.age < 16) return
  const total = concept(
    snomed,
    ['1104051000000101', 'Royal College of Physicians National Early Warning Score 2 - total score'],
    'NEWS2',
  )
  addObservation(chart, contact, 'survey', total, { valueInteger: news2(signs) })
}

function reviewed(chart: Chart, contact: Contact, lead: Contact['author'], number: string): void {
  const at = new Date(contact.at.getTime() + chart.random.int(8, 20) * 3_600_000)
  const text =
    'Record [number] read after the shift, with [crew]. {Times, drugs and advice complete.|ECG filed with the record.} {Decision to leave at home or convey was sound.|Good early pre-alert.} {Learning: second set of observations 10 minutes sooner.|Nothing to add.}'
  writeNote(
    chart,
    { at, author: lead, encounter: contact.encounter },
    {
      title: 'Clinical review',
      sections: [
        {
          heading: 'Findings',
          text: phrase(chart.random, text, { number, crew: staffReference(contact.author).display }),
        },
      ],
    },
  )
}
