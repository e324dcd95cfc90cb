/** A case: what leads is who has to be told, by when. Then what it means, what was decided, what is to do, and what happened. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { leadOf } from '@candour/contract/incident-clocks.ts'
import type { IncidentNotice } from '@candour/contract/incident-words.ts'
import type { Incident } from '@candour/contract/incidents.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import '../entries/activity.css'
import { EntryList } from '../entries/entry-list.tsx'
import { useSession } from '../sessions/session.ts'
import { CaseClocks } from './case-clocks.tsx'
import { CaseDecisions } from './case-decisions.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CaseNotices } from './case-notices.tsx'
import { CaseTasks } from './case-tasks.tsx'
import { CaseTimeline } from './case-timeline.tsx'
import { CloseDialog, ExportDialog, ReopenDialog } from './end-dialogs.tsx'
import './incidents.css'
import { IncidentsClosed } from './incidents.page.tsx'
import { useIncident, useIncidentEntries, useNow } from './incidents.ts'
import { RecordDialog } from './record-dialog.tsx'

type Asked = 'close' | 'reopen' | 'export' | IncidentNotice | null

export function IncidentPage() {
  usePageTitle('Incident')
  const { incident: id } = useParams({ from: '/signed-in/incidents/$incident' })
  const { can } = useSession()
  const may = can.includes('incident.manage')
  const { data, error, refetch } = useIncident(id, may)
  if (!may) return <IncidentsClosed />
  if (error !== null)
    return (
      <div className="page">
        <Failure error={error} heading="This case can’t be shown" again={() => void refetch()}>
          <Link to="/incidents" className="button">
            All cases
          </Link>
        </Failure>
      </div>
    )
  if (data === undefined)
    return (
      <div className="page">
        <Loading lines={10} />
      </div>
    )
  return <Case incident={data} />
}

const told: Record<IncidentNotice, string> = {
  ico: 'The ICO was told',
  individuals: 'People were told',
  controller: 'The controller was told',
}

function Case({ incident }: { incident: Incident }) {
  const { title, openedAt, openedBy, clocks, isOpen, can } = incident
  const now = useNow()
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const next = clocks.find(({ state }) => state === 'running' || state === 'passed')
  return (
    <div className="page">
      <PageHead
        eyebrow={`Incident, opened ${showDayAndTime(openedAt)} by ${openedBy.name}`}
        title={title}
        lead={<LeadWords incident={incident} now={now} />}
      >
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print
        </button>
        <button type="button" className="button" onClick={() => setAsked('export')}>
          <Icon name="download" />
          Take out
        </button>
        {can.includes('reopen') && (
          <button type="button" className="button" onClick={() => setAsked('reopen')}>
            Open it again
          </button>
        )}
        {can.includes('close') && (
          <button
            type="button"
            className={next === undefined ? 'button primary' : 'button'}
            onClick={() => setAsked('close')}
          >
            Close the case
          </button>
        )}
        {isOpen && next !== undefined && (
          <button type="button" className="button primary" onClick={() => setAsked(next.clock)}>
            {told[next.clock]}
          </button>
        )}
      </PageHead>
      <div className="incident-page">
        <div className="incident-main">
          <CaseClocks incident={incident} now={now} />
          <CaseFacts incident={incident} />
          <CaseDecisions incident={incident} />
          <CaseTasks incident={incident} now={now} />
          <CaseNotices incident={incident} onRecord={setAsked} />
          <CaseEntries incident={incident} />
        </div>
        <CaseTimeline incident={incident} />
      </div>
      {asked === 'close' && <CloseDialog incident={incident} onClose={close} />}
      {asked === 'reopen' && <ReopenDialog incident={incident} onClose={close} />}
      {asked === 'export' && <ExportDialog incident={incident} onClose={close} />}
      {(asked === 'ico' || asked === 'individuals' || asked === 'controller') && (
        <RecordDialog incident={incident} notice={asked} onClose={close} />
      )}
    </div>
  )
}

function LeadWords({ incident, now }: { incident: Incident; now: Date }) {
  const isLate = incident.isOpen && incident.clocks.some(({ state }) => state === 'passed')
  return <strong className={isLate ? 'incident-lead incident-late' : 'incident-lead'}>{leadOf(incident, now)}.</strong>
}

function CaseEntries({ incident }: { incident: Incident }) {
  const { id, counted, alert } = incident
  const isThere = counted.length > 0 || alert !== null
  const { data, error, refetch } = useIncidentEntries(id, isThere)
  if (!isThere) return null
  return (
    <section>
      <SectionHead title="What it rests on" count={data?.entries.length} />
      {error !== null && <Failure error={error} heading="The entries can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={3} />}
      {data?.entries.length === 0 && <p className="under-rule">No entry of the ledger belongs to it.</p>}
      {data !== undefined && data.entries.length > 0 && (
        <EntryList entries={data.entries} byVisit={false} onNarrow={null} />
      )}
      {data?.more === true && (
        <p className="under-rule">There are more. All of them are in the file that is taken out.</p>
      )}
    </section>
  )
}
