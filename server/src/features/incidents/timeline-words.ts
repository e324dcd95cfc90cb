import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { incidentNotices, risks, tellings } from '@candour/contract/incident-words.ts'
import type { Origin, Step } from './incident-step.ts'

interface Words {
  /** When it happened. */
  at: string
  what: string
  text: string
}

const opened: Record<Origin['from'], string> = {
  hand: 'The case was opened',
  alert: 'The case was opened from an alert',
  alarm: 'The case was opened from an alarm',
  operator: 'Whoever runs Candour told the practice, and the case was opened',
}
const stages: Record<string, string> = {
  '24-left': '24 hours are left',
  '6-left': '6 hours are left',
  passed: 'the time is over',
  day: 'a day has gone by',
  'three-days': 'three days have gone by',
}
const when = (instant: string | null) => (instant === null ? 'not known' : showDayAndTime(instant))

/** One step as a line of the timeline. @param tasks their titles, by number */
export function timelineWords(step: Step, tasks: readonly string[]): Words {
  const { at } = step
  switch (step.step) {
    case 'opened':
      return { at, what: opened[step.origin.from], text: `Known on ${when(step.awareAt)}. ${step.what}` }
    case 'corrected':
      return {
        at,
        what: 'The times were corrected',
        text: `Happened: ${when(step.happenedAt)}. Known: ${when(step.awareAt)}. Why: ${step.reason}`,
      }
    case 'assessed':
      return { at, what: 'What it means was written down', text: step.consequences }
    case 'counted':
      return {
        at,
        what: 'Counted from the ledger',
        text: `${showCount(step.people)} records of patients, opened ${showCount(step.records)} times, ${when(step.fromAt)} to ${when(step.toAt)}`,
      }
    case 'decided': {
      const words = step.about === 'risk' ? risks[step.choice] : tellings[step.choice]
      return { at, what: `Decided: ${words}`, text: step.reason }
    }
    case 'confirmed':
      return { at, what: 'A second person agreed to the decision', text: '' }
    case 'task-added':
      return { at, what: 'A task was added', text: step.title }
    case 'task-changed':
      return { at, what: step.isDone ? 'A task is done' : 'A task was changed', text: tasks[step.task - 1] ?? '' }
    case 'noted':
      return { at: step.at, what: 'Note', text: step.text }
    case 'notice-saved':
      return { at, what: `A draft was saved: ${lower(incidentNotices[step.notice])}`, text: '' }
    case 'recorded':
      return { at: step.at, what: `Told: ${lower(incidentNotices[step.notice])}`, text: toldWords(step) }
    case 'reminded':
      return { at, what: `Reminded: ${stages[step.stage] ?? step.stage}`, text: incidentNotices[step.clock] }
    case 'closed':
      return {
        at,
        what: 'The case was closed',
        text: [step.note, ...(step.stillOpen.length > 0 ? [`Left open: ${step.stillOpen.join('; ')}`] : [])].join(' '),
      }
    case 'reopened':
      return { at, what: 'The case was opened again', text: step.reason }
    case 'exported':
      return { at, what: 'The case was taken out as a file', text: step.reason }
  }
}

function toldWords({ how, reference, lateReason }: Extract<Step, { step: 'recorded' }>): string {
  const parts = [how, ...(reference === '' ? [] : [`reference ${reference}`])]
  return `${parts.join(', ')}${lateReason === null ? '' : `. Late, because: ${lateReason}`}`
}

function lower(words: string): string {
  return words[0]!.toLowerCase() + words.slice(1)
}
