/** How a breach is handled, for everybody: no sign-in is needed to read it. */
import { breachProcess } from '@candour/contract/breach-process.ts'
import { showDate } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import './incidents.css'

export function BreachProcessPage() {
  usePageTitle('How we handle a breach')
  const { date, lead, sections } = breachProcess
  return (
    <PublicFrame wide>
      <div className="public-head">
        <p className="eyebrow">
          In force since <span className="fixed">{showDate(date)}</span>
        </p>
        <h1>How we handle a breach</h1>
        <p className="lead">{lead}</p>
      </div>
      <div className="breach-process">
        {sections.map(({ heading, lines }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </section>
        ))}
      </div>
      <div className="acts no-print">
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print
        </button>
      </div>
    </PublicFrame>
  )
}
