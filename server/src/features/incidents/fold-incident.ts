import type { IncidentNotice, Risk, Telling } from '@candour/contract/incident-words.ts'
import type { Assessment, By, Counted, NewTask, Opening, Step, StepFacts } from './incident-step.ts'

type Named<S extends StepFacts['step']> = Extract<StepFacts, { step: S }>

export interface Task extends NewTask {
  number: number
  done: { by: By; at: string } | null
}

export type Decision = Named<'decided'> & {
  number: number
  at: string
  by: By
  confirmed: { by: By; at: string } | null
}

/** What a case is, by its steps. */
export interface Folded extends Omit<Opening, 'title'> {
  title: string
  openedAt: string
  openedBy: By
  isOpen: boolean
  assessment: Assessment
  counted: (Counted & { at: string })[]
  decisions: Decision[]
  tasks: Task[]
  saved: { notice: IncidentNotice; version: number; by: By; at: string; fields: { name: string; text: string }[] }[]
  acts: (Named<'recorded'> & { by: By; recordedAt: string })[]
  reminded: Named<'reminded'>[]
}

const nothingAssessed: Assessment = {
  people: null,
  records: null,
  peopleCategories: [],
  dataCategories: [],
  consequences: '',
  measures: '',
  contact: '',
}

export function foldIncident([first, ...rest]: readonly Step[]): Folded {
  if (first?.step !== 'opened') throw new Error('a case begins with its opening')
  const { step: _step, number: _number, tasks, at, by, ...opening } = first
  const folded: Folded = {
    ...opening,
    openedAt: at,
    openedBy: by,
    isOpen: true,
    assessment: nothingAssessed,
    counted: [],
    decisions: [],
    tasks: tasks.map((task, index) => ({ ...task, number: index + 1, done: null })),
    saved: [],
    acts: [],
    reminded: [],
  }
  for (const step of rest) apply(folded, step)
  return folded
}

function apply(folded: Folded, step: Step): void {
  const { at, by } = step
  switch (step.step) {
    case 'corrected':
      Object.assign(folded, { awareAt: step.awareAt, happenedAt: step.happenedAt })
      break
    case 'assessed': {
      const { step: _name, number: _number, at: _at, by: _by, ...assessment } = step
      folded.assessment = assessment
      break
    }
    case 'counted': {
      const { actor, fromAt, toAt, people, records, entries } = step
      folded.counted.push({ actor, fromAt, toAt, people, records, entries, at })
      folded.assessment = { ...folded.assessment, people, records }
      break
    }
    case 'decided':
      folded.decisions.push({ ...step, confirmed: null })
      break
    case 'confirmed':
      for (const one of folded.decisions) if (one.number === step.decision) one.confirmed = { by, at }
      break
    case 'task-added': {
      const { phase, title, owner, dueAt } = step
      folded.tasks.push({ phase, title, owner, dueAt, number: folded.tasks.length + 1, done: null })
      break
    }
    case 'task-changed':
      folded.tasks = folded.tasks.map((task) =>
        task.number === step.task
          ? { ...task, owner: step.owner, dueAt: step.dueAt, done: step.isDone ? (task.done ?? { by, at }) : null }
          : task,
      )
      break
    case 'notice-saved': {
      const { notice, fields } = step
      const version = folded.saved.filter((one) => one.notice === notice).length + 1
      folded.saved.push({ notice, version, by, at, fields })
      break
    }
    case 'recorded':
      folded.acts.push({ ...step, by, recordedAt: at })
      break
    case 'reminded':
      folded.reminded.push(step)
      break
    case 'closed':
      folded.isOpen = false
      break
    case 'reopened':
      folded.isOpen = true
      break
  }
}

/** Says that somebody need not be told: that is where a mistake is dearest, so a second person has to agree. */
export function needsSecond({ about, choice }: Pick<Decision, 'about' | 'choice'>): boolean {
  return about === 'risk' ? choice === 'none' : choice !== 'tell'
}

export function isSettled(decision: Decision): boolean {
  return !needsSecond(decision) || decision.alone || decision.confirmed !== null
}

/** The last word on it, settled or not. */
export function currentDecision(
  { decisions }: Pick<Folded, 'decisions'>,
  about: 'risk' | 'individuals',
): Decision | undefined {
  return decisions.findLast((one) => one.about === about)
}

/** What counts: the last word, once nothing is missing to it. */
export function settledRisk(folded: Pick<Folded, 'decisions'>): Risk | null {
  const last = currentDecision(folded, 'risk')
  return last !== undefined && isSettled(last) ? (last.choice as Risk) : null
}

export function settledTelling(folded: Pick<Folded, 'decisions'>): Telling | null {
  const last = currentDecision(folded, 'individuals')
  return last !== undefined && isSettled(last) ? (last.choice as Telling) : null
}

export function figureOf(
  { assessment, counted }: Pick<Folded, 'assessment' | 'counted'>,
  which: 'people' | 'records',
): { count: number; how: 'counted' | 'estimated' } | null {
  const count = assessment[which]
  if (count === null) return null
  return { count, how: counted.some((one) => one[which] === count) ? 'counted' : 'estimated' }
}
