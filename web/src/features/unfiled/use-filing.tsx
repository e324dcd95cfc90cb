/** Choosing whose it is. Who may not take it back is asked again before. */
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { showDate } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientMatch } from '@candour/contract/patients.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { choosePatient } from '../patients/finder-door.ts'
import { useSession } from '../sessions/session.ts'
import { file, type Unfiled } from './unfiled.ts'

interface Chosen {
  item: Unfiled
  title: string
  patient: PatientMatch
}

export function useFiling(afterwards?: (patient: PatientMatch) => void) {
  const { can, practice } = useSession()
  const mayTakeBack = can.includes('record.move')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const filing = useMutation({
    mutationFn: ({ item, patient }: Chosen) => file(item, patient, mayTakeBack),
    onSuccess: (_, { patient }) => {
      setChosen(null)
      afterwards?.(patient)
    },
    onError: (_, asked) => setChosen(asked),
  })
  const ask = (item: Unfiled, title: string) =>
    choosePatient(`Whose is “${title}”?`, (patient) => {
      const one = { item, title, patient }
      filing.reset()
      if (mayTakeBack) filing.mutate(one)
      else setChosen(one)
    })
  const dialog: ReactNode = chosen !== null && (
    <Dialog heading="File this document" onClose={() => setChosen(null)}>
      <div className="fields">
        <p>
          “{chosen.title}” goes into the record of <PatientName name={chosen.patient} />, born{' '}
          <span className="fixed">
            {chosen.patient.birthDate === '' ? 'on a day not recorded' : showDate(chosen.patient.birthDate)}
          </span>
          {chosen.patient.nhsNumber !== null && (
            <>
              , NHS number <span className="fixed">{showNhsNumber(chosen.patient.nhsNumber)}</span>
            </>
          )}
          .
        </p>
        {!mayTakeBack && <p>To move it from there takes a practice manager.</p>}
        <FormError error={filing.error} />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={() => setChosen(null)}>
            Leave it unfiled
          </button>
          <button
            type="button"
            className="button primary"
            aria-disabled={filing.isPending}
            onClick={() => !filing.isPending && filing.mutate(chosen)}
          >
            File it
          </button>
        </div>
      </div>
    </Dialog>
  )
  return { mayFile: can.includes('record.write') && !practice.readOnly, ask, dialog }
}
