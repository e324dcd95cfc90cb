/** From an alarm or an alert into its case, by one click; once it is there, the way to it. */
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { useCan } from '../sessions/session.ts'
import { incidentChanged, useIncidents } from './incidents.ts'
import './incidents.css'

function useOpening(open: () => Promise<Incident>) {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: open,
    onSuccess: async (incident) => {
      announce('The case is open')
      void incidentChanged(incident)
      await navigate({ to: '/incidents/$incident', params: { incident: incident.id } })
    },
  })
}

export function OpenCase({ notice }: { notice: string }) {
  const opening = useOpening(() => call(incidentRoutes.openFromNotice, { notice }))
  return (
    <>
      <button
        type="button"
        className="button incident-open"
        aria-disabled={opening.isPending}
        onClick={() => !opening.isPending && opening.mutate()}
      >
        Open a case
      </button>
      <FormError error={opening.error} />
    </>
  )
}

export function CaseOfAlert({ alert }: { alert: string }) {
  const [mayHandle, mayReview] = [useCan('incident.manage'), useCan('alert.review')]
  const may = mayHandle && mayReview
  const { data } = useIncidents(may)
  const opening = useOpening(() => call(incidentRoutes.openFromAlert, { alert }))
  if (!may || data === undefined) return null
  const there = data.incidents.find((one) => one.alert === alert)
  return (
    <section>
      <SectionHead title="Incident" />
      <div className="incident-of-alert">
        {there === undefined ? (
          <>
            <p>If personal data were seen that should not have been, 72 hours run from when you know of it.</p>
            <button
              type="button"
              className="button"
              aria-disabled={opening.isPending}
              onClick={() => !opening.isPending && opening.mutate()}
            >
              Open a case
            </button>
            <FormError error={opening.error} />
          </>
        ) : (
          <p>
            There is a case:{' '}
            <Link to="/incidents/$incident" params={{ incident: there.id }}>
              {there.title}
            </Link>
            {there.isOpen ? '' : ', closed'}
          </p>
        )}
      </div>
    </section>
  )
}
