import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { clockWords, icoDueAt, showDeadline } from '@candour/contract/incident-clocks.ts'
import type { NoticeField } from '@candour/contract/incidents.ts'
import {
  dataCategories,
  incidentKinds,
  peopleCategories,
  risks,
  tellings,
  type IncidentNotice,
} from '@candour/contract/incident-words.ts'
import { clocksOf } from './clocks.ts'
import { figureOf, settledRisk, settledTelling, type Folded } from './fold-incident.ts'

/** What a draft is filled from. */
export interface NoticeFacts {
  folded: Folded
  practice: { name: string; town: string }
  now: Date
}

type Fill = (facts: NoticeFacts) => string
type Field = readonly [name: string, label: string, fill: Fill]

const nothing: Fill = () => ''
const when = (instant: string | null) => (instant === null ? '' : showDayAndTime(instant))
const what: Fill = ({ folded }) => folded.what
const happened: Fill = ({ folded }) => when(folded.happenedAt)
const known: Fill = ({ folded }) => when(folded.awareAt)
const consequences: Fill = ({ folded }) => folded.assessment.consequences
const measures: Fill = ({ folded }) => folded.assessment.measures
const contact: Fill = ({ folded }) => folded.assessment.contact
const practiceName: Fill = ({ practice }) => [practice.name, practice.town].filter((part) => part !== '').join(', ')

function figure(which: 'people' | 'records'): Fill {
  return ({ folded }) => {
    const found = figureOf(folded, which)
    return found === null
      ? ''
      : `${showCount(found.count)} (${found.how === 'counted' ? 'counted from the ledger' : 'estimated'})`
  }
}
const ofPeople: Fill = ({ folded }) => folded.assessment.peopleCategories.map((one) => peopleCategories[one]).join('; ')
const ofData: Fill = ({ folded }) => folded.assessment.dataCategories.map((one) => dataCategories[one]).join('; ')

const done: Fill = ({ folded }) => {
  const list = folded.tasks.flatMap((task) => (task.done === null ? [] : [`${task.title} (${when(task.done.at)})`]))
  return list.length === 0 ? '' : `Done so far: ${list.join('; ')}.`
}
const riskWords: Fill = ({ folded }) => {
  const risk = settledRisk(folded)
  return risk === null ? '' : risks[risk]
}
const toldWords: Fill = ({ folded, now }) => {
  const telling = settledTelling(folded)
  const clock = clocksOf(folded, now).find((one) => one.clock === 'individuals')
  if (clock?.state === 'stopped') return clockWords(clock, now)
  return telling === null ? '' : tellings[telling]
}
const late: Fill = ({ folded, now }) => {
  const due = icoDueAt(folded.awareAt)
  if (now.toISOString() <= due) return 'Not late.'
  return folded.acts.find(({ notice }) => notice === 'ico')?.lateReason ?? ''
}

/** The fields of the ICO's form for personal data breaches, with all that art. 33(3) asks for. */
const toIco: readonly Field[] = [
  [
    'report',
    'Is this the first report, or does it follow one',
    ({ folded }) =>
      folded.acts.some(({ notice }) => notice === 'ico') ? 'It follows an earlier report.' : 'The first report.',
  ],
  ['organisation', 'Organisation', practiceName],
  ['registration', 'Registration number with the ICO', nothing],
  ['what', 'What happened', what],
  ['how', 'How it happened', ({ folded }) => `${incidentKinds[folded.kind]}.`],
  ['found', 'How it was found', ({ folded: { origin } }) => foundWords[origin.from]],
  [
    'before',
    'What was in place to prevent it',
    () =>
      'Records are sealed at rest under keys of their patient, every opening is entered in a ledger that only grows, access is given by level and permission, and what is unusual raises an alert.',
  ],
  ['happened', 'When it happened', happened],
  ['known', 'When it was found', known],
  ['data', 'Categories of personal data', ofData],
  ['records', 'How many records of personal data', figure('records')],
  ['people', 'How many people', figure('people')],
  ['kinds', 'Categories of people', ofPeople],
  ['consequences', 'What may follow for them', consequences],
  ['likely', 'How likely it is that they are affected', riskWords],
  ['late', 'Where it is reported after 72 hours: why', late],
  ['measures', 'What was done, and what is planned, to mend it and to lessen what follows', measures],
  ['done', 'Which steps are done', done],
  ['told', 'Whether the people concerned were told', toldWords],
  ['others', 'Which other organisations were told', nothing],
  ['contact', 'Data protection officer, or who answers questions: name, telephone, email', contact],
]

/** Art. 34(2), as one would tell it to the person. */
const toPeople: readonly Field[] = [
  ['greeting', 'Greeting', () => 'Dear patient,'],
  ['what', 'What happened', what],
  [
    'when',
    'When',
    ({ folded }) =>
      folded.happenedAt === null
        ? `We learned of it on ${when(folded.awareAt)}.`
        : `It happened on ${when(folded.happenedAt)}. We learned of it on ${when(folded.awareAt)}.`,
  ],
  ['data', 'What of yours it concerns', ofData],
  ['consequences', 'What may follow for you', consequences],
  ['measures', 'What we did, and are doing', measures],
  ['you', 'What you can do yourself', nothing],
  ['contact', 'Whom you can ask', contact],
  [
    'complain',
    'Whom you can complain to',
    () =>
      'You can complain to the Information Commissioner’s Office: ico.org.uk/make-a-complaint, telephone 0303 123 1113.',
  ],
  ['from', 'From', practiceName],
]

/** Art. 33(2), with what the controller needs for its own art. 33(3). */
const toController: readonly Field[] = [
  ['from', 'From', practiceName],
  ['what', 'What happened', what],
  ['happened', 'When it happened', happened],
  ['known', 'When we learned of it', known],
  ['data', 'Categories of personal data', ofData],
  ['records', 'How many records', figure('records')],
  ['people', 'How many people', figure('people')],
  ['kinds', 'Categories of people', ofPeople],
  ['consequences', 'What may follow', consequences],
  ['measures', 'What we did, and what we plan', measures],
  ['contact', 'Whom you can ask', contact],
]

const foundWords = {
  hand: 'Somebody here noticed it.',
  alert: 'Candour raised an alert.',
  alarm: 'Candour found that something was altered outside it.',
  operator: 'Whoever runs Candour for us told us.',
}

const drafts: Record<IncidentNotice, readonly Field[]> = { ico: toIco, individuals: toPeople, controller: toController }

export const howToHand: Record<IncidentNotice, (folded: Folded) => string> = {
  ico: ({ awareAt }) =>
    `UK GDPR article 33: by ${showDeadline(icoDueAt(awareAt))}. What is not known yet can follow. Hand it over at ico.org.uk under “Report a breach”, or by telephone: 0303 123 1113. Candour sends nothing by itself.`,
  individuals: () =>
    'UK GDPR article 34: where the risk is high, without undue delay, in plain words, to each person apart from other messages. Send it by letter, telephone or your own mail. Candour sends nothing by itself.',
  controller: () =>
    'UK GDPR article 33(2): without undue delay. Hand it to whoever you hold the records for, by the way that your contract names. Candour sends nothing by itself.',
}

/** Names of its fields, in their order. */
export function noticeFields(notice: IncidentNotice): string[] {
  return drafts[notice].map(([name]) => name)
}

/** As the facts fill it; what is not known is said to be missing, and never guessed. */
export function filledFields(notice: IncidentNotice, facts: NoticeFacts): NoticeField[] {
  return drafts[notice].map(([name, label, fill]) => fieldOf(name, label, fill(facts)))
}

/** As somebody wrote it. */
export function writtenFields(
  notice: IncidentNotice,
  fields: readonly { name: string; text: string }[],
): NoticeField[] {
  const texts = new Map(fields.map(({ name, text }) => [name, text]))
  return drafts[notice].map(([name, label]) => fieldOf(name, label, texts.get(name) ?? ''))
}

function fieldOf(name: string, label: string, text: string): NoticeField {
  return { name, label, text, isMissing: text.trim() === '' }
}
