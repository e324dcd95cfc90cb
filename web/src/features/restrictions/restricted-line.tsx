/** On a restricted record, always: to how many it opens, or until when the glass is broken. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { showTime } from '@candour/contract/formatting.ts'
import { glassRoutes } from '@candour/contract/glasses.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/toast.tsx'
import { RestrictionDialog } from './restriction-dialog.tsx'
import { restrictionChanged, useRestriction } from './restrictions.ts'

export function RestrictedLine({ patient }: { patient: PatientCard }) {
  const [open, setOpen] = useState(false)
  const { restricted } = patient
  if (restricted === undefined) return null
  const { people, until } = restricted
  return (
    <div className={until === null ? 'banner-line restricted' : 'banner-line glass-broken'} role="status">
      <span className="banner-word">
        <Icon name={until === null ? 'restricted' : 'glass'} />
        {until === null
          ? `Restricted to ${people === 1 ? '1 person' : `${people} people`}`
          : `Emergency access until ${showTime(until)}`}
      </span>
      {until !== null && <TimeLeft patient={patient.id} until={until} />}
      <span className="banner-links no-print">
        {until !== null && <EndGlass patient={patient.id} />}
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {until === null ? 'Who may open it' : 'Who is named'}
        </button>
      </span>
      {open && <RestrictionDialog patient={patient.id} onClose={() => setOpen(false)} />}
    </div>
  )
}

function TimeLeft({ patient, until }: { patient: string; until: string }) {
  const [now, setNow] = useState(() => Date.now())
  const left = Math.ceil((Date.parse(until) - now) / 60_000)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  const isOver = left <= 0
  useEffect(() => {
    // It closes here when it closes there
    if (isOver) void restrictionChanged(patient, null)
  }, [isOver, patient])
  return (
    <span className="banner-item-plain">
      {isOver ? 'It is over.' : left === 1 ? 'Less than a minute left.' : `${left} minutes left.`} What you open is
      looked at afterwards.
    </span>
  )
}

function EndGlass({ patient }: { patient: string }) {
  const { data } = useRestriction(patient)
  const end = useMutation({
    mutationFn: (id: string) => call(glassRoutes.end, { id }),
    onSuccess: () => {
      announce('The record is closed again')
      void restrictionChanged(patient, null)
    },
  })
  const glass = data?.glass
  if (glass === null || glass === undefined) return null
  return (
    <button type="button" className="link" aria-disabled={end.isPending} onClick={() => end.mutate(glass.id)}>
      End it now
    </button>
  )
}
