import { showDate } from '@candour/contract/formatting.ts'
import { addAllergies } from '../allergies.ts'
import { dateOf, isWorkingDay } from '../calendar.ts'
import { add, addFile, openChart, staffReference, subjectOf, type Chart, type Contact } from '../chart.ts'
import { addAppointment, addCondition, addProcedure } from '../entries.ts'
import type { Person } from '../people/person.ts'
import type { Words } from '../phrase.ts'
import { bitewing } from '../pictures/radiograph.ts'
import { randomOf } from '../random.ts'
import { daysFor, play, usualOf, type Practice, type Scene } from '../scene.ts'
import { slot } from '../surgery.ts'
import { mouthOf } from './mouth.ts'
import { examination, filling, hygiene, radiographs, recall, rootCanal, toothache } from './scenes.ts'

/** A year at a dental practice: check-ups, what they lead to, and what comes in between. */
export function dentalHistory(person: Person, seed: string, practice: Practice): Chart {
  const random = randomOf(seed, 'dental', person.n)
  const chart = openChart(person, random)
  const usual = usualOf(chart, practice)
  const mouth = mouthOf(random, person.age)
  const days = daysFor(chart, person.age < 2 ? 1 : random.pick([2, 2, 4, 5, 7, 9, 12]), practice.today)
  addAllergies(chart, practice.today)
  const [first] = mouth.carious
  let plaque = random.int(28, 55)
  let bleeding = random.int(20, 40)
  let left = [...mouth.carious]
  const treated = () => mouth.carious.filter((one) => !left.includes(one))
  const words = (tooth = first): Words => ({
    tooth: tooth?.[0] ?? (person.age < 12 ? '85' : '46'),
    surface: tooth?.[1] ?? 'O',
    bpe: mouth.bpe,
    [mouth.smokes]: 1,
    ...jawOf(tooth?.[0] ?? '46'),
    chart: [mouth.chart, ...treated().map((one) => `${one.join(' ')} composite (new)`)].join('; '),
    medical: mouth.medical,
    found: left.length === 0 ? 'No caries seen.' : `Caries: ${left.map((one) => one.join(' ')).join(', ')}.`,
    plan:
      left.length === 0
        ? 'No treatment needed.'
        : `Treatment plan: ${left.map(([name, surface]) => `${name} ${surface} composite`).join('; ')}.`,
    report:
      left.length === 0 ? 'no caries.' : `${left.map(([name]) => `${name} radiolucency into dentine`).join('; ')}.`,
    batch: `${random.pick(['B', 'D', 'S'])}${random.int(10_000, 99_999)}`,
    pain: random.int(5, 9),
    plaque,
    plaqueBefore: plaque + random.int(4, 15),
    bleeding,
    bleedingBefore: bleeding + random.int(3, 12),
    hour: random.pick(['09', '10', '11', '14', '15', '16']),
    minute: random.pick(['00', '10', '20', '30', '40', '50']),
  })
  const act = (day: number, scene: Scene, own = words(), record?: (contact: Contact) => void, at?: Date) =>
    play(chart, day, scene, {
      by: usual(scene.by),
      words: own,
      ...(record === undefined ? {} : { record }),
      ...(at === undefined ? {} : { at }),
    })

  let inPain = random.chance(0.25) && person.age > 15
  let [examined, cleaned] = [-Infinity, -Infinity]
  for (let place = 0; place < days.length; place++) {
    const day = days[place]!
    if (day - examined > 170) {
      const isFirst = examined < 0
      examined = day
      const checked = act(day, examination, words(), (contact) => {
        for (const [tooth, surface] of isFirst ? mouth.carious : [])
          addCondition(chart, {
            code: ['80967001', 'Dental caries'],
            text: `Caries ${tooth} ${surface}`,
            onset: day,
            isProblem: false,
            contact,
          })
        if (isFirst && mouth.carious.length > 0) addTreatmentPlan(chart, contact, mouth.carious)
      })
      if (isFirst && person.age > 8 && random.chance(0.7)) {
        const contact = act(day, radiographs, words(), undefined, checked.at)
        for (const side of ['right', 'left']) {
          const picture = random.uuid()
          const title = `Bitewing ${side}, ${showDate(dateOf(day))}.png`
          addFile(chart, contact, { title, mediaType: 'image/png', bytes: () => bitewing(picture) })
        }
      }
    } else if (left.length > 0) {
      const [one, ...rest] = left
      left = rest
      act(day, filling, words(one), (contact) =>
        addProcedure(chart, contact, { text: `Filling ${one!.join(' ')}`, site: `Tooth ${one![0]} (FDI)` }),
      )
    } else if (inPain && place + 1 < days.length) {
      inPain = false
      act(day, toothache)
      act(days[++place]!, rootCanal, words(), (contact) =>
        addProcedure(chart, contact, { text: 'Root canal treatment', site: `Tooth ${String(words()['tooth'])} (FDI)` }),
      )
    } else if (person.age > 15 && day - cleaned > 75) {
      cleaned = day
      plaque = Math.max(8, plaque - random.int(3, 12))
      bleeding = Math.max(5, bleeding - random.int(2, 9))
      act(day, hygiene, words(), (contact) =>
        addProcedure(chart, contact, { text: 'Professional mechanical plaque removal' }),
      )
    } else if (random.chance(0.25)) {
      act(day, recall)
    }
  }
  if (days.length > 0 && person.diedOn === null) bookRecall(chart, practice.today, usual(examination.by))
  return chart
}

function addTreatmentPlan(chart: Chart, contact: Contact, teeth: readonly (readonly [string, string])[]): void {
  add(chart, 'CarePlan', {
    status: 'active',
    intent: 'plan',
    title: 'Dental treatment plan',
    subject: subjectOf(chart),
    encounter: contact.encounter,
    created: contact.at.toISOString(),
    author: staffReference(contact.author),
    activity: teeth.map(([tooth, surface]) => ({
      detail: { status: 'scheduled', description: `Composite filling ${tooth} ${surface}` },
    })),
  })
}

function bookRecall(chart: Chart, today: number, author: Contact['author']): void {
  let day = today + chart.random.int(10, 170)
  while (!isWorkingDay(day)) day += 1
  addAppointment(chart, {
    start: slot(chart.random, day),
    minutes: 20,
    status: 'booked',
    description: 'Examination',
    author,
  })
}

function jawOf(tooth: string): Words {
  const isUpper = /^[1256]/.test(tooth)
  return { upper: Number(isUpper), lower: Number(!isUpper) }
}
