import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { RiskDialog, TellingDialog } from './decide-dialogs.tsx'
import { incidentChanged, readAgain } from './incidents.ts'

type Decision = Incident['decisions'][number]

export function CaseDecisions({ incident }: { incident: Incident }) {
  const { decisions, can, role, risk } = incident
  const [asked, setAsked] = useState<'risk' | 'individuals' | null>(null)
  const mayWork = can.includes('work')
  return (
    <section>
      <SectionHead title="Decisions" count={decisions.length || undefined}>
        {mayWork && (
          <span className="incident-more">
            {risk === 'high' && role === 'controller' && (
              <button type="button" className="link" onClick={() => setAsked('individuals')}>
                Decide on telling people
              </button>
            )}
            <button type="button" className="link" onClick={() => setAsked('risk')}>
              Decide the risk
            </button>
          </span>
        )}
      </SectionHead>
      {decisions.length === 0 && (
        <p className="under-rule">
          How high the risk to people is, is not decided yet. Who has to be told hangs on it.
        </p>
      )}
      <ul className="rows">
        {decisions.toReversed().map((decision) => (
          <DecisionRow key={decision.number} incident={incident} decision={decision} />
        ))}
      </ul>
      {asked === 'risk' && <RiskDialog incident={incident} onClose={() => setAsked(null)} />}
      {asked === 'individuals' && <TellingDialog incident={incident} onClose={() => setAsked(null)} />}
    </section>
  )
}

function DecisionRow({ incident: { id }, decision }: { incident: Incident; decision: Decision }) {
  const { number, words, reason, by, at, confirmed, isCurrent, needsSecond, wasAlone, can } = decision
  const agree = useMutation({
    mutationFn: () => call(incidentRoutes.confirm, { id, decision: number }),
    onError: readAgain,
    onSuccess: (incident) => {
      announce('Agreed')
      void incidentChanged(incident)
    },
  })
  const isWaiting = isCurrent && needsSecond && !wasAlone && confirmed === null
  return (
    <li className={isCurrent ? 'incident-decision' : 'incident-decision past'}>
      <b>{words}</b>
      <span className="incident-text">{reason}</span>
      <span className="second">
        {by.name}, {showDayAndTime(at)}
        {confirmed !== null && `; ${confirmed.by.name} agreed, ${showDayAndTime(confirmed.at)}`}
        {wasAlone && '; nobody else was there who could agree'}
        {!isCurrent && '; decided anew later'}
      </span>
      {isWaiting && (
        <p className="state amber">
          <Icon name="clock" />
          Waits for a second person. The clock goes on
        </p>
      )}
      {can.includes('confirm') && (
        <div className="acts">
          <button
            type="button"
            className="button"
            aria-disabled={agree.isPending}
            onClick={() => !agree.isPending && agree.mutate()}
          >
            Agree to it
          </button>
          <FormError error={agree.error} />
        </div>
      )}
    </li>
  )
}
