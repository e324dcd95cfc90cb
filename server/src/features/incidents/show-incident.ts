import type { Incident, IncidentSummary, NoticeDraft } from '@candour/contract/incidents.ts'
import { incidentNotices, risks, tellings, type IncidentNotice } from '@candour/contract/incident-words.ts'
import type { Person } from '@candour/contract/shapes.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { whoOf } from '../entries/list-entries.ts'
import type { NamedMember } from '../members/list-members.ts'
import { showPractice } from '../practices/show-practice.ts'
import { clocksOf } from './clocks.ts'
import {
  currentDecision,
  figureOf,
  isSettled,
  needsSecond,
  settledRisk,
  type Decision,
  type Folded,
} from './fold-incident.ts'
import { namesFor, type Handlers } from './handlers.ts'
import type { By, Step } from './incident-step.ts'
import { filledFields, howToHand, writtenFields, type NoticeFacts } from './notice-drafts.ts'
import type { OpenedIncident } from './sealed-incident.ts'
import { stillOpen } from './still-open.ts'
import { timelineWords } from './timeline-words.ts'

type Names = Map<string, NamedMember>

const operator: Person = { member: null, name: 'The operator', role: 'of this installation' }

export function whoBy(by: By, names: Names): Person {
  if (by === 'operator') return operator
  return whoOf(by === 'candour' ? null : by.member, names)
}

export function showSummary({ id, folded }: OpenedIncident, now: Date): IncidentSummary {
  const { title, kind, openedAt, awareAt, isOpen, tasks, origin } = folded
  return {
    id,
    title,
    kind,
    openedAt,
    awareAt,
    isOpen,
    risk: settledRisk(folded),
    clocks: clocksOf(folded, now),
    tasks: { done: tasks.filter(({ done }) => done !== null).length, of: tasks.length },
    alert: origin.from === 'alert' ? origin.alert : null,
  }
}

/** @param handlers whom tasks can be given to */
export async function showIncident(
  call: Pick<Call<unknown>, 'tx' | 'vault' | 'keys' | 'now' | 'actor'>,
  opened: OpenedIncident,
  handlers: Handlers,
): Promise<Incident> {
  const { now } = call
  const { folded, steps } = opened
  const [names, practice] = [await namesFor(call), await showPractice(call)]
  const { what, role, origin, openedBy, who, happenedAt, assessment, counted, tasks } = folded
  return {
    ...showSummary(opened, now),
    revision: steps.length,
    what,
    role,
    origin: { from: origin.from, alert: origin.from === 'alert' ? origin.alert : null },
    openedBy: whoBy(openedBy, names),
    who: who === null ? null : whoOf(who, names),
    happenedAt,
    assessment: { ...assessment, people: figureOf(folded, 'people'), records: figureOf(folded, 'records') },
    counted: counted.map(({ actor, ...one }) => ({ ...one, who: actor === null ? null : whoOf(actor, names) })),
    decisions: folded.decisions.map((one) => showDecision(call, folded, one, names)),
    taskList: tasks.map(({ owner, done, ...task }) => ({
      ...task,
      owner: owner === null ? null : whoOf(owner, names),
      done: done === null ? null : { by: whoBy(done.by, names), at: done.at },
    })),
    notices: draftsOf({ folded, practice, now }, names),
    acts: folded.acts.map(({ notice, at, how, reference, lateReason, version, by, recordedAt }) => {
      return { notice, at, how, reference, lateReason, version, by: whoBy(by, names), recordedAt }
    }),
    timeline: timelineOf(steps, folded, names),
    stillOpen: stillOpen(folded, now),
    handlers: handlers.people.map(({ member, name, role: work }) => ({ member, name, role: work })),
    can: folded.isOpen ? ['work', 'close'] : ['reopen'],
  }
}

function showDecision(
  { actor }: Pick<Call<unknown>, 'actor'>,
  folded: Folded,
  decision: Decision,
  names: Names,
): Incident['decisions'][number] {
  const { number, about, choice, reason, by, at, confirmed, alone } = decision
  const isCurrent = currentDecision(folded, about) === decision
  const isOwn = typeof by === 'object' && by.member === actor.member
  const isWaiting = isCurrent && !isSettled(decision) && folded.isOpen
  return {
    number,
    about,
    choice,
    words: about === 'risk' ? risks[choice] : tellings[choice],
    reason,
    by: whoBy(by, names),
    at,
    needsSecond: needsSecond(decision),
    confirmed: confirmed === null ? null : { by: whoBy(confirmed.by, names), at: confirmed.at },
    wasAlone: alone,
    isCurrent,
    can: isWaiting && !isOwn ? ['confirm'] : [],
  }
}

function draftsOf(facts: NoticeFacts, names: Names): NoticeDraft[] {
  const { folded } = facts
  const wanted: IncidentNotice[] = folded.role === 'processor' ? ['controller'] : ['ico', 'individuals']
  return wanted.map((notice) => {
    const last = folded.saved.findLast((one) => one.notice === notice)
    const filled = filledFields(notice, facts)
    return {
      notice,
      title: incidentNotices[notice],
      how: howToHand[notice](folded),
      version: last?.version ?? 0,
      saved: last === undefined ? null : { by: whoBy(last.by, names), at: last.at },
      fields: last === undefined ? filled : writtenFields(notice, last.fields),
      filled,
    }
  })
}

/** What is known of before the case was opened stands in it as well; the newest first. */
function timelineOf(steps: readonly Step[], folded: Folded, names: Names): Incident['timeline'] {
  const titles = folded.tasks.map(({ title }) => title)
  const own = steps.map((step) => {
    const { at, what, text } = timelineWords(step, titles)
    return { number: step.number, at, enteredAt: step.at, by: whoBy(step.by, names), what, text: text.trim() }
  })
  const before = eventsBefore(folded).map(({ by, ...event }) => {
    return { ...event, number: 1, enteredAt: folded.openedAt, by: whoBy(by, names) }
  })
  // At the same moment what led to it comes before the opening.
  return [...before, ...own].toReversed().toSorted((a, b) => b.at.localeCompare(a.at))
}

function eventsBefore({ origin, happenedAt, awareAt, openedBy }: Folded) {
  const events: { at: string; by: By; what: string; text: string }[] = []
  if (origin.from === 'alert')
    events.push({ at: origin.at, by: 'candour', what: 'Candour raised an alert', text: origin.title })
  else if (happenedAt !== null) events.push({ at: happenedAt, by: openedBy, what: 'It happened', text: '' })
  if (origin.from === 'operator')
    events.push({ at: origin.awareAt, by: 'operator', what: 'It became known to whoever runs Candour', text: '' })
  events.push({ at: awareAt, by: openedBy, what: 'It became known here', text: '' })
  return events
}
