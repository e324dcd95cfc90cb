import { useState } from 'react'
import { clockWords, type ClockState } from '@candour/contract/incident-clocks.ts'
import { incidentNotices } from '@candour/contract/incident-words.ts'
import type { Incident } from '@candour/contract/incidents.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { ClockLine } from './clock-line.tsx'
import { TimesDialog } from './work-dialogs.tsx'

const icons: Record<ClockState, IconName> = {
  waiting: 'clock',
  running: 'clock',
  passed: 'octagon',
  stopped: 'kept',
  'not-needed': 'check',
}

export function CaseClocks({ incident, now }: { incident: Incident; now: Date }) {
  const [correcting, setCorrecting] = useState(false)
  return (
    <section>
      <SectionHead title="Clocks">
        {incident.can.includes('work') && (
          <button type="button" className="link" onClick={() => setCorrecting(true)}>
            Correct the times
          </button>
        )}
      </SectionHead>
      <ul className="rows">
        {incident.clocks.map((clock) => (
          <li key={clock.clock} className={`incident-clock ${clock.state}`}>
            <p>
              <Icon name={icons[clock.state]} size={20} />
              <span>
                <b>{incidentNotices[clock.clock]}</b>
                <span>{clockWords(clock, now)}</span>
              </span>
            </p>
            <ClockLine clock={clock} now={now} />
          </li>
        ))}
      </ul>
      {correcting && <TimesDialog incident={incident} onClose={() => setCorrecting(false)} />}
    </section>
  )
}
