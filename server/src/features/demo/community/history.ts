import { showDate } from '@candour/contract/formatting.ts'
import { addAllergies } from '../allergies.ts'
import { bodyOf } from '../body.ts'
import { dateOf, workingDay } from '../calendar.ts'
import { add, addFile, openChart, staffReference, subjectOf, type Chart, type Contact } from '../chart.ts'
import { addCondition, addProcedure, observe, observePressure } from '../entries.ts'
import type { Person } from '../people/person.ts'
import type { Words } from '../phrase.ts'
import { woundPicture } from '../pictures/wound.ts'
import { randomOf } from '../random.ts'
import { play, usualOf, type Practice } from '../scene.ts'
import { assessment, cares, coordination, type Care } from './scenes.ts'

/** Care at home: an assessment with its plan, visits that go on for months, calls in between. */
export function communityHistory(person: Person, seed: string, practice: Practice): Chart {
  const random = randomOf(seed, 'community', person.n)
  const chart = openChart(person, random)
  const usual = usualOf(chart, practice)
  addAllergies(chart, practice.today)
  const care = careOf(chart)
  if (care === null) return chart

  const body = bodyOf(random, person, new Set(care.key === 'insulin' ? ['diabetes'] : ['hypertension']))
  const days = visitDays(chart, care, practice.today)
  const picture = random.uuid()
  const start = random.int(45, 95)
  const side = random.pick(['left', 'right'])
  const abpi = random.pick(['0.94', '1.02', '1.10'])
  let before = 1
  for (const [place, day] of days.entries()) {
    const progress = place / Math.max(1, days.length)
    const [systolic, diastolic] = body.pressure(progress)
    const size = (part: number, of: number) => Math.max(4, Math.round(start * of * (1 - part * 0.75)))
    const values = {
      glucose: Number((9 + random.next() * 6).toFixed(1)),
      pulse: body.pulse(),
      temp: body.temperature(false),
      pain: Math.max(0, Math.round(6 - progress * 4 + random.int(-1, 1))),
    }
    const words: Words = {
      ...values,
      temp: values.temp.toFixed(1),
      bp: `${systolic}/${diastolic}`,
      sats: body.saturation(),
      weight: body.weight(progress),
      week: Math.max(1, Math.round((day - days[0]!) / 7)),
      length: size(progress, 1),
      width: size(progress, 0.6),
      lengthBefore: size(before === 1 ? progress : before, 1) + 2,
      widthBefore: size(before === 1 ? progress : before, 0.6) + 1,
      ankle: random.int(23, 28),
      units: random.pick([12, 14, 16, 18, 20]),
      volume: random.int(15, 60) * 10,
      volume2: random.int(18, 45) * 10,
      tug: Math.round(28 - progress * 14 + random.int(-1, 1)),
      tugBefore: Math.round(30 - progress * 13),
      batch: `${random.pick(['C', 'N', 'W'])}${random.int(10_000, 99_999)}`,
      side,
      abpi,
      care: care.text.slice(0, 1).toLowerCase() + care.text.slice(1),
      goals: care.goals.join('; '),
    }
    before = progress
    const scene = place === 0 ? assessment : random.chance(0.1) ? coordination : care.visit
    const record = (contact: Contact) => {
      if (scene === coordination) return
      if (place === 0) open(chart, contact, care, day)
      if (care.key !== 'palliative' || place === 0) observePressure(chart, contact, [systolic, diastolic])
      if (care.key === 'insulin') observe(chart, contact, 'glucose', values.glucose)
      if (care.key === 'catheter') observe(chart, contact, 'temperature', values.temp)
      if (scene === care.visit && care.key !== 'insulin') observe(chart, contact, 'pain', values.pain)
      if (scene === care.visit && care.key === 'wound') addProcedure(chart, contact, { text: 'Dressing of leg ulcer' })
    }
    const contact = play(chart, day, scene, { by: usual(scene.by), words, record })
    if (care.key === 'wound' && scene === care.visit && place % 4 === 1) {
      const title = `Leg ulcer with ruler, ${showDate(dateOf(day))}.png`
      addFile(chart, contact, { title, mediaType: 'image/png', bytes: () => woundPicture(picture, progress) })
    }
  }
  return chart
}

function careOf({ random, person }: Chart): Care | null {
  const fitting = cares.filter(({ ages: [from, to] }) => person.age >= from && person.age <= to)
  if (fitting.length === 0) return null
  let left = random.next() * fitting.reduce((sum, { weight }) => sum + weight, 0)
  return fitting.find(({ weight }) => (left -= weight) < 0) ?? fitting[0]!
}

/** From some day of the year on, at the care's own pace. */
function visitDays(chart: Chart, care: Care, today: number): number[] {
  const { random } = chart
  const days: number[] = []
  const end = chart.person.diedOn ?? today
  for (let next = today - random.int(60, 360); days.length < 30; next += random.int(...care.every)) {
    const day = workingDay(next)
    if (day >= end) break
    if (day !== days.at(-1)) days.push(day)
  }
  return days
}

function open(chart: Chart, contact: Contact, care: Care, day: number): void {
  const condition = addCondition(chart, {
    code: care.code,
    text: care.text,
    onset: day - chart.random.int(5, 60),
    isProblem: true,
    contact,
  })
  add(chart, 'CarePlan', {
    status: 'active',
    intent: 'plan',
    title: care.text,
    subject: subjectOf(chart),
    encounter: contact.encounter,
    created: contact.at.toISOString(),
    author: staffReference(contact.author),
    addresses: [condition],
    activity: care.goals.map((description) => ({ detail: { status: 'in-progress', description } })),
  })
}
