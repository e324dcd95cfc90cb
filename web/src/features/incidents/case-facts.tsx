import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { dataCategories, incidentKinds, peopleCategories } from '@candour/contract/incident-words.ts'
import type { Incident } from '@candour/contract/incidents.ts'
import { SectionHead } from '../../ui/page.tsx'
import { AssessDialog } from './assess-dialog.tsx'
import { CountDialog } from './work-dialogs.tsx'

type Figure = Incident['assessment']['people']

const notKnown = <span className="incident-missing">Not known yet</span>

function orMissing(text: string) {
  return text === '' ? notKnown : <span className="incident-text">{text}</span>
}

function FigureWords({ figure }: { figure: Figure }) {
  if (figure === null) return notKnown
  return (
    <>
      <b>{showCount(figure.count)}</b>, {figure.how === 'counted' ? 'counted from the ledger' : 'estimated'}
    </>
  )
}

export function CaseFacts({ incident }: { incident: Incident }) {
  const { what, kind, happenedAt, awareAt, who, alert, assessment, can } = incident
  const [asked, setAsked] = useState<'assess' | 'count' | null>(null)
  const facts = [
    ['What happened', orMissing(what)],
    ['Kind', incidentKinds[kind]],
    ['Happened', happenedAt === null ? notKnown : showDayAndTime(happenedAt)],
    ['Known', showDayAndTime(awareAt)],
    ...(who === null ? [] : [['About', who.name] as const]),
    ['People', <FigureWords key="people" figure={assessment.people} />],
    ['Records', <FigureWords key="records" figure={assessment.records} />],
    ['Who they are', orMissing(assessment.peopleCategories.map((one) => peopleCategories[one]).join('; '))],
    ['What data', orMissing(assessment.dataCategories.map((one) => dataCategories[one]).join('; '))],
    ['What may follow', orMissing(assessment.consequences)],
    ['Measures', orMissing(assessment.measures)],
    ['Who answers', orMissing(assessment.contact)],
  ] as const
  return (
    <section>
      <SectionHead title="What it means">
        {can.includes('work') && (
          <span className="incident-more">
            <button type="button" className="link" onClick={() => setAsked('count')}>
              Count from the ledger
            </button>
            <button type="button" className="link" onClick={() => setAsked('assess')}>
              Write it down
            </button>
          </span>
        )}
      </SectionHead>
      <dl className="facts">
        {facts.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
        {alert !== null && (
          <div>
            <dt>From</dt>
            <dd>
              <Link to="/alerts/$alert" params={{ alert }}>
                The alert
              </Link>
            </dd>
          </div>
        )}
      </dl>
      {asked === 'assess' && <AssessDialog incident={incident} onClose={() => setAsked(null)} />}
      {asked === 'count' && <CountDialog incident={incident} onClose={() => setAsked(null)} />}
    </section>
  )
}
