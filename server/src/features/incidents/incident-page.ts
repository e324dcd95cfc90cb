import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { clockWords, leadOf } from '@candour/contract/incident-clocks.ts'
import {
  dataCategories,
  incidentKinds,
  incidentNotices,
  peopleCategories,
  taskPhases,
  type IncidentNotice,
} from '@candour/contract/incident-words.ts'
import { html, page } from '../transfers/export-html.ts'
import type { IncidentFile } from './incident-file.ts'

type Figure = IncidentFile['incident']['assessment']['people']

const rowsOf = (pairs: readonly (readonly [string, string])[]) =>
  `<table><tbody>${pairs.map(([label, text]) => `<tr><th scope="row">${html(label)}</th><td><pre>${html(text === '' ? 'Not known' : text)}</pre></td></tr>`).join('\n')}</tbody></table>`

const section = (title: string, body: string) => `<article><h2>${html(title)}</h2>${body}</article>`

const listOf = (items: readonly string[], empty: string) =>
  items.length === 0
    ? `<p class="quiet">${html(empty)}</p>`
    : `<ul>${items.map((one) => `<li>${one}</li>`).join('')}</ul>`

const figureWords = (figure: Figure) =>
  figure === null
    ? ''
    : `${showCount(figure.count)}, ${figure.how === 'counted' ? 'counted from the ledger' : 'estimated'}`

/** The case as a page that a regulator can read and print. */
export function incidentPage(file: IncidentFile): string {
  const { practice, takenOut, incident, notices, entries, entriesLeftOut, acts } = file
  const now = new Date(takenOut.at)
  const { assessment, clocks, decisions, taskList, timeline } = incident
  const head = `<h1>${html(incident.title)}</h1>
<p class="lead">${html([practice.name, practice.town].filter((part) => part !== '').join(', '))}. ${html(leadOf(incident, now))}.
Taken out on ${html(showDayAndTime(takenOut.at))} by ${html(takenOut.by)}: ${html(takenOut.reason)}.</p>`
  return page(
    incident.title,
    [
      head,
      section(
        'The incident',
        rowsOf([
          ['What', incident.what],
          ['Kind', incidentKinds[incident.kind]],
          ['Happened', incident.happenedAt === null ? '' : showDayAndTime(incident.happenedAt)],
          ['Known', showDayAndTime(incident.awareAt)],
          ['Opened', `${showDayAndTime(incident.openedAt)}, ${incident.openedBy.name}`],
          ['People', figureWords(assessment.people)],
          ['Records', figureWords(assessment.records)],
          ['Categories of people', assessment.peopleCategories.map((one) => peopleCategories[one]).join('; ')],
          ['Categories of data', assessment.dataCategories.map((one) => dataCategories[one]).join('; ')],
          ['What may follow', assessment.consequences],
          ['Measures', assessment.measures],
          ['Who answers questions', assessment.contact],
        ]),
      ),
      section(
        'Clocks',
        listOf(
          clocks.map((clock) => html(clockWords(clock, now))),
          '',
        ),
      ),
      section('Decisions', listOf(decisions.map(decisionWords), 'None yet.')),
      section('Timeline', timelineTable(timeline)),
      section('Tasks', listOf(taskList.map(taskWords), 'None.')),
      ...notices.map(({ notice, version, by, at, fields }) =>
        section(
          `${incidentNotices[notice as IncidentNotice]}, version ${version}, ${showDayAndTime(at)}, ${by}`,
          rowsOf(fields.map(({ label, text }) => [label, text])),
        ),
      ),
      section('What was done in the case, by the ledger', entryTable(acts)),
      section(
        'The entries of the ledger that it rests on',
        `${entriesLeftOut ? `<p class="quiet">The newest ${showCount(entries.length)}; there are more.</p>` : ''}${entryTable(entries)}`,
      ),
    ].join('\n'),
  )
}

function decisionWords({
  words,
  reason,
  by,
  at,
  needsSecond,
  confirmed,
  wasAlone,
  isCurrent,
}: IncidentFile['incident']['decisions'][number]): string {
  const second =
    confirmed !== null
      ? ` ${confirmed.by.name} agreed on ${showDayAndTime(confirmed.at)}.`
      : wasAlone
        ? ' Nobody else was there who could agree.'
        : needsSecond
          ? ' Nobody has agreed yet, so it does not count.'
          : ''
  const later = isCurrent ? '' : ' Decided anew later.'
  return html(`${words}. Why: ${reason} ${by.name}, ${showDayAndTime(at)}.${second}${later}`)
}

function taskWords({ phase, title, owner, done }: IncidentFile['incident']['taskList'][number]): string {
  const state = done === null ? 'not done' : `done on ${showDayAndTime(done.at)} by ${done.by.name}`
  return html(`${taskPhases[phase]}: ${title}${owner === null ? '' : ` (${owner.name})`}, ${state}`)
}

function timelineTable(events: IncidentFile['incident']['timeline']): string {
  const row = ({ at, by, what, text }: (typeof events)[number]) =>
    `<tr><td class="fixed">${html(showDayAndTime(at))}</td><td>${html(by.name)}</td><td>${html(what)}</td><td>${html(text)}</td></tr>`
  return `<table><thead><tr><th>When</th><th>Who</th><th>What</th><th></th></tr></thead><tbody>${events.toReversed().map(row).join('\n')}</tbody></table>`
}

function entryTable(entries: IncidentFile['entries']): string {
  if (entries.length === 0) return '<p class="quiet">None.</p>'
  const row = ({ number, at, who, what, from, hash }: (typeof entries)[number]) =>
    `<tr><td class="fixed">${number}</td><td class="fixed">${html(showDayAndTime(at))}</td><td>${html(who)}</td><td>${html(what)}<div class="quiet">${html(from)}</div><div class="quiet">${hash}</div></td></tr>`
  return `<table><thead><tr><th>Entry</th><th>When</th><th>Who</th><th>What, from where, hash</th></tr></thead><tbody>${entries.map(row).join('\n')}</tbody></table>`
}
