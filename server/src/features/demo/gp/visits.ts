import { showDate } from '@candour/contract/formatting.ts'
import { dateOf } from '../calendar.ts'
import { addFile, type Contact } from '../chart.ts'
import { addCondition, addObservation, observe, observePressure, prescribe, report } from '../entries.ts'
import { concept, loinc, quantity } from '../codes.ts'
import type { Person } from '../people/person.ts'
import { phrase, type Words } from '../phrase.ts'
import { months, weekdayAfter } from '../surgery.ts'
import { skinPicture } from '../pictures/skin.ts'
import { immunise } from './childhood.ts'
import type { Complaint } from './complaints.ts'
import type { Errand } from './errands.ts'
import type { LongTerm } from './long-term.ts'
import { medicineOf, suitable } from './medicines.ts'
import { ageThen, dayOfMonth, note, see, type GpRecord } from './record.ts'

/** What any text may name. */
function usualWords({ random, body, staff, chart, has, smokes }: GpRecord, day: number, progress: number): Words {
  const [systolic, diastolic] = body.pressure(progress)
  const drugs = has.flatMap((one) => one.medicines.map((name) => medicineOf(name).text.toLowerCase()))
  return {
    bp: `${systolic}/${diastolic}`,
    systolic,
    diastolic,
    pulse: body.pulse(),
    rr: body.respiration(),
    sats: body.saturation(),
    weight: body.weight(progress),
    height: body.height,
    bmi: body.bmi(progress),
    age: chart.person.age,
    doctor: staff.doctor.name,
    weekday: weekdayAfter(day),
    month: months[(Number(dateOf(day).slice(5, 7)) + 2) % 12]!,
    day: Math.max(1, dayOfMonth(day) - random.int(1, 6)),
    hour: random.pick(['08', '09', '10', '11', '13', '14', '15', '16']),
    day2: random.int(0, 3),
    date: showDate(dateOf(day)),
    minute: String(random.int(1, 59)).padStart(2, '0'),
    batch: `${random.pick(['AF', 'FL', 'VX'])}${random.int(1000, 9999)}`,
    vial: random.int(100_000, 999_999),
    drug: drugs.length === 0 ? 'the tablets' : random.pick(drugs),
    list: drugs.length === 0 ? 'no regular medicines' : drugs.join(', '),
    home: `${systolic - random.int(2, 8)}/${diastolic - random.int(1, 5)}`,
    pef: body.peakFlow - random.int(0, 6) * 10,
    pefBest: body.peakFlow,
    phq9: body.lab('phq9', progress),
    ...kindsOf(chart.person, new Set(has.map(({ key }) => key))),
    [smokes]: 1,
  }
}

/** Which variants of a text fit this patient. */
function kindsOf({ age, sex }: Person, has: ReadonlySet<string>): Words {
  return {
    working: Number(age >= 18 && age < 67),
    retired: Number(age >= 67),
    fertile: Number(sex === 'female' && age >= 15 && age < 50),
    menopausal: Number(sex === 'female' && age >= 53),
    diabetic: Number(has.has('diabetes')),
    asthmatic: Number(has.has('asthma')),
    thinned: Number(has.has('atrial fibrillation')),
    plain: Number(!has.has('atrial fibrillation')),
    other: Number(!has.has('diabetes') && !has.has('asthma')),
  }
}

function recordPressure(record: GpRecord, contact: Contact, words: Words): void {
  observePressure(record.chart, contact, [Number(words['systolic']), Number(words['diastolic'])])
}

/** A new complaint: what was said, found, thought and done; its diagnosis, and what was prescribed. */
export function complain(record: GpRecord, day: number, complaint: Complaint): void {
  const { chart, random, body, staff, today, progress } = record
  const contact = see(record, day, {
    by: staff.doctor,
    how: 'AMB',
    minutes: 12,
    what: 'Consultation',
    reason: complaint.code,
  })
  const over = day + complaint.lasts
  const condition = addCondition(chart, {
    code: complaint.code,
    text: complaint.title,
    onset: day - random.int(1, 5),
    over: over < today ? over : undefined,
    isProblem: false,
    contact,
  })
  const words = usualWords(record, day, progress(day))
  const temperature = body.temperature(complaint.febrile === true)
  const age = ageThen(record, day)
  const isGiven = complaint.medicine !== undefined && random.chance(complaint.given ?? 1)
  const treatment = isGiven
    ? treat(record, contact, complaint, condition, over)
    : '{No prescription needed.|Nothing prescribed today.}'
  if (complaint.febrile === true) {
    observe(chart, contact, 'temperature', temperature)
    observe(chart, contact, 'pulse', Number(words['pulse']))
    observe(chart, contact, 'saturation', Number(words['sats']))
  }
  if (complaint.examination.includes('[bp]')) recordPressure(record, contact, words)
  if (complaint.examination.includes('[weight]')) observe(chart, contact, 'weight', Number(words['weight']))
  if (complaint.examination.includes('[phq9]')) observe(chart, contact, 'phq9', Number(words['phq9']))
  note(
    record,
    contact,
    complaint.title,
    [
      ['Presenting complaint', complaint.complaint],
      ['History', complaint.history],
      ['Examination', complaint.examination],
      ['Impression', complaint.impression],
      ['Plan', complaint.plan.replace('[treatment]', treatment)],
    ],
    {
      ...words,
      vitals: `T ${temperature.toFixed(1)}, P ${words['pulse']}, RR ${words['rr']}, sats ${words['sats']}% on air.`,
      fever: (temperature + 0.4).toFixed(1),
      brought: age < 14 ? `, brought by ${random.pick(['mum', 'dad', 'mum', 'gran', 'a parent'])}` : '',
    },
  )
  if (complaint.photo === true && random.chance(0.35)) {
    const picture = random.uuid()
    const title = `${complaint.title}, ${showDate(dateOf(day))}.png`
    addFile(chart, contact, { title, mediaType: 'image/png', bytes: () => skinPicture(picture) })
  }
}

function treat(record: GpRecord, contact: Contact, complaint: Complaint, reason: { reference: string }, over: number) {
  const { chart, random, has, noPenicillin, today } = record
  const { age } = chart.person
  const noNaproxen = age > 64 || has.some(({ key }) => /kidney|fibrillation|hypertension/.test(key))
  const medicine = medicineOf(suitable(complaint.medicine!, { age, noPenicillin, noNaproxen }))
  prescribe(chart, { medicine, contact, isOver: over < today, reason })
  const dose = medicine.dose.slice(0, 1).toLowerCase() + medicine.dose.slice(1)
  const allergic = noPenicillin && /cycline|thromycin/.test(medicine.text) ? ' (allergic to penicillin)' : ''
  return `${random.pick(['Prescribed', 'Started', 'Rx'])} ${medicine.text}, ${dose}${allergic}.`
}

/** The review of a condition that stays; the first one of the year writes the repeat prescription. */
export function review(
  record: GpRecord,
  day: number,
  condition: LongTerm & { condition: { reference: string } },
  isFirst: boolean,
) {
  const { chart, random, body, staff, progress } = record
  const at = progress(day)
  const by = condition.key === 'diabetes' || condition.key === 'asthma' ? staff.nurse : staff.doctor
  const contact = see(record, day, { by, how: 'AMB', minutes: 20, what: condition.title, reason: condition.code })
  const words = usualWords(record, day, at)
  const results = Object.fromEntries(condition.bloods.map((name) => [name, body.lab(name, at)]))
  recordPressure(record, contact, words)
  observe(chart, contact, 'pulse', Number(words['pulse']))
  observe(chart, contact, 'weight', Number(words['weight']))
  if (condition.key === 'asthma') {
    const peakFlow = concept(
      loinc,
      ['19935-6', 'Maximum expiratory gas flow Respiratory system airway by Peak flow meter'],
      'Peak flow',
    )
    addObservation(chart, contact, 'vital-signs', peakFlow, { valueQuantity: quantity(Number(words['pef']), 'L/min') })
  }
  if (condition.bloods.length > 0) {
    report(
      chart,
      contact,
      `Blood tests: ${condition.name}`,
      Object.entries(results) as never,
      phrase(random, condition.judged, { ...judgement(results, words) }),
    )
  }
  if (isFirst) {
    for (const name of condition.medicines) {
      prescribe(chart, { medicine: medicineOf(name), contact, repeats: 12, isOver: false, reason: condition.condition })
    }
  }
  note(
    record,
    contact,
    condition.title,
    [
      ['History', condition.asked],
      ['Examination', condition.found],
      ['Impression', condition.judged],
      ['Plan', condition.planned],
    ],
    { ...words, ...results, ...judgement(results, words), hba1cBefore: (results['hba1c'] ?? 40) + random.int(-2, 6) },
  )
}

function judgement(results: Record<string, number>, words: Words): Words {
  const sugar = results['hba1c'] ?? 0
  return {
    control: Number(words['systolic']) < 140 ? 'controlled' : 'a little above target',
    sugar: sugar <= 53 ? 'at target' : sugar <= 58 ? 'close to target' : 'above target',
  }
}

export function errand(record: GpRecord, day: number, { title, by, how, minutes, sections, measured }: Errand): void {
  const { chart, random, staff, progress } = record
  const contact = see(record, day, { by: staff[by], how, minutes, what: title })
  const words = usualWords(record, day, progress(day))
  if (measured === true) {
    recordPressure(record, contact, words)
    for (const name of ['pulse', 'weight', 'height', 'bmi'] as const) observe(chart, contact, name, Number(words[name]))
  }
  if (title === 'Influenza vaccination') {
    const site = random.pick(['Left deltoid', 'Right deltoid'])
    immunise(chart, contact, { text: 'Influenza, inactivated', site, lot: String(words['batch']) })
  }
  note(record, contact, title, sections, words)
}

/** Some weeks after a complaint: how it went. */
export function followUp(record: GpRecord, day: number, { title, code, lasts }: Complaint): void {
  const { staff, random, progress } = record
  const isBetter = lasts < 100 && random.chance(0.7)
  const byPhone = random.chance(0.45)
  const contact = see(record, day, {
    by: staff.doctor,
    how: byPhone ? 'VR' : 'AMB',
    minutes: 10,
    what: 'Follow-up',
    reason: code,
  })
  const found = byPhone
    ? 'By phone, {speaks freely|sounds well}. {No examination.|Photo sent: looks as described.}'
    : '{Looks well.|Comfortable.} BP [bp], pulse [pulse]. {Findings better than last time.|Much as last time.|Function a little better.}'
  note(
    record,
    contact,
    `${title}, follow-up`,
    [
      ['History', followUps[isBetter ? 'better' : 'slow']],
      ['Examination', found],
      [
        'Plan',
        isBetter
          ? '{No further review unless it comes back.|Finish the course, then stop.|Ease off as it settles.} {Knows what to look out for.|Same safety net as before.} {Thanked the team.|}'
          : '{Go on for another four weeks.|Step up as discussed.|Refer on if no better by [month].} {Physiotherapy appointment is awaited.|Bloods: FBC, CRP, U&E.|Leaflet and exercises again.} Call sooner if worse. Next review in {four|six} weeks.',
      ],
    ],
    usualWords(record, day, progress(day)),
  )
}

const followUps = {
  better:
    '{Much better|Nearly back to normal|Settled within a week}. {Took everything as advised.|Stopped the treatment after some days, as it was better.} {working?Back at work since [weekday].|retired?Out and about again.|Back to usual.} {Sleeping well.|Still tires easily.} No new symptoms.',
  slow: '{About the same|A little better, not as hoped|Good days and bad days}. {Doing the exercises three times a week.|Treatment helps for some hours.|Not always kept to the plan.} {working?Manages work with breaks.|retired?Family helps with the shopping.|Managing day to day.} No red flags on asking again. {Would like to know what comes next.|Happy to give it more time.}',
}
